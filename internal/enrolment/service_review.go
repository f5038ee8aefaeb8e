package enrolment

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// claimTime is how long an application stays in one reviewer's hands.
const claimTime = 10 * time.Minute

// shown are the states that staff see: drafts are the trainee's own business.
var shown = []State{Submitted, Returned, Approved, Rejected, Withdrawn}

// QueueFilter narrows the review list; zero fields do not.
type QueueFilter struct {
	Programme     uuid.UUID
	State         State
	Text          string
	Limit, Offset int
}

// Queue lists applications in the actor's scopes, those submitted first in
// front, without items and files.
func (s *Service) Queue(ctx context.Context, f QueueFilter) ([]Application, int, error) {
	states := shown
	if f.State != "" {
		states = []State{f.State}
	}
	return s.store.listApplications(ctx, s.db, applicationFilter{
		Occupations: scopes(ctx), Programme: f.Programme, States: states, Text: strings.TrimSpace(f.Text), Limit: f.Limit, Offset: f.Offset,
	})
}

// Application gives one application in the actor's scopes.
func (s *Service) Application(ctx context.Context, id uuid.UUID) (Application, error) {
	return s.store.findApplication(ctx, s.db, applicationFilter{ID: id, Occupations: scopes(ctx), States: shown})
}

// History lists what happened to an application, oldest first; the caller has
// checked that the actor may see it.
func (s *Service) History(ctx context.Context, id uuid.UUID) ([]Review, error) {
	return s.store.listReviews(ctx, s.db, id)
}

// TakeNext gives the reviewer the oldest submitted application that nobody
// else has in hand, the next one after seen when that is given, and keeps it
// for ten minutes. found is false when nothing waits.
func (s *Service) TakeNext(ctx context.Context, programme, seen uuid.UUID) (id uuid.UUID, found bool, err error) {
	now := s.clock.Now()
	me := actor.From(ctx).ID
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if seen != uuid.Nil {
			if err := s.store.exec(ctx, tx, s.store.q.ReleaseClaim, seen, me); err != nil {
				return err
			}
		}
		id, found, err = s.store.takeNext(ctx, tx, programme, scopes(ctx), me, seen, now)
		if err != nil || !found {
			return err
		}
		return s.store.exec(ctx, tx, s.store.q.UpdateClaim, id, nullID(me), now.Add(claimTime))
	})
	return id, found, err
}

// Person is what a reviewer compares with the documents.
type Person struct{ IDNumber, Phone string }

// Identity reveals the number and phone of an application; every look leaves an
// audit record.
func (s *Service) Identity(ctx context.Context, id uuid.UUID) (Person, error) {
	a, err := s.Application(ctx, id)
	if err != nil {
		return Person{}, err
	}
	if a.Snapshot.IDSealed == nil {
		return Person{}, fault.NotFoundf("application")
	}
	var p Person
	if p.IDNumber, err = s.box.Open(a.Snapshot.IDSealed); err != nil {
		return Person{}, fault.Wrap(err, "open identity number")
	}
	if p.Phone, err = s.box.Open(a.Snapshot.PhoneSealed); err != nil {
		return Person{}, fault.Wrap(err, "open phone")
	}
	return p, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{Action: "enrolment.view_identity", Object: "application", ObjectID: id})
	})
}

// OpenPhoto opens the photo that was submitted, or with before the one that
// stood there when it was returned.
func (s *Service) OpenPhoto(ctx context.Context, id uuid.UUID, before bool) (io.ReadCloser, blob.Info, error) {
	a, err := s.Application(ctx, id)
	if err != nil {
		return nil, blob.Info{}, err
	}
	key := a.Snapshot.PhotoKey
	if before {
		key = ""
		if was := a.item(ItemPhoto).Before; was != nil {
			key = was.PhotoKey
		}
	}
	return s.learner.OpenPhoto(ctx, key)
}

// Decide records a reviewer's decision. It names the version that the reviewer
// saw: when somebody decided in the meantime, or the trainee withdrew, it is
// fault.Conflict and nothing changes.
func (s *Service) Decide(ctx context.Context, id uuid.UUID, d Decision) (Application, error) {
	a, err := s.Application(ctx, id)
	if err != nil {
		return Application{}, err
	}
	if d, err = d.clean(a.Programme); err != nil {
		return Application{}, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a, err := s.store.lockApplication(ctx, tx, id, uuid.Nil)
		if err != nil {
			return err
		}
		if a.State != Submitted || a.Version != d.Version {
			return fault.New(fault.Conflict, subDecided)
		}
		if err := s.judge(ctx, tx, a, d); err != nil {
			return err
		}
		next := a
		next.State, next.Reason, next.DecidedAt, next.UpdatedAt = d.after(), d.Reason, now, now
		if err := s.store.updateApplication(ctx, tx, next); err != nil {
			return err
		}
		if err := s.settle(ctx, tx, now, next, a.State, Review{Action: d.Action, Reason: d.Reason, Items: d.Items}); err != nil {
			return err
		}
		return s.notify.Send(ctx, tx, now, notice(next, d))
	})
	if err != nil {
		return Application{}, err
	}
	return s.Application(ctx, id)
}

// judge stores the state of each item: all pass in an approved application; in
// a returned one those named returned keep what stood there, and the others
// keep the reviewer's mark.
func (s *Service) judge(ctx context.Context, tx postgres.Tx, a Application, d Decision) error {
	if d.Action == ActionReject {
		return nil
	}
	judged := map[string]ItemJudgement{}
	for _, j := range d.Items {
		judged[j.Key] = j
	}
	for _, key := range a.Programme.ItemKeys() {
		item := a.item(key)
		j, found := judged[key]
		switch {
		case d.Action == ActionApprove:
			item.State, item.Reason = ItemPassed, ""
		case found && j.State == ItemReturned:
			was := a.Snapshot
			item.State, item.Reason, item.Before = ItemReturned, j.Reason, &was
		case found:
			item.State, item.Reason = j.State, ""
		}
		if err := s.store.upsertItem(ctx, tx, a.ID, item); err != nil {
			return err
		}
	}
	return nil
}

// notice tells the trainee. The reasons stand in the app alone.
func notice(a Application, d Decision) notify.Notice {
	n := notify.Notice{
		AccountID: a.AccountID, Key: fmt.Sprintf("%s:%d", a.ID, a.Round), Subject: a.Programme.Title,
		Detail: d.Reason, Link: "/applications/" + a.ID.String(),
	}
	switch d.Action {
	case ActionApprove:
		n.Kind = notify.ApplicationApproved
	case ActionReject:
		n.Kind = notify.ApplicationRejected
	default:
		n.Kind = notify.ApplicationReturned
		n.Detail = strings.Join(reasons(a.Programme, d.Items, d.Reason), "\n")
	}
	return n
}

// reasons names each returned item with its reason, then the one of the whole.
func reasons(p Programme, items []ItemJudgement, whole string) []string {
	var all []string
	for _, j := range items {
		if j.State == ItemReturned {
			all = append(all, itemName(p, j.Key)+"："+j.Reason)
		}
	}
	if whole != "" {
		all = append(all, whole)
	}
	return all
}

var itemNames = map[string]string{
	ItemIdentity: "身份信息", ItemBackground: "学历与工作", ItemContact: "联系方式", ItemClause: "申报条件", ItemPhoto: "照片",
}

func itemName(p Programme, key string) string {
	if m, ok := p.materialOf(key); ok {
		return m.Name
	}
	return itemNames[key]
}
