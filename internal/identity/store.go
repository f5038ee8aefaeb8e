package identity

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/actor"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	FindSession         string `query:"find-session"`
	ListScopes          string `query:"list-scopes"`
	TouchSession        string `query:"touch-session"`
	InsertSession       string `query:"insert-session"`
	EndSession          string `query:"end-session"`
	EndSessionsOf       string `query:"end-sessions-of"`
	FindAccount         string `query:"find-account"`
	ListAccounts        string `query:"list-accounts"`
	LockAccount         string `query:"lock-account"`
	LockByUsername      string `query:"lock-by-username"`
	FindByPhone         string `query:"find-by-phone"`
	ListStaff           string `query:"list-staff"`
	InsertAccount       string `query:"insert-account"`
	UpdateStaff         string `query:"update-staff"`
	UpdateName          string `query:"update-name"`
	DeleteRoles         string `query:"delete-roles"`
	InsertRoles         string `query:"insert-roles"`
	DeleteScopes        string `query:"delete-scopes"`
	InsertScope         string `query:"insert-scope"`
	UpdatePassword      string `query:"update-password"`
	UpdateFailures      string `query:"update-failures"`
	CountAdministrators string `query:"count-administrators"`
	LockPhone           string `query:"lock-phone"`
	CountCodes          string `query:"count-codes"`
	InsertCode          string `query:"insert-code"`
	LockCode            string `query:"lock-code"`
	UpdateCodeTries     string `query:"update-code-tries"`
	UpdateCodeUsed      string `query:"update-code-used"`
	UpsertFollower      string `query:"upsert-follower"`
	FindAccountByWeChat string `query:"find-account-by-wechat"`
	FindWeChatByAccount string `query:"find-wechat-by-account"`
	BindWeChat          string `query:"bind-wechat"`
	InsertVisit         string `query:"insert-visit"`
	FindVisit           string `query:"find-visit"`
	DeleteVisits        string `query:"delete-visits"`
}

type store struct {
	q       queries
	box     *sealed.Box
	session *sessionQuery
}

func newStore(box *sealed.Box) (store, error) {
	s := store{box: box, session: &sessionQuery{}}
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type accountRow struct {
	ID                uuid.UUID      `db:"id"`
	Kind              string         `db:"kind"`
	Name              string         `db:"name"`
	Username          sql.NullString `db:"username"`
	PasswordHash      sql.NullString `db:"password_hash"`
	PasswordChangedAt sql.NullTime   `db:"password_changed_at"`
	PhoneSealed       []byte         `db:"phone_sealed"`
	Active            bool           `db:"active"`
	FailedLogins      int            `db:"failed_logins"`
	LockedUntil       sql.NullTime   `db:"locked_until"`
	CreatedAt         time.Time      `db:"created_at"`
	Roles             pq.StringArray `db:"roles"`
}

// credentials are what a login needs beside the account.
type credentials struct {
	Account
	passwordHash string
	failures     int
	lockedUntil  time.Time
}

func (s store) credentials(r accountRow) (credentials, error) {
	c := credentials{
		Account: Account{
			ID: r.ID, Kind: Kind(r.Kind), Name: r.Name, Username: r.Username.String, Roles: r.Roles,
			Active: r.Active, PasswordChangedAt: r.PasswordChangedAt.Time, CreatedAt: r.CreatedAt,
		},
		passwordHash: r.PasswordHash.String, failures: r.FailedLogins, lockedUntil: r.LockedUntil.Time,
	}
	if r.PhoneSealed != nil {
		clear, err := s.box.Open(r.PhoneSealed)
		if err != nil {
			return c, fault.Wrap(err, "open phone")
		}
		c.Phone = cnid.Phone(clear)
	}
	return c, nil
}

func (s store) find(ctx context.Context, q postgres.Q, query string, args ...any) (credentials, bool, error) {
	var r accountRow
	err := q.GetContext(ctx, &r, query, args...)
	if postgres.IsNoRows(err) {
		return credentials{}, false, nil
	}
	if err != nil {
		return credentials{}, false, err
	}
	c, err := s.credentials(r)
	return c, true, err
}

func (s store) listAccounts(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]Account, error) {
	var rows []accountRow
	if err := q.SelectContext(ctx, &rows, s.q.ListAccounts, pq.Array(ids)); err != nil {
		return nil, err
	}
	return s.accounts(ctx, q, rows)
}

func (s store) listStaff(ctx context.Context, q postgres.Q, text string, limit, offset int) ([]Account, int, error) {
	var rows []struct {
		accountRow
		Total int `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListStaff, text, limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	plain := make([]accountRow, len(rows))
	for i, r := range rows {
		plain[i] = r.accountRow
	}
	list, err := s.accounts(ctx, q, plain)
	return list, rows[0].Total, err
}

func (s store) accounts(ctx context.Context, q postgres.Q, rows []accountRow) ([]Account, error) {
	ids := make([]uuid.UUID, len(rows))
	list := make([]Account, len(rows))
	for i, r := range rows {
		c, err := s.credentials(r)
		if err != nil {
			return nil, err
		}
		ids[i], list[i] = r.ID, c.Account
	}
	scopes, err := s.listScopes(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Scopes = scopes[list[i].ID]
	}
	return list, nil
}

func (s store) listScopes(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID][]actor.Scope, error) {
	var rows []struct {
		AccountID uuid.UUID `db:"account_id"`
		Kind      string    `db:"kind"`
		ScopeID   uuid.UUID `db:"scope_id"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListScopes, pq.Array(ids)); err != nil {
		return nil, err
	}
	scopes := map[uuid.UUID][]actor.Scope{}
	for _, r := range rows {
		scopes[r.AccountID] = append(scopes[r.AccountID], actor.Scope{Kind: actor.ScopeKind(r.Kind), ID: r.ScopeID})
	}
	return scopes, nil
}

func (s store) insertAccount(ctx context.Context, q postgres.Q, a Account, passwordHash string) error {
	var phone, index []byte
	if a.Phone != "" {
		var err error
		if phone, err = s.box.Seal(a.Phone.Reveal()); err != nil {
			return fault.Wrap(err, "seal phone")
		}
		index = s.box.Index(a.Phone.Reveal())
	}
	_, err := q.ExecContext(ctx, s.q.InsertAccount, a.ID, string(a.Kind), a.Name, null(a.Username), null(passwordHash), phone, index, a.CreatedAt)
	return err
}

func (s store) replaceGrants(ctx context.Context, q postgres.Q, id uuid.UUID, roles []string, scopes []actor.Scope) error {
	for _, query := range []string{s.q.DeleteRoles, s.q.DeleteScopes} {
		if _, err := q.ExecContext(ctx, query, id); err != nil {
			return err
		}
	}
	if _, err := q.ExecContext(ctx, s.q.InsertRoles, id, pq.Array(roles)); err != nil {
		return err
	}
	for _, scope := range scopes {
		if _, err := q.ExecContext(ctx, s.q.InsertScope, id, string(scope.Kind), scope.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

func null(text string) sql.NullString { return sql.NullString{String: text, Valid: text != ""} }

func nullTime(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }
