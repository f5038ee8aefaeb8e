package result

import "jiangxun/internal/fault"

const (
	subNotReleased    fault.Sub = "result.not_released"
	subNotPublished   fault.Sub = "result.plan_not_published"
	subLocked         fault.Sub = "result.locked"
	subReleased       fault.Sub = "result.released"
	subReasonNeeded   fault.Sub = "result.reason_needed"
	subReasonShort    fault.Sub = "result.reason_short"
	subUnknownPerson  fault.Sub = "result.unknown_candidate"
	subTwice          fault.Sub = "result.candidate_twice"
	subScoreMissing   fault.Sub = "result.score_missing"
	subIncomplete     fault.Sub = "result.incomplete"
	subNoCandidates   fault.Sub = "result.no_candidates"
	subNotEntered     fault.Sub = "result.not_entered"
	subNotChecked     fault.Sub = "result.not_checked"
	subCheckerTyped   fault.Sub = "result.checker_typed"
	subReleaserTyped  fault.Sub = "result.releaser_typed"
	subSamePerson     fault.Sub = "result.same_person"
	subChangedSince   fault.Sub = "result.changed_since_check"
	subTypedChecked   fault.Sub = "result.entry_by_checker"
	subPersonRequired fault.Sub = "result.person_required"
)
