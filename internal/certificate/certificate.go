package certificate

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/cnid"
)

// State is a certificate's.
type State string

// The states of a certificate.
const (
	Valid   State = "valid"
	Revoked State = "revoked"
)

// Certificate is one issued certificate, as it was at the issue.
type Certificate struct {
	ID           uuid.UUID
	PlanID       uuid.UUID
	AccountID    uuid.UUID
	LevelID      uuid.UUID
	Number       string // 22 characters
	Code         string // of the public page; 128 random bits
	State        State
	Name         string
	IDType       cnid.Kind
	IDNumber     cnid.IDNumber
	Occupation   string
	Track        string // empty: none
	LevelCode    string // "5" … "1"
	LevelName    string
	PhotoKey     string
	BodyName     string
	SealKey      string // empty: the body had no seal picture
	IssuedOn     time.Time
	IssuedAt     time.Time
	IssuedBy     string
	PDFKey       string // empty until drawn
	RevokedAt    time.Time
	RevokedBy    string
	RevokeReason string
}

// Title names the certificate's level: "车工（数控车床）四级/中级工".
func (c Certificate) Title() string {
	if c.Track == "" {
		return c.Occupation + " " + c.LevelName
	}
	return c.Occupation + "（" + c.Track + "）" + c.LevelName
}

// Eligible is somebody who passed and has no certificate yet.
type Eligible struct {
	PlanID     uuid.UUID
	PlanTitle  string
	AccountID  uuid.UUID
	LevelID    uuid.UUID
	LevelTitle string
	Name       string
	IDMasked   string
	HasPhoto   bool
	Theory     int // hundredths
	Skill      int // hundredths
	ReleasedAt time.Time
}

// Key names somebody's result in a plan.
type Key struct{ PlanID, AccountID uuid.UUID }

const maxSerial = 999_999

// number joins prefix, year, level and serial to the 22 characters.
func number(prefix string, year int, levelCode string, serial int) string {
	return fmt.Sprintf("%s%02d%s%06d", prefix, year%100, levelCode, serial)
}

var numberForm = regexp.MustCompile(`^[YS]\d{14}[1-5]\d{6}$`)

// plainNumber brings a typed number to the form that is stored: full-width
// characters, blanks, dashes and small letters are put right.
func plainNumber(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\u3000', '\u00a0':
			return -1
		}
		return r
	}, norm.NFKC.String(text)))
}

// plainName brings a typed name to one form, so that blanks and ways of
// writing the middle dot do not matter.
func plainName(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u3000', '\u00a0', '·', '•', '‧', '・', '.', '●':
			return -1
		}
		return r
	}, norm.NFKC.String(text))
}

// maskName leaves the family name, and of long names the last character too:
// 张*, 欧*娜.
func maskName(name string) string {
	r := []rune(name)
	switch {
	case len(r) == 0:
		return ""
	case len(r) <= 2:
		return string(r[:1]) + "*"
	}
	return string(r[:1]) + strings.Repeat("*", min(len(r)-2, 4)) + string(r[len(r)-1:])
}

var codeForm = regexp.MustCompile(`^[a-z2-7]{26}$`)

// newCode draws a code of 128 random bits.
func newCode() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:])
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))
}

// Public is what anybody may see. Unknown certificates have the state
// "unknown" and nothing else; revoked ones show no name.
type Public struct {
	State      string
	Name       string // masked
	Occupation string
	Track      string
	LevelName  string
	Number     string
	BodyName   string
	IssuedOn   time.Time // a day; zero when unknown
	RevokedOn  time.Time // a day; zero unless revoked
}

const unknown = "unknown"

func (c Certificate) public() Public {
	p := Public{
		State: string(c.State), Name: maskName(c.Name), Occupation: c.Occupation, Track: c.Track, LevelName: c.LevelName, Number: c.Number,
		BodyName: c.BodyName, IssuedOn: c.IssuedOn,
	}
	if c.State == Revoked {
		p.Name, p.RevokedOn = "", day(c.RevokedAt)
	}
	return p
}
