package learning

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListResources  string `query:"list-resources"`
	LockResources  string `query:"lock-resources"`
	InsertResource string `query:"insert-resource"`
	UpdateTitle    string `query:"update-title"`
	UpdateOrder    string `query:"update-order"`
	UpdateRemoved  string `query:"update-removed"`
	EnsureClock    string `query:"ensure-clock"`
	LockClock      string `query:"lock-clock"`
	UpdateClock    string `query:"update-clock"`
	ListProgress   string `query:"list-progress"`
	UpsertProgress string `query:"upsert-progress"`
	ListMembers    string `query:"list-members"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type resourceRow struct {
	ID          uuid.UUID `db:"id"`
	ClassID     uuid.UUID `db:"class_id"`
	Kind        Kind      `db:"kind"`
	Title       string    `db:"title"`
	ContentType string    `db:"content_type"`
	Size        int64     `db:"size"`
	Key         string    `db:"blob_key"`
	Length      int       `db:"length"`
	CreatedAt   time.Time `db:"created_at"`
	Total       int       `db:"total"`
}

func (r resourceRow) resource() Resource {
	return Resource{
		ID: r.ID, ClassID: r.ClassID, Kind: r.Kind, Title: r.Title, ContentType: r.ContentType, Size: r.Size, Key: r.Key,
		Length: r.Length, CreatedAt: r.CreatedAt,
	}
}

// listResources lists a class's material in its order; a limit of 0 is all.
func (s store) listResources(ctx context.Context, q postgres.Q, class uuid.UUID, limit, offset int) ([]Resource, int, error) {
	return s.resources(ctx, q, class, uuid.Nil, limit, offset)
}

func (s store) getResource(ctx context.Context, q postgres.Q, id uuid.UUID) (Resource, error) {
	list, _, err := s.resources(ctx, q, uuid.Nil, id, 1, 0)
	if err != nil {
		return Resource{}, err
	}
	if len(list) == 0 {
		return Resource{}, fault.NotFoundf("resource")
	}
	return list[0], nil
}

func (s store) resources(ctx context.Context, q postgres.Q, class, id uuid.UUID, limit, offset int) ([]Resource, int, error) {
	var rows []resourceRow
	err := q.SelectContext(ctx, &rows, s.q.ListResources, nullID(class), nullID(id), nullLimit(limit), offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Resource, len(rows))
	for i, r := range rows {
		list[i] = r.resource()
	}
	return list, rows[0].Total, nil
}

// lockResources locks a class's material and gives its ids.
func (s store) lockResources(ctx context.Context, q postgres.Q, class uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, s.q.LockResources, class)
	return ids, err
}

func (s store) insertResource(ctx context.Context, q postgres.Q, r Resource) error {
	_, err := q.ExecContext(ctx, s.q.InsertResource, r.ID, r.ClassID, string(r.Kind), r.Title, r.ContentType, r.Size, r.Key, r.Length, r.CreatedAt)
	return err
}

func (s store) updateTitle(ctx context.Context, q postgres.Q, id uuid.UUID, title string) error {
	_, err := q.ExecContext(ctx, s.q.UpdateTitle, id, title)
	return err
}

func (s store) updateOrder(ctx context.Context, q postgres.Q, class uuid.UUID, ids []uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.UpdateOrder, class, pq.Array(ids))
	return err
}

func (s store) updateRemoved(ctx context.Context, q postgres.Q, id uuid.UUID, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateRemoved, id, now)
	return err
}

// lockClock locks a person's watching clock, making a new one when needed.
func (s store) lockClock(ctx context.Context, q postgres.Q, account uuid.UUID, now time.Time) (Clock, error) {
	if _, err := q.ExecContext(ctx, s.q.EnsureClock, account, slack.Milliseconds(), now); err != nil {
		return Clock{}, err
	}
	var r struct {
		Balance int64     `db:"balance_ms"`
		At      time.Time `db:"at"`
	}
	err := q.GetContext(ctx, &r, s.q.LockClock, account)
	return Clock{Balance: time.Duration(r.Balance) * time.Millisecond, At: r.At}, err
}

func (s store) updateClock(ctx context.Context, q postgres.Q, account uuid.UUID, c Clock) error {
	_, err := q.ExecContext(ctx, s.q.UpdateClock, account, c.Balance.Milliseconds(), c.At)
	return err
}

type progressRow struct {
	AccountID   uuid.UUID    `db:"account_id"`
	ResourceID  uuid.UUID    `db:"resource_id"`
	Position    int          `db:"position"`
	Covered     []byte       `db:"covered"`
	Done        int          `db:"done"`
	FirstAt     time.Time    `db:"first_at"`
	LastAt      time.Time    `db:"last_at"`
	CompletedAt sql.NullTime `db:"completed_at"`
}

func (r progressRow) progress() (Progress, error) {
	var pairs [][2]int
	if err := json.Unmarshal(r.Covered, &pairs); err != nil {
		return Progress{}, fault.Wrap(err, "read covered intervals")
	}
	p := Progress{Position: r.Position, Done: r.Done, FirstAt: r.FirstAt, LastAt: r.LastAt, CompletedAt: r.CompletedAt.Time}
	for _, pair := range pairs {
		p.Covered = append(p.Covered, Interval{pair[0], pair[1]})
	}
	return p, nil
}

// progressKey is one person's with one resource.
type progressKey struct{ account, resource uuid.UUID }

// listProgress lists what the accounts have done of a class's material, or of
// one resource.
func (s store) listProgress(ctx context.Context, q postgres.Q, accounts []uuid.UUID, class, resource uuid.UUID) (map[progressKey]Progress, error) {
	var rows []progressRow
	if err := q.SelectContext(ctx, &rows, s.q.ListProgress, pq.Array(accounts), nullID(class), nullID(resource)); err != nil {
		return nil, err
	}
	out := make(map[progressKey]Progress, len(rows))
	for _, r := range rows {
		p, err := r.progress()
		if err != nil {
			return nil, err
		}
		out[progressKey{r.AccountID, r.ResourceID}] = p
	}
	return out, nil
}

func (s store) upsertProgress(ctx context.Context, q postgres.Q, account, resource uuid.UUID, p Progress) error {
	pairs := make([][2]int, len(p.Covered))
	for i, c := range p.Covered {
		pairs[i] = [2]int{c.From, c.To}
	}
	covered, err := json.Marshal(pairs)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpsertProgress, resource, account, p.Position, covered, p.Done, p.FirstAt, p.LastAt,
		sql.NullTime{Time: p.CompletedAt, Valid: !p.CompletedAt.IsZero()})
	return err
}

func (s store) listMembers(ctx context.Context, q postgres.Q, class uuid.UUID, limit, offset int) ([]Line, int, error) {
	var rows []struct {
		AccountID uuid.UUID `db:"account_id"`
		Name      string    `db:"name"`
		IDMasked  string    `db:"id_masked"`
		Total     int       `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListMembers, class, nullLimit(limit), offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Line, len(rows))
	for i, r := range rows {
		list[i] = Line{AccountID: r.AccountID, Name: r.Name, IDMasked: r.IDMasked}
	}
	return list, rows[0].Total, nil
}

func nullID(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

func nullLimit(n int) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: n > 0} }
