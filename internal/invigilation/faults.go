package invigilation

import "jiangxun/internal/fault"

const (
	subNobody     fault.Sub = "invigilation.nobody_chosen"
	subNobodyOpen fault.Sub = "invigilation.nobody_writing"
	subMinutes    fault.Sub = "invigilation.minutes"
	subReason     fault.Sub = "invigilation.reason"
	subSettled    fault.Sub = "invigilation.results_settled"
)
