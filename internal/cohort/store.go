package cohort

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListClasses       string `query:"list-classes"`
	LockClasses       string `query:"lock-classes"`
	InsertClass       string `query:"insert-class"`
	UpdateClass       string `query:"update-class"`
	UpdateContentHash string `query:"update-content-hash"`
	UpdatePublished   string `query:"update-published"`
	UpdateCompleted   string `query:"update-completed"`
	UpdateGroupQR     string `query:"update-group-qr"`
	ListProgrammes    string `query:"list-programmes"`
	ListCandidates    string `query:"list-candidates"`
	ListMembers       string `query:"list-members"`
	InsertMembers     string `query:"insert-members"`
	EndMember         string `query:"end-member"`
	ListUntold        string `query:"list-untold"`
	UpdateTold        string `query:"update-told"`
	IsMember          string `query:"is-member"`
	ListLessons       string `query:"list-lessons"`
	FindLesson        string `query:"find-lesson"`
	InsertLesson      string `query:"insert-lesson"`
	UpdateLesson      string `query:"update-lesson"`
	DeleteLesson      string `query:"delete-lesson"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

// classFilter narrows a list of classes; zero fields do not. Scopes are of the
// actor; Member keeps to the published classes of a trainee.
type classFilter struct {
	IDs         []uuid.UUID
	Scopes      []uuid.UUID
	Occupations []uuid.UUID
	Programme   uuid.UUID
	State       State
	Text        string
	Member      uuid.UUID
	Limit       int // 0: all
	Offset      int
}

type classRow struct {
	ID             uuid.UUID     `db:"id"`
	ProgrammeID    uuid.UUID     `db:"programme_id"`
	ProgrammeTitle string        `db:"programme_title"`
	LevelID        uuid.UUID     `db:"level_id"`
	LevelTitle     string        `db:"level_title"`
	Name           string        `db:"name"`
	Capacity       int           `db:"capacity"`
	Members        int           `db:"members"`
	TeacherID      uuid.NullUUID `db:"teacher_id"`
	TeacherName    string        `db:"teacher_name"`
	StartsOn       sql.NullTime  `db:"starts_on"`
	EndsOn         sql.NullTime  `db:"ends_on"`
	Place          string        `db:"place"`
	GroupQRKey     string        `db:"group_qr_key"`
	GroupQRType    string        `db:"group_qr_type"`
	State          State         `db:"state"`
	Revision       int           `db:"revision"`
	ContentHash    string        `db:"content_hash"`
	ToldHash       string        `db:"told_hash"`
	Untold         int           `db:"untold"`
	PublishedAt    sql.NullTime  `db:"published_at"`
	CompletedAt    sql.NullTime  `db:"completed_at"`
	CreatedAt      time.Time     `db:"created_at"`
	Total          int           `db:"total"`
}

func (r classRow) class() Class {
	return Class{
		ID: r.ID, ProgrammeID: r.ProgrammeID, ProgrammeTitle: r.ProgrammeTitle, LevelID: r.LevelID, LevelTitle: r.LevelTitle,
		Name: r.Name, Capacity: r.Capacity, Members: r.Members, TeacherID: r.TeacherID.UUID, TeacherName: r.TeacherName,
		StartsOn: r.StartsOn.Time.UTC(), EndsOn: r.EndsOn.Time.UTC(), Place: r.Place, GroupQRKey: r.GroupQRKey, GroupQRType: r.GroupQRType,
		State: r.State, Revision: r.Revision, Untold: r.Untold, PublishedAt: r.PublishedAt.Time, CompletedAt: r.CompletedAt.Time,
		CreatedAt: r.CreatedAt, toldHash: r.ToldHash, contentHash: r.ContentHash,
	}
}

func (s store) listClasses(ctx context.Context, q postgres.Q, f classFilter) ([]Class, int, error) {
	var rows []classRow
	err := q.SelectContext(ctx, &rows, s.q.ListClasses, postgres.NullIDs(f.IDs), postgres.NullIDs(f.Scopes), postgres.NullIDs(f.Occupations), postgres.NullID(f.Programme),
		string(f.State), f.Text, postgres.NullID(f.Member), limit(f.Limit), f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Class, len(rows))
	for i, r := range rows {
		list[i] = r.class()
	}
	return list, rows[0].Total, nil
}

// lockClasses locks the classes in a fixed order.
func (s store) lockClasses(ctx context.Context, q postgres.Q, ids []uuid.UUID) error {
	var locked []uuid.UUID
	return q.SelectContext(ctx, &locked, s.q.LockClasses, postgres.NullIDs(ids))
}

func (s store) insertClass(ctx context.Context, q postgres.Q, c Class, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertClass, c.ID, c.ProgrammeID, c.LevelID, c.Name, c.Capacity, postgres.NullID(c.TeacherID),
		nullDay(c.StartsOn), nullDay(c.EndsOn), c.Place, now)
	return nameTaken(err)
}

func (s store) updateClass(ctx context.Context, q postgres.Q, c Class, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateClass, c.ID, c.Name, c.Capacity, postgres.NullID(c.TeacherID), nullDay(c.StartsOn), nullDay(c.EndsOn), c.Place, now)
	return nameTaken(err)
}

func nameTaken(err error) error {
	if postgres.IsUnique(err, "cohort_classes_name_key") {
		return fault.InvalidFields(fault.Field{Name: "name", Sub: subNameTaken}).Because(err)
	}
	return err
}

func (s store) updateContentHash(ctx context.Context, q postgres.Q, id uuid.UUID, hash string) error {
	_, err := q.ExecContext(ctx, s.q.UpdateContentHash, id, hash)
	return err
}

func (s store) updatePublished(ctx context.Context, q postgres.Q, id uuid.UUID, revision int, hash string, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdatePublished, id, revision, hash, now)
	return err
}

func (s store) updateCompleted(ctx context.Context, q postgres.Q, id uuid.UUID, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateCompleted, id, now)
	return err
}

func (s store) updateGroupQR(ctx context.Context, q postgres.Q, id uuid.UUID, key, contentType string, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateGroupQR, id, key, contentType, now)
	return err
}

type programmeRow struct {
	ID         uuid.UUID `db:"id"`
	Title      string    `db:"title"`
	LevelID    uuid.UUID `db:"level_id"`
	LevelTitle string    `db:"level_title"`
	Approved   int       `db:"approved"`
	Unplaced   int       `db:"unplaced"`
	Total      int       `db:"total"`
}

func (s store) listProgrammes(ctx context.Context, q postgres.Q, f classFilter) ([]Programme, int, error) {
	var rows []programmeRow
	err := q.SelectContext(ctx, &rows, s.q.ListProgrammes, postgres.NullID(f.Programme), postgres.NullIDs(f.Scopes), postgres.NullIDs(f.Occupations), f.Text, limit(f.Limit), f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Programme, len(rows))
	for i, r := range rows {
		list[i] = Programme{ID: r.ID, Title: r.Title, LevelID: r.LevelID, LevelTitle: r.LevelTitle, Approved: r.Approved, Unplaced: r.Unplaced}
	}
	return list, rows[0].Total, nil
}

func nullDay(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

func limit(n int) sql.NullInt64 { return sql.NullInt64{Int64: int64(n), Valid: n > 0} }
