package cohort

import "jiangxun/internal/fault"

const (
	subNameMissing   fault.Sub = "cohort.name_missing"
	subNameTaken     fault.Sub = "cohort.name_taken"
	subDay           fault.Sub = "cohort.day"
	subDays          fault.Sub = "cohort.days"
	subTeacher       fault.Sub = "cohort.teacher"
	subBelowMembers  fault.Sub = "cohort.below_members"
	subScoped        fault.Sub = "cohort.scoped"
	subFull          fault.Sub = "cohort.full"
	subPlaced        fault.Sub = "cohort.placed"
	subNotApproved   fault.Sub = "cohort.not_approved"
	subCompleted     fault.Sub = "cohort.completed"
	subNotPlanned    fault.Sub = "cohort.not_planned"
	subNotPublished  fault.Sub = "cohort.not_published"
	subNoMembers     fault.Sub = "cohort.no_members"
	subNoDate        fault.Sub = "cohort.no_date"
	subDateKept      fault.Sub = "cohort.date_kept"
	subOtherClass    fault.Sub = "cohort.other_class"
	subPlanChanged   fault.Sub = "cohort.plan_changed"
	subReasonMissing fault.Sub = "cohort.reason_missing"
	subLessonTime    fault.Sub = "cohort.lesson_time"
	subManyLessons   fault.Sub = "cohort.many_lessons"
	subNoGroupQR     fault.Sub = "cohort.no_group_qr"
	subPicture       fault.Sub = "cohort.picture"
)
