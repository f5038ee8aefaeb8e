package judge

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"jiangxun/cmd/loadgen/history"
	"jiangxun/cmd/loadgen/sources"
	"jiangxun/cmd/loadgen/world"
)

// clockGrain is what times lose on their way through the API, which tells
// milliseconds.
const clockGrain = 2 * time.Millisecond

// closing: nothing counts after the end, and the end is not before its time.
func (c *court) closing(s *sitting) {
	for _, e := range c.Stored.Events[s.id] {
		w := s.writes[place{e.Epoch, e.Seq}]
		if !s.row.ClosesAt.IsZero() && e.At.After(s.row.ClosesAt.Add(clockGrain)) {
			c.violated(ClosedIsClosed, s, s.question[e.Question], fmt.Sprintf("an event was accepted %s after deadline and allowance", e.At.Sub(s.row.ClosesAt)), w)
		}
		if !s.row.ClosedAt.IsZero() && e.At.After(s.row.ClosedAt.Add(clockGrain)) {
			c.violated(ClosedIsClosed, s, s.question[e.Question], fmt.Sprintf("an event was accepted %s after the end", e.At.Sub(s.row.ClosedAt)), w)
		}
	}
	if s.row.State == "open" {
		c.violated(ClosedIsClosed, s, 0, "the sitting is still open")
	}
	told := s.firstDeadline()
	if told.IsZero() {
		return
	}
	due := told.Add(time.Duration(c.Stored.Grants[s.id]) * time.Minute)
	if gap := s.row.DeadlineAt.Sub(due); gap.Abs() > clockGrain {
		c.violated(ClosedIsClosed, s, 0, fmt.Sprintf("the deadline is %s off what was told and granted", gap))
	}
	if early := due.Add(s.row.Allowance).Sub(s.row.ClosedAt); s.row.CloseReason == "deadline" && early > clockGrain {
		c.violated(ClosedIsClosed, s, 0, fmt.Sprintf("closed %s before deadline, grants and allowance were over", early))
	}
	c.refusedEarly(s, due)
}

// refusedEarly: while the candidate has been told that there is time, on the
// server's own clock, nothing may be refused as too late.
func (c *court) refusedEarly(s *sitting, due time.Time) {
	var open history.Line // the last request that was told the server's time after it
	for i := len(s.lines) - 1; i >= 0; i-- {
		l := s.lines[i]
		if l.Outcome == history.OK && l.ServerTimeMS != 0 && l.State != "submitted" && l.State != "closed" {
			open = l
		}
		if l.Sub == "attempt.deadline_passed" && open.ServerTimeMS != 0 && open.Send > l.Recv && time.UnixMilli(open.ServerTimeMS).Before(due) {
			c.violated(ClosedIsClosed, s, 0, "a request was refused as too late before the deadline")
		}
	}
}

func (s *sitting) firstDeadline() time.Time {
	for _, l := range s.lines {
		if l.DeadlineMS != 0 && l.Outcome == history.OK {
			return time.UnixMilli(l.DeadlineMS)
		}
	}
	return time.Time{}
}

// handIn: one receipt for ever, over the script that is marked, and nothing is
// acknowledged after it.
func (c *court) handIn(s *sitting) {
	var receipt *history.Signed
	var handed int64
	for _, l := range s.lines {
		if l.Receipt == nil {
			continue
		}
		if receipt != nil && *receipt != *l.Receipt {
			c.violated(ExactlyOne, s, 0, "two receipts differ")
		}
		if receipt == nil || l.Recv < handed {
			handed = l.Recv
		}
		receipt = l.Receipt
	}
	script := fold(c.Stored.Events[s.id])
	digest, answered := s.digest(script)
	if receipt != nil {
		for _, w := range s.writes {
			if w.acked() && w.Sent > handed {
				c.violated(ClosedIsClosed, s, w.Q, "a write was acknowledged after the receipt", w)
			}
		}
		if receipt.Digest != s.row.ReceiptDigest {
			c.violated(ClosedIsClosed, s, 0, "the receipt that was given is not the one that is stored")
		}
	}
	shown := c.Shown[s.id]
	for name, other := range map[string]string{"stored receipt": s.row.ReceiptDigest, "shown receipt": shown.Digest} {
		if other != digest {
			c.violated(ClosedIsClosed, s, 0, fmt.Sprintf("digest of the %s is not that of the script: %s, %s", name, other, digest))
		}
	}
	if shown.Answered != answered || s.row.ReceiptCount != answered {
		c.violated(ClosedIsClosed, s, 0, fmt.Sprintf("receipt says %d answers (shown %d), the script has %d", s.row.ReceiptCount, shown.Answered, answered))
	}
	if shown.State != s.row.State {
		c.violated(ClosedIsClosed, s, 0, fmt.Sprintf("the candidate is shown %q, the row says %q", shown.State, s.row.State))
	}
}

// digest writes the script down as receipts define it and hashes it.
func (s *sitting) digest(script map[int]sources.Event) (digest string, answered int) {
	var b strings.Builder
	b.WriteString("jiangxun script 1\n" + s.row.Form.String() + "\n")
	for _, it := range s.form.Items {
		if e, found := script[it.Number]; found && !e.Cleared {
			fmt.Fprintf(&b, "%d=%s\n", it.Number, e.Value)
			answered++
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:]), answered
}

// marks: one version, and it follows from the script by a marker of our own;
// what candidate and office read says the same.
func (c *court) marks(s *sitting) {
	versions := c.Stored.Marks[s.id]
	if len(versions) != 1 {
		c.violated(ExactlyOne, s, 0, fmt.Sprintf("there are %d versions of the marks", len(versions)))
		return
	}
	m := versions[0]
	script := fold(c.Stored.Events[s.id])
	if digest, _ := s.digest(script); m.Digest != digest {
		c.violated(ClosedIsClosed, s, 0, "the digest at marking is not that of the script: "+m.Digest)
	}
	got, of := remark(s.form, script)
	if m.Got != got || m.Of != of {
		c.violated(Score, s, 0, fmt.Sprintf("marked %d of %d, it must be %d of %d", m.Got, m.Of, got, of))
	}
	reported, want := c.Tries[s.id], got
	if world.InExam(s.candidate) {
		reported, want = c.Results[s.row.Account], got*10000/of
	} else if shown := c.Shown[s.id]; shown.Got != got {
		c.violated(Score, s, 0, fmt.Sprintf("the candidate is shown %d, it must be %d", shown.Got, got))
	}
	if reported.Rows != 1 {
		c.violated(ExactlyOne, s, 0, fmt.Sprintf("the office reads %d results", reported.Rows))
	} else if reported.Got != want {
		c.violated(Score, s, 0, fmt.Sprintf("the office reads %d, it must be %d", reported.Got, want))
	}
}

// remark is the small marker: a question earns its score when exactly the
// right options are chosen; where the form says so, a part of a multiple
// question's score for each right option while no wrong one is chosen.
func remark(form sources.Form, script map[int]sources.Event) (got, of int) {
	for _, it := range form.Items {
		of += it.Score
		right, wrong := 0, 0
		for _, key := range strings.Split(script[it.Number].Value, "") {
			switch {
			case key == "":
			case strings.Contains(strings.Join(it.Key, ""), key):
				right++
			default:
				wrong++
			}
		}
		switch {
		case wrong > 0:
		case right == len(it.Key):
			got += it.Score
		case form.Partial && it.Type == "multiple":
			got += it.Score * right / len(it.Key)
		}
	}
	return got, of
}
