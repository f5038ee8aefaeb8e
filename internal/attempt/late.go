package attempt

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
)

// LateReason is why an answer did not enter the script.
type LateReason string

// The reasons.
const (
	AfterEnd      LateReason = "closed" // the sitting had been handed in or closed
	AfterDeadline LateReason = "late"   // deadline and allowance had passed
	LostLease     LateReason = "stale"  // another page had taken the lease
)

// LateTally is how many late answers an ended sitting has and what was decided.
type LateTally struct {
	AttemptID, AccountID      uuid.UUID
	Answers, Counted, LeftOut int
	Deciders, Reasons         string // of the decisions in force
}

// Undecided counts those that nobody has looked at.
func (t LateTally) Undecided() int { return t.Answers - t.Counted - t.LeftOut }

// LateSitting is an ended sitting with what came too late, by question of the
// candidate's paper.
type LateSitting struct {
	Attempt Attempt
	Answers []LateAnswer
}

// LateAnswer is one answer that came too late, in numbers and letters of the
// candidate's own paper.
type LateAnswer struct {
	ID         uuid.UUID
	Q          int
	Value      string // "" = emptied on purpose
	Held       string // what the marked script holds now; "" = nothing
	Reason     LateReason
	OldPage    bool      // sent under a lease that another page had taken
	DeviceAt   time.Time // by the device's clock: evidence alone
	ReceivedAt time.Time
	After      time.Duration  // the deadline or the end; 0 where the lease was the reason
	Decisions  []LateDecision // the last one is in force
}

// LateDecision is what a person decided about a late answer.
type LateDecision struct {
	Version int
	Counted bool
	Reason  string
	By      uuid.UUID
	ByName  string
	At      time.Time
}

// LateRuling decides several late answers alike.
type LateRuling struct {
	// Seen tells of each answer the version of the decision that the person had
	// before their eyes; 0 = none.
	Seen   map[uuid.UUID]int
	Count  bool
	Reason string
}

const (
	minLateReason = 2
	maxLateReason = 200
)

func (r LateRuling) clean() (LateRuling, error) {
	r.Reason = strings.Join(strings.Fields(r.Reason), " ")
	if n := utf8.RuneCountInString(r.Reason); n < minLateReason || n > maxLateReason {
		return r, fault.InvalidFields(fault.Field{
			Name: "reason", Sub: subLateReason, Params: fault.Params{"min": minLateReason, "max": maxLateReason},
		})
	}
	return r, nil
}

// versions tells which version each answer's next decision gets; answers that
// were decided the same already are left out. Somebody else's decision that the
// person has not seen is not overruled.
func (r LateRuling) versions(held map[uuid.UUID][]LateDecision) (map[uuid.UUID]int, error) {
	next := map[uuid.UUID]int{}
	for id, seen := range r.Seen {
		last := LateDecision{}
		if list := held[id]; len(list) > 0 {
			last = list[len(list)-1]
		}
		if last.Version > 0 && last.Counted == r.Count {
			continue
		}
		if last.Version != seen {
			return nil, fault.New(fault.Conflict, subLateMoved).With(fault.Params{"name": last.ByName})
		}
		next[id] = last.Version + 1
	}
	return next, nil
}

// lateAnswer translates a stored row for the people who decide.
func lateAnswer(r lateRow, a Attempt, l layout, held script, decisions []LateDecision) LateAnswer {
	at := r.Question - 1
	v := LateAnswer{
		ID: r.ID, Q: l.place[at], Value: l.toPaper(at, r.Value), Held: l.toPaper(at, held[r.Question].String()), Reason: LateReason(r.Reason),
		OldPage: r.Epoch < a.Epoch, DeviceAt: r.DeviceAt, ReceivedAt: r.ReceivedAt, Decisions: decisions,
	}
	switch v.Reason {
	case AfterEnd:
		v.After = r.ReceivedAt.Sub(a.ClosedAt)
	case AfterDeadline:
		v.After = r.ReceivedAt.Sub(a.DeadlineAt)
	case LostLease:
	}
	return v
}
