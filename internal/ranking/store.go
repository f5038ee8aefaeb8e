package ranking

import (
	"context"
	_ "embed"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListBests    string `query:"list-bests"`
	FindBest     string `query:"find-best"`
	ListRanked   string `query:"list-ranked"`
	ListPeople   string `query:"list-people"`
	IsHidden     string `query:"is-hidden"`
	InsertHidden string `query:"insert-hidden"`
	DeleteHidden string `query:"delete-hidden"`
	ListMocksOf  string `query:"list-mocks-of"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

type bestRow struct {
	AccountID uuid.UUID `db:"account_id"`
	Got       int64     `db:"got_hundredths"`
	Seconds   int       `db:"seconds"`
	Minute    int       `db:"minute"`
}

func (r bestRow) best() best {
	return best{account: r.AccountID, got: marking.Hundredths(r.Got), seconds: r.Seconds, minute: r.Minute}
}

func (s store) listBests(ctx context.Context, q postgres.Q, mock uuid.UUID) ([]best, error) {
	var rows []bestRow
	err := q.SelectContext(ctx, &rows, s.q.ListBests, mock, firstYear())
	list := make([]best, len(rows))
	for i, r := range rows {
		list[i] = r.best()
	}
	return list, err
}

// findBest gives the account's best try, unless it has none or left the
// leaderboards.
func (s store) findBest(ctx context.Context, q postgres.Q, mock, account uuid.UUID) (best, bool, error) {
	var r bestRow
	err := q.GetContext(ctx, &r, s.q.FindBest, mock, firstYear(), account)
	if postgres.IsNoRows(err) {
		return best{}, false, nil
	}
	return r.best(), err == nil, err
}

type rankedRow struct {
	AccountID uuid.UUID `db:"account_id"`
	Got       int64     `db:"got_hundredths"`
	Seconds   int       `db:"seconds"`
	Rank      int       `db:"rank"`
	Total     int       `db:"total"`
}

// listRanked computes the view of a board from the results.
func (s store) listRanked(ctx context.Context, q postgres.Q, mock, account uuid.UUID) (view, error) {
	var rows []rankedRow
	if err := q.SelectContext(ctx, &rows, s.q.ListRanked, mock, firstYear(), Top, account); err != nil {
		return view{}, err
	}
	var v view
	for _, r := range rows {
		e := Entry{Rank: r.Rank, AccountID: r.AccountID, Got: marking.Hundredths(r.Got), Seconds: min(max(r.Seconds, 0), maxSeconds)}
		v.total = r.Total
		if r.Rank <= Top {
			v.top = append(v.top, e)
		}
		if r.AccountID == account {
			v.mine = &e
		}
	}
	return v, nil
}

type personRow struct {
	AccountID uuid.UUID `db:"account_id"`
	Name      string    `db:"name"`
	Hidden    bool      `db:"hidden"`
}

func (s store) listPeople(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID]personRow, error) {
	var rows []personRow
	err := q.SelectContext(ctx, &rows, s.q.ListPeople, pq.Array(ids))
	people := make(map[uuid.UUID]personRow, len(rows))
	for _, r := range rows {
		people[r.AccountID] = r
	}
	return people, err
}

func (s store) isHidden(ctx context.Context, q postgres.Q, account uuid.UUID) (bool, error) {
	var hidden bool
	err := q.GetContext(ctx, &hidden, s.q.IsHidden, account)
	return hidden, err
}

func (s store) listMocksOf(ctx context.Context, q postgres.Q, account uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, s.q.ListMocksOf, account)
	return ids, err
}
