package invigilation

import (
	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/exam"
)

// LateTotals count late answers and what was decided about them.
type LateTotals struct{ People, Answers, Counted, LeftOut, Undecided int }

// LateView says what of the late answers is asked for.
type LateView struct {
	Undecided     bool // only people with answers that nobody has decided about
	Limit, Offset int
}

// LateBoard is the late answers of a session.
type LateBoard struct {
	Settled bool // nothing can be decided any more
	Totals  LateTotals
	People  []LatePerson
	Total   int // how many people there are of those asked for
}

// LatePerson is one candidate with what came too late.
type LatePerson struct {
	Seat exam.Seat
	attempt.LateSitting
}

// lateSeat is a seat with its count of late answers.
type lateSeat struct {
	exam.Seat
	tally attempt.LateTally
}

// lateSeats gives the seats that have late answers, in their order.
func lateSeats(seats []exam.Seat, tallies []attempt.LateTally) []lateSeat {
	byAttempt := make(map[uuid.UUID]attempt.LateTally, len(tallies))
	for _, t := range tallies {
		byAttempt[t.AttemptID] = t
	}
	var list []lateSeat
	for _, seat := range seats {
		if t, has := byAttempt[seat.AttemptID]; has && seat.AttemptID != uuid.Nil {
			list = append(list, lateSeat{Seat: seat, tally: t})
		}
	}
	return list
}

func lateTotals(list []lateSeat) LateTotals {
	t := LateTotals{People: len(list)}
	for _, s := range list {
		t.Answers += s.tally.Answers
		t.Counted += s.tally.Counted
		t.LeftOut += s.tally.LeftOut
		t.Undecided += s.tally.Undecided()
	}
	return t
}

// chosen gives the page that a view asks for, and how many there are of its kind.
func (v LateView) chosen(list []lateSeat) ([]lateSeat, int) {
	var kept []lateSeat
	for _, s := range list {
		if !v.Undecided || s.tally.Undecided() > 0 {
			kept = append(kept, s)
		}
	}
	from := min(v.Offset, len(kept))
	return kept[from:min(from+v.Limit, len(kept))], len(kept)
}
