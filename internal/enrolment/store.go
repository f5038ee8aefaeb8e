package enrolment

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListProgrammes    string `query:"list-programmes"`
	LockProgramme     string `query:"lock-programme"`
	CountTaken        string `query:"count-taken"`
	InsertProgramme   string `query:"insert-programme"`
	UpdateProgramme   string `query:"update-programme"`
	ListPosters       string `query:"list-posters"`
	InsertPoster      string `query:"insert-poster"`
	InsertScan        string `query:"insert-scan"`
	ListApplications  string `query:"list-applications"`
	LockApplication   string `query:"lock-application"`
	FindLiving        string `query:"find-living"`
	ListLiving        string `query:"list-living"`
	InsertApplication string `query:"insert-application"`
	UpdateApplication string `query:"update-application"`
	UpdateClause      string `query:"update-clause"`
	TakeNext          string `query:"take-next"`
	UpdateClaim       string `query:"update-claim"`
	ReleaseClaim      string `query:"release-claim"`
	ListItems         string `query:"list-items"`
	UpsertItem        string `query:"upsert-item"`
	ListFiles         string `query:"list-files"`
	InsertFile        string `query:"insert-file"`
	DeleteFile        string `query:"delete-file"`
	RemoveFile        string `query:"remove-file"`
	SubmitFiles       string `query:"submit-files"`
	InsertReview      string `query:"insert-review"`
	ListReviews       string `query:"list-reviews"`
	InsertConsent     string `query:"insert-consent"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type programmeRow struct {
	ID           uuid.UUID `db:"id"`
	Slug         string    `db:"slug"`
	Title        string    `db:"title"`
	LevelID      uuid.UUID `db:"level_id"`
	Kind         string    `db:"kind"`
	Places       int       `db:"places"`
	OpensAt      time.Time `db:"opens_at"`
	ClosesAt     time.Time `db:"closes_at"`
	Description  string    `db:"description"`
	Materials    []byte    `db:"materials"`
	State        string    `db:"state"`
	CreatedAt    time.Time `db:"created_at"`
	UpdatedAt    time.Time `db:"updated_at"`
	Taken        int       `db:"taken"`
	Waiting      int       `db:"waiting"`
	Approved     int       `db:"approved"`
	Applications int       `db:"applications"`
	Total        int       `db:"total"`
}

func (r programmeRow) programme() (Programme, error) {
	p := Programme{
		ID: r.ID, Slug: r.Slug, Title: r.Title, LevelID: r.LevelID, Kind: Kind(r.Kind), Places: r.Places, OpensAt: r.OpensAt,
		ClosesAt: r.ClosesAt, Description: r.Description, State: ProgrammeState(r.State), CreatedAt: r.CreatedAt,
		UpdatedAt: r.UpdatedAt, Taken: r.Taken, Waiting: r.Waiting, Approved: r.Approved, Applications: r.Applications,
	}
	return p, json.Unmarshal(r.Materials, &p.Materials)
}

// programmeFilter narrows a list; zero fields do not.
type programmeFilter struct {
	IDs           []uuid.UUID
	Slug          string
	Occupations   []uuid.UUID
	State         ProgrammeState
	ClosesAfter   time.Time // also orders by the end of the window
	Text          string
	Limit, Offset int
}

func (s store) listProgrammes(ctx context.Context, q postgres.Q, f programmeFilter) ([]Programme, int, error) {
	var rows []programmeRow
	err := q.SelectContext(ctx, &rows, s.q.ListProgrammes, postgres.NullIDs(f.IDs), null(f.Slug), postgres.NullIDs(f.Occupations), null(string(f.State)),
		nullTime(f.ClosesAfter), null(f.Text), f.Limit, f.Offset)
	if err != nil {
		return nil, 0, err
	}
	list := make([]Programme, 0, len(rows))
	total := 0
	for _, r := range rows {
		p, err := r.programme()
		if err != nil {
			return nil, 0, err
		}
		total = r.Total
		list = append(list, p)
	}
	return list, total, nil
}

func (s store) findProgramme(ctx context.Context, q postgres.Q, f programmeFilter) (Programme, bool, error) {
	f.Limit = 1
	list, _, err := s.listProgrammes(ctx, q, f)
	if err != nil || len(list) == 0 {
		return Programme{}, false, err
	}
	return list[0], true, nil
}

// lockProgramme gives the programme without its counts.
func (s store) lockProgramme(ctx context.Context, q postgres.Q, id uuid.UUID) (Programme, error) {
	var r programmeRow
	err := q.GetContext(ctx, &r, s.q.LockProgramme, id)
	if postgres.IsNoRows(err) {
		return Programme{}, fault.NotFoundf("programme")
	}
	if err != nil {
		return Programme{}, err
	}
	return r.programme()
}

// countTaken counts the places held and all applications. Exact under the lock
// of the programme alone.
func (s store) countTaken(ctx context.Context, q postgres.Q, programme uuid.UUID) (taken, applications int, err error) {
	err = q.QueryRowxContext(ctx, s.q.CountTaken, programme).Scan(&taken, &applications)
	return taken, applications, err
}

func (s store) insertProgramme(ctx context.Context, q postgres.Q, p Programme) error {
	materials, err := json.Marshal(p.Materials)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertProgramme, p.ID, p.Slug, p.Title, p.LevelID, string(p.Kind), p.Places, p.OpensAt, p.ClosesAt,
		p.Description, materials, p.CreatedAt)
	return err
}

func (s store) updateProgramme(ctx context.Context, q postgres.Q, p Programme) error {
	materials, err := json.Marshal(p.Materials)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpdateProgramme, p.ID, p.Title, p.LevelID, string(p.Kind), p.Places, p.OpensAt, p.ClosesAt,
		p.Description, materials, string(p.State), p.UpdatedAt)
	return err
}

type posterRow struct {
	ID          uuid.UUID `db:"id"`
	ProgrammeID uuid.UUID `db:"programme_id"`
	Channel     string    `db:"channel"`
	Code        string    `db:"code"`
	QRText      string    `db:"qr_text"`
	WeChat      bool      `db:"wechat"`
	CreatedAt   time.Time `db:"created_at"`
	Scans       int       `db:"scans"`
	Started     int       `db:"started"`
}

// posterFilter narrows a list; zero fields do not.
type posterFilter struct {
	ID, Programme uuid.UUID
	Code, Channel string
}

func (s store) listPosters(ctx context.Context, q postgres.Q, f posterFilter) ([]Poster, error) {
	var rows []posterRow
	if err := q.SelectContext(ctx, &rows, s.q.ListPosters, nullID(f.ID), nullID(f.Programme), null(f.Code), null(f.Channel)); err != nil {
		return nil, err
	}
	list := make([]Poster, 0, len(rows))
	for _, r := range rows {
		list = append(list, Poster(r))
	}
	return list, nil
}

func (s store) findPoster(ctx context.Context, q postgres.Q, f posterFilter) (Poster, bool, error) {
	list, err := s.listPosters(ctx, q, f)
	if err != nil || len(list) == 0 {
		return Poster{}, false, err
	}
	return list[0], true, nil
}

func (s store) insertPoster(ctx context.Context, q postgres.Q, p Poster) error {
	_, err := q.ExecContext(ctx, s.q.InsertPoster, p.ID, p.ProgrammeID, p.Channel, p.Code, p.QRText, p.WeChat, p.CreatedAt)
	if postgres.IsUnique(err, "enrolment_posters_channel_key") {
		return fault.InvalidFields(fault.Field{Name: "channel", Sub: subChannelTaken})
	}
	return err
}

// maxScansPerDay is where counting of one poster's day stops: pages can be
// visited by programs, and a count is no reason to fill the disk.
const maxScansPerDay = 20_000

func (s store) insertScan(ctx context.Context, q postgres.Q, p Poster, source string, visitor []byte, day, now time.Time) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertScan, id, p.ProgrammeID, p.ID, source, visitor, day, now, maxScansPerDay-1)
	return err
}

func null(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

func nullID(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

func nullTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }
