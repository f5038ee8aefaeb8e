package exam

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

const maxBatch = 32_000

// CreatePlan makes a plan of a level within the actor's scopes. Rules, place
// and contact are copied from the body.
func (s *Service) CreatePlan(ctx context.Context, title string, levelID uuid.UUID) (Plan, error) {
	level, err := s.standard.VisibleLevel(ctx, levelID)
	if err != nil {
		return Plan{}, err
	}
	settings, err := s.body.Get(ctx)
	if err != nil {
		return Plan{}, err
	}
	now := s.clock.Now()
	p := Plan{
		ID: uuid.Must(uuid.NewV7()), Title: title, LevelID: levelID, LevelTitle: level.Title(), State: Drafted,
		Year: now.In(clock.China).Year(), SiteNumber: 1, SiteName: settings.Name, SiteAddress: settings.Address, Contact: settings.Contact,
		Rules: rulesOf(settings.Rules), CreatedAt: now,
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.exec(ctx, tx, s.store.q.LockYear, p.Year); err != nil {
			return err
		}
		if p.Batch, err = s.store.number(ctx, tx, s.store.q.NextBatch, p.Year); err != nil {
			return err
		}
		if p.Batch > maxBatch {
			return fault.New(fault.Conflict, subBatchFull)
		}
		if err := s.store.insertPlan(ctx, tx, p); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "exam.create_plan", Object: "exam_plan", ObjectID: p.ID, After: p})
	})
	return p, err
}

// SavePlan changes a drafted plan. A new pattern or site number leaves ticket
// numbers that were given as they are; seat anew to renew them.
func (s *Service) SavePlan(ctx context.Context, id uuid.UUID, in PlanInput) (Plan, error) {
	if err := checkPattern(in.Rules.TicketPattern); err != nil {
		return Plan{}, err
	}
	return s.changePlan(ctx, id, "exam.save_plan", func(tx postgres.Tx, p *Plan, _ time.Time) error {
		p.Title, p.SiteNumber, p.SiteName, p.SiteAddress = in.Title, in.SiteNumber, in.SiteName, in.SiteAddress
		p.Contact, p.Rules = in.Contact, in.Rules
		return s.store.updatePlan(ctx, tx, *p)
	})
}

// changePlan runs a change of a drafted plan under its lock, with its record.
func (s *Service) changePlan(ctx context.Context, id uuid.UUID, action string, change func(postgres.Tx, *Plan, time.Time) error) (Plan, error) {
	return s.withDrafted(ctx, id, func(tx postgres.Tx, p *Plan, now time.Time) error {
		before := *p
		if err := change(tx, p, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "exam_plan", ObjectID: id, Before: before, After: *p})
	})
}

// withDrafted runs fn with a drafted plan that the actor may see, under its lock.
func (s *Service) withDrafted(ctx context.Context, id uuid.UUID, fn func(postgres.Tx, *Plan, time.Time) error) (Plan, error) {
	seen, err := s.Plan(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	now := s.clock.Now()
	var p Plan
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if p, err = s.lockDrafted(ctx, tx, id); err != nil {
			return err
		}
		p.LevelTitle = seen.LevelTitle
		return fn(tx, &p, now)
	})
	return p, err
}

func (s *Service) lockDrafted(ctx context.Context, tx postgres.Tx, id uuid.UUID) (Plan, error) {
	p, err := s.store.lockPlan(ctx, tx, id)
	if err == nil && p.State != Drafted {
		err = fault.New(fault.Conflict, subNotDrafted)
	}
	return p, err
}

// ListClasses gives one page of the classes of a plan's level that have members.
func (s *Service) ListClasses(ctx context.Context, planID uuid.UUID, limit, offset int) ([]Class, int, error) {
	p, err := s.Plan(ctx, planID)
	if err != nil {
		return nil, 0, err
	}
	return s.store.listClasses(ctx, s.db, p.ID, p.LevelID, limit, offset)
}

// ListForms gives one page of the frozen exam forms of a plan's level.
func (s *Service) ListForms(ctx context.Context, planID uuid.UUID, limit, offset int) ([]Form, int, error) {
	p, err := s.Plan(ctx, planID)
	if err != nil {
		return nil, 0, err
	}
	return s.store.listForms(ctx, s.db, p.LevelID, limit, offset)
}

