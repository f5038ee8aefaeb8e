package judge

import (
	"fmt"
	"slices"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/sources"
)

// stored holds every row against the history, and every acknowledgement
// against the rows.
func (c *court) stored(s *sitting) {
	rows, changes := map[place]bool{}, map[string]*write{}
	for _, e := range c.Stored.Events[s.id] {
		at := place{e.Epoch, e.Seq}
		rows[at] = true
		w := s.writes[at]
		if !w.same(e) {
			c.violated(NoInvention, s, s.question[e.Question], fmt.Sprintf("stored event %d/%d %q was never sent", e.Epoch, e.Seq, e.Value), w)
			continue
		}
		if !w.possible() {
			c.violated(NoInvention, s, w.Q, "a write that was always refused is stored as an answer", w)
		}
		change := fmt.Sprintf("%s/%d/%d", w.Page, w.Epoch, w.Change)
		if other := changes[change]; other != nil {
			c.violated(ExactlyOne, s, w.Q, "one change is stored as two events", other, w)
		}
		changes[change] = w
	}
	for at, w := range s.writes {
		if w.acked() && !rows[at] {
			c.violated(NoLoss, s, w.Q, "an acknowledged write is not stored", w)
		}
	}
}

func (w *write) same(e sources.Event) bool {
	return w != nil && w.number == e.Question && w.keys == e.Value && w.Clear == e.Cleared
}

// script holds the three scripts against what was acknowledged: the rows that
// marking reads, what the marks say was given, what the candidate is shown.
func (c *court) script(s *sitting) {
	last, lastChange := s.acknowledged()
	rows := fold(c.Stored.Events[s.id])
	for q, w := range last {
		e, found := rows[s.number[q]]
		if !found || (place{e.Epoch, e.Seq}).compare(w.place()) < 0 {
			c.violated(NoLoss, s, q, "the script does not hold the last acknowledged write", w)
			continue
		}
		winner := s.writes[place{e.Epoch, e.Seq}]
		if later := lastChange[changeOf{e.Epoch, q}]; winner != nil && later != nil && winner.Change < later.Change {
			c.violated(NoResurrection, s, q, "an older change of the same page came back over an acknowledged one", later, winner)
		}
	}
	if versions := c.Stored.Marks[s.id]; len(versions) > 0 {
		for _, it := range versions[len(versions)-1].Items {
			number := s.numberOf(it)
			c.given(s, rows, last, number, it.Given, "marked")
		}
	}
	for _, it := range c.Shown[s.id].Items {
		if s.letters[it.Number] == nil {
			c.violated(NoInvention, s, it.Number, "the review shows a question that is not on the paper")
			continue
		}
		c.given(s, rows, last, s.number[it.Number], it.Given, "shown")
	}
}

func (s *sitting) numberOf(it sources.ItemMark) int {
	for _, item := range s.form.Items {
		if item.Version == it.Version {
			return item.Number
		}
	}
	return 0
}

// given judges one question's answer as another source has it.
func (c *court) given(s *sitting, rows map[int]sources.Event, last map[int]*write, number int, given []string, source string) {
	q, e := s.question[number], rows[number]
	text := ""
	for _, key := range slices.Sorted(slices.Values(given)) {
		text += key
	}
	if text == e.Value {
		return
	}
	if text == "" {
		c.violated(BlankRule, s, q, fmt.Sprintf("%s as blank, and no clear is last: the rows hold %q", source, e.Value), last[q], s.writes[place{e.Epoch, e.Seq}])
		return
	}
	rule := NoResurrection
	if !s.sentValue(number, text) {
		rule = NoInvention
	}
	c.violated(rule, s, q, fmt.Sprintf("%s as %q, the rows hold %q", source, text, e.Value), last[q], s.writes[place{e.Epoch, e.Seq}])
}

func (s *sitting) sentValue(number int, keys string) bool {
	for _, w := range s.writes {
		if w.number == number && w.keys == keys {
			return true
		}
	}
	return false
}

type changeOf struct{ epoch, q int }

// acknowledged gives, for each question, the highest write that was
// acknowledged, and for each page the last change of it.
func (s *sitting) acknowledged() (map[int]*write, map[changeOf]*write) {
	last, changes := map[int]*write{}, map[changeOf]*write{}
	for _, w := range s.writes {
		if !w.acked() || !w.counts() {
			continue
		}
		if held := last[w.Q]; held == nil || w.place().compare(held.place()) > 0 {
			last[w.Q] = w
		}
		at := changeOf{w.Epoch, w.Q}
		if held := changes[at]; held == nil || w.Change > held.Change {
			changes[at] = w
		}
	}
	return last, changes
}

// lateStore: what a refusal said is kept must be found, as it was sent.
func (c *court) lateStore(s *sitting) {
	rows := map[place]sources.Event{}
	for _, e := range c.Stored.Late[s.id] {
		at := place{e.Epoch, e.Seq}
		rows[at] = e
		if !s.writes[at].same(e) {
			c.violated(NoInvention, s, s.question[e.Question], fmt.Sprintf("late event %d/%d %q was never sent", e.Epoch, e.Seq, e.Value), s.writes[at])
		}
	}
	for at, w := range s.writes {
		if _, found := rows[at]; w.Kept && !found {
			c.violated(LateStore, s, w.Q, "a write that the server said it kept is not in the late store", w)
		}
	}
	for _, l := range s.lines {
		if l.Op == history.Save && l.Kept == 0 && keeps(l.Sub) && len(rows) < maxLate {
			c.violated(LateStore, s, 0, "a refusal of "+l.Sub+" kept nothing")
		}
	}
}

// maxLate is how many events of one attempt the late store takes.
const maxLate = 5000

// keeps names the refusals that promise to keep what was sent.
func keeps(sub string) bool {
	return sub == "attempt.lease_moved" || sub == "attempt.closed" || sub == "attempt.deadline_passed"
}
