package practice

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// Mock gives a mock exam, for staff.
func (s *Service) Mock(ctx context.Context, id uuid.UUID) (MockExam, error) {
	return s.store.getMock(ctx, s.db, id)
}

// ListMocks lists mock exams, newest first; text is part of a title, an empty
// state means all.
func (s *Service) ListMocks(ctx context.Context, text string, state MockState, limit, offset int) ([]MockExam, int, error) {
	return s.store.listMocks(ctx, s.db, text, state, limit, offset)
}

// CreateMock makes a draft.
func (s *Service) CreateMock(ctx context.Context, in MockInput) (MockExam, error) {
	id, now := uuid.Must(uuid.NewV7()), s.clock.Now()
	return s.changeMock(ctx, id, "practice.create_mock", now, func(tx postgres.Tx) error {
		if err := s.checkMock(ctx, tx, in); err != nil {
			return err
		}
		return s.store.insertMock(ctx, tx, id, in, now)
	})
}

// SaveMock changes a draft; a published mock keeps what people rely on.
func (s *Service) SaveMock(ctx context.Context, id uuid.UUID, in MockInput) (MockExam, error) {
	now := s.clock.Now()
	return s.changeMock(ctx, id, "practice.save_mock", now, func(tx postgres.Tx) error {
		m, err := s.store.lockMock(ctx, tx, id)
		if err != nil {
			return err
		}
		if m.State != Draft {
			return fault.New(fault.Conflict, subMockState)
		}
		if err := s.checkMock(ctx, tx, in); err != nil {
			return err
		}
		return s.store.updateMock(ctx, tx, id, in, now)
	})
}

// SetMockState publishes a draft that the bank can fill, which tells everybody
// whom it is for, or closes a published mock.
func (s *Service) SetMockState(ctx context.Context, id uuid.UUID, state MockState) (MockExam, error) {
	now := s.clock.Now()
	action := "practice.publish_mock"
	if state == Closed {
		action = "practice.close_mock"
	} else if err := s.mayDraw(ctx, id); err != nil {
		return MockExam{}, err
	}
	return s.changeMock(ctx, id, action, now, func(tx postgres.Tx) error {
		m, err := s.store.lockMock(ctx, tx, id)
		if err != nil || m.State == state {
			return err
		}
		if !(m.State == Draft && state == Published) && !(m.State == Published && state == Closed) {
			return fault.New(fault.Conflict, subMockState)
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateMockState, id, state, now); err != nil || state == Closed {
			return err
		}
		return s.invite(ctx, tx, m, now)
	})
}

func (s *Service) mayDraw(ctx context.Context, id uuid.UUID) error {
	m, err := s.store.getMock(ctx, s.db, id)
	if err != nil || m.State != Draft {
		return err
	}
	return s.paper.MayDraw(ctx, m.BlueprintID)
}

func (s *Service) changeMock(ctx context.Context, id uuid.UUID, action string, now time.Time, change func(postgres.Tx) error) (MockExam, error) {
	var m MockExam
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		var err error
		if m, err = s.store.getMock(ctx, tx, id); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "mock_exam", ObjectID: id, After: trailOf(m)})
	})
	return m, err
}

func trailOf(m MockExam) any {
	return struct {
		State             MockState
		Blueprint, Class  uuid.UUID
		Tries             int
		OpensAt, ClosesAt time.Time
	}{m.State, m.BlueprintID, m.ClassID, m.Tries, m.OpensAt, m.ClosesAt}
}

// checkMock holds the input against blueprint and class.
func (s *Service) checkMock(ctx context.Context, tx postgres.Tx, in MockInput) error {
	if err := in.check(); err != nil {
		return err
	}
	b, found, err := s.store.findBlueprint(ctx, tx, in.BlueprintID)
	if err != nil {
		return err
	}
	if !found || b.Purpose != string(paper.Mock) || b.State != string(paper.Ready) || b.LevelID != in.LevelID {
		return fault.InvalidFields(fault.Field{Name: "blueprintId", Sub: subBlueprint})
	}
	if in.ClassID == uuid.Nil {
		return nil
	}
	level, err := s.store.findClassLevel(ctx, tx, in.ClassID)
	if err != nil {
		return err
	}
	if level != in.LevelID {
		return fault.InvalidFields(fault.Field{Name: "classId", Sub: subClass})
	}
	return nil
}

