package judge

import (
	"math"
	"time"

	"github.com/anishathalye/porcupine"

	"jiangxun/cmd/loadgen/history"
)

// perRegister bounds the search for an order of one question's operations.
const perRegister = 5 * time.Second

// state is one answer of one sitting: a register that keeps the highest place,
// behind a lease and an end.
type state struct {
	epoch int
	ended bool
	at    place
}

type action int

const (
	doWrite action = iota
	doBlank        // changes nothing, but asks for the lease like a write
	doRead
	doTake // takeover: at is the epoch seen
	doEnd
)

type effect int

const (
	done    effect = iota
	moved          // refused: the lease is elsewhere
	over           // refused: ended
	unclear        // nobody knows; it may have happened or not
)

type operation struct {
	do  action
	at  place
	out effect
}

// step is the model. Input and output are one value: an operation is judged
// with what it answered.
func step(from, input, _ any) (bool, any) {
	s, op := from.(state), input.(operation)
	may := !s.ended && s.epoch == op.at.epoch
	switch {
	case op.out == moved:
		return s.epoch != op.at.epoch, s
	case op.out == over:
		return s.ended, s
	case op.do == doRead:
		return s.at == op.at, s
	case op.do == doEnd:
		s.ended = true
		return true, s
	case !may:
		return op.out == unclear, s
	case op.do == doTake:
		s.epoch++
	case op.do == doWrite && op.at.compare(s.at) > 0:
		s.at = op.at
	}
	return true, s
}

func model() porcupine.Model {
	return porcupine.Model{Init: func() any { return state{} }, Step: step}
}

const never = math.MaxInt64

func op(o operation, call, back int64) porcupine.Operation {
	return porcupine.Operation{Input: o, Call: call, Return: back}
}

// register judges each question of a sitting by itself, which keeps the search
// small; leases and the end belong to every question.
func (c *court) register(s *sitting) {
	common := append(s.leases(), s.ends()...)
	byQuestion := map[int][]porcupine.Operation{}
	for _, w := range s.writes {
		do := doWrite
		if !w.counts() {
			do = doBlank
		}
		switch {
		case w.acked():
			byQuestion[w.Q] = append(byQuestion[w.Q], op(operation{do, w.place(), done}, w.Sent, w.Write.Acked))
		case w.Unknown:
			byQuestion[w.Q] = append(byQuestion[w.Q], op(operation{do, w.place(), unclear}, w.Sent, never))
		}
	}
	for _, l := range s.lines {
		s.refusals(l, byQuestion)
		if l.Outcome == history.OK && l.Answered {
			s.readsOf(l, byQuestion)
		}
	}
	for q, own := range byQuestion {
		c.report.Registers++
		history := append(append([]porcupine.Operation{}, common...), own...)
		switch porcupine.CheckOperationsTimeout(model(), history, perRegister) {
		case porcupine.Illegal:
			c.violated(Register, s, q, "no order of saves, leases, reads and the end explains what was answered")
		case porcupine.Unknown:
			c.report.Undecided++
		case porcupine.Ok:
		}
	}
}

func (s *sitting) readsOf(l history.Line, into map[int][]porcupine.Operation) {
	shown := map[int]place{}
	for _, a := range l.Answers {
		shown[a.Q] = place{a.Epoch, a.Seq}
	}
	for q := range s.letters {
		into[q] = append(into[q], op(operation{doRead, shown[q], done}, l.Send, l.Recv))
	}
}

func (s *sitting) refusals(l history.Line, into map[int][]porcupine.Operation) {
	out := done
	switch l.Sub {
	case "attempt.lease_moved":
		out = moved
	case "attempt.closed":
		out = over
	}
	if l.Op != history.Save || out == done {
		return
	}
	for _, e := range l.Events {
		into[e.Q] = append(into[e.Q], op(operation{doWrite, place{l.Epoch, e.Seq}, out}, l.Send, l.Recv))
	}
}

// leases: a page that asks again after a lost reply gets its own lease once
// more, so all its requests under one epoch are one takeover.
func (s *sitting) leases() []porcupine.Operation {
	type ask struct {
		page string
		seen int
	}
	found := map[ask]*porcupine.Operation{}
	var order []ask
	for _, l := range s.lines {
		if l.Op != history.Lease || l.Outcome == history.Fail {
			continue
		}
		at := ask{l.Session, l.Epoch}
		o := found[at]
		if o == nil {
			one := op(operation{doTake, place{epoch: l.Epoch}, unclear}, l.Send, never)
			o = &one
			found[at] = o
			order = append(order, at)
		}
		if l.Outcome == history.OK && o.Return == never {
			o.Input, o.Return = operation{doTake, place{epoch: l.Epoch}, done}, l.Recv
		}
	}
	list := make([]porcupine.Operation, 0, len(order))
	for _, at := range order {
		list = append(list, *found[at])
	}
	return list
}

// ends: the hand-in lies between its first request and its first receipt; the
// deadline's closing has no request, and rule closed-is-closed judges its time.
func (s *sitting) ends() []porcupine.Operation {
	first, back := int64(-1), int64(never)
	for _, l := range s.lines {
		if l.Op != history.Submit || l.Outcome == history.Fail {
			continue
		}
		if first < 0 {
			first = l.Send
		}
		if l.Outcome == history.OK {
			back = min(back, l.Recv)
		}
	}
	if s.row.State == "submitted" {
		return []porcupine.Operation{op(operation{do: doEnd}, max(first, 0), back)}
	}
	return []porcupine.Operation{op(operation{do: doEnd}, 0, never)}
}
