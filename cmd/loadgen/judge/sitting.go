package judge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/sources"
)

// place orders writes: the later device wins, on one device the later number.
type place struct {
	epoch int
	seq   int64
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.epoch, o.epoch), cmp.Compare(p.seq, o.seq))
}

// Write is one change of one answer with all that became of its requests.
type Write struct {
	Epoch   int    `json:"epoch"`
	Seq     int64  `json:"seq"`
	Q       int    `json:"q"`
	Value   string `json:"value"` // letters of the candidate's paper
	Clear   bool   `json:"clear,omitempty"`
	Change  int64  `json:"change"`
	Page    string `json:"page"`
	Sent    int64  `json:"t_sent"`            // first; nanoseconds of the run
	Acked   int64  `json:"t_acked,omitempty"` // first acknowledgement; 0 = none
	Unknown bool   `json:"unknown,omitempty"` // some request had no answer that says anything
	Kept    bool   `json:"kept,omitempty"`    // some refusal said that it is in the late store
}

type write struct {
	Write
	number int    // on the form
	keys   string // of the form, ascending
}

func (w *write) place() place { return place{w.Epoch, w.Seq} }

func (w *write) acked() bool { return w.Write.Acked != 0 }

// counts: a blank that is not an explicit clear never wins.
func (w *write) counts() bool { return w.Value != "" || w.Clear }

// possible: it may be stored.
func (w *write) possible() bool { return w.acked() || w.Unknown }

// sitting is one attempt with its lines in the order of sending.
type sitting struct {
	id        string
	candidate int
	lines     []history.Line
	row       sources.Attempt
	form      sources.Form
	number    map[int]int               // question on the paper → on the form
	question  map[int]int               // the way back
	letters   map[int]map[string]string // question → letter → key of the form
	writes    map[place]*write
}

func newSitting(l history.Line) *sitting {
	return &sitting{id: l.Attempt, candidate: l.Candidate, number: map[int]int{}, question: map[int]int{}, letters: map[int]map[string]string{}, writes: map[place]*write{}}
}

// read finds out from the paper which letters mean what, by the words that the
// candidate saw, and then gathers the writes.
func (s *sitting) read() error {
	for _, l := range s.lines {
		if l.Op == history.Paper && len(l.Questions) > 0 && len(s.letters) == 0 {
			if err := s.learn(l.Questions); err != nil {
				return err
			}
		}
	}
	if len(s.letters) != len(s.form.Items) || len(s.letters) == 0 {
		return fmt.Errorf("the paper has %d questions, its form %d", len(s.letters), len(s.form.Items))
	}
	for _, l := range s.lines {
		if l.Op != history.Save {
			continue
		}
		for _, e := range l.Events {
			if err := s.sent(l, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *sitting) learn(questions []history.Question) error {
	byStem := map[string]sources.Item{}
	for _, it := range s.form.Items {
		byStem[it.Stem] = it
	}
	for _, q := range questions {
		it, found := byStem[q.Stem]
		if !found {
			return fmt.Errorf("question %d of the paper is not on the form", q.Q)
		}
		keys := map[string]string{}
		for _, o := range q.Options {
			if it.Type == "judge" { // T and F are their own letters
				keys[o.Letter] = o.Letter
			}
			for _, of := range it.Options {
				if of.HTML == o.HTML {
					keys[o.Letter] = of.Key
				}
			}
		}
		s.number[q.Q], s.question[it.Number], s.letters[q.Q] = it.Number, q.Q, keys
	}
	return nil
}

var errTwoMeanings = errors.New("the client sent two changes under one number")

func (s *sitting) sent(l history.Line, e history.Event) error {
	at := place{l.Epoch, e.Seq}
	w := s.writes[at]
	if w == nil {
		w = &write{Write: Write{Epoch: l.Epoch, Seq: e.Seq, Q: e.Q, Value: e.Value, Clear: e.Clear, Change: e.Change, Page: l.Session, Sent: l.Send}}
		w.number, w.keys = s.number[e.Q], s.keysOf(e.Q, e.Value)
		s.writes[at] = w
	}
	if w.Q != e.Q || w.Value != e.Value || w.Clear != e.Clear || w.Change != e.Change {
		return fmt.Errorf("%w: epoch %d, seq %d", errTwoMeanings, at.epoch, at.seq)
	}
	switch l.Outcome {
	case history.OK:
		if !w.acked() || l.Recv < w.Write.Acked {
			w.Write.Acked = l.Recv
		}
	case history.Unknown:
		w.Unknown = true
	case history.Fail:
		w.Kept = w.Kept || l.Kept > 0
	}
	return nil
}

func (s *sitting) keysOf(q int, letters string) string {
	var keys []string
	for _, letter := range strings.Split(letters, "") {
		keys = append(keys, s.letters[q][letter])
	}
	slices.Sort(keys)
	return strings.Join(keys, "")
}

// fold gives the winning event of each question of the form, clears included.
func fold(events []sources.Event) map[int]sources.Event {
	best := map[int]sources.Event{}
	for _, e := range events {
		held, found := best[e.Question]
		if (e.Value != "" || e.Cleared) && (!found || (place{e.Epoch, e.Seq}).compare(place{held.Epoch, held.Seq}) > 0) {
			best[e.Question] = e
		}
	}
	return best
}
