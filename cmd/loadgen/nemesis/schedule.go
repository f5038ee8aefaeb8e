// Package nemesis is what goes wrong: a schedule that follows from a seed, and
// a proxy before the product that treats requests badly.
package nemesis

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// Kind is one thing that goes wrong.
type Kind string

// What goes wrong. Takeovers, stale tabs, duplicates in the client, reordering
// and wrong device clocks are the candidates' own habits.
const (
	KillProduct   Kind = "kill-product"   // kill -9, then start again
	PauseProduct  Kind = "pause-product"  // SIGSTOP, then SIGCONT
	KillRedis     Kind = "kill-redis"     // its file may be a second old
	PauseRedis    Kind = "pause-redis"    // connections hang
	FlushRedis    Kind = "flush-redis"    // FLUSHALL
	KillPostgres  Kind = "kill-postgres"  // kill -9, then recovery
	PausePostgres Kind = "pause-postgres" // commits hang
	Reset         Kind = "reset"          // connections are cut before the request arrives
	DropReplies   Kind = "drop-replies"   // the request is carried out, its answer is lost
	Delay         Kind = "delay"          // requests and answers wait up to a second and a half
	Duplicate     Kind = "duplicate"      // requests arrive twice
	Grant         Kind = "grant"          // some get more time
)

// All lists every kind.
func All() []Kind {
	return []Kind{
		KillProduct, PauseProduct, KillRedis, PauseRedis, FlushRedis, KillPostgres, PausePostgres, Reset, DropReplies, Delay, Duplicate, Grant,
	}
}

// Step is one fault: from At on, for a while.
type Step struct {
	At   time.Duration
	Kind Kind
	For  time.Duration // 0 for what happens at once
}

// late: time can only be granted to those who still sit, so grants come first.
func late(k Kind) int {
	if k == Grant {
		return 0
	}
	return 1
}

// String words a step for a log.
func (s Step) String() string {
	return fmt.Sprintf("%6.1f s  %s for %.1f s", s.At.Seconds(), s.Kind, s.For.Seconds())
}

// Schedule spreads the kinds over the length in an order and at times that
// follow from the seed. Faults do not overlap, so that every one is met by a
// product that had begun to recover.
func Schedule(seed uint64, length time.Duration, kinds ...Kind) []Step {
	random := rand.New(rand.NewPCG(seed, 0x6e656d65736973)) //nolint:gosec // must repeat
	order := append([]Kind{}, kinds...)
	random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	slices.SortStableFunc(order, func(a, b Kind) int { return cmp.Compare(late(a), late(b)) })
	begin := length / 12
	slot := (length*3/4 - begin) / time.Duration(max(len(order), 1))
	steps := make([]Step, len(order))
	for i, kind := range order {
		steps[i] = Step{At: begin + time.Duration(i)*slot + time.Duration(random.Int64N(int64(slot/4)+1)), Kind: kind}
		if kind != FlushRedis && kind != Grant {
			const most = 8 * time.Second
			steps[i].For = min(slot/3+time.Duration(random.Int64N(int64(slot/4)+1)), most)
		}
	}
	return steps
}

// Target is what can be harmed.
type Target interface {
	Begin(ctx context.Context, k Kind) error
	End(ctx context.Context, k Kind) error
}

// Run follows the schedule. What has begun is ended, also when ctx ends early.
func Run(ctx context.Context, steps []Step, t Target, say func(string)) error {
	began := time.Now()
	for _, s := range steps {
		if !wait(ctx, s.At-time.Since(began)) {
			return nil
		}
		say(s.String())
		if err := t.Begin(ctx, s.Kind); err != nil {
			return fmt.Errorf("%s: %w", s.Kind, err)
		}
		wait(ctx, s.For)
		if err := t.End(context.WithoutCancel(ctx), s.Kind); err != nil {
			return fmt.Errorf("end of %s: %w", s.Kind, err)
		}
	}
	return nil
}

func wait(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
