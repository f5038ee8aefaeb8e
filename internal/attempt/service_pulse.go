package attempt

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/paper"
)

// Notices counts what a candidate was told during an exam; the invigilation room
// is one. It is asked by the pulse, never by a save.
type Notices interface {
	Announced(ctx context.Context, contextID, accountID uuid.UUID) (int, error)
}

// SetNotices names who counts announcements, like SetClosed.
func (s *Service) SetNotices(n Notices) { s.notices = n }

// Beat is what may change of a sitting without its page's doing.
type Beat struct {
	Attempt    Attempt
	ServerTime time.Time // on the clock that the deadline follows
	Announced  int       // announcements made to the candidate so far
}

// Pulse gives the candidate's sitting without its answers.
func (s *Service) Pulse(ctx context.Context, id uuid.UUID) (b Beat, err error) {
	if b.Attempt, err = s.own(ctx, id); err != nil {
		return Beat{}, err
	}
	if b.ServerTime, err = s.store.now(ctx, s.db); err != nil {
		return Beat{}, err
	}
	if s.notices != nil && b.Attempt.Purpose == paper.Exam {
		b.Announced, err = s.notices.Announced(ctx, b.Attempt.ContextID, b.Attempt.AccountID)
	}
	return b, err
}
