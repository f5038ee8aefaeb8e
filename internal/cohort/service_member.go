package cohort

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Candidates lists the approved people of a programme who are in no class, in
// order of approval.
func (s *Service) Candidates(ctx context.Context, programmeID uuid.UUID, text string, limit, offset int) ([]Candidate, int, error) {
	if _, err := s.programme(ctx, programmeID); err != nil {
		return nil, 0, err
	}
	return s.store.listCandidates(ctx, s.db, programmeID, strings.TrimSpace(text), limit, offset)
}

// Members gives one page of a class's members.
func (s *Service) Members(ctx context.Context, classID uuid.UUID, limit, offset int) ([]Member, int, error) {
	if _, err := s.VisibleClass(ctx, classID); err != nil {
		return nil, 0, err
	}
	return s.store.listMembers(ctx, s.db, classID, limit, offset)
}

// Add puts approved people into a class, all of them or none.
func (s *Service) Add(ctx context.Context, classID uuid.UUID, applications []uuid.UUID) (Class, error) {
	applications = unique(applications)
	return s.change(ctx, classID, func(tx postgres.Tx, c Class, now time.Time) error {
		return s.join(ctx, tx, c, applications, now)
	})
}

// join adds to a locked class.
func (s *Service) join(ctx context.Context, tx postgres.Tx, c Class, applications []uuid.UUID, now time.Time) error {
	if c.Members+len(applications) > c.Capacity {
		return fault.New(fault.Conflict, subFull).With(fault.Params{"free": c.Capacity - c.Members})
	}
	if err := s.store.insertMembers(ctx, tx, c.ID, applications, now); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "cohort.add_members", Object: "class", ObjectID: c.ID, After: map[string]any{"applications": applications},
	})
}

// Remove takes a member out of a class.
func (s *Service) Remove(ctx context.Context, classID, application uuid.UUID, reason string) error {
	reason, err := cleanReason(reason)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, classID, func(tx postgres.Tx, c Class, now time.Time) error {
		return s.leave(ctx, tx, c, application, reason, "cohort.remove_member", now)
	})
	return err
}

// leave ends a membership of a locked class.
func (s *Service) leave(ctx context.Context, tx postgres.Tx, c Class, application uuid.UUID, reason, action string, now time.Time) error {
	was, err := s.store.endMember(ctx, tx, c.ID, application, reason, now)
	if err != nil {
		return err
	}
	if !was {
		return fault.NotFoundf("member")
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{
		Action: action, Object: "class", ObjectID: c.ID, Reason: reason, Before: map[string]any{"application": application},
	})
}

// Move takes a member from one class to another of the same programme.
func (s *Service) Move(ctx context.Context, from, application, to uuid.UUID, reason string) error {
	reason, err := cleanReason(reason)
	if err != nil {
		return err
	}
	if from == to {
		return fault.InvalidFields(fault.Field{Name: "toClassId", Sub: subOtherClass})
	}
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		classes, err := s.lockAll(ctx, tx, []uuid.UUID{from, to})
		if err != nil {
			return err
		}
		if classes[0].ProgrammeID != classes[1].ProgrammeID {
			return fault.InvalidFields(fault.Field{Name: "toClassId", Sub: subOtherClass})
		}
		if err := s.leave(ctx, tx, classes[0], application, reason, "cohort.move_member", now); err != nil {
			return err
		}
		return s.join(ctx, tx, classes[1], []uuid.UUID{application}, now)
	})
}

// PreviewFill plans an automatic fill of planned classes; it changes nothing.
func (s *Service) PreviewFill(ctx context.Context, programmeID uuid.UUID, classIDs []uuid.UUID) (Plan, error) {
	classIDs = unique(classIDs)
	if _, err := s.programme(ctx, programmeID); err != nil {
		return Plan{}, err
	}
	found, _, err := s.store.listClasses(ctx, s.db, scoped(ctx, classFilter{IDs: classIDs}))
	if err != nil {
		return Plan{}, err
	}
	classes := make([]Class, 0, len(classIDs))
	for _, id := range classIDs {
		at := slices.IndexFunc(found, func(c Class) bool { return c.ID == id })
		if at < 0 {
			return Plan{}, fault.NotFoundf("class")
		}
		classes = append(classes, found[at])
	}
	return s.plan(ctx, s.db, programmeID, classes)
}

func (s *Service) plan(ctx context.Context, q postgres.Q, programmeID uuid.UUID, classes []Class) (Plan, error) {
	for _, c := range classes {
		if c.ProgrammeID != programmeID {
			return Plan{}, fault.NotFoundf("class")
		}
		if c.State != Planned {
			return Plan{}, fault.New(fault.Conflict, subNotPlanned)
		}
	}
	candidates, _, err := s.store.listCandidates(ctx, q, programmeID, "", 0, 0)
	if err != nil {
		return Plan{}, err
	}
	return fill(candidates, classes), nil
}

// Fill carries out the plan with the digest, at once and whole. When people or
// places have changed since it was shown, it is refused and must be shown anew.
func (s *Service) Fill(ctx context.Context, programmeID uuid.UUID, classIDs []uuid.UUID, digest string) (Plan, error) {
	classIDs = unique(classIDs)
	if _, err := s.programme(ctx, programmeID); err != nil {
		return Plan{}, err
	}
	now := s.clock.Now()
	var done Plan
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		classes, err := s.lockAll(ctx, tx, classIDs)
		if err != nil {
			return err
		}
		if done, err = s.plan(ctx, tx, programmeID, classes); err != nil {
			return err
		}
		if done.Digest() != digest {
			return fault.New(fault.Conflict, subPlanChanged)
		}
		for _, c := range classes {
			if list := done.of(c.ID); len(list) > 0 {
				if err := s.join(ctx, tx, c, list, now); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if fault.SubOf(err) == subPlaced {
		// Somebody placed one of them by hand in the same moment.
		err = fault.New(fault.Conflict, subPlanChanged).Because(err)
	}
	return done, err
}

// of lists the applications that a plan puts into a class.
func (p Plan) of(class uuid.UUID) []uuid.UUID {
	var list []uuid.UUID
	for _, place := range p.Places {
		if place.ClassID == class {
			list = append(list, place.ApplicationID)
		}
	}
	return list
}

func unique(ids []uuid.UUID) []uuid.UUID {
	var out []uuid.UUID
	for _, id := range ids {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
