package ranking

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/singleflight"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/redisx"
	"jiangxun/internal/practice"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Redis    redisx.Client
	Audit    *audit.Log
	Clock    clock.Clock
	Jobs     jobs.Inserter
	Practice *practice.Service
	Log      *slog.Logger
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	boards   boards
	audit    *audit.Log
	clock    clock.Clock
	jobs     jobs.Inserter
	practice *practice.Service
	log      *slog.Logger
	store    store
	building *singleflight.Group
	slots    chan struct{}
}

const (
	// redisWait is how long Redis may take until the board is computed without it.
	redisWait = 500 * time.Millisecond
	buildWait = 30 * time.Second
	// withoutRedis is how many boards one node computes at the same time, so
	// that the loss of Redis does not become the loss of Postgres.
	withoutRedis = 4
)

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Redis == nil || d.Audit == nil || d.Clock == nil || d.Jobs == nil || d.Practice == nil || d.Log == nil {
		return nil, errors.New("ranking: missing dependency")
	}
	st, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "ranking")
	}
	return &Service{
		db: d.DB, boards: boards{d.Redis}, audit: d.Audit, clock: d.Clock, jobs: d.Jobs, practice: d.Practice, log: d.Log, store: st,
		building: &singleflight.Group{}, slots: make(chan struct{}, withoutRedis),
	}, nil
}

// Mine gives the board of a mock that is for the account, with masked names.
func (s *Service) Mine(ctx context.Context, account, mock uuid.UUID) (Board, error) {
	m, err := s.practice.MyMock(ctx, account, mock)
	if err != nil {
		return Board{}, err
	}
	hidden, err := s.store.isHidden(ctx, s.db, account)
	if err != nil {
		return Board{}, err
	}
	b, err := s.board(ctx, mock, account, masked)
	b.Title, b.Visible = m.Title, !hidden
	if hidden {
		b.Mine = nil
	}
	return b, err
}

// ForStaff gives the board of any mock, with full names.
func (s *Service) ForStaff(ctx context.Context, mock uuid.UUID) (Board, error) {
	m, err := s.practice.Mock(ctx, mock)
	if err != nil {
		return Board{}, err
	}
	b, err := s.board(ctx, mock, uuid.Nil, func(name string) string { return name })
	b.Title = m.Title
	return b, err
}

func (s *Service) board(ctx context.Context, mock, account uuid.UUID, show func(string) string) (Board, error) {
	v, err := s.view(ctx, mock, account)
	if err != nil {
		return Board{}, err
	}
	ids := make([]uuid.UUID, 0, len(v.top)+1)
	for _, e := range v.top {
		ids = append(ids, e.AccountID)
	}
	if v.mine != nil {
		ids = append(ids, account)
	}
	people, err := s.store.listPeople(ctx, s.db, ids)
	if err != nil {
		return Board{}, err
	}
	for _, e := range v.top {
		if people[e.AccountID].Hidden { // left a moment ago
			if v, err = s.compute(ctx, mock, account); err != nil {
				return Board{}, err
			}
			if people, err = s.store.listPeople(ctx, s.db, append(accounts(v.top), account)); err != nil {
				return Board{}, err
			}
			break
		}
	}
	b := Board{MockExamID: mock, Total: v.total, Entries: []Entry{}}
	named := func(e Entry) Entry {
		e.Name, e.Mine = show(people[e.AccountID].Name), e.AccountID == account
		return e
	}
	for _, e := range v.top {
		b.Entries = append(b.Entries, named(e))
	}
	if v.mine != nil {
		mine := named(*v.mine)
		b.Mine = &mine
	}
	return b, nil
}

func accounts(list []Entry) []uuid.UUID {
	ids := make([]uuid.UUID, len(list))
	for i, e := range list {
		ids[i] = e.AccountID
	}
	return ids
}

// view reads the board from Redis, builds it there when it is missing, and
// computes it from Postgres when Redis is away.
func (s *Service) view(ctx context.Context, mock, account uuid.UUID) (view, error) {
	for range 2 {
		v, found, err := s.look(ctx, mock, account)
		if err != nil {
			s.log.WarnContext(ctx, "leaderboard without redis", "error", err)
			break
		}
		if found {
			return v, nil
		}
		if err := s.build(ctx, mock); err != nil {
			s.log.WarnContext(ctx, "leaderboard not built", "error", err)
			break
		}
	}
	return s.compute(ctx, mock, account)
}

func (s *Service) look(ctx context.Context, mock, account uuid.UUID) (view, bool, error) {
	ctx, stop := context.WithTimeout(ctx, redisWait)
	defer stop()
	return s.boards.look(ctx, mock, account)
}

// build writes the board from the results; however many ask at once, a node
// builds it once.
func (s *Service) build(ctx context.Context, mock uuid.UUID) error {
	_, err, _ := s.building.Do(mock.String(), func() (any, error) {
		// Whoever asked first may leave; the others still want the board.
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), buildWait)
		defer stop()
		list, err := s.store.listBests(ctx, s.db, mock)
		if err != nil {
			return nil, err
		}
		return nil, s.boards.build(ctx, mock, list)
	})
	return err
}

func (s *Service) compute(ctx context.Context, mock, account uuid.UUID) (view, error) {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		return view{}, ctx.Err()
	}
	return s.store.listRanked(ctx, s.db, mock, account)
}

// Place brings one person's place on a board up to date. Called as often as one
// likes, in any order, it ends with what the results say: what was written is
// held against them once more.
func (s *Service) Place(ctx context.Context, mock, account uuid.UUID) error {
	one, found, err := s.store.findBest(ctx, s.db, mock, account)
	for err == nil {
		if found {
			err = s.boards.put(ctx, mock, one)
		} else {
			err = s.boards.take(ctx, mock, account)
		}
		if err != nil {
			return err
		}
		wrote, wasFound := one, found
		if one, found, err = s.store.findBest(ctx, s.db, mock, account); err == nil && one == wrote && found == wasFound {
			return nil
		}
	}
	return err
}

// SaveVisibility lets the account leave all leaderboards, or come back.
func (s *Service) SaveVisibility(ctx context.Context, account uuid.UUID, visible bool) error {
	now := s.clock.Now()
	var mocks []uuid.UUID
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if visible {
			err = s.store.exec(ctx, tx, s.store.q.DeleteHidden, account)
		} else {
			err = s.store.exec(ctx, tx, s.store.q.InsertHidden, account, now)
		}
		if err != nil {
			return err
		}
		if mocks, err = s.store.listMocksOf(ctx, tx, account); err != nil {
			return err
		}
		for _, mock := range mocks {
			if err := s.jobs.Insert(ctx, tx, practice.MockMarked{MockExamID: mock, AccountID: account}, nil); err != nil {
				return err
			}
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "ranking.save_visibility", Object: "account", ObjectID: account, After: map[string]any{"visible": visible},
		})
	})
	if err != nil {
		return err
	}
	s.hurry(ctx, mocks, account)
	return nil
}

// hurry does at once what the jobs do anyway.
func (s *Service) hurry(ctx context.Context, mocks []uuid.UUID, account uuid.UUID) {
	ctx, stop := context.WithTimeout(ctx, redisWait)
	defer stop()
	for _, mock := range mocks {
		if err := s.Place(ctx, mock, account); err != nil {
			return
		}
	}
}
