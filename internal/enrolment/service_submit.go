package enrolment

import (
	"context"
	"reflect"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Submit hands an application in, for the first time or again after it was
// returned. agreed names the version of each document of Terms. What lacks is
// told field by field: profile fields by their names, "clauseKey", and
// "materials.<key>". The last place is taken by one person: programmes are
// counted under their lock, which is the last thing this transaction takes.
func (s *Service) Submit(ctx context.Context, accountID, id uuid.UUID, agreed map[string]string) (Application, error) {
	a, err := s.Mine(ctx, accountID, id)
	if err != nil {
		return Application{}, err
	}
	level, err := s.standard.Level(ctx, a.LevelID)
	if err != nil {
		return Application{}, err
	}
	if a.State == Draft {
		if err := a.Programme.takes(s.clock.Now()); err != nil {
			return Application{}, err
		}
	}
	if err := checkTerms(agreed); err != nil {
		return Application{}, err
	}
	if err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error { return s.submit(ctx, tx, accountID, id, level) }); err != nil {
		return Application{}, err
	}
	return s.Mine(ctx, accountID, id)
}

func (s *Service) submit(ctx context.Context, tx postgres.Tx, accountID, id uuid.UUID, level standard.Level) error {
	now := s.clock.Now()
	a, err := s.store.lockApplication(ctx, tx, id, accountID)
	if err != nil {
		return err
	}
	if a.State != Draft && a.State != Returned {
		return fault.New(fault.Conflict, subClosedForEdit)
	}
	profile, err := s.learner.Lock(ctx, tx, accountID)
	if err != nil && fault.CodeOf(err) != fault.NotFound {
		return err
	}
	clause, known := clauseOf(level, a.ClauseKey)
	if lacking := s.lacking(a, profile, known); len(lacking) > 0 {
		return fault.InvalidFields(lacking...)
	}
	fresh, err := s.snapshot(profile, clause)
	if err != nil {
		return err
	}
	before := a.State
	next := a.handIn(fresh, now)
	if before == Returned && !changedSinceReturn(a, next) {
		return fault.New(fault.Conflict, subItemUnchanged)
	}
	if err := s.storeSubmission(ctx, tx, a, next, now); err != nil {
		return err
	}
	if err := s.settle(ctx, tx, now, next, before, Review{Action: ActionSubmit}); err != nil {
		return err
	}
	if before == Returned {
		return nil // it holds its place since the first time
	}
	return s.takePlace(ctx, tx, a.ProgrammeID, now)
}

// takePlace fails when the application just written is one too many.
func (s *Service) takePlace(ctx context.Context, tx postgres.Tx, programme uuid.UUID, now time.Time) error {
	p, err := s.store.lockProgramme(ctx, tx, programme)
	if err != nil {
		return err
	}
	if err := p.takes(now); err != nil {
		return err
	}
	taken, _, err := s.store.countTaken(ctx, tx, programme)
	if err != nil {
		return err
	}
	if taken > p.Places {
		return fault.New(fault.Conflict, subFull)
	}
	return nil
}

func (s *Service) storeSubmission(ctx context.Context, tx postgres.Tx, a, next Application, now time.Time) error {
	if err := s.store.updateApplication(ctx, tx, next); err != nil {
		return err
	}
	for _, i := range a.Items {
		if i.State != ItemReturned {
			continue
		}
		i.State = ItemPending
		if err := s.store.upsertItem(ctx, tx, a.ID, i); err != nil {
			return err
		}
	}
	if err := s.store.exec(ctx, tx, s.store.q.SubmitFiles, a.ID, next.Round); err != nil {
		return err
	}
	for _, d := range Terms() {
		if err := s.store.exec(ctx, tx, s.store.q.InsertConsent, a.ID, a.AccountID, d.Key, d.Version, d.hash(), now); err != nil {
			return err
		}
	}
	return nil
}

