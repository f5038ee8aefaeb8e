package standard

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// findLastVersion gives 0 when there is none.
func (s store) findLastVersion(ctx context.Context, q postgres.Q, level uuid.UUID) (int, []byte, error) {
	var r struct {
		Number int    `db:"number"`
		Digest []byte `db:"digest"`
	}
	err := q.GetContext(ctx, &r, s.q.FindLastVersion, level)
	if postgres.IsNoRows(err) {
		return 0, nil, nil
	}
	return r.Number, r.Digest, err
}

func (s store) insertVersion(ctx context.Context, q postgres.Q, v Version, by uuid.UUID) error {
	content, err := json.Marshal(v.Content)
	if err != nil {
		return err
	}
	points := 0
	for _, e := range v.Content.Elements {
		if e.IsPoint() {
			points++
		}
	}
	_, err = q.ExecContext(ctx, s.q.InsertVersion, v.ID, v.LevelID, v.Number, v.Kind, v.FileName, v.Reason, postgres.NullID(by), v.AuthorName,
		v.CreatedAt, content, v.Content.Digest(), len(v.Content.Theory), len(v.Content.Skill), points)
	return err
}

type versionRow struct {
	ID         uuid.UUID   `db:"id"`
	LevelID    uuid.UUID   `db:"level_id"`
	Number     int         `db:"number"`
	Kind       VersionKind `db:"kind"`
	FileName   string      `db:"file_name"`
	Reason     string      `db:"reason"`
	AuthorName string      `db:"author_name"`
	CreatedAt  time.Time   `db:"created_at"`
	TheoryRows int         `db:"theory_rows"`
	SkillRows  int         `db:"skill_rows"`
	Points     int         `db:"points"`
	Content    []byte      `db:"content"`
	Total      int         `db:"total"`
}

func (r versionRow) version() (Version, error) {
	v := Version{
		ID: r.ID, LevelID: r.LevelID, Number: r.Number, Kind: r.Kind, FileName: r.FileName, Reason: r.Reason, AuthorName: r.AuthorName,
		CreatedAt: r.CreatedAt, TheoryRows: r.TheoryRows, SkillRows: r.SkillRows, Points: r.Points,
	}
	if r.Content == nil {
		return v, nil
	}
	return v, json.Unmarshal(r.Content, &v.Content)
}

func (s store) listVersions(ctx context.Context, q postgres.Q, level uuid.UUID, limit, offset int) ([]Version, int, error) {
	var rows []versionRow
	if err := q.SelectContext(ctx, &rows, s.q.ListVersions, level, limit, offset); err != nil {
		return nil, 0, err
	}
	list := make([]Version, 0, len(rows))
	total := 0
	for _, r := range rows {
		total = r.Total
		v, err := r.version()
		if err != nil {
			return nil, 0, err
		}
		list = append(list, v)
	}
	return list, total, nil
}

func (s store) getVersion(ctx context.Context, q postgres.Q, level uuid.UUID, number int) (Version, error) {
	var r versionRow
	err := q.GetContext(ctx, &r, s.q.FindVersionByNumber, level, number)
	if postgres.IsNoRows(err) {
		return Version{}, fault.NotFoundf("version")
	}
	if err != nil {
		return Version{}, err
	}
	return r.version()
}

type importRow struct {
	ID          uuid.UUID    `db:"id"`
	LevelID     uuid.UUID    `db:"level_id"`
	FileName    string       `db:"file_name"`
	KeepMissing bool         `db:"keep_missing"`
	State       string       `db:"state"`
	Content     []byte       `db:"content"`
	CreatedAt   time.Time    `db:"created_at"`
	CommittedAt sql.NullTime `db:"committed_at"`
}

func (s store) insertImport(ctx context.Context, q postgres.Q, r importRecord, by uuid.UUID) error {
	content, err := json.Marshal(r.content)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertImport, r.ID, r.LevelID, r.FileName, r.KeepMissing, content, postgres.NullID(by), r.CreatedAt)
	return err
}

func (s store) deleteOldImports(ctx context.Context, q postgres.Q, before time.Time) error {
	_, err := q.ExecContext(ctx, s.q.DeleteOldImports, before)
	return err
}

func (s store) getImport(ctx context.Context, q postgres.Q, id uuid.UUID) (importRecord, error) {
	return s.oneImport(ctx, q, s.q.FindImport, id)
}

func (s store) lockImport(ctx context.Context, q postgres.Q, id uuid.UUID) (importRecord, error) {
	return s.oneImport(ctx, q, s.q.LockImport, id)
}

func (s store) oneImport(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (importRecord, error) {
	var r importRow
	err := q.GetContext(ctx, &r, query, id)
	if postgres.IsNoRows(err) {
		return importRecord{}, fault.NotFoundf("import")
	}
	if err != nil {
		return importRecord{}, err
	}
	record := importRecord{TableImport: TableImport{
		ID: r.ID, LevelID: r.LevelID, FileName: r.FileName, KeepMissing: r.KeepMissing, Committed: r.State == "committed",
		CreatedAt: r.CreatedAt, CommittedAt: r.CommittedAt.Time,
	}}
	return record, json.Unmarshal(r.Content, &record.content)
}

func (s store) updateImport(ctx context.Context, q postgres.Q, r importRecord) error {
	content, err := json.Marshal(r.content)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpdateImport, r.ID, content, r.CommittedAt)
	return err
}

// elementRecord is an element as the bulk statements read it.
type elementRecord struct {
	ID          uuid.UUID     `json:"id"`
	WeightRowID uuid.UUID     `json:"weight_row_id"`
	ParentID    uuid.NullUUID `json:"parent_id"`
	Code        string        `json:"code"`
	Path        string        `json:"path"`
	Depth       int           `json:"depth"`
	Name        string        `json:"name"`
	IsPoint     bool          `json:"is_point"`
	Importance  Importance    `json:"importance"`
	Weight      int           `json:"weight"`
	Page        string        `json:"page"`
}

func records(list []Element) ([]byte, error) {
	out := make([]elementRecord, len(list))
	for i, e := range list {
		out[i] = elementRecord{
			ID: e.ID, WeightRowID: e.WeightRowID, ParentID: postgres.NullID(e.ParentID), Code: e.Code, Path: e.Path, Depth: e.depth(),
			Name: e.Name, IsPoint: e.IsPoint, Importance: e.Importance, Weight: e.Weight, Page: e.Page,
		}
	}
	return json.Marshal(out)
}

// replaceElements adds, changes and removes elements together, so that codes
// may change places.
func (s store) replaceElements(ctx context.Context, q postgres.Q, level uuid.UUID, added, changed []Element, gone []uuid.UUID, now time.Time) error {
	fresh, err := records(added)
	if err != nil {
		return err
	}
	kept, err := records(changed)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{s.q.DeferPaths, nil},
		{s.q.InsertElements, []any{level, now, fresh}},
		{s.q.UpdateElements, []any{level, kept}},
		{s.q.DeleteElements, []any{postgres.NullIDs(gone)}},
		{s.q.CheckPaths, nil},
	} {
		if _, err := q.ExecContext(ctx, step.sql, step.args...); err != nil {
			if isReferred(err) {
				return fault.New(fault.Conflict, subElementUsed)
			}
			return err
		}
	}
	return nil
}
