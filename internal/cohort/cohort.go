package cohort

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
)

// State says how far a class is.
type State string

// The states of a class.
const (
	Planned   State = "planned"
	Published State = "published"
	Completed State = "completed"
)

// Class is a training class (培训班) of one programme.
type Class struct {
	ID             uuid.UUID
	ProgrammeID    uuid.UUID
	ProgrammeTitle string
	LevelID        uuid.UUID
	LevelTitle     string
	Name           string
	Capacity       int
	Members        int       // living ones
	TeacherID      uuid.UUID // uuid.Nil when none is named
	TeacherName    string
	StartsOn       time.Time // days; zero when not set
	EndsOn         time.Time
	Place          string
	GroupQRKey     string // blob key, or empty
	GroupQRType    string
	State          State
	Revision       int // of what the members were told last; 0 before
	Untold         int // members of a published class who do not know what it is now
	PublishedAt    time.Time
	CompletedAt    time.Time
	CreatedAt      time.Time
	toldHash       string
	contentHash    string
}

// Input is what staff enter of a class.
type Input struct {
	Name      string
	Capacity  int
	TeacherID uuid.UUID
	StartsOn  time.Time
	EndsOn    time.Time
	Place     string
}

func (in Input) clean() (Input, error) {
	in.Name, in.Place = learner.PlainLine(in.Name), learner.PlainLine(in.Place)
	switch {
	case in.Name == "":
		return in, fault.InvalidFields(fault.Field{Name: "name", Sub: subNameMissing})
	case !in.EndsOn.IsZero() && (in.StartsOn.IsZero() || in.EndsOn.Before(in.StartsOn)):
		return in, fault.InvalidFields(fault.Field{Name: "endsOn", Sub: subDays})
	}
	return in, nil
}

func (c Class) with(in Input) Class {
	c.Name, c.Capacity, c.TeacherID = in.Name, in.Capacity, in.TeacherID
	c.StartsOn, c.EndsOn, c.Place = in.StartsOn, in.EndsOn, in.Place
	return c
}

// open refuses a class that no longer changes.
func (c Class) open() error {
	if c.State == Completed {
		return fault.New(fault.Conflict, subCompleted)
	}
	return nil
}

// contentHash names what a member must know of a class.
func contentHash(c Class, lessons []Lesson) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %s %s %q %q", c.Name, dayText(c.StartsOn), dayText(c.EndsOn), c.Place, c.TeacherName)
	for _, l := range lessons {
		fmt.Fprintf(h, "\n%s %d %d %q %q %q", dayText(l.Day), l.Start, l.End, l.Title, l.Place, l.TeacherName)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// summary is what the notice of a publication says in the app.
func (c Class) summary() string {
	parts := []string{"培训项目：" + c.ProgrammeTitle, "开班日期：" + dayText(c.StartsOn)}
	if c.Place != "" {
		parts = append(parts, "上课地点："+c.Place)
	}
	return strings.Join(parts, "；")
}

// Person is somebody in a list of this room, numbers masked.
type Person struct {
	ApplicationID uuid.UUID
	AccountID     uuid.UUID
	Name          string
	Sex           string
	IDMasked      string
	PhoneMasked   string
	Employer      string
}

// Member is a person in a class.
type Member struct {
	Person
	JoinedAt time.Time
	Told     bool // knows what the class is now
}

// Candidate is an approved person who is in no class.
type Candidate struct {
	Person
	ApprovedAt time.Time
	Removed    bool // was taken out of a class before; a fill leaves such people to staff
}

// Programme is a programme with the people to be placed.
type Programme struct {
	ID         uuid.UUID
	Title      string
	LevelID    uuid.UUID
	LevelTitle string
	Approved   int
	Unplaced   int
}

// Teacher is a staff member who may lead a class.
type Teacher struct {
	ID   uuid.UUID
	Name string
}

// Plan is an automatic fill: who goes where, who stays.
type Plan struct {
	Classes []FillClass
	Places  []Place
	Left    []Left
}

// FillClass is a class before and after a fill.
type FillClass struct {
	Class         Class
	Before, After int
}

// Place is one person's in a fill.
type Place struct {
	Candidate
	ClassID uuid.UUID
}

// LeftReason says why a person stays without a class.
type LeftReason string

// The reasons: all chosen classes are full, or staff took the person out of a
// class and shall decide themselves.
const (
	NoPlace    LeftReason = "no_place"
	WasRemoved LeftReason = "was_removed"
)

// Left is a person for whom a fill finds no class.
type Left struct {
	Candidate
	Reason LeftReason
}

// fill plans: candidates in their order go into the classes in their order,
// one class after the other up to its capacity.
func fill(candidates []Candidate, classes []Class) Plan {
	p := Plan{Classes: make([]FillClass, len(classes))}
	for i, c := range classes {
		p.Classes[i] = FillClass{Class: c, Before: c.Members, After: c.Members}
	}
	at := 0
	for _, who := range candidates {
		if who.Removed {
			p.Left = append(p.Left, Left{Candidate: who, Reason: WasRemoved})
			continue
		}
		for at < len(classes) && p.Classes[at].After >= classes[at].Capacity {
			at++
		}
		if at == len(classes) {
			p.Left = append(p.Left, Left{Candidate: who, Reason: NoPlace})
			continue
		}
		p.Classes[at].After++
		p.Places = append(p.Places, Place{Candidate: who, ClassID: classes[at].ID})
	}
	return p
}

// Digest names a plan: the same people in the same classes.
func (p Plan) Digest() string {
	h := sha256.New()
	for _, place := range p.Places {
		h.Write(place.ApplicationID[:])
		h.Write(place.ClassID[:])
	}
	for _, left := range p.Left {
		h.Write(left.ApplicationID[:])
		h.Write([]byte(left.Reason))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

const dayLayout = "2006-01-02"

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dayLayout)
}

func cleanReason(reason string) (string, error) {
	reason = learner.PlainLine(reason)
	if reason == "" {
		return "", fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	return reason, nil
}
