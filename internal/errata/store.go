package errata

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	LockAccount   string `query:"lock-account"`
	FindOwnOpen   string `query:"find-own-open"`
	CountSince    string `query:"count-since"`
	RaiseOpen     string `query:"raise-open"`
	InsertReport  string `query:"insert-report"`
	AddNote       string `query:"add-note"`
	ListOwn       string `query:"list-own"`
	ListCases     string `query:"list-cases"`
	GetCase       string `query:"get-case"`
	LockCase      string `query:"lock-case"`
	CountReasons  string `query:"count-reasons"`
	ListReports   string `query:"list-reports"`
	ListReporters string `query:"list-reporters"`
	ResolveCase   string `query:"resolve-case"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type caseRow struct {
	ID           uuid.UUID    `db:"id"`
	QuestionID   uuid.UUID    `db:"question_id"`
	LevelID      uuid.UUID    `db:"level_id"`
	VersionID    uuid.UUID    `db:"version_id"`
	State        State        `db:"state"`
	OpenedAt     time.Time    `db:"opened_at"`
	DueAt        time.Time    `db:"due_at"`
	Reports      int          `db:"reports"`
	ResolvedAt   sql.NullTime `db:"resolved_at"`
	ResolvedName string       `db:"resolved_by_name"`
	Reply        string       `db:"reply"`
	Total        int          `db:"total"`
}

func (r caseRow) toCase() Case {
	return Case{
		ID: r.ID, QuestionID: r.QuestionID, LevelID: r.LevelID, VersionID: r.VersionID, State: r.State, OpenedAt: r.OpenedAt,
		DueAt: r.DueAt, Reports: r.Reports, ResolvedAt: r.ResolvedAt.Time, ResolvedName: r.ResolvedName, Reply: r.Reply,
	}
}

type reportRow struct {
	ID         uuid.UUID    `db:"id"`
	CaseID     uuid.UUID    `db:"case_id"`
	AccountID  uuid.UUID    `db:"account_id"`
	VersionID  uuid.UUID    `db:"version_id"`
	Place      Place        `db:"place"`
	Reason     Reason       `db:"reason"`
	Note       string       `db:"note"`
	CreatedAt  time.Time    `db:"created_at"`
	State      State        `db:"state"`
	Reply      string       `db:"reply"`
	ResolvedAt sql.NullTime `db:"resolved_at"`
	Total      int          `db:"total"`
}

func (r reportRow) report() Report {
	return Report{
		ID: r.ID, CaseID: r.CaseID, AccountID: r.AccountID, VersionID: r.VersionID, Place: r.Place, Reason: r.Reason, Note: r.Note,
		CreatedAt: r.CreatedAt,
	}
}

// lockAccount lets a person make one report at a time, so that the day's count
// holds.
func (s store) lockAccount(ctx context.Context, q postgres.Q, account uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.LockAccount, account.String())
	return err
}

// findOwnOpen finds what the account said in the question's open case.
func (s store) findOwnOpen(ctx context.Context, q postgres.Q, account, question uuid.UUID) (Report, bool, error) {
	var r reportRow
	err := q.GetContext(ctx, &r, s.q.FindOwnOpen, account, question)
	if postgres.IsNoRows(err) {
		return Report{}, false, nil
	}
	return r.report(), err == nil, err
}

func (s store) countSince(ctx context.Context, q postgres.Q, account uuid.UUID, since time.Time) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.CountSince, account, since)
	return n, err
}

// raiseOpen counts one more report in the question's open case, or makes it;
// it gives the case's id.
func (s store) raiseOpen(ctx context.Context, q postgres.Q, c Case) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.RaiseOpen, c.ID, c.QuestionID, c.LevelID, c.VersionID, c.OpenedAt, c.DueAt)
	return id, err
}

func (s store) insertReport(ctx context.Context, q postgres.Q, r Report) error {
	_, err := q.ExecContext(ctx, s.q.InsertReport, r.ID, r.CaseID, r.AccountID, r.VersionID, string(r.Place), string(r.Reason), r.Note, r.CreatedAt)
	return err
}

func (s store) addNote(ctx context.Context, q postgres.Q, id uuid.UUID, note string) error {
	_, err := q.ExecContext(ctx, s.q.AddNote, id, note)
	return err
}

func (s store) listOwn(ctx context.Context, q postgres.Q, account uuid.UUID, limit, offset int) ([]MyReport, int, error) {
	var rows []reportRow
	if err := q.SelectContext(ctx, &rows, s.q.ListOwn, account, limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]MyReport, len(rows)), 0
	for i, r := range rows {
		list[i] = MyReport{Report: r.report(), State: r.State, Reply: r.Reply, ResolvedAt: r.ResolvedAt.Time}
		total = r.Total
	}
	return list, total, nil
}

func (s store) listCases(ctx context.Context, q postgres.Q, f Filter, levels []uuid.UUID, now time.Time) ([]Case, int, error) {
	var rows []caseRow
	if err := q.SelectContext(ctx, &rows, s.q.ListCases, pq.Array(levels), string(f.State), f.Overdue, now, f.Limit, f.Offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]Case, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.toCase(), r.Total
	}
	return list, total, nil
}

func (s store) getCase(ctx context.Context, q postgres.Q, id uuid.UUID) (Case, error) {
	var r caseRow
	err := q.GetContext(ctx, &r, s.q.GetCase, id)
	if postgres.IsNoRows(err) {
		return Case{}, fault.NotFoundf("errata_case")
	}
	return r.toCase(), err
}

// lockCase holds the row until the transaction ends.
func (s store) lockCase(ctx context.Context, q postgres.Q, id uuid.UUID) (Case, error) {
	if _, err := q.ExecContext(ctx, s.q.LockCase, id); err != nil {
		return Case{}, err
	}
	return s.getCase(ctx, q, id)
}

// countReasons gives each case's reasons, the most frequent first.
func (s store) countReasons(ctx context.Context, q postgres.Q, cases []uuid.UUID) (map[uuid.UUID][]ReasonCount, error) {
	var rows []struct {
		CaseID  uuid.UUID `db:"case_id"`
		Reason  Reason    `db:"reason"`
		Reports int       `db:"reports"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.CountReasons, pq.Array(cases)); err != nil {
		return nil, err
	}
	out := map[uuid.UUID][]ReasonCount{}
	for _, r := range rows {
		out[r.CaseID] = append(out[r.CaseID], ReasonCount{r.Reason, r.Reports})
	}
	return out, nil
}

func (s store) listReports(ctx context.Context, q postgres.Q, id uuid.UUID, reason Reason, limit, offset int) ([]Report, int, error) {
	var rows []reportRow
	if err := q.SelectContext(ctx, &rows, s.q.ListReports, id, string(reason), limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]Report, len(rows)), 0
	for i, r := range rows {
		list[i], total = r.report(), r.Total
	}
	return list, total, nil
}

// listReporters lists who reported a case, in one order for all.
func (s store) listReporters(ctx context.Context, q postgres.Q, id uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, s.q.ListReporters, id)
	return ids, err
}

func (s store) resolveCase(ctx context.Context, q postgres.Q, c Case, by uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.ResolveCase, c.ID, string(c.State), c.Reply, c.ResolvedAt, uuid.NullUUID{UUID: by, Valid: by != uuid.Nil}, c.ResolvedName)
	return err
}
