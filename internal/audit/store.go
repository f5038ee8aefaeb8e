package audit

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
	Append        string `query:"append"`
	LockChain     string `query:"lock-chain"`
	FindLast      string `query:"find-last"`
	ListUnchained string `query:"list-unchained"`
	UpdateChained string `query:"update-chained"`
	ListChained   string `query:"list-chained"`
	List          string `query:"list"`
}

type record struct {
	ID        uuid.UUID     `db:"id"`
	At        time.Time     `db:"at"`
	ActorID   uuid.NullUUID `db:"actor_id"`
	ActorKind string        `db:"actor_kind"`
	ActorName string        `db:"actor_name"`
	Action    string        `db:"action"`
	Object    string        `db:"object"`
	ObjectID  uuid.NullUUID `db:"object_id"`
	Reason    string        `db:"reason"`
	Detail    []byte        `db:"detail"`
	Number    int64         `db:"number"`
	Hash      []byte        `db:"hash"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

func (s store) append(ctx context.Context, q postgres.Q, r record) error {
	_, err := q.ExecContext(ctx, s.q.Append, r.ID, r.At, r.ActorID, r.ActorKind, r.ActorName,
		r.Action, r.Object, r.ObjectID, r.Reason, r.Detail)
	return err
}

func (s store) lockChain(ctx context.Context, q postgres.Q) error {
	_, err := q.ExecContext(ctx, s.q.LockChain)
	return err
}

// findLast gives the zero record when the chain is empty.
func (s store) findLast(ctx context.Context, q postgres.Q) (record, error) {
	var r record
	err := q.GetContext(ctx, &r, s.q.FindLast)
	if postgres.IsNoRows(err) {
		return record{}, nil
	}
	return r, err
}

func (s store) listUnchained(ctx context.Context, q postgres.Q, limit int) ([]record, error) {
	var rows []record
	err := q.SelectContext(ctx, &rows, s.q.ListUnchained, limit)
	return rows, err
}

func (s store) updateChained(ctx context.Context, q postgres.Q, r record) error {
	_, err := q.ExecContext(ctx, s.q.UpdateChained, r.ID, r.Number, r.Hash)
	return err
}

func (s store) listChained(ctx context.Context, q postgres.Q, after int64, limit int) ([]record, error) {
	var rows []record
	err := q.SelectContext(ctx, &rows, s.q.ListChained, after, limit)
	return rows, err
}

func (s store) list(ctx context.Context, q postgres.Q, f Filter) ([]Record, int, error) {
	var rows []struct {
		record
		Total int `db:"total"`
	}
	err := q.SelectContext(ctx, &rows, s.q.List, f.Action, postgres.NullID(f.ObjectID), f.Limit, f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Record, len(rows))
	for i, r := range rows {
		list[i] = Record{
			ID: r.ID, Number: r.Number, At: r.At, ActorName: r.ActorName, ActorKind: r.ActorKind,
			Action: r.Action, Object: r.Object, ObjectID: r.ObjectID.UUID, Reason: r.Reason,
		}
	}
	return list, rows[0].Total, nil
}