func (s *Service) invite(ctx context.Context, tx postgres.Tx, m MockExam, now time.Time) error {
	people, err := s.store.listInvited(ctx, tx, m)
	if err != nil {
		return err
	}
	for _, account := range people {
		n := notify.Notice{AccountID: account, Kind: notify.MockPublished, Key: m.ID.String(), Subject: m.Title, Link: "/mocks"}
		if err := s.notify.Send(ctx, tx, now, n); err != nil {
			return err
		}
	}
	return nil
}

// MyMocks lists the mocks that are for the account, open ones first.
func (s *Service) MyMocks(ctx context.Context, account uuid.UUID, limit, offset int) ([]MyMock, int, error) {
	list, total, err := s.store.listMyMocks(ctx, s.db, account, uuid.Nil, s.clock.Now(), limit, offset)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		if err := s.addLength(ctx, &list[i]); err != nil {
			return nil, 0, err
		}
	}
	return list, total, nil
}

// MyMock gives one of them; a mock that is for others is not found.
func (s *Service) MyMock(ctx context.Context, account, id uuid.UUID) (MyMock, error) {
	list, _, err := s.store.listMyMocks(ctx, s.db, account, id, s.clock.Now(), 1, 0)
	if err != nil {
		return MyMock{}, err
	}
	if len(list) == 0 {
		return MyMock{}, fault.NotFoundf("mock_exam")
	}
	return list[0], s.addLength(ctx, &list[0])
}

func (s *Service) addLength(ctx context.Context, m *MyMock) error {
	b, err := s.paper.Blueprint(ctx, m.BlueprintID)
	for _, section := range b.Sections {
		m.Questions += section.Count
	}
	return err
}

// StartMock opens a sitting, or gives the one that goes on. Each try gets a
// fresh paper that avoids what the person has answered most.
func (s *Service) StartMock(ctx context.Context, account, id uuid.UUID) (uuid.UUID, error) {
	mine, err := s.MyMock(ctx, account, id)
	if err != nil {
		return uuid.Nil, err
	}
	if mine.Open != uuid.Nil {
		return mine.Open, nil
	}
	var attemptID uuid.UUID
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.exec(ctx, tx, s.store.q.LockDrills, account.String()); err != nil {
			return err
		}
		now := s.clock.Now()
		tries, err := s.store.lockTries(ctx, tx, id, account)
		if err != nil {
			return err
		}
		if n := len(tries); n > 0 && tries[n-1].Running {
			attemptID = tries[n-1].AttemptID
			return nil
		}
		m, err := s.store.getMock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := m.mayStart(now, len(tries)); err != nil {
			return err
		}
		attemptID, err = s.openTry(ctx, tx, m, account, len(tries)+1, mine.Minutes, now)
		return err
	})
	return attemptID, err
}

func (s *Service) openTry(ctx context.Context, tx postgres.Tx, m MockExam, account uuid.UUID, try, minutes int, now time.Time) (uuid.UUID, error) {
	answered, err := s.store.listSeen(ctx, tx, account, m.LevelID)
	if err != nil {
		return uuid.Nil, err
	}
	avoid := map[uuid.UUID]int{}
	for _, r := range answered {
		avoid[r.QuestionID] = r.Times
	}
	seed, err := newSeed()
	if err != nil {
		return uuid.Nil, err
	}
	form, err := s.paper.Draw(ctx, tx, m.BlueprintID, seed, avoid)
	if fault.CodeOf(err) == fault.Conflict {
		// The bank has shrunk since the mock was published: nothing that the
		// trainee can mend.
		return uuid.Nil, fault.New(fault.Conflict, subMockShort).Because(err)
	}
	if err != nil {
		return uuid.Nil, err
	}
	a, err := s.attempt.Open(ctx, tx, attempt.Opening{
		Purpose: paper.Mock, ContextID: m.ID, AccountID: account, Try: try, FormID: form.ID, Minutes: minutes, Title: m.Title,
		AllowanceSeconds: mockAllowance,
	})
	if err != nil {
		return uuid.Nil, err
	}
	return a.ID, s.store.exec(ctx, tx, s.store.q.InsertTry, m.ID, account, try, a.ID, now)
}

