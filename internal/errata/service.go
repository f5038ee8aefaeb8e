package errata

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Seen tells whether an account has had a version of a question before it.
type Seen interface {
	Seen(ctx context.Context, account, versionID uuid.UUID) (bool, error)
}

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Notify   notify.Sender
	Standard *standard.Service
	Bank     *bank.Service
	Seen     Seen
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	notify   notify.Sender
	standard *standard.Service
	bank     *bank.Service
	seen     Seen
	store    store
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Notify == nil || d.Standard == nil || d.Bank == nil || d.Seen == nil {
		return nil, errors.New("errata: missing dependency")
	}
	st, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "errata")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, notify: d.Notify, standard: d.Standard, bank: d.Bank, seen: d.Seen, store: st,
	}, nil
}

// Report keeps what the account says of a question that it has seen, and joins
// it to the question's open case. known says that the account had reported the
// question before: the first report stands, and only a note that it went
// without is added.
func (s *Service) Report(ctx context.Context, account uuid.UUID, in Input) (mine MyReport, known bool, err error) {
	v, err := s.seenVersion(ctx, account, in.VersionID)
	if err != nil {
		return MyReport{}, false, err
	}
	in.Note = strings.TrimSpace(question.Legible(in.Note))
	now := s.clock.Now()
	var r Report
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.lockAccount(ctx, tx, account); err != nil {
			return err
		}
		if r, known, err = s.store.findOwnOpen(ctx, tx, account, v.QuestionID); err != nil {
			return err
		}
		if known {
			return s.addNote(ctx, tx, &r, in.Note)
		}
		r, err = s.keep(ctx, tx, now, account, v, in)
		return err
	})
	return MyReport{Report: r, Stem: v.Stem, State: Open}, known, err
}

// seenVersion gives a version that the account has seen; all others are not
// found, whether they exist or not.
func (s *Service) seenVersion(ctx context.Context, account, id uuid.UUID) (bank.Version, error) {
	seen, err := s.seen.Seen(ctx, account, id)
	if err != nil {
		return bank.Version{}, err
	}
	if !seen {
		return bank.Version{}, fault.NotFoundf("question")
	}
	versions, err := s.bank.Versions(ctx, []uuid.UUID{id})
	if err != nil {
		return bank.Version{}, err
	}
	if versions[0].Pool == bank.Exam { // nobody has; whatever the asked room says
		return bank.Version{}, fault.NotFoundf("question")
	}
	return versions[0], nil
}

func (s *Service) addNote(ctx context.Context, tx postgres.Tx, r *Report, note string) error {
	if note == "" || r.Note != "" {
		return nil
	}
	r.Note = note
	return s.store.addNote(ctx, tx, r.ID, note)
}

func (s *Service) keep(ctx context.Context, tx postgres.Tx, now time.Time, account uuid.UUID, v bank.Version, in Input) (Report, error) {
	today, err := s.store.countSince(ctx, tx, account, dayStart(now))
	if err != nil {
		return Report{}, err
	}
	if today >= dailyLimit {
		return Report{}, fault.New(fault.TooMany, subDaily).With(fault.Params{"limit": dailyLimit})
	}
	caseID, err := s.store.raiseOpen(ctx, tx, Case{
		ID: uuid.Must(uuid.NewV7()), QuestionID: v.QuestionID, LevelID: v.LevelID, VersionID: v.ID, OpenedAt: now, DueAt: dueAfter(now),
	})
	if err != nil {
		return Report{}, err
	}
	r := Report{
		ID: uuid.Must(uuid.NewV7()), CaseID: caseID, AccountID: account, VersionID: v.ID, Place: in.Place, Reason: in.Reason, Note: in.Note,
		CreatedAt: now,
	}
	return r, s.store.insertReport(ctx, tx, r)
}

// Mine gives one page of the account's reports, newest first.
func (s *Service) Mine(ctx context.Context, account uuid.UUID, limit, offset int) ([]MyReport, int, error) {
	list, total, err := s.store.listOwn(ctx, s.db, account, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(list))
	for i, r := range list {
		ids[i] = r.VersionID
	}
	versions, err := s.bank.Versions(ctx, ids)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		list[i].Stem = versions[i].Stem
	}
	return list, total, nil
}

