package bank

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Type is a question's type, as package question knows it.
type Type = question.Type

// Option is one choice, as package question knows it.
type Option = question.Option

// The types that a sitting on a screen can take, and where they stand in a
// body.
const (
	Single   = question.Single   // 单选
	Multiple = question.Multiple // 多选
	Judge    = question.Judge    // 判断
	True     = question.True
	False    = question.False
)

// Pool says what a question may be used for.
type Pool string

// The pools. Drills draw from Practice, mock exams from Mock, the unified exam
// from Exam; the database keeps them apart.
const (
	Practice Pool = "practice"
	Mock     Pool = "mock"
	Exam     Pool = "exam"
)

// Picture is a picture of a question. BlobKey opens it in the blob store.
type Picture struct {
	ID            uuid.UUID
	LevelID       uuid.UUID
	Name          string
	BlobKey       string
	ContentType   string
	Width, Height int
	Digest        []byte
}

// Content is what a person writes: everything that a version holds.
type Content struct {
	question.Body
	Difficulty int         `json:"difficulty"` // 1 easy … 5 hard
	ElementID  uuid.UUID   `json:"elementId"`  // a point, or uuid.Nil while the question waits for its place
	PictureIDs []uuid.UUID `json:"pictureIds"`
	Source     string      `json:"source"` // 出处
}

// Version is one version with its key: never to be sent to a candidate before
// the release.
type Version struct {
	ID          uuid.UUID
	QuestionID  uuid.UUID
	LevelID     uuid.UUID
	Pool        Pool
	Number      int       // from 1
	WeightRowID uuid.UUID // uuid.Nil while the question waits for its place
	PictureKeys []string  // blob keys, in the order of PictureIDs
	AuthorID    uuid.UUID // uuid.Nil for the system
	AuthorName  string
	Reason      string // why it was changed
	CreatedAt   time.Time
	Content
}

// Face is what a candidate may see of a version. It holds neither key nor
// explanation, source, difficulty or weight row.
type Face struct {
	ID          uuid.UUID
	PictureIDs  []uuid.UUID
	PictureKeys []string
	question.Face
}

// Key is the key of one version, for marking.
type Key struct {
	VersionID uuid.UUID
	Type      Type
	Options   []string // keys of the right options, ascending; empty for types that are not chosen
}

// Candidate is a live question as the assembler sees it.
type Candidate struct {
	QuestionID  uuid.UUID
	VersionID   uuid.UUID
	Type        Type
	ElementID   uuid.UUID
	WeightRowID uuid.UUID
	Importance  string // X, Y, Z
	Difficulty  int
	Key         []string    // of the options, to balance a paper's letters
	Enemies     []uuid.UUID // questions that must not stand on the same paper
}

// Question is a question with its current version.
type Question struct {
	ID          uuid.UUID
	LevelID     uuid.UUID
	Pool        Pool
	State       State
	ExternalRef string
	Approved    int  // number of the version that two people agreed on last; 0 before the first
	Own         bool // the reader wrote a version since then, and so cannot approve it
	Tags        []string
	AuthorName  string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Current     Version
}

const (
	maxPictures = question.MaxPictures
	maxTags     = 20
	longestTag  = 60
)

// check refuses content that makes no question. It expects tidied content.
func (c Content) check() []fault.Field {
	faults := c.Body.Check(len(c.PictureIDs))
	for i := range faults {
		faults[i].Name = bodyField + faults[i].Name
	}
	if c.Difficulty < 1 || c.Difficulty > 5 {
		faults = append(faults, fault.Field{Name: fieldDifficulty, Sub: subDifficulty})
	}
	if len(c.PictureIDs) > maxPictures {
		faults = append(faults, fault.Field{Name: fieldPictures, Sub: subPictures})
	}
	return faults
}

// bodyField is where the contract keeps the body.
const bodyField = "body."

// tidy gives the content its canonical form.
func (c Content) tidy(cleaner question.Cleaner) Content {
	c.Body = c.Body.Tidy(cleaner)
	c.Source = strings.TrimSpace(c.Source)
	return c
}

// face digests what makes two questions the same to a candidate.
func (c Content) face(pictures []Picture) []byte {
	digests := make([][]byte, len(pictures))
	for i, p := range pictures {
		digests[i] = p.Digest
	}
	return c.FaceDigest(digests)
}