// mockAllowance is the network allowance of mocks, seconds; the default of
// exams.
const mockAllowance = 15

func newSeed() (int64, error) {
	var raw [8]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(raw[:]) >> 1), nil //nolint:gosec // the shift leaves the sign out
}

// MyTries lists the account's tries, newest first; mock may be uuid.Nil.
func (s *Service) MyTries(ctx context.Context, account, mock uuid.UUID, limit, offset int) ([]MockTry, int, error) {
	return s.store.listTries(ctx, s.db, s.store.q.ListMyTries, account, postgres.NullID(mock), limit, offset)
}

// Tries lists all tries of a mock, best first, for staff.
func (s *Service) Tries(ctx context.Context, mock uuid.UUID, limit, offset int) ([]MockTry, int, error) {
	if _, err := s.Mock(ctx, mock); err != nil {
		return nil, 0, err
	}
	return s.store.listTries(ctx, s.db, s.store.q.ListTries, mock, limit, offset)
}

// MyTry gives a try with its points by weight row; no rows until it is marked.
func (s *Service) MyTry(ctx context.Context, account, attemptID uuid.UUID) (MockTry, []RowResult, error) {
	t, err := s.store.getTry(ctx, s.db, attemptID, account)
	if err != nil || t.ClosedAt.IsZero() {
		return t, nil, err
	}
	marks, found, err := s.attempt.Marks(ctx, attemptID)
	if err != nil || !found {
		return t, nil, errors.Join(err, ifMissing(found))
	}
	rows, err := s.store.listRows(ctx, s.db, t.LevelID)
	if err != nil {
		return t, nil, err
	}
	list := make([]RowResult, len(rows))
	for i, r := range rows {
		list[i] = RowResult{WeightRowID: r.ID, Name: r.Name, Percent: r.Percent}
		for _, m := range marks.ByRow {
			if m.RowID == r.ID {
				list[i].Got, list[i].Of = m.Got, m.Of
			}
		}
	}
	return t, list, nil
}

func ifMissing(found bool) error {
	if found {
		return nil
	}
	return errors.New("closed mock has no marks")
}

// MyReview shows a marked try with keys and explanations.
func (s *Service) MyReview(ctx context.Context, account, attemptID uuid.UUID) (attempt.Review, error) {
	t, err := s.store.getTry(ctx, s.db, attemptID, account)
	if err != nil {
		return attempt.Review{}, err
	}
	if t.ClosedAt.IsZero() {
		return attempt.Review{}, fault.New(fault.Conflict, subNotAnswered)
	}
	return s.attempt.Review(ctx, attemptID)
}

// ReviewPicture opens a picture of a marked try of the account; the caller
// closes it.
func (s *Service) ReviewPicture(ctx context.Context, account, attemptID, picture uuid.UUID) (io.ReadCloser, blob.Info, error) {
	t, err := s.store.getTry(ctx, s.db, attemptID, account)
	if err != nil {
		return nil, blob.Info{}, err
	}
	if t.ClosedAt.IsZero() {
		return nil, blob.Info{}, fault.New(fault.Conflict, subNotAnswered)
	}
	a, err := s.attempt.Get(ctx, attemptID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.paper.Picture(ctx, a.FormID, picture)
}
