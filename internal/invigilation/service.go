package invigilation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
)

// Sittings is what this room needs of attempts.
type Sittings interface {
	Get(ctx context.Context, id uuid.UUID) (attempt.Attempt, error)
	Progress(ctx context.Context, contextID uuid.UUID) ([]attempt.Progress, error)
	Grant(ctx context.Context, tx postgres.Tx, contextID uuid.UUID, accountIDs []uuid.UUID, minutes int, reason string) error
	LateTallies(ctx context.Context, contextID uuid.UUID) ([]attempt.LateTally, error)
	Late(ctx context.Context, attemptIDs []uuid.UUID) ([]attempt.LateSitting, error)
	DecideLate(ctx context.Context, attemptIDs []uuid.UUID, r attempt.LateRuling, may func(context.Context, postgres.Tx) error) (int, error)
}

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Identity *identity.Service
	Exam     *exam.Service
	Sittings Sittings
	Press    *pdf.Press
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	identity *identity.Service
	exam     *exam.Service
	sittings Sittings
	press    *pdf.Press
	store    store
	results  Results
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Identity == nil || d.Exam == nil || d.Sittings == nil || d.Press == nil {
		return nil, errors.New("invigilation: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "invigilation")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, identity: d.Identity, exam: d.Exam, sittings: d.Sittings, press: d.Press, store: s,
	}, nil
}

// Board gives a session as it is now. It changes nothing.
func (s *Service) Board(ctx context.Context, sessionID uuid.UUID, v View) (Board, error) {
	e, seats, err := s.all(ctx, sessionID)
	if err != nil {
		return Board{}, err
	}
	now, err := s.exam.Now(ctx)
	if err != nil {
		return Board{}, err
	}
	b := Board{Session: e, ServerTime: now, Totals: totals(seats, now)}
	b.Seats, b.Total = v.chosen(seats)
	return b, nil
}

// all gives a session with all seats that the actor sees.
func (s *Service) all(ctx context.Context, sessionID uuid.UUID) (exam.Session, []LiveSeat, error) {
	e, err := s.exam.Session(ctx, sessionID)
	if err != nil {
		return exam.Session{}, nil, err
	}
	seats, err := s.exam.Seats(ctx, sessionID)
	if err != nil {
		return exam.Session{}, nil, err
	}
	progress, err := s.sittings.Progress(ctx, sessionID)
	return e, live(seats, progress), err
}

// Grant gives those of the chosen who are writing more minutes. Seats that the
// actor does not see are not found; when nobody of them is writing it is refused.
func (s *Service) Grant(ctx context.Context, sessionID uuid.UUID, in GrantInput) (Grant, error) {
	in, err := in.clean()
	if err != nil {
		return Grant{}, err
	}
	_, seats, err := s.all(ctx, sessionID)
	if err != nil {
		return Grant{}, err
	}
	accounts, err := writing(seats, in)
	if err != nil {
		return Grant{}, err
	}
	now := s.clock.Now()
	g := Grant{
		ID: uuid.Must(uuid.NewV7()), SessionID: sessionID, Minutes: in.Minutes, Reason: in.Reason, Everybody: in.Everybody,
		Accounts: accounts, GrantedBy: actor.From(ctx).ID, ByName: actor.From(ctx).Name, GrantedAt: now,
	}
	g.Names = namesOf(seats, accounts)
	return g, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		err := s.sittings.Grant(ctx, tx, sessionID, accounts, in.Minutes, in.Reason)
		if fault.CodeOf(err) == fault.Conflict {
			return nobodyWriting() // they ended in between
		}
		if err != nil {
			return err
		}
		if err := s.store.insertGrant(ctx, tx, g); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "invigilation.grant", Object: "exam_session", ObjectID: sessionID, Reason: g.Reason,
			After: map[string]any{"minutes": g.Minutes, "everybody": g.Everybody, "accounts": g.Accounts},
		})
	})
}

func nobodyWriting() error { return fault.New(fault.Invalid, subNobodyOpen) }

// writing gives the accounts of the chosen seats that are writing.
func writing(seats []LiveSeat, in GrantInput) ([]uuid.UUID, error) {
	chosen := map[uuid.UUID]bool{}
	for _, id := range in.SeatIDs {
		chosen[id] = true
	}
	var accounts []uuid.UUID
	seen := 0
	for _, seat := range seats {
		if !in.Everybody && !chosen[seat.ID] {
			continue
		}
		seen++
		if seat.State == exam.Started {
			accounts = append(accounts, seat.AccountID)
		}
	}
	if !in.Everybody && seen < len(chosen) {
		return nil, fault.NotFoundf("seat")
	}
	if len(accounts) == 0 {
		return nil, nobodyWriting()
	}
	return accounts, nil
}