// Filter narrows the queue; empty fields do not.
type Filter struct {
	State         State
	Overdue       bool // open beyond its time
	LevelID       uuid.UUID
	Limit, Offset int
}

// Cases gives one page of the cases of the levels that the actor sees: the open
// ones first, by what is due, then the answered ones, the last first.
func (s *Service) Cases(ctx context.Context, f Filter) ([]Case, int, error) {
	visible, err := s.standard.VisibleLevels(ctx)
	if err != nil {
		return nil, 0, err
	}
	levels := []uuid.UUID{}
	for _, l := range visible {
		if f.LevelID == uuid.Nil || f.LevelID == l.ID {
			levels = append(levels, l.ID)
		}
	}
	list, total, err := s.store.listCases(ctx, s.db, f, levels, s.clock.Now())
	if err != nil {
		return nil, 0, err
	}
	return list, total, s.describe(ctx, list)
}

// describe adds what a list shows beside the case itself.
func (s *Service) describe(ctx context.Context, list []Case) error {
	ids, versionIDs := make([]uuid.UUID, len(list)), make([]uuid.UUID, len(list))
	for i, c := range list {
		ids[i], versionIDs[i] = c.ID, c.VersionID
	}
	reasons, err := s.store.countReasons(ctx, s.db, ids)
	if err != nil {
		return err
	}
	versions, err := s.bank.Versions(ctx, versionIDs)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Reasons, list[i].Stem, list[i].Type = reasons[list[i].ID], versions[i].Stem, string(versions[i].Type)
	}
	return nil
}

// Case gives a case within the actor's scopes.
func (s *Service) Case(ctx context.Context, id uuid.UUID) (Case, error) {
	c, err := s.store.getCase(ctx, s.db, id)
	if err != nil {
		return Case{}, err
	}
	if _, err := s.standard.VisibleLevel(ctx, c.LevelID); err != nil {
		return Case{}, fault.NotFoundf("errata_case")
	}
	list := []Case{c}
	err = s.describe(ctx, list)
	return list[0], err
}

// Reports gives one page of a case's reports, by reason, the oldest first; an
// empty reason means all.
func (s *Service) Reports(ctx context.Context, id uuid.UUID, reason Reason, limit, offset int) ([]Report, int, error) {
	if _, err := s.Case(ctx, id); err != nil {
		return nil, 0, err
	}
	return s.store.listReports(ctx, s.db, id, reason, limit, offset)
}

// Resolve answers a case and tells everybody who reported. A case is answered
// once.
func (s *Service) Resolve(ctx context.Context, id uuid.UUID, outcome State, reply string) (Case, error) {
	if reply = strings.TrimSpace(question.Legible(reply)); reply == "" {
		return Case{}, fault.InvalidFields(fault.Field{Name: "reply", Sub: subReplyMissing})
	}
	if _, err := s.Case(ctx, id); err != nil {
		return Case{}, err
	}
	now, who := s.clock.Now(), actor.From(ctx)
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, err := s.store.lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		if c.State != Open {
			return fault.New(fault.Conflict, subResolved)
		}
		c.State, c.Reply, c.ResolvedAt, c.ResolvedName = outcome, reply, now, who.Name
		if err := s.store.resolveCase(ctx, tx, c, who.ID); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, now, c); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "errata.resolve", Object: "errata_case", ObjectID: id, Reason: reply,
			Before: map[string]any{"state": Open}, After: map[string]any{"state": outcome, "question": c.QuestionID, "reports": c.Reports},
		})
	})
	if err != nil {
		return Case{}, err
	}
	return s.Case(ctx, id)
}

// outcomes are a notice's subject: nothing of the question leaves the house.
var outcomes = map[State]string{Fixed: "试题已更正，谢谢您的反馈", NoFault: "试题经核对没有错误"}

func (s *Service) tell(ctx context.Context, tx postgres.Tx, now time.Time, c Case) error {
	people, err := s.store.listReporters(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, account := range people {
		n := notify.Notice{
			AccountID: account, Kind: notify.ErrataResolved, Key: c.ID.String(), Subject: outcomes[c.State], Detail: c.Reply, Link: "/me/errata",
		}
		if err := s.notify.Send(ctx, tx, now, n); err != nil {
			return err
		}
	}
	return nil
}
