package body

import (
	"regexp"
	"time"

	"jiangxun/internal/fault"
)

// Settings are the body's own.
type Settings struct {
	Name              string
	CertificatePrefix string // 13 characters, or empty when not given yet
	Contact           string
	Address           string
	SealKey           string // blob key of a PNG, or empty
	Rules             Rules
	UpdatedAt         time.Time
}

// Rules are defaults; whoever uses them copies them.
type Rules struct {
	PassMark              int        `json:"passMark"`              // points of 100
	EntryMinutes          int        `json:"entryMinutes"`          // before the start
	LateMinutes           int        `json:"lateMinutes"`           // after the start
	EarliestHandInMinutes int        `json:"earliestHandInMinutes"` // after the start
	AllowanceSeconds      int        `json:"allowanceSeconds"`      // after the deadline
	ScoreValidMonths      int        `json:"scoreValidMonths"`
	TicketPattern         string     `json:"ticketPattern"`
	Photo                 PhotoRules `json:"photo"`
}

// PhotoRules bound a trainee's photo, in pixels and in KB of 1,024 bytes.
type PhotoRules struct {
	MinWidth  int `json:"minWidth"`
	MinHeight int `json:"minHeight"`
	MinKB     int `json:"minKB"`
	MaxKB     int `json:"maxKB"`
}

// Defaults are the settings of a new installation. Times follow common
// notices of computer exams (enter 30 minutes before, late and hand-in limits
// of 30 minutes); the photo rule is that of national computer exams.
func Defaults() Settings {
	return Settings{
		Name: "技师学院",
		Rules: Rules{
			PassMark: 60, EntryMinutes: 30, LateMinutes: 30, EarliestHandInMinutes: 30,
			AllowanceSeconds: 15, ScoreValidMonths: 12, TicketPattern: "{YYYY}{batch:2}{site:2}{room:3}{seat:2}",
			Photo: PhotoRules{MinWidth: 144, MinHeight: 192, MinKB: 20, MaxKB: 200},
		},
	}
}

var prefixForm = regexp.MustCompile(`^[YS]\d{12}$`)

// check refuses settings that could not work.
func (s Settings) check() error {
	if s.CertificatePrefix != "" && !prefixForm.MatchString(s.CertificatePrefix) {
		return fault.InvalidFields(fault.Field{Name: "certificatePrefix", Sub: subPrefixForm})
	}
	if s.Rules.Photo.MinKB >= s.Rules.Photo.MaxKB {
		return fault.InvalidFields(fault.Field{Name: "rules.photo.maxKB", Sub: subPhotoRange})
	}
	return nil
}
