// Package judge holds a history against what the product shows, stores and
// reports when all marking is done. It shares no code with the product: the
// rules are written again here, small, from the promises in
// internal/attempt/doc.go. Every rule takes linear time with maps; the register
// of saves and leases is judged by porcupine, question by question.
package judge

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/sources"
	"jiangxun/cmd/loadgen/world"
)

// Rule is a promise.
type Rule string

// The promises.
const (
	NoLoss         Rule = "no-loss"         // the script holds the last acknowledged write, or one that may have come after it
	NoInvention    Rule = "no-invention"    // whatever is stored or shown was sent by that candidate for that question
	NoResurrection Rule = "no-resurrection" // nothing older than what was acknowledged before comes back
	BlankRule      Rule = "blank-rule"      // a question is blank only when an explicit clear is last
	Monotone       Rule = "monotone-reads"  // what a candidate reads never goes back
	ClosedIsClosed Rule = "closed-is-closed"
	ExactlyOne     Rule = "exactly-one" // sitting, hand-in, marks, result, event of a change
	Score          Rule = "score"       // the marks follow from the script
	LateStore      Rule = "late-store"  // what was refused as kept is kept
	Register       Rule = "register"    // saves, leases, reads and the end happened in some one order
)

// Evidence is everything that is judged.
type Evidence struct {
	Lines   []history.Line
	World   world.World
	Stored  sources.Stored
	Shown   map[string]sources.Shown       // by attempt
	Results map[uuid.UUID]sources.Reported // exams, by account
	Tries   map[string]sources.Reported    // mocks, by attempt
}

// Violation is a broken promise with what it is about.
type Violation struct {
	Rule     Rule    `json:"rule"`
	Attempt  string  `json:"attempt"`
	Question int     `json:"question,omitempty"` // on the candidate's paper
	Detail   string  `json:"detail"`
	Writes   []Write `json:"writes,omitempty"`
}

// Report is the verdict.
type Report struct {
	Run        string       `json:"run"`
	Passed     bool         `json:"passed"`
	Attempts   int          `json:"attempts"`
	Lines      int          `json:"lines"`
	Writes     int          `json:"writes"`
	Acked      int          `json:"acked"`
	Unknown    int          `json:"unknown"` // writes of which nobody was told anything, to the end
	Late       int          `json:"late"`    // events that a refusal said were kept
	Reads      int          `json:"reads"`
	Registers  int          `json:"registers"` // (attempt, question) judged by porcupine
	Undecided  int          `json:"undecided"` // of those, given up for lack of time
	Counts     map[Rule]int `json:"counts"`
	Violations []Violation  `json:"violations"` // the first of each rule
	Seconds    float64      `json:"seconds"`
}

// listed is how many violations of one rule a report shows.
const listed = 20

type court struct {
	Evidence
	report Report
}

// Judge applies all rules.
func Judge(e Evidence) Report {
	c := &court{Evidence: e, report: Report{Counts: map[Rule]int{}, Violations: []Violation{}, Lines: len(e.Lines)}}
	if len(e.Lines) > 0 {
		c.report.Run = e.Lines[0].Run
	}
	sittings := c.sittings()
	c.report.Attempts = len(sittings)
	for _, s := range sittings {
		c.counted(s)
		c.stored(s)
		c.script(s)
		c.reads(s)
		c.closing(s)
		c.handIn(s)
		c.lateStore(s)
		c.marks(s)
		c.register(s)
	}
	c.report.Passed = len(c.report.Counts) == 0 && len(sittings) > 0
	return c.report
}

func (c *court) violated(rule Rule, s *sitting, q int, detail string, writes ...*write) {
	c.report.Counts[rule]++
	if c.report.Counts[rule] > listed {
		return
	}
	v := Violation{Rule: rule, Question: q, Detail: detail}
	if s != nil {
		v.Attempt = s.id
	}
	for _, w := range writes {
		if w != nil {
			v.Writes = append(v.Writes, w.Write)
		}
	}
	c.report.Violations = append(c.report.Violations, v)
}

func (c *court) counted(s *sitting) {
	c.report.Writes += len(s.writes)
	for _, w := range s.writes {
		switch {
		case w.acked():
			c.report.Acked++
		case w.Unknown:
			c.report.Unknown++
		}
		if w.Kept {
			c.report.Late++
		}
	}
}

// sittings sorts the lines by attempt and finds each one's row. That there is
// exactly one of each is the first thing judged.
func (c *court) sittings() []*sitting {
	byAttempt, ofCandidate := map[string]*sitting{}, map[int]string{}
	var list []*sitting
	for _, l := range c.Lines {
		if l.Attempt == "" {
			continue
		}
		s := byAttempt[l.Attempt]
		if s == nil {
			s = newSitting(l)
			byAttempt[l.Attempt] = s
			list = append(list, s)
			if first, more := ofCandidate[l.Candidate]; more {
				c.violated(ExactlyOne, s, 0, "candidate "+strconv.Itoa(l.Candidate)+" was given a second sitting beside "+first)
			}
			ofCandidate[l.Candidate] = l.Attempt
		}
		s.lines = append(s.lines, l)
	}
	rows := map[string]sources.Attempt{}
	perAccount := map[uuid.UUID]int{}
	for _, a := range c.Stored.Attempts {
		rows[a.ID] = a
		perAccount[a.Account]++
	}
	kept := list[:0]
	for _, s := range list {
		row, found := rows[s.id]
		if !found {
			c.violated(NoLoss, s, 0, "the sitting is not in the database")
			continue
		}
		if n := perAccount[row.Account]; n != 1 {
			c.violated(ExactlyOne, s, 0, "the account has "+strconv.Itoa(n)+" sittings")
		}
		slices.SortFunc(s.lines, func(a, b history.Line) int { return cmp.Compare(a.Send, b.Send) })
		s.row, s.form = row, c.Stored.Forms[row.Form]
		if err := s.read(); err != nil {
			c.violated(NoInvention, s, 0, err.Error())
			continue
		}
		kept = append(kept, s)
	}
	return kept
}
