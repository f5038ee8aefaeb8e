package identity

import (
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
)

// Kind tells trainees and staff apart.
type Kind string

// The kinds of accounts.
const (
	KindTrainee Kind = "trainee"
	KindStaff   Kind = "staff"
)

// Account is one person's.
type Account struct {
	ID                uuid.UUID
	Kind              Kind
	Name              string
	Username          string     // staff only
	Phone             cnid.Phone // empty for staff
	Roles             []string
	Scopes            []actor.Scope
	Active            bool
	PasswordChangedAt time.Time // zero until the person chose a password
	CreatedAt         time.Time
}

// StaffInput is what an administrator enters.
type StaffInput struct {
	Username string
	Name     string
	Roles    []string
	Scopes   []actor.Scope
	Active   bool
}

func (in StaffInput) check() error {
	for _, r := range in.Roles {
		if _, ok := rolePermissions[Role(r)]; !ok || Role(r) == RoleTrainee {
			return fault.InvalidFields(fault.Field{Name: "roles", Sub: subUnknownRole})
		}
	}
	return nil
}

const (
	codeLife        = 10 * time.Minute
	codePause       = time.Minute
	codeTries       = 5
	codesPerHour    = 6  // to one phone
	codesPerIPHour  = 60 // from one address: a school hall shares one
	failuresAllowed = 5
	lockTime        = 15 * time.Minute
	visitLife       = 30 * time.Minute
	staffMinLength  = 10
)

// checkPassword holds a staff password against the rule: ten characters and
// more, three of the four classes of characters (after GB/T 22239-2019, level
// 2, which asks for complexity).
func checkPassword(p string) error {
	var lower, upper, digit, other int
	for _, r := range p {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	if len([]rune(p)) < staffMinLength || lower+upper+digit+other < 3 {
		return fault.InvalidFields(fault.Field{Name: "next", Sub: subWeakPassword, Params: fault.Params{"min": staffMinLength}})
	}
	return nil
}

// cleanUserAgent keeps what helps to recognise a device.
func cleanUserAgent(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), 200)]
}
