package report

import (
	"context"
	_ "embed"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListFunnels string `query:"list-funnels"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type funnelRow struct {
	ID        uuid.UUID `db:"id"`
	Title     string    `db:"title"`
	State     string    `db:"state"`
	Places    int       `db:"places"`
	OpensAt   time.Time `db:"opens_at"`
	ClosesAt  time.Time `db:"closes_at"`
	Total     int       `db:"total"`
	Scanned   int       `db:"scanned"`
	Applied   int       `db:"applied"`
	Submitted int       `db:"submitted"`
	Approved  int       `db:"approved"`
	Assigned  int       `db:"assigned"`
	Studied   int       `db:"studied"`
	Mocked    int       `db:"mocked"`
	Sat       int       `db:"sat"`
	Passed    int       `db:"passed"`
	Certified int       `db:"certified"`
}

func (s store) listFunnels(ctx context.Context, q postgres.Q, f Filter) ([]Funnel, int, error) {
	var rows []funnelRow
	if err := q.SelectContext(ctx, &rows, s.q.ListFunnels, f.Text, f.Limit, f.Offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]Funnel, len(rows)), 0
	for i, r := range rows {
		total = r.Total
		list[i] = Funnel{
			ProgrammeID: r.ID, Title: r.Title, State: r.State, Places: r.Places, OpensAt: r.OpensAt, ClosesAt: r.ClosesAt,
			Steps: Steps{
				Scanned: r.Scanned, Applied: r.Applied, Submitted: r.Submitted, Approved: r.Approved, Assigned: r.Assigned,
				Studied: r.Studied, Mocked: r.Mocked, Sat: r.Sat, Passed: r.Passed, Certified: r.Certified,
			},
		}
	}
	return list, total, nil
}
