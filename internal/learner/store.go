package learner

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
	List       string `query:"list"`
	Lock       string `query:"lock"`
	Ensure     string `query:"ensure"`
	Update     string `query:"update"`
	UpdateHeld string `query:"update-held"`
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

type row struct {
	AccountID        uuid.UUID      `db:"account_id"`
	Name             string         `db:"name"`
	NameRare         bool           `db:"name_rare"`
	IDType           string         `db:"id_type"`
	IDSealed         []byte         `db:"id_sealed"`
	IDGood           bool           `db:"id_good"`
	Sex              string         `db:"sex"`
	BirthDate        sql.NullTime   `db:"birth_date"`
	Ethnic           string         `db:"ethnic"`
	Education        string         `db:"education"`
	Source           string         `db:"source"`
	Address          string         `db:"address"`
	Employer         string         `db:"employer"`
	Email            string         `db:"email"`
	WorkYears        int            `db:"work_years"`
	PriorOccupation  string         `db:"prior_occupation"`
	PriorCertificate string         `db:"prior_certificate"`
	PhoneSealed      []byte         `db:"phone_sealed"`
	PhotoKey         string         `db:"photo_key"`
	Held             pq.StringArray `db:"held"`
	Complete         bool           `db:"complete"`
	UpdatedAt        time.Time      `db:"updated_at"`
}

func (s store) profile(r row) (Profile, error) {
	p := Profile{
		AccountID: r.AccountID, Name: r.Name, NameRare: r.NameRare, IDType: IDType(r.IDType), Sex: r.Sex, Ethnic: r.Ethnic,
		Education: r.Education, Source: r.Source, Address: r.Address, Employer: r.Employer, Email: r.Email, WorkYears: r.WorkYears,
		PriorOccupation: r.PriorOccupation, PriorCertificate: r.PriorCertificate, PhotoKey: r.PhotoKey,
		Complete: r.Complete, UpdatedAt: r.UpdatedAt,
	}
	if r.BirthDate.Valid {
		p.BirthDate = r.BirthDate.Time.UTC()
	}
	for _, g := range r.Held {
		p.Held = append(p.Held, Group(g))
	}
	if r.PhoneSealed != nil {
		phone, err := s.box.Open(r.PhoneSealed)
		if err != nil {
			return p, fault.Wrap(err, "open phone")
		}
		p.Phone = cnid.Phone(phone)
	}
	if r.IDSealed == nil {
		return p, nil
	}
	typed, err := s.box.Open(r.IDSealed)
	if err != nil {
		return p, fault.Wrap(err, "open identity number")
	}
	p.Typed = Typed(typed)
	if r.IDGood {
		// What passed its checks was stored in its normal form.
		p.IDNumber = cnid.IDNumber(typed)
	}
	return p, nil
}

func (s store) find(ctx context.Context, q postgres.Q, id uuid.UUID) (Profile, bool, error) {
	list, err := s.list(ctx, q, []uuid.UUID{id})
	p, found := list[id]
	return p, found, err
}

func (s store) list(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID]Profile, error) {
	var rows []row
	if err := q.SelectContext(ctx, &rows, s.q.List, pq.Array(ids)); err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]Profile, len(rows))
	for _, r := range rows {
		p, err := s.profile(r)
		if err != nil {
			return nil, err
		}
		out[r.AccountID] = p
	}
	return out, nil
}

func (s store) lock(ctx context.Context, q postgres.Q, id uuid.UUID) (Profile, bool, error) {
	var r row
	err := q.GetContext(ctx, &r, s.q.Lock, id)
	if postgres.IsNoRows(err) {
		return Profile{}, false, nil
	}
	if err != nil {
		return Profile{}, false, err
	}
	p, err := s.profile(r)
	return p, err == nil, err
}

func (s store) ensure(ctx context.Context, q postgres.Q, id uuid.UUID, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.Ensure, id, now)
	return err
}

// update writes everything but the held groups.
func (s store) update(ctx context.Context, q postgres.Q, p Profile) error {
	var id, index, phone []byte
	masked := ""
	var err error
	if text := string(p.Typed); text != "" {
		if p.IDNumber != "" {
			text, masked, index = p.IDNumber.Reveal(), p.IDNumber.String(), s.box.Index(p.IDNumber.Reveal())
		}
		if id, err = s.box.Seal(text); err != nil {
			return fault.Wrap(err, "seal identity number")
		}
	}
	if p.Phone != "" {
		if phone, err = s.box.Seal(p.Phone.Reveal()); err != nil {
			return fault.Wrap(err, "seal phone")
		}
	}
	born := sql.NullTime{Time: p.BirthDate, Valid: !p.BirthDate.IsZero()}
	_, err = q.ExecContext(ctx, s.q.Update, p.AccountID, p.Name, p.NameRare, string(p.IDType), id, index, masked, p.Sex, born, p.Ethnic,
		p.Education, p.Source, p.Address, p.Employer, p.Email, p.WorkYears, p.PriorOccupation, p.PriorCertificate, phone,
		p.Phone.String(), p.PhotoKey, p.Complete, p.UpdatedAt)
	if postgres.IsUnique(err, "learner_profiles_id_key") {
		e := fault.New(fault.Conflict, subIDTaken)
		e.Fields = []fault.Field{{Name: "idNumber", Sub: subIDTaken}}
		return e
	}
	return err
}

func (s store) updateHeld(ctx context.Context, q postgres.Q, id uuid.UUID, groups []Group) error {
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = string(g)
	}
	_, err := q.ExecContext(ctx, s.q.UpdateHeld, id, pq.Array(names))
	return err
}
