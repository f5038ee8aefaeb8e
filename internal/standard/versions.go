package standard

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/standard/tables"
)

// VersionKind says what left a version of a level's tables behind.
type VersionKind string

// The kinds of versions.
const (
	VersionBaseline VersionKind = "baseline" // what stood there before versions were kept
	VersionLoad     VersionKind = "load"     // reference data of the program
	VersionImport   VersionKind = "import"   // an uploaded file
	VersionEdit     VersionKind = "edit"     // one save on a page
)

// Version is the whole state of a level's tables after one change. It is never
// changed; the highest number is the present state.
type Version struct {
	ID         uuid.UUID
	LevelID    uuid.UUID
	Number     int // from 1, for each level
	Kind       VersionKind
	FileName   string
	Reason     string
	AuthorName string
	CreatedAt  time.Time
	TheoryRows int
	SkillRows  int
	Points     int
	Content    tables.Snapshot // empty in lists
}

// Comparison is what changed between two versions of a level's tables.
type Comparison struct {
	From, To Version
	Changes  []tables.Change
}

// TableImport is an uploaded file with what it would change. Before the commit
// it changes nothing.
type TableImport struct {
	ID          uuid.UUID
	LevelID     uuid.UUID // from whose page it was uploaded
	FileName    string
	KeepMissing bool // elements that the file lacks stay
	Committed   bool
	CreatedAt   time.Time
	CommittedAt time.Time
	Faults      []tables.Fault
	Levels      []LevelImport
}

// LevelImport is what a file changes in one level's tables.
type LevelImport struct {
	Level     Level
	Changes   []tables.Change
	Questions map[uuid.UUID]int // on elements that change
	Version   int               // that the commit made; 0 before
}

// Errors counts the faults that stop a commit.
func (i TableImport) Errors() int {
	n := 0
	for _, f := range i.Faults {
		if !f.Warning {
			n++
		}
	}
	return n
}

// Changes counts the differences over all levels.
func (i TableImport) Changes() int {
	n := 0
	for _, l := range i.Levels {
		n += len(l.Changes)
	}
	return n
}

// editWeights is why a version was made by a save of a weight table.
var editWeights = map[Part]string{Theory: "修改理论权重表", Skill: "修改技能权重表"}
