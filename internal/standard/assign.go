package standard

import (
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/standard/tables"
)

// assigned are the tables of a file that belong to one level.
type assigned struct {
	LevelID uuid.UUID       `json:"levelId"`
	Tables  tables.Incoming `json:"tables"`
}

// assigner gives each table of a file to a level of one edition.
type assigner struct {
	home   Level   // whose page the file was uploaded from
	levels []Level // of the edition, home among them
	file   tables.File
	slots  map[uuid.UUID]*tables.Incoming
	faults []tables.Fault
}

// assign looks at what a table says of its level and track. One that names no
// level belongs to the page it was uploaded from, one that names no track to
// that page's track; a level that the edition does not offer is left out with
// a warning.
func assign(home Level, levels []Level, file tables.File) ([]assigned, []tables.Fault) {
	a := assigner{home: home, levels: levels, file: file, slots: map[uuid.UUID]*tables.Incoming{}}
	for _, exact := range []bool{true, false} {
		for i := range file.Weights {
			a.weights(&file.Weights[i], exact)
		}
		for i := range file.Elements {
			a.elements(&file.Elements[i], exact)
		}
	}
	var list []assigned
	for _, l := range levels {
		if in := a.slots[l.ID]; in != nil {
			list = append(list, assigned{LevelID: l.ID, Tables: *in})
		}
	}
	return list, a.faults
}

func (a *assigner) weights(t *tables.WeightTable, exact bool) {
	level, named := a.levelOf(t.Level, t.Track, t.Title)
	if named != exact {
		return
	}
	other := tables.Fault{Sheet: t.Sheet, Column: t.Column}
	if level == nil {
		a.leaveOut(other, t.Level, t.Track)
		return
	}
	slot := &a.slot(level.ID).Theory
	if t.Part == Skill {
		slot = &a.slot(level.ID).Skill
	}
	switch {
	case *slot == nil:
		*slot = t
	case !exact && t.Track != "": // a track of its own that the edition does not have
		a.leaveOut(other, t.Level, t.Track)
	default:
		other.Sub = tables.SubTwice
		a.faults = append(a.faults, other)
	}
}

func (a *assigner) elements(t *tables.ElementTable, exact bool) {
	level, named := a.levelOf(t.Level, "", t.Title)
	if named != exact {
		return
	}
	other := tables.Fault{Sheet: t.Sheet}
	if level == nil {
		a.leaveOut(other, t.Level, "")
		return
	}
	if slot := a.slot(level.ID); slot.Elements == nil {
		slot.Elements = t
		return
	}
	other.Sub = tables.SubTwice
	a.faults = append(a.faults, other)
}

func (a *assigner) slot(id uuid.UUID) *tables.Incoming {
	if a.slots[id] == nil {
		a.slots[id] = &tables.Incoming{}
	}
	return a.slots[id]
}

// levelOf finds the level that a table is for; named tells that its track
// stands in the file, or that there is none.
func (a *assigner) levelOf(code, track, title string) (level *Level, named bool) {
	if code == "" {
		code = a.home.Code
	}
	for i, l := range a.levels {
		if l.Code != code {
			continue
		}
		if l.Track == a.home.Track {
			level, named = &a.levels[i], l.Track == "" && track == ""
		}
	}
	best := 0
	for i, l := range a.levels {
		if l.Code != code || l.Track == "" || len(l.Track) <= best {
			continue
		}
		if strings.Contains(track, l.Track) || track == "" && strings.Contains(title, l.Track) {
			level, named, best = &a.levels[i], true, len(l.Track)
		}
	}
	return level, named
}

func (a *assigner) leaveOut(at tables.Fault, code, track string) {
	if code == "" {
		code = a.home.Code
	}
	at.Sub, at.Warning = tables.SubNotOffered, true
	at.Params = fault.Params{"level": strings.TrimSpace(LevelName(code) + " " + track)}
	a.faults = append(a.faults, at)
}
