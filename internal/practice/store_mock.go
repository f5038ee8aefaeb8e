package practice

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

type mockRow struct {
	ID          uuid.UUID     `db:"id"`
	Title       string        `db:"title"`
	LevelID     uuid.UUID     `db:"level_id"`
	BlueprintID uuid.UUID     `db:"blueprint_id"`
	ClassID     uuid.NullUUID `db:"class_id"`
	Tries       int           `db:"tries"`
	OpensAt     time.Time     `db:"opens_at"`
	ClosesAt    sql.NullTime  `db:"closes_at"`
	State       string        `db:"state"`
	CreatedAt   time.Time     `db:"created_at"`
	Occupation  string        `db:"occupation_name"`
	Track       string        `db:"track"`
	LevelName   string        `db:"level_name"`
	ClassName   string        `db:"class_name"`
	Sittings    int           `db:"sittings"`
	Total       int           `db:"total"`
}

func (r mockRow) mock() MockExam {
	return MockExam{
		ID: r.ID, Title: r.Title, LevelID: r.LevelID, LevelTitle: levelTitle(r.Occupation, r.Track, r.LevelName),
		BlueprintID: r.BlueprintID, ClassID: r.ClassID.UUID, ClassName: r.ClassName, Tries: r.Tries, OpensAt: r.OpensAt, ClosesAt: r.ClosesAt.Time,
		State: MockState(r.State), Sittings: r.Sittings, CreatedAt: r.CreatedAt,
	}
}

func levelTitle(occupation, track, name string) string {
	if track == "" {
		return occupation + " " + name
	}
	return occupation + "（" + track + "）" + name
}

func (s store) getMock(ctx context.Context, q postgres.Q, id uuid.UUID) (MockExam, error) {
	var r mockRow
	err := q.GetContext(ctx, &r, s.q.GetMock, id)
	if postgres.IsNoRows(err) {
		return MockExam{}, fault.NotFoundf("mock_exam")
	}
	return r.mock(), err
}

// lockMock holds the row until the transaction ends.
func (s store) lockMock(ctx context.Context, q postgres.Q, id uuid.UUID) (MockExam, error) {
	if err := s.exec(ctx, q, s.q.LockMock, id); err != nil {
		return MockExam{}, err
	}
	return s.getMock(ctx, q, id)
}

func (s store) listMocks(ctx context.Context, q postgres.Q, text string, state MockState, limit, offset int) ([]MockExam, int, error) {
	var rows []mockRow
	if err := q.SelectContext(ctx, &rows, s.q.ListMocks, text, state, limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]MockExam, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.mock(), r.Total
	}
	return list, total, nil
}

func (s store) insertMock(ctx context.Context, q postgres.Q, id uuid.UUID, in MockInput, now time.Time) error {
	return s.exec(ctx, q, s.q.InsertMock, id, in.Title, in.LevelID, in.BlueprintID, postgres.NullID(in.ClassID), in.Tries, in.OpensAt, nullTime(in.ClosesAt), now)
}

func (s store) updateMock(ctx context.Context, q postgres.Q, id uuid.UUID, in MockInput, now time.Time) error {
	return s.exec(ctx, q, s.q.UpdateMock, id, in.Title, in.LevelID, in.BlueprintID, postgres.NullID(in.ClassID), in.Tries, in.OpensAt, nullTime(in.ClosesAt), now)
}

type blueprintRow struct {
	LevelID uuid.UUID `db:"level_id"`
	Minutes int       `db:"minutes"`
	Purpose string    `db:"purpose"`
	State   string    `db:"state"`
}

func (s store) findBlueprint(ctx context.Context, q postgres.Q, id uuid.UUID) (blueprintRow, bool, error) {
	var r blueprintRow
	err := q.GetContext(ctx, &r, s.q.FindBlueprint, id)
	if postgres.IsNoRows(err) {
		return r, false, nil
	}
	return r, err == nil, err
}

