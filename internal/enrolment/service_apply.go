package enrolment

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/postgres"
)

var errLiving = errors.New("person has a living application")

// Start begins an application, or gives the living one that the person has.
// code is that of the poster by which they came, or empty.
func (s *Service) Start(ctx context.Context, accountID uuid.UUID, slug, code string) (Application, error) {
	p, err := s.PublicProgramme(ctx, slug)
	if err != nil {
		return Application{}, err
	}
	if id, found, err := s.store.findLiving(ctx, s.db, p.ID, accountID); err != nil || found {
		if err != nil {
			return Application{}, err
		}
		return s.Mine(ctx, accountID, id)
	}
	now := s.clock.Now()
	if err := p.takes(now); err != nil {
		return Application{}, err
	}
	if p.Taken >= p.Places {
		return Application{}, fault.New(fault.Conflict, subFull)
	}
	poster, _, err := s.store.findPoster(ctx, s.db, posterFilter{Programme: p.ID, Code: code})
	if err != nil {
		return Application{}, err
	}
	if code == "" {
		poster = Poster{}
	}
	id, err := s.begin(ctx, Application{ID: uuid.Must(uuid.NewV7()), ProgrammeID: p.ID, AccountID: accountID, LevelID: p.LevelID, CreatedAt: now}, poster.ID)
	if err != nil {
		return Application{}, err
	}
	return s.Mine(ctx, accountID, id)
}

func (s *Service) begin(ctx context.Context, a Application, poster uuid.UUID) (uuid.UUID, error) {
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		fresh, err := s.store.insertApplication(ctx, tx, a, poster)
		if err != nil {
			return err
		}
		if !fresh {
			return errLiving
		}
		return s.audit.Write(ctx, tx, a.CreatedAt, audit.Entry{Action: "enrolment.start", Object: "application", ObjectID: a.ID})
	})
	if !errors.Is(err, errLiving) {
		return a.ID, err
	}
	// Two taps at once: the other one's is the person's application.
	id, found, err := s.store.findLiving(ctx, s.db, a.ProgrammeID, a.AccountID)
	if err == nil && !found {
		err = fault.NotFoundf("application")
	}
	return id, err
}

// Mine gives one of the person's own applications.
func (s *Service) Mine(ctx context.Context, accountID, id uuid.UUID) (Application, error) {
	return s.store.findApplication(ctx, s.db, applicationFilter{ID: id, Account: accountID})
}

// MyApplications lists the person's own, newest first, without items and files.
func (s *Service) MyApplications(ctx context.Context, accountID uuid.UUID, limit, offset int) ([]Application, int, error) {
	return s.store.listApplications(ctx, s.db, applicationFilter{Account: accountID, Limit: limit, Offset: offset})
}

// SaveClause notes the condition under which the person applies; empty takes it
// back.
func (s *Service) SaveClause(ctx context.Context, accountID, id uuid.UUID, key string) (Application, error) {
	a, err := s.Mine(ctx, accountID, id)
	if err != nil {
		return Application{}, err
	}
	level, err := s.standard.Level(ctx, a.LevelID)
	if err != nil {
		return Application{}, err
	}
	if _, known := clauseOf(level, key); key != "" && !known {
		return Application{}, fault.InvalidFields(fault.Field{Name: "clauseKey", Sub: subClauseUnknown})
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.lockApplication(ctx, tx, id, accountID)
		if err != nil {
			return err
		}
		if err := a.checkEditable(ItemClause); err != nil {
			return err
		}
		return s.store.exec(ctx, tx, s.store.q.UpdateClause, id, key, now)
	})
	if err != nil {
		return Application{}, err
	}
	return s.Mine(ctx, accountID, id)
}

// Withdraw ends an application that has not been approved or rejected; its
// place is free again.
func (s *Service) Withdraw(ctx context.Context, accountID, id uuid.UUID, reason string) (Application, error) {
	now := s.clock.Now()
	reason = learner.PlainText(reason)
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.lockApplication(ctx, tx, id, accountID)
		if err != nil {
			return err
		}
		if a.State != Draft && a.State != Submitted && a.State != Returned {
			return fault.New(fault.Conflict, subCannotWithdraw)
		}
		before := a.State
		a.State, a.Reason, a.UpdatedAt = Withdrawn, reason, now
		if err := s.store.updateApplication(ctx, tx, a); err != nil {
			return err
		}
		return s.settle(ctx, tx, now, a, before, Review{Action: ActionWithdraw, Reason: reason})
	})
	if err != nil {
		return Application{}, err
	}
	return s.Mine(ctx, accountID, id)
}

// settle writes what every change of state leaves: a review row, an audit
// record, and the groups of the profile that are held from now on.
func (s *Service) settle(ctx context.Context, tx postgres.Tx, now time.Time, a Application, before State, r Review) error {
	who := actor.From(ctx)
	r.ID, r.Round, r.ActorName, r.At = uuid.Must(uuid.NewV7()), a.Round, who.Name, now
	if err := s.store.insertReview(ctx, tx, a.ID, who.ID, r); err != nil {
		return err
	}
	if _, err := s.learner.Lock(ctx, tx, a.AccountID); err == nil {
		living, err := s.store.listLiving(ctx, tx, a.AccountID)
		if err != nil {
			return err
		}
		if err := s.learner.Hold(ctx, tx, a.AccountID, heldGroups(living)); err != nil {
			return err
		}
	} else if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "enrolment." + string(r.Action), Object: "application", ObjectID: a.ID, Reason: strings.Join(reasons(a.Programme, r.Items, r.Reason), "；"),
		Before: map[string]any{"state": before}, After: map[string]any{"state": a.State, "round": a.Round, "items": r.Items},
	})
}
