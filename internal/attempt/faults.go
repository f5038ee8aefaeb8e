package attempt

import "jiangxun/internal/fault"

const (
	subWindowOver  fault.Sub = "attempt.window_over"
	subClosed      fault.Sub = "attempt.closed"
	subStillOpen   fault.Sub = "attempt.still_open"
	subDeadline    fault.Sub = "attempt.deadline_passed"
	subLeaseMoved  fault.Sub = "attempt.lease_moved"
	subSeqTaken    fault.Sub = "attempt.seq_taken"
	subMissing     fault.Sub = "attempt.answers_missing"
	subTooEarly    fault.Sub = "attempt.too_early"
	subQuestion    fault.Sub = "attempt.question_unknown"
	subOption      fault.Sub = "attempt.option_unknown"
	subClearValue  fault.Sub = "attempt.clear_with_value"
	subTooFast     fault.Sub = "attempt.too_fast"
	subBusy        fault.Sub = "attempt.busy"
	subGrantReason fault.Sub = "attempt.grant_reason"
	subGrantNobody fault.Sub = "attempt.grant_nobody"
	subGrantLength fault.Sub = "attempt.grant_length"
	subLateReason  fault.Sub = "attempt.late_reason"
	subLateMoved   fault.Sub = "attempt.late_decided_meanwhile"
)
