package learning

import (
	"context"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Mine gives one page of the material of a class that the trainee is a member
// of, with their progress, and how many pieces they have completed.
func (s *Service) Mine(ctx context.Context, account, classID uuid.UUID, limit, offset int) (list []Item, total, completed int, err error) {
	if _, err := s.cohort.MyClass(ctx, account, classID); err != nil {
		return nil, 0, 0, err
	}
	resources, total, err := s.store.listResources(ctx, s.db, classID, limit, offset)
	if err != nil {
		return nil, 0, 0, err
	}
	done, err := s.store.listProgress(ctx, s.db, []uuid.UUID{account}, classID, uuid.Nil)
	if err != nil {
		return nil, 0, 0, err
	}
	for _, p := range done {
		if !p.CompletedAt.IsZero() {
			completed++
		}
	}
	for _, r := range resources {
		list = append(list, Item{Resource: r, Progress: done[progressKey{account, r.ID}]})
	}
	return list, total, completed, nil
}

// MyResource gives one piece of material of the trainee's classes; any other is
// fault.NotFound.
func (s *Service) MyResource(ctx context.Context, account, id uuid.UUID) (Item, error) {
	r, err := s.mine(ctx, account, id)
	if err != nil {
		return Item{}, err
	}
	done, err := s.store.listProgress(ctx, s.db, []uuid.UUID{account}, uuid.Nil, id)
	return Item{Resource: r, Progress: done[progressKey{account, id}]}, err
}

func (s *Service) mine(ctx context.Context, account, id uuid.UUID) (Resource, error) {
	r, err := s.store.getResource(ctx, s.db, id)
	if err != nil {
		return Resource{}, err
	}
	member, err := s.cohort.IsMember(ctx, r.ClassID, account)
	if err == nil && !member {
		err = fault.NotFoundf("resource")
	}
	return r, err
}

// Report credits what a phone says as far as the server's clock allows, and
// keeps the position.
func (s *Service) Report(ctx context.Context, account, id uuid.UUID, report Report) (Item, error) {
	r, err := s.mine(ctx, account, id)
	if err != nil {
		return Item{}, err
	}
	now := s.clock.Now()
	item := Item{Resource: r}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		watching, err := s.store.lockClock(ctx, tx, account, now)
		if err != nil {
			return err
		}
		before, err := s.store.listProgress(ctx, tx, []uuid.UUID{account}, uuid.Nil, id)
		if err != nil {
			return err
		}
		item.Progress, watching = before[progressKey{account, id}].after(r, report, watching.refill(now), now)
		if err := s.store.upsertProgress(ctx, tx, account, id, item.Progress); err != nil {
			return err
		}
		return s.store.updateClock(ctx, tx, account, watching)
	})
	return item, err
}

// MyFile opens the file of a resource, or the part that a Range header asks
// for, for a member of its class.
func (s *Service) MyFile(ctx context.Context, account, id uuid.UUID, header string) (Part, error) {
	r, err := s.mine(ctx, account, id)
	if err != nil {
		return Part{}, err
	}
	return s.open(ctx, r, header)
}

// File does the same for staff.
func (s *Service) File(ctx context.Context, id uuid.UUID, header string) (Part, error) {
	r, err := s.visible(ctx, id)
	if err != nil {
		return Part{}, err
	}
	return s.open(ctx, r, header)
}

func (s *Service) open(ctx context.Context, r Resource, header string) (Part, error) {
	p := Part{ContentType: r.ContentType, Size: r.Size}
	ok := false
	if p.Offset, p.Length, p.Partial, ok = span(header, r.Size); !ok {
		return p, nil
	}
	var err error
	p.Body, _, err = s.blob.GetRange(ctx, r.Key, p.Offset, p.Length)
	return p, err
}

// readerAt reads a stored file here and there.
type readerAt struct {
	ctx context.Context //nolint:containedctx // lives as long as the one call that makes it
	s   *Service
	key string
}

// ReadAt implements io.ReaderAt.
func (r readerAt) ReadAt(p []byte, at int64) (int, error) {
	body, _, err := r.s.blob.GetRange(r.ctx, r.key, at, int64(len(p)))
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }()
	n, err := io.ReadFull(body, p)
	if err == io.ErrUnexpectedEOF { //nolint:errorlint // ReadFull's own
		err = io.EOF
	}
	return n, err
}
