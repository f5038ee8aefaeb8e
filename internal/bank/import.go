package bank

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
)

// Verdict is what a preview says of a row.
type Verdict string

// The verdicts.
const (
	Accepted  Verdict = "accepted"
	Unchanged Verdict = "unchanged" // its question is in the bank already
	Rejected  Verdict = "rejected"
)

// Batch is one imported file.
type Batch struct {
	ID          uuid.UUID
	LevelID     uuid.UUID
	FileName    string // as the visitor called it; to be shown alone
	Committed   bool
	Accepted    int
	Rejected    int
	Unchanged   int
	CreatedAt   time.Time
	CommittedAt time.Time
}

// Note is a remark on a row; one that is no warning rejects it.
type Note struct {
	Sub     fault.Sub    `json:"sub"`
	Warning bool         `json:"warning"`
	Column  string       `json:"column"` // heading, or empty
	Params  fault.Params `json:"params"`
}

// ImportRow is one row of a batch.
type ImportRow struct {
	Sheet      string
	Line       int
	Verdict    Verdict
	Stem       string // plain, its beginning
	Notes      []Note
	QuestionID uuid.UUID // the question it became or is the same as

	position int
	draft    rowDraft
}

// Type is the row's question type, or empty when it could not be read.
func (r ImportRow) Type() Type { return r.draft.Content.Type }

// rowDraft is what a commit makes a question of.
type rowDraft struct {
	Pool    Pool      `json:"pool"`
	Ref     string    `json:"ref"`
	RowID   uuid.UUID `json:"rowId"`
	Content Content   `json:"content"`
}

func (d *rowDraft) UnmarshalJSON(text []byte) error {
	type bare rowDraft
	return json.Unmarshal(text, (*bare)(d))
}

// Incoming is a question about to enter the bank.
type Incoming struct {
	Pool    Pool
	Ref     string // the file's own id, or empty
	Tags    []string
	Content Content

	row      uuid.UUID // of the weight table
	pictures []Picture
}

// ImportSummary is the outcome of Import.
type ImportSummary struct {
	Batch
	Faults []ImportRow // rows that were rejected
}
