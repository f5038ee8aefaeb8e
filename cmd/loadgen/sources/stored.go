// Package sources reads what the product holds at the end of a run, by three
// ways that share no code: the database's rows, what candidates are shown, and
// what the office is shown.
package sources

import (
	"time"

	"github.com/google/uuid"
)

// Stored is what lies in the database: the rows that marking reads, and those
// that it has written.
type Stored struct {
	Attempts []Attempt
	Events   map[string][]Event // by attempt, in no order
	Late     map[string][]Event // the late store
	Marks    map[string][]Marks // by attempt, by version
	Grants   map[string]int     // minutes by attempt
	Forms    map[uuid.UUID]Form
}

// Attempt is a row of attempts.
type Attempt struct {
	ID            string
	Account       uuid.UUID
	Context       uuid.UUID
	Try           int
	Form          uuid.UUID
	State         string
	Epoch         int
	DeadlineAt    time.Time
	ClosesAt      time.Time
	Allowance     time.Duration
	ClosedAt      time.Time
	CloseReason   string
	ReceiptDigest string // hexadecimal
	ReceiptCount  int
}

// Event is a row of answer_events or of late_events: number and keys of the
// form.
type Event struct {
	Epoch    int
	Seq      int64
	Question int
	Value    string
	Cleared  bool
	At       time.Time // saved or received
}

// Marks are one version of an attempt's marks.
type Marks struct {
	Version int
	Got, Of int    // hundredths of a point
	Digest  string // of the script that was marked, hexadecimal
	Items   []ItemMark
}

// ItemMark is the mark of one question, as the marking job wrote it.
type ItemMark struct {
	Version uuid.UUID `json:"VersionID"`
	Given   []string
	Got     int
}

// Form is a frozen form with its key.
type Form struct {
	Partial bool // multiple questions earn a share for each right option
	Items   []Item
}

// Item is one question of a form; Number counts from 1.
type Item struct {
	Number  int
	Version uuid.UUID
	Type    string
	Stem    string
	Options []Option
	Key     []string
	Score   int // hundredths
}

// Option is one option of the form.
type Option struct {
	Key  string `json:"key"`
	HTML string `json:"html"`
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
