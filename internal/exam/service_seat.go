package exam

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// SeatOrder says in which order candidates are seated.
type SeatOrder struct {
	Shuffle bool
	Seed    int64  // 0: draw one
	Reason  string // needed when ticket numbers were given before
}

// AssignSeats seats all candidates of a drafted plan in every part that has
// sessions, and gives ticket numbers. Sessions fill by time, rooms by number.
// Where the rooms of a part do not hold everybody nothing is seated.
func (s *Service) AssignSeats(ctx context.Context, planID uuid.UUID, o SeatOrder) (int, error) {
	if o.Shuffle && o.Seed == 0 {
		o.Seed = drawSeed()
	}
	total := 0
	_, err := s.withDrafted(ctx, planID, func(tx postgres.Tx, p *Plan, now time.Time) error {
		before, err := s.store.number(ctx, tx, s.store.q.CountSeatsOfPlan, p.ID)
		if err != nil {
			return err
		}
		if before > 0 && o.Reason == "" {
			return fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonNeeded})
		}
		if err := s.store.exec(ctx, tx, s.store.q.DeleteSeatsOfPlan, p.ID); err != nil {
			return err
		}
		if total, err = s.seatAll(ctx, tx, *p, o); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "exam.assign_seats", Object: "exam_plan", ObjectID: p.ID, Reason: o.Reason,
			Before: map[string]any{"seats": before}, After: map[string]any{"seats": total, "shuffle": o.Shuffle, "seed": o.Seed},
		})
	})
	return total, err
}

func drawSeed() int64 {
	var raw [4]byte
	_, _ = rand.Read(raw[:])
	return int64(binary.BigEndian.Uint32(raw[:])>>1) | 1
}

