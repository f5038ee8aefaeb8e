package identity

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"jiangxun/internal/platform/postgres"
)

type session struct {
	ID         uuid.UUID      `db:"id"`
	AccountID  uuid.UUID      `db:"account_id"`
	Portal     string         `db:"portal"`
	LastSeenAt time.Time      `db:"last_seen_at"`
	Kind       string         `db:"kind"`
	Name       string         `db:"name"`
	Active     bool           `db:"active"`
	Roles      pq.StringArray `db:"roles"`
}

// sessionQuery is the one query that every request asks: planned once a
// connection, which saves more than half of its cost.
type sessionQuery struct {
	mu   sync.Mutex
	stmt *sqlx.Stmt
}

func (p *sessionQuery) prepared(ctx context.Context, db postgres.DB, query string) (*sqlx.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stmt != nil {
		return p.stmt, nil
	}
	stmt, err := db.PreparexContext(ctx, query)
	if err == nil {
		p.stmt = stmt
	}
	return stmt, err
}

func (s store) findSession(ctx context.Context, db postgres.DB, token string) (session, bool, error) {
	stmt, err := s.session.prepared(ctx, db, s.q.FindSession) //nolint:sqlclosecheck // lives as long as its pool
	if err != nil {
		return session{}, false, err
	}
	var v session
	err = stmt.GetContext(ctx, &v, tokenHash(token))
	if postgres.IsNoRows(err) {
		return session{}, false, nil
	}
	return v, err == nil, err
}

type codeCounts struct {
	ByPhone  int          `db:"by_phone"`
	ByIP     int          `db:"by_ip"`
	LastSent sql.NullTime `db:"last_sent"`
}

func (s store) countCodes(ctx context.Context, q postgres.Q, phone []byte, ip string, since time.Time) (codeCounts, error) {
	var c codeCounts
	err := q.GetContext(ctx, &c, s.q.CountCodes, phone, ip, since)
	return c, err
}

type phoneCode struct {
	ID        uuid.UUID `db:"id"`
	Hash      []byte    `db:"code_hash"`
	ExpiresAt time.Time `db:"expires_at"`
	Tries     int       `db:"tries"`
}

func (s store) lockCode(ctx context.Context, q postgres.Q, phone []byte) (phoneCode, bool, error) {
	var c phoneCode
	err := q.GetContext(ctx, &c, s.q.LockCode, phone)
	if postgres.IsNoRows(err) {
		return phoneCode{}, false, nil
	}
	return c, err == nil, err
}

type wechatIdentity struct {
	AppID     string `db:"app_id"`
	OpenID    string `db:"open_id"`
	Following bool   `db:"following"`
}

func (s store) findWeChat(ctx context.Context, q postgres.Q, query string, args ...any) (wechatIdentity, bool, error) {
	var w wechatIdentity
	err := q.GetContext(ctx, &w, query, args...)
	if postgres.IsNoRows(err) {
		return wechatIdentity{}, false, nil
	}
	return w, err == nil, err
}

func (s store) findAccountByWeChat(ctx context.Context, q postgres.Q, appID, openID string) (uuid.UUID, bool, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.FindAccountByWeChat, appID, openID)
	if postgres.IsNoRows(err) {
		return uuid.Nil, false, nil
	}
	return id, err == nil, err
}

// bindWeChat reports whether the binding was made; false when the WeChat
// account belongs to somebody else.
func (s store) bindWeChat(ctx context.Context, q postgres.Q, w wechatIdentity, account uuid.UUID, now time.Time) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.BindWeChat, w.AppID, w.OpenID, account, now)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func (s store) countAdministrators(ctx context.Context, q postgres.Q, except uuid.UUID) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.CountAdministrators, except)
	return n, err
}
