package transfer

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Blob     *blob.Store
	Jobs     jobs.Inserter // nil: every file is read at once
	Standard *standard.Service
	Bank     *bank.Service
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	blob     *blob.Store
	jobs     jobs.Inserter
	standard *standard.Service
	bank     *bank.Service
	store    store
	cleaner  question.Cleaner
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Blob == nil || d.Standard == nil || d.Bank == nil {
		return nil, errors.New("transfer: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "transfer")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, jobs: d.Jobs, standard: d.Standard, bank: d.Bank, store: s,
		cleaner: question.NewCleaner(),
	}, nil
}

// Get gives an import into a level that the actor sees.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Import, error) {
	i, err := s.store.findImport(ctx, s.db, id)
	if err != nil {
		return i, err
	}
	if _, err := s.standard.VisibleLevel(ctx, i.LevelID); err != nil {
		return Import{}, fault.NotFoundf("import")
	}
	return i, nil
}

// List gives one page of a level's imports, the newest first; an empty state
// means all.
func (s *Service) List(ctx context.Context, levelID uuid.UUID, state State, limit, offset int) ([]Import, int, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return nil, 0, err
	}
	return s.store.listImports(ctx, s.db, levelID, state, limit, offset)
}

// Rows gives one page of an import's rows in the file's order.
func (s *Service) Rows(ctx context.Context, id uuid.UUID, f RowFilter) ([]Row, int, error) {
	i, err := s.Get(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	total, err := s.store.countRows(ctx, s.db, id, f)
	if err != nil {
		return nil, 0, err
	}
	rows, err := s.store.listRows(ctx, s.db, id, f)
	if err != nil {
		return nil, 0, err
	}
	list, err := s.named(ctx, i.LevelID, rows)
	return list, total, err
}

// Row gives one row.
func (s *Service) Row(ctx context.Context, id uuid.UUID, position int) (Row, error) {
	i, err := s.Get(ctx, id)
	if err != nil {
		return Row{}, err
	}
	row, err := s.store.getRow(ctx, s.db, id, position)
	if err != nil {
		return Row{}, err
	}
	list, err := s.named(ctx, i.LevelID, []*Row{row})
	if err != nil {
		return Row{}, err
	}
	return list[0], nil
}

// named adds the names of the rows' points.
func (s *Service) named(ctx context.Context, levelID uuid.UUID, rows []*Row) ([]Row, error) {
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return nil, err
	}
	points := newPoints(elements)
	list := make([]Row, len(rows))
	for i, r := range rows {
		list[i] = *r
		list[i].ElementName = points.title(r.Draft.Content.ElementID)
	}
	return list, nil
}

// Discard throws a preview away. One that was committed stays: take it back
// with Undo.
func (s *Service) Discard(ctx context.Context, id uuid.UUID) error {
	i, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		locked, err := s.store.lockImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if locked.State == Committed || locked.State == Undone {
			return fault.New(fault.Conflict, subState)
		}
		if err := s.store.deleteImport(ctx, tx, id); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "transfer.discard", Object: "import", ObjectID: id, Before: map[string]any{"rows": i.Counts.Found}})
	})
	if err != nil || i.blobKey == "" {
		return err
	}
	return s.blob.Delete(ctx, i.blobKey)
}
