package transfer

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	InsertImport    string `query:"insert-import"`
	FindImport      string `query:"find-import"`
	LockImport      string `query:"lock-import"`
	ListImports     string `query:"list-imports"`
	ListOldPreviews string `query:"list-old-previews"`
	DeleteImport    string `query:"delete-import"`
	SetDone         string `query:"set-done"`
	SetPreviewed    string `query:"set-previewed"`
	SetFailed       string `query:"set-failed"`
	SetCommitted    string `query:"set-committed"`
	SetUndone       string `query:"set-undone"`
	Recount         string `query:"recount"`
	DeleteRows      string `query:"delete-rows"`
	InsertRows      string `query:"insert-rows"`
	UpdateRows      string `query:"update-rows"`
	SetOutcomes     string `query:"set-outcomes"`
	ListRows        string `query:"list-rows"`
	CountRows       string `query:"count-rows"`
	ListRowsAt      string `query:"list-rows-at"`
	ListRowsLike    string `query:"list-rows-like"`
	ListUpdatedRows string `query:"list-updated-rows"`
	ListKept        string `query:"list-kept"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type importRow struct {
	ID       uuid.UUID       `db:"id"`
	LevelID  uuid.UUID       `db:"level_id"`
	FileName string          `db:"file_name"`
	Digest   []byte          `db:"digest"`
	Format   exchange.Format `db:"format"`
	Pool     bank.Pool       `db:"pool"`
	State    State           `db:"state"`
	Failure  []byte          `db:"failure"`
	BlobKey  string          `db:"blob_key"`
	Done     int             `db:"done"`
	Counts
	Taken         int           `db:"taken"`
	Updated       int           `db:"updated"`
	Notes         []byte        `db:"notes"`
	CreatedBy     uuid.NullUUID `db:"created_by"`
	CreatedByName string        `db:"created_by_name"`
	CreatedAt     time.Time     `db:"created_at"`
	CommittedAt   sql.NullTime  `db:"committed_at"`
	UndoneAt      sql.NullTime  `db:"undone_at"`
	UndoneByName  string        `db:"undone_by_name"`
	UndoneReason  string        `db:"undone_reason"`
}

func (r importRow) imported() (Import, error) {
	i := Import{
		ID: r.ID, LevelID: r.LevelID, FileName: r.FileName, Format: r.Format, Pool: r.Pool, State: r.State, Done: r.Done, Counts: r.Counts,
		Taken: r.Taken, Updated: r.Updated, ByName: r.CreatedByName, CreatedAt: r.CreatedAt, CommittedAt: r.CommittedAt.Time,
		UndoneAt: r.UndoneAt.Time, UndoneByName: r.UndoneByName, UndoneReason: r.UndoneReason,
		digest: r.Digest, blobKey: r.BlobKey, byID: r.CreatedBy.UUID,
	}
	if len(r.Failure) > 0 {
		i.Failure = &Note{}
		if err := json.Unmarshal(r.Failure, i.Failure); err != nil {
			return i, err
		}
	}
	return i, json.Unmarshal(r.Notes, &i.Notes)
}

func (s store) insertImport(ctx context.Context, q postgres.Q, i Import) error {
	notes, err := json.Marshal(postgres.List(i.Notes))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertImport, i.ID, i.LevelID, i.FileName, i.digest, i.Format, i.Pool, i.blobKey, i.Counts.Found, notes,
		postgres.NullID(i.byID), i.ByName, i.CreatedAt)
	return err
}

func (s store) findImport(ctx context.Context, q postgres.Q, id uuid.UUID) (Import, error) {
	return s.getImport(ctx, q, s.q.FindImport, id)
}

func (s store) lockImport(ctx context.Context, q postgres.Q, id uuid.UUID) (Import, error) {
	return s.getImport(ctx, q, s.q.LockImport, id)
}

func (s store) getImport(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (Import, error) {
	var r importRow
	err := q.GetContext(ctx, &r, query, id)
	if postgres.IsNoRows(err) {
		return Import{}, fault.NotFoundf("import")
	}
	if err != nil {
		return Import{}, err
	}
	return r.imported()
}

func (s store) listImports(ctx context.Context, q postgres.Q, level uuid.UUID, state State, limit, offset int) ([]Import, int, error) {
	var rows []struct {
		importRow
		Total int `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListImports, level, postgres.NullText(string(state)), limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]Import, 0, len(rows)), 0
	for _, r := range rows {
		i, err := r.imported()
		if err != nil {
			return nil, 0, err
		}
		list, total = append(list, i), r.Total
	}
	return list, total, nil
}

func (s store) listOldPreviews(ctx context.Context, q postgres.Q, before time.Time) ([]Import, error) {
	var rows []importRow
	if err := q.SelectContext(ctx, &rows, s.q.ListOldPreviews, before); err != nil {
		return nil, err
	}
	list := make([]Import, 0, len(rows))
	for _, r := range rows {
		i, err := r.imported()
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

func (s store) deleteImport(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.DeleteImport, id)
	return err
}

func (s store) setDone(ctx context.Context, q postgres.Q, id uuid.UUID, done int) error {
	_, err := q.ExecContext(ctx, s.q.SetDone, id, done)
	return err
}

func (s store) setPreviewed(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.SetPreviewed, id)
	return err
}

func (s store) setFailed(ctx context.Context, q postgres.Q, id uuid.UUID, why Note) error {
	text, err := json.Marshal(why)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.SetFailed, id, text)
	return err
}

func (s store) setCommitted(ctx context.Context, q postgres.Q, id uuid.UUID, now time.Time, taken, updated int) error {
	_, err := q.ExecContext(ctx, s.q.SetCommitted, id, now, taken, updated)
	return err
}

func (s store) setUndone(ctx context.Context, q postgres.Q, id uuid.UUID, now time.Time, byName, reason string) error {
	_, err := q.ExecContext(ctx, s.q.SetUndone, id, now, byName, reason)
	return err
}

func (s store) recount(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.Recount, id)
	return err
}

func (s store) listKept(ctx context.Context, q postgres.Q, id uuid.UUID) ([]Kept, error) {
	list := []Kept{}
	err := q.SelectContext(ctx, &list, s.q.ListKept, id)
	return list, err
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

func positionsOf(list []int) any {
	wide := make([]int64, len(list))
	for i, n := range list {
		wide[i] = int64(n)
	}
	return pq.Array(wide)
}