// AddCandidates adds the members of classes of the plan's level to a drafted
// plan. Whoever is a candidate already stays what they are.
func (s *Service) AddCandidates(ctx context.Context, planID uuid.UUID, classes []uuid.UUID) (added, already int, err error) {
	_, err = s.changePlan(ctx, planID, "exam.add_candidates", func(tx postgres.Tx, p *Plan, now time.Time) error {
		others, err := s.store.number(ctx, tx, s.store.q.CountOtherClasses, postgres.NullIDs(classes), p.LevelID)
		if err != nil {
			return err
		}
		if others > 0 {
			return fault.InvalidFields(fault.Field{Name: "classIds", Sub: subClassLevel})
		}
		members, err := s.store.listMembers(ctx, tx, classes, p.LevelID)
		if err != nil {
			return err
		}
		if added, err = s.store.insertCandidates(ctx, tx, *p, members, now); err != nil {
			return err
		}
		already = len(members) - added
		p.Candidates += added
		return nil
	})
	return added, already, err
}

// RemoveCandidate takes a candidate, and a seat that was given, out of a
// drafted plan.
func (s *Service) RemoveCandidate(ctx context.Context, planID, candidateID uuid.UUID) error {
	_, err := s.changePlan(ctx, planID, "exam.remove_candidate", func(tx postgres.Tx, p *Plan, _ time.Time) error {
		n, err := s.store.affected(ctx, tx, s.store.q.DeleteCandidate, candidateID, p.ID)
		if err == nil && n == 0 {
			err = fault.NotFoundf("candidate")
		}
		p.Candidates -= n
		return err
	})
	return err
}

// Publish makes a plan known: every part has sessions, every candidate a seat in
// each of them, every theory session a form. Candidates are told.
func (s *Service) Publish(ctx context.Context, planID uuid.UUID) (Plan, error) {
	return s.changePlan(ctx, planID, "exam.publish", func(tx postgres.Tx, p *Plan, now time.Time) error {
		if err := s.checkPublishable(ctx, tx, *p); err != nil {
			return err
		}
		p.State, p.PublishedAt, p.Revision = Published, now, p.Revision+1
		if err := s.store.exec(ctx, tx, s.store.q.UpdatePlanState, p.ID, string(p.State), orNull(now), p.Revision); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateSessionsOfPlan, p.ID, string(Ready)); err != nil {
			return err
		}
		return s.tell(ctx, tx, now, *p)
	})
}

func (s *Service) checkPublishable(ctx context.Context, tx postgres.Tx, p Plan) error {
	sessions, _, err := s.store.sessions(ctx, tx, s.store.q.ListSessionsOfPlan, p.ID)
	if err != nil {
		return err
	}
	if len(sessions) == 0 {
		return fault.New(fault.Conflict, subNoSessions)
	}
	if p.Candidates == 0 {
		return fault.New(fault.Conflict, subNoCandidates)
	}
	seated, err := s.store.seatsByPart(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	now, err := s.store.now(ctx, tx)
	if err != nil {
		return err
	}
	for _, e := range sessions {
		e.Plan = p
		switch {
		case e.Part == Theory && e.FormID == uuid.Nil:
			return fault.New(fault.Conflict, subFormMissing)
		case seated[e.Part] < p.Candidates:
			return fault.New(fault.Conflict, subSeatsMissing).With(fault.Params{"missing": p.Candidates - seated[e.Part]})
		case !now.Before(e.LateUntil()):
			return fault.New(fault.Conflict, subSessionPast)
		}
	}
	return nil
}

// Withdraw takes a publication back while nobody may enter any session yet.
func (s *Service) Withdraw(ctx context.Context, planID uuid.UUID, reason string) (Plan, error) {
	seen, err := s.Plan(ctx, planID)
	if err != nil {
		return Plan{}, err
	}
	now := s.clock.Now()
	var after Plan
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		before, err := s.store.lockPlan(ctx, tx, planID)
		if err != nil {
			return err
		}
		if err := s.checkWithdrawable(ctx, tx, before); err != nil {
			return err
		}
		after = before
		after.LevelTitle, after.State, after.PublishedAt = seen.LevelTitle, Drafted, time.Time{}
		if err := s.store.exec(ctx, tx, s.store.q.UpdatePlanState, planID, string(Drafted), orNull(time.Time{}), after.Revision); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.UpdateSessionsOfPlan, planID, string(Planned)); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "exam.withdraw", Object: "exam_plan", ObjectID: planID, Reason: reason, Before: before, After: after})
	})
	return after, err
}

func (s *Service) checkWithdrawable(ctx context.Context, tx postgres.Tx, p Plan) error {
	if p.State == Drafted {
		return fault.New(fault.Conflict, subNotPublished)
	}
	sessions, _, err := s.store.sessions(ctx, tx, s.store.q.ListSessionsOfPlan, p.ID)
	if err != nil {
		return err
	}
	now, err := s.store.now(ctx, tx)
	if err != nil {
		return err
	}
	for _, e := range sessions {
		e.Plan = p
		if !now.Before(e.EntryFrom()) {
			return fault.New(fault.Conflict, subEntryOpen)
		}
	}
	return nil
}
