package identity

import (
	"maps"
	"slices"
)

// Role is a bundle of permissions.
type Role string

// The roles of a college. Duties that must stay apart (who releases results is
// not who entered them) are kept apart by the rooms, person by person.
const (
	RoleTrainee       Role = "trainee"
	RoleRegistrar     Role = "registrar"     // 报名审核
	RoleTeacher       Role = "teacher"       // 教师、班主任
	RoleBankEditor    Role = "bank_editor"   // 命题、题库
	RoleExamOfficer   Role = "exam_officer"  // 考务
	RoleInvigilator   Role = "invigilator"   // 监考
	RoleExaminer      Role = "examiner"      // 考评员
	RoleCertifier     Role = "certifier"     // 证书管理
	RoleAdministrator Role = "administrator" // 系统管理
)

// rolePermissions is the one place that says who may do what. A test holds it
// against the contracts: every permission of an operation is granted to some
// role, and every granted permission belongs to some operation.
var rolePermissions = map[Role][]string{
	RoleTrainee: {
		"learner.own", "enrolment.own", "cohort.own", "learning.own", "attempt.own", "practice.own",
		"errata.own", "ranking.own", "exam.own", "invigilation.own", "result.own", "certificate.own", "notify.own",
	},
	RoleRegistrar: {
		"identity.self", "body.read", "standard.read", "learner.read", "enrolment.read", "enrolment.write", "enrolment.review",
		"cohort.read", "cohort.write", "report.read", "notify.read",
	},
	RoleTeacher: {
		"identity.self", "body.read", "standard.read", "enrolment.read", "cohort.read", "cohort.write", "learning.read", "learning.write",
		"bank.read",
	},
	RoleBankEditor: {
		"identity.self", "body.read", "standard.read", "standard.write", "bank.read", "bank.write", "bank.review",
		"errata.read", "errata.write", "paper.read", "paper.write", "paper.approve",
	},
	RoleExamOfficer: {
		"identity.self", "body.read", "standard.read", "learner.read", "enrolment.read", "cohort.read", "paper.read", "paper.write", "paper.approve",
		"exam.read", "exam.write", "exam.check_in", "invigilation.read", "invigilation.write", "invigilation.announce", "invigilation.late", "result.read", "result.check", "result.release", "report.read",
		"practice.read", "practice.write", "notify.read",
	},
	RoleInvigilator: {
		"identity.self", "body.read", "exam.read", "exam.check_in", "invigilation.read", "invigilation.write", "invigilation.announce", "invigilation.late",
	},
	RoleExaminer: {
		"identity.self", "body.read", "exam.read", "result.read", "result.mark",
	},
	RoleCertifier: {
		"identity.self", "body.read", "standard.read", "result.read", "certificate.read", "certificate.issue", "report.read",
	},
	RoleAdministrator: {
		"identity.self", "identity.read", "identity.write", "audit.read", "body.read", "body.write", "standard.read", "standard.write",
		"report.read", "enrolment.read", "cohort.read", "exam.read", "certificate.read", "notify.read",
	},
}

// Roles lists all roles in a fixed order.
func Roles() []Role { return slices.Sorted(maps.Keys(rolePermissions)) }

// PermissionsOf lists what a role may do, ordered.
func PermissionsOf(r Role) []string { return slices.Sorted(slices.Values(rolePermissions[r])) }

func permissionSet(roles []string) map[string]bool {
	set := map[string]bool{}
	for _, r := range roles {
		for _, p := range rolePermissions[Role(r)] {
			set[p] = true
		}
	}
	return set
}
