package bank

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/standard"
)

// The authoring guide for banks of the national method asks, per level, for at
// least 200 points and two per percent of weight, for X ≥ 80 %, Y ≤ 15 % and
// Z ≤ 5 % of the points, and calls a bank with 300 points and three per
// percent a premium one.
const (
	GuidePoints         = 200
	GuidePerPercent     = 2
	GuideX              = 80 // percent, at least
	GuideY              = 15 // percent, at most
	GuideZ              = 5  // percent, at most
	GuidePremium        = 300
	GuidePremiumPercent = 3
)

// Tally counts the questions of one place, pool and type. ElementID is
// uuid.Nil for questions that wait for their place.
type Tally struct {
	ElementID   uuid.UUID
	WeightRowID uuid.UUID
	Pool        Pool
	Type        Type
	Live        int
	Trial       int
	Coming      int // draft or in review
	Suspended   int
}

// Usable is what may be drawn for the pool.
func (t Tally) Usable() int {
	if t.Pool == Exam {
		return t.Live
	}
	return t.Live + t.Trial
}

// Importances counts points.
type Importances struct{ X, Y, Z int }

// Points is how many there are.
func (i Importances) Points() int { return i.X + i.Y + i.Z }

func (i *Importances) add(c standard.Importance) {
	switch c {
	case standard.Core:
		i.X++
	case standard.General:
		i.Y++
	default:
		i.Z++
	}
}

// RowHealth is how one row of the weight table stands.
type RowHealth struct {
	Row    standard.WeightRow
	Points Importances
	Want   int         // points that the guide asks for
	Pools  []PoolState // practice, mock, exam
}

// PoolState is how one pool covers a row.
type PoolState struct {
	Pool      Pool
	Usable    int
	Coming    int
	Suspended int
	Covered   int // points with at least one usable question
}

// PointHealth is a point with its questions.
type PointHealth struct {
	Element standard.Element
	Tallies []Tally
}

// Health is how a level's bank stands against its element table.
type Health struct {
	Points   Importances
	Rows     []RowHealth
	Elements []PointHealth // in the order of the table
	Unplaced int           // questions that wait for their place
}

// Health holds a level's bank against its tables and the authoring guide. The
// exam pool is left out for those who only read.
func (s *Service) Health(ctx context.Context, levelID uuid.UUID) (Health, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Health{}, err
	}
	rows, err := s.standard.WeightTable(ctx, levelID, standard.Theory)
	if err != nil {
		return Health{}, err
	}
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return Health{}, err
	}
	tallies, err := s.store.countHealth(ctx, s.db, levelID)
	if err != nil {
		return Health{}, err
	}
	pools := []Pool{Practice, Mock}
	if seesPool(ctx, Exam) {
		pools = append(pools, Exam)
	}
	return healthOf(rows, elements, tallies, pools), nil
}

func healthOf(rows []standard.WeightRow, elements []standard.Element, tallies []Tally, pools []Pool) Health {
	h := Health{}
	at := map[uuid.UUID]int{}
	for i, r := range rows {
		at[r.ID] = i
		row := RowHealth{Row: r, Want: r.Percent * GuidePerPercent}
		for _, p := range pools {
			row.Pools = append(row.Pools, PoolState{Pool: p})
		}
		h.Rows = append(h.Rows, row)
	}
	byPoint := map[uuid.UUID][]Tally{}
	for _, t := range tallies {
		h.count(t, at)
		byPoint[t.ElementID] = append(byPoint[t.ElementID], t)
	}
	for _, e := range elements {
		if !e.IsPoint {
			continue
		}
		h.Points.add(e.Importance)
		shown := shownTallies(byPoint[e.ID], pools)
		h.Elements = append(h.Elements, PointHealth{Element: e, Tallies: shown})
		if i, placed := at[e.WeightRowID]; placed {
			h.Rows[i].Points.add(e.Importance)
			h.Rows[i].cover(shown)
		}
	}
	return h
}

func shownTallies(list []Tally, pools []Pool) []Tally {
	shown := []Tally{}
	for _, t := range list {
		for _, p := range pools {
			if t.Pool == p {
				shown = append(shown, t)
			}
		}
	}
	return shown
}

func (h *Health) count(t Tally, at map[uuid.UUID]int) {
	if t.ElementID == uuid.Nil {
		h.Unplaced += t.Live + t.Trial + t.Coming + t.Suspended
		return
	}
	i, placed := at[t.WeightRowID]
	if !placed {
		return
	}
	for k := range h.Rows[i].Pools {
		if p := &h.Rows[i].Pools[k]; p.Pool == t.Pool {
			p.Usable += t.Usable()
			p.Coming += t.Coming
			p.Suspended += t.Suspended
		}
	}
}

func (r *RowHealth) cover(tallies []Tally) {
	for k := range r.Pools {
		usable := 0
		for _, t := range tallies {
			if t.Pool == r.Pools[k].Pool {
				usable += t.Usable()
			}
		}
		if usable > 0 {
			r.Pools[k].Covered++
		}
	}
}
