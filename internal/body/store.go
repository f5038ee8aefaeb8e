package body

import (
	"context"
	_ "embed"
	"encoding/json"
	"time"

	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	Find   string `query:"find"`
	Ensure string `query:"ensure"`
	Lock   string `query:"lock"`
	Update string `query:"update"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type row struct {
	Name              string    `db:"name"`
	CertificatePrefix string    `db:"certificate_prefix"`
	Contact           string    `db:"contact"`
	Address           string    `db:"address"`
	SealKey           string    `db:"seal_key"`
	Rules             []byte    `db:"rules"`
	UpdatedAt         time.Time `db:"updated_at"`
}

func (r row) settings() (Settings, error) {
	s := Settings{
		Name: r.Name, CertificatePrefix: r.CertificatePrefix, Contact: r.Contact,
		Address: r.Address, SealKey: r.SealKey, UpdatedAt: r.UpdatedAt,
	}
	return s, json.Unmarshal(r.Rules, &s.Rules)
}

func (s store) find(ctx context.Context, q postgres.Q) (Settings, bool, error) {
	var r row
	err := q.GetContext(ctx, &r, s.q.Find)
	if postgres.IsNoRows(err) {
		return Settings{}, false, nil
	}
	if err != nil {
		return Settings{}, false, err
	}
	settings, err := r.settings()
	return settings, true, err
}

func (s store) ensure(ctx context.Context, q postgres.Q, d Settings, now time.Time) error {
	rules, err := json.Marshal(d.Rules)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.Ensure, d.Name, rules, now)
	return err
}

func (s store) lock(ctx context.Context, q postgres.Q) (Settings, error) {
	var r row
	if err := q.GetContext(ctx, &r, s.q.Lock); err != nil {
		return Settings{}, err
	}
	return r.settings()
}

func (s store) update(ctx context.Context, q postgres.Q, v Settings) error {
	rules, err := json.Marshal(v.Rules)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.Update, v.Name, v.CertificatePrefix, v.Contact, v.Address, v.SealKey, rules, v.UpdatedAt)
	return err
}
