package transfer

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
)

// State is an import's state.
type State string

// The states.
const (
	Reading   State = "reading" // its rows are being checked by a job
	Previewed State = "previewed"
	Failed    State = "failed"
	Committed State = "committed"
	Undone    State = "undone"
)

// Verdict is what checking says of a row.
type Verdict string

// The verdicts.
const (
	Accepted  Verdict = "accepted"
	Unchanged Verdict = "unchanged" // its question is in the bank, or higher up in the file
	Changed   Verdict = "changed"   // the bank holds its reference with another text
	Conflict  Verdict = "conflict"  // the same question with another answer
	Rejected  Verdict = "rejected"
)

// Note is a remark on a row or on the file.
type Note = exchange.Note

// Import is one file on its way into a level's bank.
type Import struct {
	ID           uuid.UUID
	LevelID      uuid.UUID
	FileName     string // to be shown alone
	Format       exchange.Format
	Pool         bank.Pool // for rows that name none
	State        State
	Failure      *Note
	Done         int // rows checked while it is read
	Counts       Counts
	Taken        int // questions that the commit made
	Updated      int // questions that the commit gave a new version
	Notes        []Note
	ByName       string
	CreatedAt    time.Time
	CommittedAt  time.Time
	UndoneAt     time.Time
	UndoneByName string
	UndoneReason string

	digest  []byte
	blobKey string
	byID    uuid.UUID
}

// Counts are the rows of an import by what becomes of them. Rows that somebody
// left out count as Excluded alone.
type Counts struct {
	Found     int `db:"found"`
	Accepted  int `db:"accepted"`
	Unchanged int `db:"unchanged"`
	Changed   int `db:"changed"`
	Conflict  int `db:"conflict"`
	Rejected  int `db:"rejected"`
	Excluded  int `db:"excluded"`
	Warned    int `db:"warned"`
	Unplaced  int `db:"unplaced"` // accepted, without a point
}

// Draft is what a commit makes a question of.
type Draft struct {
	Pool    bank.Pool    `json:"pool"`
	Ref     string       `json:"ref"` // the file's own id, or empty
	Tags    []string     `json:"tags"`
	Content bank.Content `json:"content"`
}

// Row is one item of the file.
type Row struct {
	Position      int
	At            string // where in the file
	Verdict       Verdict
	Excluded      bool
	Update        bool // replace what the bank holds
	Mended        bool
	MendedByName  string
	Stem          string // plain, its beginning
	Answer        string // as a person reads it
	ElementText   string // what the file says of its point
	ElementName   string // code and name of the point
	Notes         []Note
	Other         *Other
	QuestionID    uuid.UUID // the question that it became or is the same as
	VersionNumber int       // that a commit made of a question that was there
	Draft         Draft

	readNotes, checkNotes []Note
	face                  []byte
	key                   string // the answer, to compare
}

// Other is the other side of a conflict, or what the bank holds of a changed
// row.
type Other struct {
	With       string     `json:"with"` // "bank" or "row"
	Position   int        `json:"position,omitempty"`
	At         string     `json:"at,omitempty"`
	QuestionID uuid.UUID  `json:"questionId"`
	State      bank.State `json:"state,omitempty"`
	Stem       string     `json:"stem"`
	Answer     string     `json:"answer"`
	Answers    string     `json:"otherAnswer"`
}

const (
	withBank = "bank"
	withRow  = "row"
)

// open reports that the row keeps a commit from taking everything.
func (r Row) open(updateChanged bool) bool {
	switch {
	case r.Excluded:
		return false
	case r.Verdict == Rejected:
		return true
	case r.Verdict == Changed:
		return !r.Update && !updateChanged
	case r.Verdict == Conflict:
		return !r.replaces(updateChanged)
	}
	return false
}

// replaces reports that the row becomes a new version of what the bank holds.
func (r Row) replaces(updateChanged bool) bool {
	if r.Excluded || r.Other == nil || r.Other.With != withBank {
		return false
	}
	return r.Verdict == Changed && (r.Update || updateChanged) || r.Verdict == Conflict && r.Update
}

// RowFilter narrows a list of rows; zero fields do not.
type RowFilter struct {
	Verdict       Verdict
	Warned        bool
	Unplaced      bool
	Excluded      *bool
	Limit, Offset int
}

// Change is what is set for many rows; nil fields stay as they are.
type Change struct {
	Positions  []int // none means all rows that the filter finds
	Verdict    Verdict
	Unplaced   bool
	ElementID  *uuid.UUID
	Pool       *bank.Pool
	Difficulty *int
	Excluded   *bool
	Update     *bool
}

// CommitOptions say how an import is taken in.
type CommitOptions struct {
	GoodRowsOnly  bool // leave out what is rejected, changed or in conflict
	UpdateChanged bool // changed rows become new versions
	Submit        bool // submit what came in for review
}

// UndoOutcome says what an undo did.
type UndoOutcome struct {
	Import  Import
	Retired int
	Kept    []Kept // the first 100
}

// Kept is a question whose versions stand on frozen papers.
type Kept struct {
	QuestionID uuid.UUID `db:"question_id"`
	Stem       string    `db:"stem"`
}
