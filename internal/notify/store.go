package notify

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	InsertNotice   string `query:"insert-notice"`
	FindNotice     string `query:"find-notice"`
	ListNotices    string `query:"list-notices"`
	CountUnread    string `query:"count-unread"`
	MarkRead       string `query:"mark-read"`
	MarkAllRead    string `query:"mark-all-read"`
	InsertDelivery string `query:"insert-delivery"`
	FindDelivery   string `query:"find-delivery"`
	LockByMessage  string `query:"lock-by-message"`
	UpdateDelivery string `query:"update-delivery"`
	CountStopped   string `query:"count-stopped"`
	ListDeliveries string `query:"list-deliveries"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

// insertNotice reports whether the notice is new.
func (s store) insertNotice(ctx context.Context, q postgres.Q, id uuid.UUID, n Notice, now time.Time) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.InsertNotice, id, n.AccountID, string(n.Kind), n.Key, n.Subject, n.Detail, n.Link, now)
	if err != nil {
		return false, err
	}
	count, err := result.RowsAffected()
	return count == 1, err
}

type noticeRow struct {
	ID        uuid.UUID    `db:"id"`
	AccountID uuid.UUID    `db:"account_id"`
	Kind      string       `db:"kind"`
	Subject   string       `db:"subject"`
	Detail    string       `db:"detail"`
	Link      string       `db:"link"`
	CreatedAt time.Time    `db:"created_at"`
	ReadAt    sql.NullTime `db:"read_at"`
	Total     int          `db:"total"`
}

func (r noticeRow) told() Told {
	return Told{
		ID: r.ID, AccountID: r.AccountID, Kind: Kind(r.Kind), Subject: r.Subject, Detail: r.Detail, Link: r.Link,
		CreatedAt: r.CreatedAt, ReadAt: r.ReadAt.Time,
	}
}

func (s store) findNotice(ctx context.Context, q postgres.Q, id uuid.UUID) (Told, bool, error) {
	var r noticeRow
	err := q.GetContext(ctx, &r, s.q.FindNotice, id)
	if postgres.IsNoRows(err) {
		return Told{}, false, nil
	}
	return r.told(), err == nil, err
}

func (s store) listNotices(ctx context.Context, q postgres.Q, account uuid.UUID, limit, offset int) ([]Told, int, error) {
	var rows []noticeRow
	if err := q.SelectContext(ctx, &rows, s.q.ListNotices, account, limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Told, len(rows))
	for i, r := range rows {
		list[i] = r.told()
	}
	return list, rows[0].Total, nil
}

func (s store) countUnread(ctx context.Context, q postgres.Q, account uuid.UUID) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.CountUnread, account)
	return n, err
}

// markRead reports whether the notice is the account's.
func (s store) markRead(ctx context.Context, q postgres.Q, account, id uuid.UUID, now time.Time) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.MarkRead, account, id, now)
	if err != nil {
		return false, err
	}
	count, err := result.RowsAffected()
	return count == 1, err
}

func (s store) markAllRead(ctx context.Context, q postgres.Q, account uuid.UUID, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.MarkAllRead, account, now)
	return err
}

func (s store) insertDelivery(ctx context.Context, q postgres.Q, notice uuid.UUID, c Channel, state State, now time.Time) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertDelivery, id, notice, string(c), string(state), now)
	return err
}

type deliveryRow struct {
	ID        uuid.UUID    `db:"id"`
	NoticeID  uuid.UUID    `db:"notice_id"`
	Channel   string       `db:"channel"`
	State     string       `db:"state"`
	Attempts  int          `db:"attempts"`
	Code      int          `db:"code"`
	MessageID int64        `db:"message_id"`
	CreatedAt time.Time    `db:"created_at"`
	TriedAt   sql.NullTime `db:"tried_at"`
	UpdatedAt time.Time    `db:"updated_at"`
}

func (r deliveryRow) delivery() Delivery {
	return Delivery{
		ID: r.ID, NoticeID: r.NoticeID, Channel: Channel(r.Channel), State: State(r.State), Attempts: r.Attempts,
		Code: r.Code, MessageID: r.MessageID, CreatedAt: r.CreatedAt, TriedAt: r.TriedAt.Time, UpdatedAt: r.UpdatedAt,
	}
}

func (s store) getDelivery(ctx context.Context, q postgres.Q, notice uuid.UUID, c Channel) (Delivery, error) {
	var r deliveryRow
	err := q.GetContext(ctx, &r, s.q.FindDelivery, notice, string(c))
	return r.delivery(), err
}

func (s store) lockByMessage(ctx context.Context, q postgres.Q, messageID int64) (Delivery, bool, error) {
	var r deliveryRow
	err := q.GetContext(ctx, &r, s.q.LockByMessage, messageID)
	if postgres.IsNoRows(err) {
		return Delivery{}, false, nil
	}
	return r.delivery(), err == nil, err
}

func (s store) updateDelivery(ctx context.Context, q postgres.Q, d Delivery) error {
	tried := sql.NullTime{Time: d.TriedAt, Valid: !d.TriedAt.IsZero()}
	_, err := q.ExecContext(ctx, s.q.UpdateDelivery, d.ID, string(d.State), d.Attempts, d.Code, d.MessageID, tried, d.UpdatedAt)
	return err
}

// countStopped counts recent deliveries that WeChat refused for the sake of
// their template.
func (s store) countStopped(ctx context.Context, q postgres.Q, of []Kind, since time.Time) (int, error) {
	names := make([]string, len(of))
	for i, k := range of {
		names[i] = string(k)
	}
	var n int
	err := q.GetContext(ctx, &n, s.q.CountStopped, pq.Array(names), since.Add(-stoppedLookback), since)
	return n, err
}

func (s store) listDeliveries(ctx context.Context, q postgres.Q, f Filter) ([]Logged, int, error) {
	var rows []struct {
		deliveryRow
		AccountID uuid.UUID `db:"account_id"`
		Kind      string    `db:"kind"`
		Subject   string    `db:"subject"`
		Total     int       `db:"total"`
	}
	err := q.SelectContext(ctx, &rows, s.q.ListDeliveries, string(f.Channel), string(f.State), string(f.Kind), f.Limit, f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Logged, len(rows))
	for i, r := range rows {
		list[i] = Logged{Delivery: r.delivery(), AccountID: r.AccountID, Kind: Kind(r.Kind), Subject: r.Subject}
	}
	return list, rows[0].Total, nil
}
