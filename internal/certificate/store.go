package certificate

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListEligible      string `query:"list-eligible"`
	ListPassed        string `query:"list-passed"`
	ListIssued        string `query:"list-issued"`
	EnsureSerial      string `query:"ensure-serial"`
	LockSerial        string `query:"lock-serial"`
	UpdateSerial      string `query:"update-serial"`
	InsertCertificate string `query:"insert-certificate"`
	FindCertificate   string `query:"find-certificate"`
	LockCertificate   string `query:"lock-certificate"`
	FindByCode        string `query:"find-by-code"`
	FindByNumber      string `query:"find-by-number"`
	ListCertificates  string `query:"list-certificates"`
	ListMine          string `query:"list-mine"`
	UpdatePDF         string `query:"update-pdf"`
	UpdateRevoked     string `query:"update-revoked"`
}

type store struct {
	q   queries
	box *sealed.Box
}

func newStore(box *sealed.Box) (store, error) {
	s := store{box: box}
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type eligibleRow struct {
	PlanID     uuid.UUID `db:"plan_id"`
	PlanTitle  string    `db:"plan_title"`
	AccountID  uuid.UUID `db:"account_id"`
	LevelID    uuid.UUID `db:"level_id"`
	Name       string    `db:"name"`
	IDMasked   string    `db:"id_masked"`
	HasPhoto   bool      `db:"has_photo"`
	Theory     int       `db:"theory_hundredths"`
	Skill      int       `db:"skill_hundredths"`
	ReleasedAt time.Time `db:"released_at"`
	Total      int       `db:"total"`
}

func (s store) listEligible(ctx context.Context, q postgres.Q, levels []uuid.UUID, plan uuid.UUID, text string, limit, offset int) ([]Eligible, int, error) {
	var rows []eligibleRow
	err := q.SelectContext(ctx, &rows, s.q.ListEligible, postgres.NullIDs(levels), postgres.NullID(plan), text, limit, offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Eligible, len(rows))
	for i, r := range rows {
		list[i] = Eligible{
			PlanID: r.PlanID, PlanTitle: r.PlanTitle, AccountID: r.AccountID, LevelID: r.LevelID, Name: r.Name, IDMasked: r.IDMasked,
			HasPhoto: r.HasPhoto, Theory: r.Theory, Skill: r.Skill, ReleasedAt: r.ReleasedAt,
		}
	}
	return list, rows[0].Total, nil
}

func split(keys []Key) (plans, accounts []uuid.UUID) {
	for _, k := range keys {
		plans, accounts = append(plans, k.PlanID), append(accounts, k.AccountID)
	}
	return plans, accounts
}

// passed is a released outcome that passed.
type passed struct {
	PlanID    uuid.UUID `db:"plan_id"`
	AccountID uuid.UUID `db:"account_id"`
	LevelID   uuid.UUID `db:"level_id"`
	PlanTitle string    `db:"plan_title"`
}

func (p passed) key() Key { return Key{PlanID: p.PlanID, AccountID: p.AccountID} }

// listPassed gives those of the keys that passed, in the order of the keys.
func (s store) listPassed(ctx context.Context, q postgres.Q, keys []Key, levels []uuid.UUID) ([]passed, error) {
	plans, accounts := split(keys)
	var rows []passed
	err := q.SelectContext(ctx, &rows, s.q.ListPassed, pq.Array(plans), pq.Array(accounts), postgres.NullIDs(levels))
	return rows, err
}

func (s store) issued(ctx context.Context, q postgres.Q, keys []Key) (map[Key]bool, error) {
	plans, accounts := split(keys)
	var rows []struct {
		PlanID    uuid.UUID `db:"plan_id"`
		AccountID uuid.UUID `db:"account_id"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListIssued, pq.Array(plans), pq.Array(accounts)); err != nil {
		return nil, err
	}
	has := map[Key]bool{}
	for _, r := range rows {
		has[Key(r)] = true
	}
	return has, nil
}

// lockSerial gives the last serial and keeps others from taking the next.
func (s store) lockSerial(ctx context.Context, q postgres.Q, prefix string, year int, level string) (int, error) {
	if _, err := q.ExecContext(ctx, s.q.EnsureSerial, prefix, year, level); err != nil {
		return 0, err
	}
	var last int
	err := q.GetContext(ctx, &last, s.q.LockSerial, prefix, year, level)
	return last, err
}

func (s store) updateSerial(ctx context.Context, q postgres.Q, prefix string, year int, level string, last int) error {
	_, err := q.ExecContext(ctx, s.q.UpdateSerial, prefix, year, level, last)
	return err
}

func (s store) insert(ctx context.Context, q postgres.Q, c Certificate, by uuid.UUID) error {
	sealedID, err := s.box.Seal(c.IDNumber.Reveal())
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertCertificate, c.ID, c.PlanID, c.AccountID, c.LevelID, c.Number, c.Code, c.Name, string(c.IDType), sealedID,
		c.IDNumber.String(), c.Occupation, c.Track, c.LevelCode, c.LevelName, c.PhotoKey, c.BodyName, c.SealKey, c.IssuedOn, c.IssuedAt,
		postgres.NullID(by), c.IssuedBy)
	return err
}

type row struct {
	ID           uuid.UUID     `db:"id"`
	PlanID       uuid.UUID     `db:"plan_id"`
	AccountID    uuid.UUID     `db:"account_id"`
	LevelID      uuid.UUID     `db:"level_id"`
	Passed       bool          `db:"passed"`
	Number       string        `db:"number"`
	Code         string        `db:"code"`
	State        State         `db:"state"`
	Name         string        `db:"name"`
	IDType       string        `db:"id_type"`
	IDSealed     []byte        `db:"id_sealed"`
	IDMasked     string        `db:"id_masked"`
	Occupation   string        `db:"occupation"`
	Track        string        `db:"track"`
	LevelCode    string        `db:"level_code"`
	LevelName    string        `db:"level_name"`
	PhotoKey     string        `db:"photo_key"`
	BodyName     string        `db:"body_name"`
	SealKey      string        `db:"seal_key"`
	IssuedOn     time.Time     `db:"issued_on"`
	IssuedAt     time.Time     `db:"issued_at"`
	IssuedByID   uuid.NullUUID `db:"issued_by"`
	IssuedBy     string        `db:"issued_name"`
	PDFKey       string        `db:"pdf_key"`
	RevokedAt    sql.NullTime  `db:"revoked_at"`
	RevokedByID  uuid.NullUUID `db:"revoked_by"`
	RevokedBy    string        `db:"revoked_name"`
	RevokeReason string        `db:"revoke_reason"`
	Total        int           `db:"total"`
}

func (s store) made(r row) (Certificate, error) {
	id, err := s.box.Open(r.IDSealed)
	return Certificate{
		ID: r.ID, PlanID: r.PlanID, AccountID: r.AccountID, LevelID: r.LevelID, Number: r.Number, Code: r.Code, State: r.State, Name: r.Name,
		IDType: cnid.Kind(r.IDType), IDNumber: cnid.IDNumber(id), Occupation: r.Occupation, Track: r.Track, LevelCode: r.LevelCode,
		LevelName: r.LevelName, PhotoKey: r.PhotoKey, BodyName: r.BodyName, SealKey: r.SealKey, IssuedOn: r.IssuedOn, IssuedAt: r.IssuedAt,
		IssuedBy: r.IssuedBy, PDFKey: r.PDFKey, RevokedAt: r.RevokedAt.Time, RevokedBy: r.RevokedBy, RevokeReason: r.RevokeReason,
	}, err
}

// find looks a certificate up by one of the queries.
func (s store) find(ctx context.Context, q postgres.Q, query string, key any) (Certificate, bool, error) {
	var r row
	err := q.GetContext(ctx, &r, query, key)
	if postgres.IsNoRows(err) {
		return Certificate{}, false, nil
	}
	if err != nil {
		return Certificate{}, false, err
	}
	c, err := s.made(r)
	return c, err == nil, err
}

func (s store) get(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (Certificate, error) {
	c, found, err := s.find(ctx, q, query, id)
	if err == nil && !found {
		err = fault.NotFoundf("certificate")
	}
	return c, err
}

func (s store) list(ctx context.Context, q postgres.Q, query string, args ...any) ([]Certificate, int, error) {
	var rows []row
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Certificate, len(rows))
	for i, r := range rows {
		c, err := s.made(r)
		if err != nil {
			return nil, 0, err
		}
		list[i] = c
	}
	return list, rows[0].Total, nil
}

func (s store) updatePDF(ctx context.Context, q postgres.Q, id uuid.UUID, key string) error {
	_, err := q.ExecContext(ctx, s.q.UpdatePDF, id, key)
	return err
}

func (s store) updateRevoked(ctx context.Context, q postgres.Q, c Certificate, by uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.UpdateRevoked, c.ID, c.RevokedAt, postgres.NullID(by), c.RevokedBy, c.RevokeReason)
	return err
}
