package identity

import (
	"sync"
	"time"

	"jiangxun/internal/actor"
)

// recent remembers trainees' sessions for a moment, because a page in an exam
// asks for its session with every answer. Staff sessions are never remembered:
// whoever is suspended is out at the next call. A trainee who signs out here is
// forgotten at once; what another node ends lives here for recentLife at most.
type recent struct {
	mu   sync.RWMutex
	held map[string]recentEntry // by token
}

type recentEntry struct {
	who   actor.Actor
	until time.Time
}

const (
	recentLife = time.Second
	recentMost = 20_000
)

func newRecent() *recent { return &recent{held: map[string]recentEntry{}} }

func (r *recent) find(token string, now time.Time) (actor.Actor, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	e, ok := r.held[token]
	return e.who, ok && now.Before(e.until)
}

func (r *recent) put(token string, who actor.Actor, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.held) >= recentMost {
		for t, e := range r.held {
			if !now.Before(e.until) {
				delete(r.held, t)
			}
		}
	}
	if len(r.held) < recentMost {
		r.held[token] = recentEntry{who: who, until: now.Add(recentLife)}
	}
}

// forget empties the memory; ending a session is rare enough.
func (r *recent) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	clear(r.held)
}