// lacking lists what keeps an application from being handed in: of a returned
// one, only what was returned is looked at.
func (s *Service) lacking(a Application, p learner.Profile, clauseKnown bool) []fault.Field {
	var out []fault.Field
	for _, name := range p.Missing() {
		if a.editable(string(learner.GroupOf(name))) {
			out = append(out, fault.Field{Name: name, Sub: subItemMissing})
		}
	}
	problems, _ := s.learner.Check(p)
	for _, f := range problems {
		if a.editable(string(learner.GroupOf(f.Name))) {
			out = append(out, f)
		}
	}
	if !clauseKnown && a.editable(ItemClause) {
		out = append(out, fault.Field{Name: "clauseKey", Sub: subItemMissing})
	}
	for _, m := range a.Programme.Materials {
		if m.Required && a.editable(MaterialItem(m.Key)) && len(a.filesOf(m.Key)) == 0 {
			out = append(out, fault.Field{Name: "materials." + m.Key, Sub: subItemMissing})
		}
	}
	return out
}

func (s *Service) snapshot(p learner.Profile, c Clause) (Snapshot, error) {
	id, err := s.box.Seal(p.IDNumber.Reveal())
	if err != nil {
		return Snapshot{}, fault.Wrap(err, "seal identity number")
	}
	phone, err := s.box.Seal(p.Phone.Reveal())
	if err != nil {
		return Snapshot{}, fault.Wrap(err, "seal phone")
	}
	born := ""
	if !p.BirthDate.IsZero() {
		born = p.BirthDate.Format(time.DateOnly)
	}
	return Snapshot{
		Name: p.Name, NameRare: p.NameRare, IDType: string(p.IDType), IDSealed: id, IDMasked: p.IDNumber.String(), Sex: p.Sex,
		BirthDate: born, Ethnic: p.Ethnic, Education: p.Education, Source: p.Source, Employer: p.Employer, WorkYears: p.WorkYears,
		PriorOccupation: p.PriorOccupation, PriorCertificate: p.PriorCertificate, Address: p.Address, Email: p.Email,
		PhoneSealed: phone, PhoneMasked: p.Phone.String(), PhotoKey: p.PhotoKey, Clause: c,
	}, nil
}

// handIn gives the application as submitted: all of the fresh snapshot the
// first time, afterwards only the returned items of it.
func (a Application) handIn(fresh Snapshot, now time.Time) Application {
	next := a
	if a.State == Draft {
		next.Snapshot = fresh
	} else {
		for _, i := range a.Items {
			if i.State == ItemReturned {
				next.Snapshot = next.Snapshot.take(i.Key, fresh)
			}
		}
	}
	next.State, next.PersonName, next.Reason = Submitted, next.Snapshot.Name, ""
	next.Round++
	next.SubmittedAt, next.UpdatedAt = now, now
	return next
}

// take copies one item's fields from another snapshot.
func (s Snapshot) take(item string, from Snapshot) Snapshot {
	switch item {
	case ItemIdentity:
		s.Name, s.NameRare, s.IDType, s.IDSealed, s.IDMasked = from.Name, from.NameRare, from.IDType, from.IDSealed, from.IDMasked
		s.Sex, s.BirthDate, s.Ethnic = from.Sex, from.BirthDate, from.Ethnic
	case ItemBackground:
		s.Education, s.Source, s.Employer, s.WorkYears = from.Education, from.Source, from.Employer, from.WorkYears
		s.PriorOccupation, s.PriorCertificate = from.PriorOccupation, from.PriorCertificate
	case ItemContact:
		s.Address, s.Email, s.PhoneSealed, s.PhoneMasked = from.Address, from.Email, from.PhoneSealed, from.PhoneMasked
	case ItemPhoto:
		s.PhotoKey = from.PhotoKey
	case ItemClause:
		s.Clause = from.Clause
	}
	return s
}

// seen strips what differs at every sealing, so that snapshots compare.
func (s Snapshot) seen() Snapshot {
	s.IDSealed, s.PhoneSealed = nil, nil
	return s
}

// changedSinceReturn tells whether anything of what was returned is different
// now. A number that changed behind the same mask is a change of the identity
// item that only shows in the sealed text, so that item always counts.
func changedSinceReturn(a, next Application) bool {
	for _, i := range a.Items {
		if i.State != ItemReturned {
			continue
		}
		if i.Key == ItemIdentity {
			return true
		}
		empty := Snapshot{}
		was, is := empty.take(i.Key, a.Snapshot.seen()), empty.take(i.Key, next.Snapshot.seen())
		if !reflect.DeepEqual(was, is) {
			return true
		}
		for _, f := range a.Files {
			if MaterialItem(f.Material) == i.Key && (f.Round == 0 || f.RemovedAt.After(a.DecidedAt)) {
				return true
			}
		}
	}
	return false
}
