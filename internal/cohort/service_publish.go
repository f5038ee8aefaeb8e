package cohort

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
)

// Publish shows a class to its members and tells each of them who does not
// know yet what it is now. It needs a member and a first day. Publishing again
// without a change tells nobody.
func (s *Service) Publish(ctx context.Context, id uuid.UUID) (Class, int, error) {
	told := 0
	c, err := s.change(ctx, id, func(tx postgres.Tx, c Class, now time.Time) error {
		switch {
		case c.Members == 0:
			return fault.New(fault.Conflict, subNoMembers)
		case c.StartsOn.IsZero():
			return fault.New(fault.Conflict, subNoDate)
		}
		lessons, _, err := s.store.listLessons(ctx, tx, id, 0, 0)
		if err != nil {
			return err
		}
		hash, revision := contentHash(c, lessons), c.Revision
		if hash != c.toldHash {
			revision++
		}
		if err := s.store.updatePublished(ctx, tx, id, revision, hash, now); err != nil {
			return err
		}
		if told, err = s.tell(ctx, tx, c, revision, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "cohort.publish", Object: "class", ObjectID: id, Before: trail(c), After: map[string]any{"revision": revision, "told": told},
		})
	})
	return c, told, err
}

func (s *Service) tell(ctx context.Context, tx postgres.Tx, c Class, revision int, now time.Time) (int, error) {
	accounts, err := s.store.listUntold(ctx, tx, c.ID, revision)
	if err != nil {
		return 0, err
	}
	for _, account := range accounts {
		if err := s.notify.Send(ctx, tx, now, notify.Notice{
			AccountID: account, Kind: notify.ClassPublished, Key: fmt.Sprintf("%s:%d", c.ID, revision),
			Subject: c.Name, Detail: c.summary(), Link: "/classes/" + c.ID.String(),
		}); err != nil {
			return 0, err
		}
	}
	return len(accounts), s.store.updateTold(ctx, tx, c.ID, revision)
}

// Complete ends a published class.
func (s *Service) Complete(ctx context.Context, id uuid.UUID) (Class, error) {
	return s.change(ctx, id, func(tx postgres.Tx, c Class, now time.Time) error {
		if c.State != Published {
			return fault.New(fault.Conflict, subNotPublished)
		}
		if err := s.store.updateCompleted(ctx, tx, id, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "cohort.complete", Object: "class", ObjectID: id, Before: trail(c)})
	})
}
