package bank

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

func (s store) submitMany(ctx context.Context, q postgres.Q, ids []uuid.UUID, now time.Time, by uuid.UUID, byName string) (int, error) {
	return affected(q.ExecContext(ctx, s.q.SubmitMany, postgres.IDs(ids), now, postgres.NullID(by), byName))
}

func (s store) retireImport(ctx context.Context, q postgres.Q, batch uuid.UUID, now time.Time, by uuid.UUID, byName, reason string) (int, error) {
	n, err := affected(q.ExecContext(ctx, s.q.RetireImport, batch, now, postgres.NullID(by), byName, reason))
	if err != nil {
		return 0, err
	}
	_, err = q.ExecContext(ctx, s.q.FreeReferences, batch)
	return n, err
}

func affected(r interface{ RowsAffected() (int64, error) }, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

func (s store) listHeld(ctx context.Context, q postgres.Q, questions []uuid.UUID) (map[uuid.UUID]Held, error) {
	var rows []struct {
		ExternalRef string         `db:"external_ref"`
		Tags        pq.StringArray `db:"tags"`
		versionRow
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListHeld, postgres.IDs(questions)); err != nil {
		return nil, err
	}
	held := make(map[uuid.UUID]Held, len(rows))
	for _, r := range rows {
		v, err := r.version()
		if err != nil {
			return nil, fault.Wrap(err, "read version "+r.ID.String())
		}
		held[v.QuestionID] = Held{Version: v, Ref: r.ExternalRef, Tags: r.Tags}
	}
	return held, nil
}