func (s store) findClassLevel(ctx context.Context, q postgres.Q, class uuid.UUID) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.FindClassLevel, class)
	if postgres.IsNoRows(err) {
		return uuid.Nil, nil
	}
	return id, err
}

func (s store) listInvited(ctx context.Context, q postgres.Q, m MockExam) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, s.q.ListInvited, m.LevelID, postgres.NullID(m.ClassID))
	return ids, err
}

type myMockRow struct {
	mockRow
	Minutes int           `db:"minutes"`
	Used    int           `db:"used"`
	Best    int           `db:"best"`
	OpenID  uuid.NullUUID `db:"open_id"`
	LastID  uuid.NullUUID `db:"last_id"`
}

// listMyMocks lists the mocks that are for the account; one of them alone when
// id is given. Those that are open at the moment come first.
func (s store) listMyMocks(ctx context.Context, q postgres.Q, account, id uuid.UUID, now time.Time, limit, offset int) ([]MyMock, int, error) {
	var rows []myMockRow
	if err := q.SelectContext(ctx, &rows, s.q.ListMyMocks, account, postgres.NullID(id), limit, offset, now); err != nil {
		return nil, 0, err
	}
	list, total := make([]MyMock, len(rows)), 0
	for i, r := range rows {
		total = r.Total
		list[i] = MyMock{
			MockExam: r.mock(), Minutes: r.Minutes, TriesUsed: r.Used, Open: r.OpenID.UUID,
			Best: marking.Hundredths(r.Best), LastID: r.LastID.UUID,
		}
	}
	return list, total, nil
}

type usedTry struct {
	Try       int       `db:"try"`
	AttemptID uuid.UUID `db:"attempt_id"`
	Running   bool      `db:"running"`
}

func (s store) lockTries(ctx context.Context, q postgres.Q, mock, account uuid.UUID) ([]usedTry, error) {
	var rows []usedTry
	err := q.SelectContext(ctx, &rows, s.q.LockTries, mock, account)
	return rows, err
}

// closeTry keeps a try's marks and gives its mock exam.
func (s store) closeTry(ctx context.Context, q postgres.Q, attempt uuid.UUID, at time.Time, m marking.Marks) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.CloseTry, attempt, at, m.TotalHundredths, m.OfHundredths)
	return id, err
}

type tryRow struct {
	MockExamID uuid.UUID     `db:"mock_exam_id"`
	Title      string        `db:"title"`
	LevelID    uuid.UUID     `db:"level_id"`
	AccountID  uuid.UUID     `db:"account_id"`
	Person     string        `db:"person"`
	Try        int           `db:"try"`
	AttemptID  uuid.UUID     `db:"attempt_id"`
	StartedAt  time.Time     `db:"started_at"`
	ClosedAt   sql.NullTime  `db:"closed_at"`
	Got        sql.NullInt64 `db:"got_hundredths"`
	Of         sql.NullInt64 `db:"of_hundredths"`
	Total      int           `db:"total"`
}

func (r tryRow) try() MockTry {
	return MockTry{
		MockExamID: r.MockExamID, Title: r.Title, LevelID: r.LevelID, AccountID: r.AccountID, Name: r.Person, Try: r.Try,
		AttemptID: r.AttemptID, StartedAt: r.StartedAt, ClosedAt: r.ClosedAt.Time,
		Got: marking.Hundredths(r.Got.Int64), Of: marking.Hundredths(r.Of.Int64),
	}
}

func (s store) getTry(ctx context.Context, q postgres.Q, attempt, account uuid.UUID) (MockTry, error) {
	var r tryRow
	err := q.GetContext(ctx, &r, s.q.GetTry, attempt, account)
	if postgres.IsNoRows(err) {
		return MockTry{}, fault.NotFoundf("mock_attempt")
	}
	return r.try(), err
}

func (s store) listTries(ctx context.Context, q postgres.Q, query string, args ...any) ([]MockTry, int, error) {
	var rows []tryRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, 0, err
	}
	list, total := make([]MockTry, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.try(), r.Total
	}
	return list, total, nil
}

func nullTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }
