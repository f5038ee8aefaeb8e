package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/postgres"
)

func parsePhone(text string) (cnid.Phone, error) {
	p, err := cnid.ParsePhone(text)
	if err != nil {
		return "", fault.InvalidFields(fault.Field{Name: "phone", Sub: subPhoneForm})
	}
	return p, nil
}

// SendCode sends a login code to the phone and returns how long the person
// waits before asking again. At most one a minute and six an hour go to one
// phone, sixty an hour to one address.
func (s *Service) SendCode(ctx context.Context, phone string) (time.Duration, error) {
	p, err := parsePhone(phone)
	if err != nil {
		return 0, err
	}
	code, err := newCode()
	if err != nil {
		return 0, err
	}
	now, index, ip := s.clock.Now(), s.box.Index(p.Reveal()), httpx.ClientOf(ctx).IP
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.exec(ctx, tx, s.store.q.LockPhone, index); err != nil {
			return err
		}
		counts, err := s.store.countCodes(ctx, tx, index, ip, now.Add(-time.Hour))
		if err != nil {
			return err
		}
		if wait := codePause - now.Sub(counts.LastSent.Time); counts.LastSent.Valid && wait > 0 {
			return fault.New(fault.TooMany, subCodeTooSoon).With(fault.Params{"seconds": int(wait.Seconds()) + 1})
		}
		if counts.ByPhone >= codesPerHour || counts.ByIP >= codesPerIPHour {
			return fault.New(fault.TooMany, subCodeTooMany)
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		return s.store.exec(ctx, tx, s.store.q.InsertCode, id, index, codeHash(id, code), ip, now, now.Add(codeLife))
	})
	if err != nil {
		return 0, err
	}
	return codePause, s.sms.Send(ctx, p, "login_code", map[string]string{"code": code, "minutes": "10"})
}

// codeHash binds a code to its row, so that equal codes differ when stored.
func codeHash(id uuid.UUID, code string) []byte {
	h := hmac.New(sha256.New, id[:])
	h.Write([]byte(code))
	return h.Sum(nil)
}

// LoginByPhone signs a trainee in; the first time makes the account. A WeChat
// visit that came along is bound to it.
func (s *Service) LoginByPhone(ctx context.Context, phone, code, visit string) (string, error) {
	p, err := parsePhone(phone)
	if err != nil {
		return "", err
	}
	now, index := s.clock.Now(), s.box.Index(p.Reveal())
	ok, err := s.spendCode(ctx, index, code, now)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", fault.InvalidFields(fault.Field{Name: "code", Sub: subCodeWrong})
	}
	var token string
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		id, err := s.ensureTrainee(ctx, tx, p, now)
		if err != nil {
			return err
		}
		if err := s.bindVisit(ctx, tx, id, visit, now); err != nil {
			return err
		}
		if token, err = s.start(ctx, tx, id, httpx.PortalTrainee, now); err != nil {
			return err
		}
		return s.audit.Write(actor.With(ctx, actor.Actor{ID: id, Kind: actor.Trainee}), tx, now,
			audit.Entry{Action: "identity.login", Object: "account", ObjectID: id})
	})
	return token, err
}

// spendCode commits the try even when the code is wrong: a rolled-back try
// would be a free one.
func (s *Service) spendCode(ctx context.Context, phone []byte, code string, now time.Time) (bool, error) {
	matched := false
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, found, err := s.store.lockCode(ctx, tx, phone)
		if err != nil || !found || now.After(c.ExpiresAt) || c.Tries >= codeTries {
			return err
		}
		if !hmac.Equal(c.Hash, codeHash(c.ID, code)) {
			return s.store.exec(ctx, tx, s.store.q.UpdateCodeTries, c.ID)
		}
		matched = true
		return s.store.exec(ctx, tx, s.store.q.UpdateCodeUsed, c.ID, now)
	})
	return matched, err
}

func (s *Service) ensureTrainee(ctx context.Context, tx postgres.Tx, p cnid.Phone, now time.Time) (uuid.UUID, error) {
	index := s.box.Index(p.Reveal())
	if err := s.store.exec(ctx, tx, s.store.q.LockPhone, index); err != nil {
		return uuid.Nil, err
	}
	c, found, err := s.store.find(ctx, tx, s.store.q.FindByPhone, index)
	if err != nil {
		return uuid.Nil, err
	}
	if found {
		if !c.Active {
			return uuid.Nil, fault.New(fault.Forbidden, subInactive)
		}
		return c.ID, nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	return id, s.store.insertAccount(ctx, tx, Account{ID: id, Kind: KindTrainee, Phone: p, CreatedAt: now}, "")
}

// LoginByPassword signs a staff member in. Five wrong passwords in a row close
// the account for fifteen minutes, also for the right one.
func (s *Service) LoginByPassword(ctx context.Context, username, password string) (string, error) {
	now := s.clock.Now()
	c, found, err := s.lookAt(ctx, username)
	if err != nil {
		return "", err
	}
	matched, err := s.hasher.matches(ctx, password, c.passwordHash)
	if err != nil {
		return "", err
	}
	if !found {
		return "", fault.New(fault.Unauthenticated, subWrongPassword)
	}
	var token string
	var refusal error
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, _, err := s.store.find(ctx, tx, s.store.q.LockByUsername, username)
		if err != nil {
			return err
		}
		switch {
		case now.Before(c.lockedUntil):
			refusal = fault.New(fault.TooMany, subLocked).With(fault.Params{"minutes": int(lockTime.Minutes())})
			return nil
		case !matched || !c.Active:
			refusal = fault.New(fault.Unauthenticated, subWrongPassword)
			return s.countFailure(ctx, tx, c, now)
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateFailures, c.ID, 0, nil); err != nil {
			return err
		}
		if token, err = s.start(ctx, tx, c.ID, httpx.PortalStaff, now); err != nil {
			return err
		}
		return s.audit.Write(actor.With(ctx, actor.Actor{ID: c.ID, Kind: actor.Staff, Name: c.Name}), tx, now,
			audit.Entry{Action: "identity.login", Object: "account", ObjectID: c.ID})
	})
	if err == nil {
		err = refusal
	}
	return token, err
}

func (s *Service) lookAt(ctx context.Context, username string) (c credentials, found bool, err error) {
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, found, err = s.store.find(ctx, tx, s.store.q.LockByUsername, username)
		return err
	})
	return c, found, err
}

func (s *Service) countFailure(ctx context.Context, tx postgres.Tx, c credentials, now time.Time) error {
	failures, until := c.failures+1, time.Time{}
	if failures >= failuresAllowed {
		failures, until = 0, now.Add(lockTime)
	}
	if err := s.store.exec(ctx, tx, s.store.q.UpdateFailures, c.ID, failures, nullTime(until)); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{Action: "identity.login_refused", Object: "account", ObjectID: c.ID})
}

// Logout ends the session of a token; an unknown token is no error.
func (s *Service) Logout(ctx context.Context, token string) error {
	defer s.recent.forget()
	return s.store.exec(ctx, s.db, s.store.q.EndSession, tokenHash(token), s.clock.Now())
}