func (s *Service) seatAll(ctx context.Context, tx postgres.Tx, p Plan, o SeatOrder) (int, error) {
	candidates, _, err := s.store.listCandidates(ctx, tx, p.ID, "", maxSeats, 0)
	if err != nil {
		return 0, err
	}
	if len(candidates) == 0 {
		return 0, fault.New(fault.Conflict, subNoCandidates)
	}
	if o.Shuffle {
		mixed := make([]Candidate, len(candidates))
		for to, from := range shuffled(len(candidates), o.Seed) {
			mixed[to] = candidates[from]
		}
		candidates = mixed
	}
	sessions, _, err := s.store.sessions(ctx, tx, s.store.q.ListSessionsOfPlan, p.ID)
	if err != nil {
		return 0, err
	}
	if len(sessions) == 0 {
		return 0, fault.New(fault.Conflict, subNoSessions)
	}
	if err := s.store.filled(ctx, tx, sessions); err != nil {
		return 0, err
	}
	total := 0
	for _, part := range []Part{Theory, Skill} {
		n, err := s.seatPart(ctx, tx, p, candidates, ofPart(sessions, part))
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func ofPart(sessions []Session, part Part) []Session {
	var list []Session
	for _, e := range sessions {
		if e.Part == part {
			list = append(list, e)
		}
	}
	return list
}

func (s *Service) seatPart(ctx context.Context, tx postgres.Tx, p Plan, candidates []Candidate, sessions []Session) (int, error) {
	if len(sessions) == 0 {
		return 0, nil
	}
	bySession, err := places(p, candidates, sessions)
	if err != nil {
		return 0, err
	}
	for i, e := range sessions {
		if len(bySession[i]) == 0 {
			continue
		}
		if err := s.store.insertSeats(ctx, tx, e, bySession[i]); err != nil {
			return 0, err
		}
	}
	return len(candidates), nil
}

// places gives everybody a place and a ticket number in the sessions of one
// part, or says how many places are short.
func places(p Plan, candidates []Candidate, sessions []Session) ([][]Seat, error) {
	capacities, all := make([][]int, len(sessions)), 0
	for i, e := range sessions {
		for _, r := range e.Rooms {
			capacities[i] = append(capacities[i], r.Capacity)
			all += r.Capacity
		}
	}
	list, enough := seating(len(candidates), capacities)
	if !enough {
		short := map[Part]fault.Sub{Theory: subCapacityTheory, Skill: subCapacitySkill}[sessions[0].Part]
		return nil, fault.New(fault.Conflict, short).With(fault.Params{
			"needed": len(candidates), "capacity": all, "missing": len(candidates) - all,
		})
	}
	bySession := make([][]Seat, len(sessions))
	for _, at := range list {
		who, room := candidates[at.candidate], sessions[at.session].Rooms[at.room]
		number, err := ticketNumber(p.Rules.TicketPattern, ticketParts{
			Year: p.Year, Batch: p.Batch, Site: p.SiteNumber, Room: room.Number, Seat: at.seat,
		})
		if err != nil {
			return nil, err
		}
		bySession[at.session] = append(bySession[at.session], Seat{
			CandidateID: who.ID, AccountID: who.AccountID, RoomID: room.ID, Seat: at.seat, TicketNumber: number,
		})
	}
	return bySession, nil
}

// FindTicket gives the seat of an admission ticket of this session, by the
// number or what its QR code says. A ticket of another session is a conflict.
func (s *Service) FindTicket(ctx context.Context, sessionID uuid.UUID, text string) (Seat, error) {
	e, only, err := s.seenSession(ctx, sessionID)
	if err != nil {
		return Seat{}, err
	}
	id, session, found, err := s.store.findTicket(ctx, s.db, plainTicket(text))
	if err != nil {
		return Seat{}, err
	}
	if !found {
		return Seat{}, fault.InvalidFields(fault.Field{Name: "ticket", Sub: subTicketUnknown})
	}
	if session != e.ID {
		return Seat{}, fault.New(fault.Conflict, subTicketOther)
	}
	seat, err := s.store.getSeat(ctx, s.db, id)
	if err == nil && only != nil && !contains(only, seat.RoomID) {
		err = fault.New(fault.Conflict, subTicketOther)
	}
	return seat, err
}

// seenSeat gives a seat of a session that the actor may see.
func (s *Service) seenSeat(ctx context.Context, sessionID, seatID uuid.UUID) (Session, Seat, error) {
	e, only, err := s.seenSession(ctx, sessionID)
	if err != nil {
		return Session{}, Seat{}, err
	}
	seat, err := s.store.getSeat(ctx, s.db, seatID)
	if err != nil {
		return Session{}, Seat{}, err
	}
	if seat.SessionID != e.ID || (only != nil && !contains(only, seat.RoomID)) {
		return Session{}, Seat{}, fault.NotFoundf("seat")
	}
	return e, seat, nil
}

// Seat gives one seat of a session that the actor may see.
func (s *Service) Seat(ctx context.Context, sessionID, seatID uuid.UUID) (Seat, error) {
	_, seat, err := s.seenSeat(ctx, sessionID, seatID)
	return seat, err
}

// CheckIn notes that a candidate is there; who was checked in before, or has
// begun, stays so. Only inside the entry window of the database's clock.
func (s *Service) CheckIn(ctx context.Context, sessionID, seatID uuid.UUID) (Seat, error) {
	return s.changeSeat(ctx, sessionID, seatID, "exam.check_in", "", func(tx postgres.Tx, e Session, seat Seat) (bool, error) {
		if seat.State == CheckedIn || seat.State == Started || seat.State == Submitted {
			return false, nil
		}
		now, err := s.store.now(ctx, tx)
		if err != nil {
			return false, err
		}
		if err := mayCheckIn(e, now); err != nil {
			return false, err
		}
		return true, s.store.exec(ctx, tx, s.store.q.UpdateCheckedIn, seat.ID, now, postgres.NullID(actor.From(ctx).ID))
	})
}

// UndoCheckIn takes a mistaken check-in back, until the candidate begins.
func (s *Service) UndoCheckIn(ctx context.Context, sessionID, seatID uuid.UUID, reason string) (Seat, error) {
	return s.changeSeat(ctx, sessionID, seatID, "exam.undo_check_in", reason, func(tx postgres.Tx, e Session, seat Seat) (bool, error) {
		if seat.State == Assigned {
			return false, nil
		}
		if seat.State != CheckedIn || e.State == Finished {
			return false, fault.New(fault.Conflict, subCheckedInNot)
		}
		return true, s.store.exec(ctx, tx, s.store.q.UpdateCheckInUndone, seat.ID)
	})
}

// changeSeat runs a change of a seat under its lock; change tells whether
// anything was changed.
func (s *Service) changeSeat(ctx context.Context, sessionID, seatID uuid.UUID, action, reason string, change func(postgres.Tx, Session, Seat) (bool, error)) (Seat, error) {
	e, _, err := s.seenSeat(ctx, sessionID, seatID)
	if err != nil {
		return Seat{}, err
	}
	now := s.clock.Now()
	var after Seat
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		before, err := s.store.lockSeat(ctx, tx, seatID)
		if err != nil {
			return err
		}
		changed, err := change(tx, e, before)
		if err != nil {
			return err
		}
		if after, err = s.store.getSeat(ctx, tx, seatID); err != nil || !changed {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: action, Object: "exam_seat", ObjectID: seatID, Reason: reason,
			Before: map[string]any{"state": before.State}, After: map[string]any{"state": after.State, "session": sessionID, "account": after.AccountID},
		})
	})
	return after, err
}
