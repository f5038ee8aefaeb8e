package judge

import (
	"cmp"
	"fmt"
	"slices"

	"jiangxun/cmd/loadgen/history"
)

// reads judges every answer list that a page was told, in the order of time: a
// read that began after an acknowledgement must show it or something newer.
func (c *court) reads(s *sitting) {
	acks := make([]*write, 0, len(s.writes))
	for _, w := range s.writes {
		if w.acked() && w.counts() {
			acks = append(acks, w)
		}
	}
	slices.SortFunc(acks, func(a, b *write) int { return cmp.Compare(a.Write.Acked, b.Write.Acked) })
	floor, change := map[int]*write{}, map[changeOf]*write{}
	seen := &sight{places: map[int]place{}}
	next := 0
	for _, l := range s.lines { // in the order of sending
		for ; next < len(acks) && acks[next].Write.Acked < l.Send; next++ {
			w := acks[next]
			if held := floor[w.Q]; held == nil || w.place().compare(held.place()) > 0 {
				floor[w.Q] = w
			}
			if held := change[changeOf{w.Epoch, w.Q}]; held == nil || w.Change > held.Change {
				change[changeOf{w.Epoch, w.Q}] = w
			}
		}
		if l.Outcome != history.OK {
			continue
		}
		c.forward(s, seen, l)
		if l.Answered {
			c.report.Reads++
			c.answers(s, l, floor, change)
		}
	}
	c.missing(s)
}

func (c *court) answers(s *sitting, l history.Line, floor map[int]*write, change map[changeOf]*write) {
	shown := map[int]history.Answer{}
	for _, a := range l.Answers {
		shown[a.Q] = a
		w := s.writes[place{a.Epoch, a.Seq}]
		if w == nil || w.Q != a.Q || s.keysOf(a.Q, a.Value) != w.keys || w.Sent > l.Recv {
			c.violated(NoInvention, s, a.Q, fmt.Sprintf("a read shows %q as write %d/%d, which was not sent", a.Value, a.Epoch, a.Seq), w)
			continue
		}
		if later := change[changeOf{a.Epoch, a.Q}]; later != nil && w.Change < later.Change {
			c.violated(NoResurrection, s, a.Q, "a read shows an older change of the same page than one acknowledged before it began", later, w)
		}
	}
	for q, w := range floor {
		a, found := shown[q]
		switch {
		case !found:
			c.violated(NoLoss, s, q, "a read does not show a question whose write was acknowledged before it began", w)
		case (place{a.Epoch, a.Seq}).compare(w.place()) < 0:
			c.violated(NoResurrection, s, q, "a read shows an older write than one acknowledged before it began", w, s.writes[place{a.Epoch, a.Seq}])
		}
	}
}

// sight is the furthest that the candidate has seen, on whatever page.
type sight struct {
	recv   int64
	epoch  int
	ended  bool
	places map[int]place
}

// forward: what a candidate reads, one request after the other, never goes back.
func (c *court) forward(s *sitting, v *sight, l history.Line) {
	if l.Op != history.Read && l.Op != history.Pulse && l.Op != history.Lease {
		return
	}
	if l.Send < v.recv { // at the same time as another one
		return
	}
	v.recv = l.Recv
	if l.ServerEpoch < v.epoch {
		c.violated(Monotone, s, 0, fmt.Sprintf("epoch %d was read after %d", l.ServerEpoch, v.epoch))
	}
	v.epoch = max(v.epoch, l.ServerEpoch)
	if l.State == "open" && v.ended {
		c.violated(Monotone, s, 0, "the sitting was seen open after it had ended")
	}
	v.ended = v.ended || l.State != "" && l.State != "open"
	if !l.Answered {
		return
	}
	now := map[int]place{}
	for _, a := range l.Answers {
		now[a.Q] = place{a.Epoch, a.Seq}
	}
	for q, before := range v.places {
		if now[q].compare(before) < 0 {
			c.violated(Monotone, s, q, "an older answer was read than before", s.writes[before], s.writes[now[q]])
		}
	}
	v.places = now
}

// missing: a submit may be refused for lacking an answer only when it was not
// acknowledged.
func (c *court) missing(s *sitting) {
	for _, l := range s.lines {
		for _, q := range l.Missing {
			for _, e := range l.Events {
				w := s.writes[place{e.Epoch, e.Seq}]
				if e.Q == q && w != nil && w.acked() && w.Write.Acked < l.Send {
					c.violated(NoLoss, s, q, "at the hand-in the server lacks an acknowledged write", w)
				}
			}
		}
	}
}