const maxNames = 20

func namesOf(seats []LiveSeat, accounts []uuid.UUID) []string {
	given := map[uuid.UUID]bool{}
	for _, id := range accounts {
		given[id] = true
	}
	names := []string{}
	for _, seat := range seats {
		if given[seat.AccountID] && len(names) < maxNames {
			names = append(names, seat.Name)
		}
	}
	return names
}

// visible tells the accounts and seats that the actor sees when narrowed to
// rooms; nil means all of the session.
func visible(ctx context.Context, e exam.Session, seats []LiveSeat) (accounts, ids []uuid.UUID) {
	if actor.From(ctx).Within(actor.ScopeSession, e.ID) {
		return nil, nil
	}
	accounts, ids = []uuid.UUID{}, []uuid.UUID{}
	for _, seat := range seats {
		accounts, ids = append(accounts, seat.AccountID), append(ids, seat.ID)
	}
	return accounts, ids
}

// Grants gives one page of the grants of a session, newest first.
func (s *Service) Grants(ctx context.Context, sessionID uuid.UUID, limit, offset int) ([]Grant, int, error) {
	e, seats, err := s.all(ctx, sessionID)
	if err != nil {
		return nil, 0, err
	}
	accounts, _ := visible(ctx, e, seats)
	list, total, err := s.store.listGrants(ctx, s.db, sessionID, accounts, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		list[i].Names = namesOf(seats, list[i].Accounts)
	}
	return list, total, s.nameGranters(ctx, list)
}

func (s *Service) nameGranters(ctx context.Context, list []Grant) error {
	ids := make([]uuid.UUID, len(list))
	for i, g := range list {
		ids[i] = g.GrantedBy
	}
	people, err := s.identity.Accounts(ctx, ids)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].ByName = people[list[i].GrantedBy].Name
	}
	return nil
}

// Record writes an incident down, of one seat or of the whole room.
func (s *Service) Record(ctx context.Context, sessionID uuid.UUID, kind IncidentKind, text string, seatID uuid.UUID) (Incident, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Incident{}, fault.InvalidFields(fault.Field{Name: "text", Sub: subReason})
	}
	if _, err := s.exam.Session(ctx, sessionID); err != nil {
		return Incident{}, err
	}
	now := s.clock.Now()
	v := Incident{
		ID: uuid.Must(uuid.NewV7()), SessionID: sessionID, SeatID: seatID, Kind: kind, Text: text,
		ReportedBy: actor.From(ctx).ID, ByName: actor.From(ctx).Name, ReportedAt: now,
	}
	if seatID != uuid.Nil {
		seat, err := s.exam.Seat(ctx, sessionID, seatID)
		if err != nil {
			return Incident{}, err
		}
		v.Who = who(seat)
	}
	return v, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertIncident(ctx, tx, v); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "invigilation.record_incident", Object: "exam_session", ObjectID: sessionID,
			After: map[string]any{"incident": v.ID, "kind": v.Kind, "seat": v.SeatID},
		})
	})
}

func who(seat exam.Seat) string {
	return fmt.Sprintf("%s %d号 %s", seat.RoomName, seat.Seat, seat.Name)
}

// Incidents gives one page of the incidents of a session, newest first.
func (s *Service) Incidents(ctx context.Context, sessionID uuid.UUID, limit, offset int) ([]Incident, int, error) {
	e, seats, err := s.all(ctx, sessionID)
	if err != nil {
		return nil, 0, err
	}
	_, ids := visible(ctx, e, seats)
	list, total, err := s.store.listIncidents(ctx, s.db, sessionID, ids, limit, offset)
	if err != nil || len(list) == 0 {
		return nil, total, err
	}
	people := make([]uuid.UUID, len(list))
	bySeat := map[uuid.UUID]exam.Seat{}
	for _, seat := range seats {
		bySeat[seat.ID] = seat.Seat
	}
	for i, v := range list {
		people[i] = v.ReportedBy
		if seat, known := bySeat[v.SeatID]; known {
			list[i].Who = who(seat)
		}
	}
	accounts, err := s.identity.Accounts(ctx, people)
	if err != nil {
		return nil, 0, err
	}
	for i := range list {
		list[i].ByName = accounts[list[i].ReportedBy].Name
	}
	return list, total, nil
}

// chinaTime writes a moment as people in the room read it.
func chinaTime(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(clock.China).Format("15:04:05")
}
