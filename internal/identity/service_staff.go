package identity

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// ListStaff gives one page of staff accounts whose name or user name holds
// text, and how many there are.
func (s *Service) ListStaff(ctx context.Context, text string, limit, offset int) ([]Account, int, error) {
	return s.store.listStaff(ctx, s.db, text, limit, offset)
}

// CreateStaff makes a staff account. An empty password makes a first password,
// which is returned and shown once.
func (s *Service) CreateStaff(ctx context.Context, in StaffInput, password string) (Account, string, error) {
	if err := in.check(); err != nil {
		return Account{}, "", err
	}
	now := s.clock.Now()
	chosen := password != ""
	if !chosen {
		var err error
		if password, err = newPassword(); err != nil {
			return Account{}, "", err
		}
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Account{}, "", err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return Account{}, "", err
	}
	a := Account{
		ID: id, Kind: KindStaff, Name: in.Name, Username: in.Username, Roles: in.Roles, Scopes: in.Scopes,
		Active: true, CreatedAt: now,
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertAccount(ctx, tx, a, hash); err != nil {
			if postgres.IsUnique(err, "accounts_username_key") {
				return fault.InvalidFields(fault.Field{Name: "username", Sub: subUsernameTaken})
			}
			return err
		}
		if chosen {
			a.PasswordChangedAt = now
			if err := s.store.exec(ctx, tx, s.store.q.UpdatePassword, id, hash, now); err != nil {
				return err
			}
		}
		if err := s.store.replaceGrants(ctx, tx, id, in.Roles, in.Scopes); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "identity.create_staff", Object: "account", ObjectID: id, After: grants(in)})
	})
	return a, password, err
}

// UpdateStaff changes name, roles, scopes and activity, and ends the person's
// sessions. Nobody changes their own roles, and one administrator stays.
func (s *Service) UpdateStaff(ctx context.Context, id uuid.UUID, in StaffInput) (Account, error) {
	if err := in.check(); err != nil {
		return Account{}, err
	}
	now := s.clock.Now()
	var after Account
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		before, err := s.lockStaff(ctx, tx, id)
		if err != nil {
			return err
		}
		if actor.From(ctx).ID == id && (!in.Active || !slices.Equal(slices.Sorted(slices.Values(in.Roles)), before.Roles)) {
			return fault.New(fault.Conflict, subOwnRoles)
		}
		if !slices.Contains(in.Roles, string(RoleAdministrator)) || !in.Active {
			n, err := s.store.countAdministrators(ctx, tx, id)
			if err != nil {
				return err
			}
			if n == 0 {
				return fault.New(fault.Conflict, subLastAdmin)
			}
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateStaff, id, in.Name, in.Active); err != nil {
			return err
		}
		if err := s.store.replaceGrants(ctx, tx, id, in.Roles, in.Scopes); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.EndSessionsOf, id, actor.From(ctx).Session, now); err != nil {
			return err
		}
		after = before
		after.Name, after.Active, after.Roles, after.Scopes = in.Name, in.Active, in.Roles, in.Scopes
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "identity.update_staff", Object: "account", ObjectID: id,
			Before: grants(StaffInput{Roles: before.Roles, Active: before.Active}), After: grants(in),
		})
	})
	return after, err
}

// ResetPassword gives a staff member a new first password and ends the
// person's sessions.
func (s *Service) ResetPassword(ctx context.Context, id uuid.UUID) (Account, string, error) {
	password, err := newPassword()
	if err != nil {
		return Account{}, "", err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return Account{}, "", err
	}
	now := s.clock.Now()
	var a Account
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if a, err = s.lockStaff(ctx, tx, id); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdatePassword, id, hash, nullTime(time.Time{})); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.EndSessionsOf, id, uuid.Nil, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "identity.reset_password", Object: "account", ObjectID: id})
	})
	a.PasswordChangedAt = time.Time{}
	return a, password, err
}

// ChangePassword replaces the actor's own password and ends the other
// sessions.
func (s *Service) ChangePassword(ctx context.Context, current, next string) error {
	if err := checkPassword(next); err != nil {
		return err
	}
	if current == next {
		return fault.InvalidFields(fault.Field{Name: "next", Sub: subPasswordSame})
	}
	who, now := actor.From(ctx), s.clock.Now()
	hash, err := s.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, _, err := s.store.find(ctx, tx, s.store.q.LockAccount, who.ID)
		if err != nil {
			return err
		}
		matched, err := s.hasher.matches(ctx, current, c.passwordHash)
		if err != nil {
			return err
		}
		if !matched {
			return fault.InvalidFields(fault.Field{Name: "current", Sub: subCurrentInvalid})
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdatePassword, who.ID, hash, now); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.EndSessionsOf, who.ID, who.Session, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "identity.change_password", Object: "account", ObjectID: who.ID})
	})
}

func (s *Service) lockStaff(ctx context.Context, tx postgres.Tx, id uuid.UUID) (Account, error) {
	c, found, err := s.store.find(ctx, tx, s.store.q.LockAccount, id)
	if err != nil {
		return Account{}, err
	}
	if !found || c.Kind != KindStaff {
		return Account{}, fault.NotFoundf("account")
	}
	return c.Account, nil
}

func grants(in StaffInput) any {
	return map[string]any{"roles": in.Roles, "scopes": len(in.Scopes), "active": in.Active}
}
