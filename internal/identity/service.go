package identity

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sealed"
	"jiangxun/internal/platform/sms"
)

// Deps are what the room needs.
type Deps struct {
	DB    postgres.DB
	Audit *audit.Log
	Clock clock.Clock
	Box   *sealed.Box
	SMS   sms.Sender
	Idle  Idle
}

// Idle says how long a session lives without a request.
type Idle struct {
	Staff, Trainee time.Duration
}

// Service is the room's use cases.
type Service struct {
	db     postgres.DB
	audit  *audit.Log
	clock  clock.Clock
	box    *sealed.Box
	sms    sms.Sender
	idle   Idle
	store  store
	hasher hasher
	recent *recent
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Box == nil || d.SMS == nil || d.Idle.Staff <= 0 || d.Idle.Trainee <= 0 {
		return nil, errors.New("identity: missing dependency")
	}
	s, err := newStore(d.Box)
	if err != nil {
		return nil, fault.Wrap(err, "identity")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, box: d.Box, sms: d.SMS, idle: d.Idle,
		store: s, hasher: newHasher(), recent: newRecent(),
	}, nil
}

// Authenticate implements httpx.Authenticator.
func (s *Service) Authenticate(ctx context.Context, portal httpx.Portal, token string) (actor.Actor, error) {
	now := s.clock.Now()
	if portal == httpx.PortalTrainee {
		if who, ok := s.recent.find(token, now); ok {
			return who, nil
		}
	}
	v, found, err := s.store.findSession(ctx, s.db, token)
	if err != nil {
		return actor.Actor{}, err
	}
	if !found || v.Portal != string(portal) || !v.Active || now.Sub(v.LastSeenAt) > s.idleOf(portal) {
		return actor.Actor{}, fault.New(fault.Unauthenticated, subSignIn)
	}
	// One write a minute is enough to know who is idle.
	if now.Sub(v.LastSeenAt) > time.Minute {
		if err := s.store.exec(ctx, s.db, s.store.q.TouchSession, v.ID, now); err != nil {
			return actor.Actor{}, err
		}
	}
	who := actor.Actor{ID: v.AccountID, Kind: actor.Kind(v.Kind), Name: v.Name, Roles: v.Roles, Session: v.ID}
	if who.Kind == actor.Trainee {
		who.Roles = []string{string(RoleTrainee)}
	}
	who.Permissions = permissionSet(who.Roles)
	if who.Kind == actor.Staff {
		scopes, err := s.store.listScopes(ctx, s.db, []uuid.UUID{who.ID})
		if err != nil {
			return actor.Actor{}, err
		}
		who.Scopes = scopes[who.ID]
	}
	if portal == httpx.PortalTrainee {
		s.recent.put(token, who, now)
	}
	return who, nil
}

func (s *Service) idleOf(p httpx.Portal) time.Duration {
	if p == httpx.PortalStaff {
		return s.idle.Staff
	}
	return s.idle.Trainee
}

// Account gives one account, or fault.NotFound.
func (s *Service) Account(ctx context.Context, id uuid.UUID) (Account, error) {
	c, found, err := s.store.find(ctx, s.db, s.store.q.FindAccount, id)
	if err != nil {
		return Account{}, err
	}
	if !found {
		return Account{}, fault.NotFoundf("account")
	}
	return c.Account, nil
}

// Accounts gives the accounts that exist among ids.
func (s *Service) Accounts(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]Account, error) {
	list, err := s.store.listAccounts(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Account, len(list))
	for _, a := range list {
		byID[a.ID] = a
	}
	return byID, nil
}

// Rename sets the name shown for an account, in the caller's transaction. The
// learner room calls it when a trainee's real name is saved.
func (s *Service) Rename(ctx context.Context, tx postgres.Tx, id uuid.UUID, name string) error {
	return s.store.exec(ctx, tx, s.store.q.UpdateName, id, name)
}

// EnsureTrainee gives the trainee account of a phone number, making it when
// there is none. For imports and the demo; a person who signs in proves the
// number with a code.
func (s *Service) EnsureTrainee(ctx context.Context, tx postgres.Tx, phone string) (uuid.UUID, error) {
	p, err := parsePhone(phone)
	if err != nil {
		return uuid.Nil, err
	}
	return s.ensureTrainee(ctx, tx, p, s.clock.Now())
}

// start makes a session and gives its token.
func (s *Service) start(ctx context.Context, tx postgres.Tx, account uuid.UUID, portal httpx.Portal, now time.Time) (string, error) {
	token, hash, err := newToken()
	if err != nil {
		return "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", err
	}
	client := httpx.ClientOf(ctx)
	return token, s.store.exec(ctx, tx, s.store.q.InsertSession, id, hash, account, string(portal), now, client.IP, cleanUserAgent(client.UserAgent))
}
