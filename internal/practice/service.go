package practice

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
)

// Deps are what the room needs.
type Deps struct {
	DB      postgres.DB
	Audit   *audit.Log
	Clock   clock.Clock
	Jobs    jobs.Inserter
	Notify  *notify.Service
	Bank    *bank.Service
	Paper   *paper.Service
	Attempt *attempt.Service
}

// Service is the room's use cases.
type Service struct {
	db      postgres.DB
	audit   *audit.Log
	clock   clock.Clock
	jobs    jobs.Inserter
	notify  *notify.Service
	bank    *bank.Service
	paper   *paper.Service
	attempt *attempt.Service
	store   store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Jobs == nil || d.Notify == nil || d.Bank == nil || d.Paper == nil || d.Attempt == nil {
		return nil, errors.New("practice: missing dependency")
	}
	st, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "practice")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, jobs: d.Jobs, notify: d.Notify, bank: d.Bank, paper: d.Paper,
		attempt: d.Attempt, store: st,
	}, nil
}

// Standings tells where the account stands in each of its levels.
func (s *Service) Standings(ctx context.Context, account uuid.UUID) ([]Standing, error) {
	levels, err := s.store.listLevels(ctx, s.db, account)
	if err != nil {
		return nil, err
	}
	list := make([]Standing, 0, len(levels))
	for _, l := range levels {
		st, err := s.standing(ctx, account, l.ID)
		if err != nil {
			return nil, err
		}
		st.Title = levelTitle(l.Occupation, l.Track, l.Name)
		list = append(list, st)
	}
	return list, nil
}

func (s *Service) standing(ctx context.Context, account, level uuid.UUID) (Standing, error) {
	st := Standing{LevelID: level}
	live, err := s.bank.Candidates(ctx, level, bank.Practice)
	if err != nil {
		return st, err
	}
	rows, err := s.store.listRows(ctx, s.db, level)
	if err != nil {
		return st, err
	}
	seen, err := s.store.listSeen(ctx, s.db, account, level)
	if err != nil {
		return st, err
	}
	wrong, err := s.store.listWrongIDs(ctx, s.db, account, level)
	if err != nil {
		return st, err
	}
	if st.Drills, err = s.store.listLivingDrills(ctx, s.db, account, level); err != nil {
		return st, err
	}
	st.count(live, rows, seen, wrong)
	return st, nil
}

func (st *Standing) count(live []bank.Candidate, rows []weightRow, seen []seenRow, wrong []uuid.UUID) {
	st.Wrong = len(wrong)
	last := map[uuid.UUID]bool{}
	for _, r := range seen {
		last[r.QuestionID] = r.Right
	}
	place := map[uuid.UUID]int{}
	for i, r := range rows {
		place[r.ID] = i
		st.Rows = append(st.Rows, RowStanding{WeightRowID: r.ID, Name: r.Name, Percent: r.Percent})
	}
	for _, c := range live {
		st.Questions++
		right, known := last[c.QuestionID]
		i, placed := place[c.WeightRowID]
		if !placed {
			continue
		}
		row := &st.Rows[i]
		row.Questions++
		if known {
			st.Seen++
			row.Seen++
		}
		if right {
			st.Right++
			row.Right++
		}
	}
}

// registered refuses levels that the account is not registered for.
func (s *Service) registered(ctx context.Context, q postgres.Q, account, level uuid.UUID) error {
	levels, err := s.store.listLevels(ctx, q, account)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(levels, func(l levelRow) bool { return l.ID == level }) {
		return fault.New(fault.Forbidden, subNotRegistered)
	}
	return nil
}

// WrongBook lists the wrong book, latest first; level may be uuid.Nil for all.
func (s *Service) WrongBook(ctx context.Context, account, level uuid.UUID, limit, offset int) ([]WrongItem, int, error) {
	rows, total, err := s.store.listWrongs(ctx, s.db, account, level, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.VersionID
	}
	versions, err := s.bank.Versions(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	list := make([]WrongItem, len(rows))
	for i, r := range rows {
		list[i] = WrongItem{
			QuestionID: r.QuestionID, LevelID: r.LevelID, WeightRowID: r.WeightRowID, RowName: r.RowName, Version: versions[i],
			WrongTimes: r.WrongTimes, RightStreak: r.RightStreak, LastWrongAt: r.LastWrongAt,
		}
	}
	return list, total, nil
}

// Seen reports whether the account has had the version before it: in a drill,
// an answer, the wrong book or a marked mock.
func (s *Service) Seen(ctx context.Context, account, versionID uuid.UUID) (bool, error) {
	return s.store.hasSeen(ctx, s.db, account, versionID)
}

// LeaveWrongBook takes a question out by hand; one that has left is fine, one
// that was never in it is not found.
func (s *Service) LeaveWrongBook(ctx context.Context, account, question uuid.UUID) error {
	var known bool
	if err := s.db.GetContext(ctx, &known, s.store.q.HasWrong, account, question); err != nil {
		return err
	}
	if !known {
		return fault.NotFoundf("question")
	}
	return s.store.exec(ctx, s.db, s.store.q.LeaveWrong, account, question, s.clock.Now())
}

// WrongPicture opens a picture of a question of the account's wrong book; the
// caller closes it.
func (s *Service) WrongPicture(ctx context.Context, account, question, picture uuid.UUID) (io.ReadCloser, blob.Info, error) {
	version, err := s.store.findWrong(ctx, s.db, account, question)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.pictureOf(ctx, []uuid.UUID{version}, picture)
}

// pictureOf opens a picture that one of the versions shows.
func (s *Service) pictureOf(ctx context.Context, versions []uuid.UUID, picture uuid.UUID) (io.ReadCloser, blob.Info, error) {
	faces, err := s.bank.Faces(ctx, versions)
	if err != nil {
		return nil, blob.Info{}, err
	}
	if !slices.ContainsFunc(faces, func(f bank.Face) bool { return slices.Contains(f.PictureIDs, picture) }) {
		return nil, blob.Info{}, fault.NotFoundf("picture")
	}
	return s.bank.OpenPicture(ctx, picture)
}
