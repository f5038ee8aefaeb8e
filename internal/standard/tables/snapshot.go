package tables

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Snapshot is the state of a level's tables. Its JSON is what versions keep.
type Snapshot struct {
	Theory   []Weight  `json:"theory"` // in order
	Skill    []Weight  `json:"skill"`
	Elements []Element `json:"elements"` // by path
}

// Weight is one row of a weight table.
type Weight struct {
	ID      uuid.UUID `json:"id"`
	Group   string    `json:"group"`
	Name    string    `json:"name"`
	Percent int       `json:"percent"`
}

// Element is a range or a point.
type Element struct {
	ID         uuid.UUID  `json:"id"`
	RowID      uuid.UUID  `json:"rowId"`
	Path       string     `json:"path"`
	Name       string     `json:"name"`
	Importance Importance `json:"importance,omitempty"` // empty for a range
	Weight     int        `json:"weight,omitempty"`     // hundredths of a percent; 0: none given
	Page       string     `json:"page,omitempty"`
}

// IsPoint tells a point from a range.
func (e Element) IsPoint() bool { return e.Importance != "" }

// Code is the last piece of the path.
func (e Element) Code() string { return e.Path[strings.LastIndex(e.Path, "-")+1:] }

// ParentPath is the path of the range above; empty at the top.
func (e Element) ParentPath() string { return parentOf(e.Path) }

// Empty reports that nothing has been entered.
func (s Snapshot) Empty() bool { return len(s.Theory)+len(s.Skill)+len(s.Elements) == 0 }

// Weights gives the table of a part.
func (s Snapshot) Weights(part Part) []Weight {
	if part == Skill {
		return s.Skill
	}
	return s.Theory
}

// Digest is equal for equal content. Ids count, since questions hang on them.
func (s Snapshot) Digest() []byte {
	s.Elements = slices.Clone(s.Elements)
	slices.SortFunc(s.Elements, func(a, b Element) int { return cmp.Compare(a.Path, b.Path) })
	for _, list := range []*[]Weight{&s.Theory, &s.Skill} {
		if *list == nil {
			*list = []Weight{}
		}
	}
	if s.Elements == nil {
		s.Elements = []Element{}
	}
	raw, err := json.Marshal(s)
	if err != nil {
		panic("tables: a snapshot holds plain values: " + err.Error())
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

func (s Snapshot) row(id uuid.UUID) Weight {
	for _, w := range s.Theory {
		if w.ID == id {
			return w
		}
	}
	return Weight{}
}

// ranges gives the ids of ranges by path; uuid.Nil for what is above the top.
func (s Snapshot) ranges() map[string]uuid.UUID {
	ids := map[string]uuid.UUID{}
	for _, e := range s.Elements {
		if !e.IsPoint() {
			ids[e.Path] = e.ID
		}
	}
	return ids
}
