package invigilation

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Announce tells candidates a sentence: all whom the actor sees, those of a room
// or of some seats. Who has handed in or is absent is left out; when nobody is
// left it is refused. Rooms and seats that the actor does not see are not found.
func (s *Service) Announce(ctx context.Context, sessionID uuid.UUID, in AnnouncementInput) (Announcement, error) {
	in, err := in.clean()
	if err != nil {
		return Announcement{}, err
	}
	e, err := s.exam.Session(ctx, sessionID)
	if err != nil {
		return Announcement{}, err
	}
	seats, err := s.exam.Seats(ctx, sessionID)
	if err != nil {
		return Announcement{}, err
	}
	if in.RoomID != uuid.Nil && !seesRoom(ctx, e, in.RoomID) {
		return Announcement{}, fault.NotFoundf("room")
	}
	to, known := in.recipients(seats)
	if !known {
		return Announcement{}, fault.NotFoundf("seat")
	}
	if len(to) == 0 {
		return Announcement{}, fault.New(fault.Invalid, subNobodyThere)
	}
	now, who := s.clock.Now(), actor.From(ctx)
	a := Announcement{
		ID: uuid.Must(uuid.NewV7()), SessionID: sessionID, Scope: ToSeats, RoomID: in.RoomID, Text: in.Text,
		SentBy: who.ID, ByName: who.Name, SentAt: now, Addressed: len(to),
	}
	switch {
	case in.RoomID != uuid.Nil:
		a.Scope = ToRoom
	case in.Everybody && who.Within(actor.ScopeSession, sessionID):
		a.Scope = ToSession
	}
	return a, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertAnnouncement(ctx, tx, a, to); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "invigilation.send_announcement", Object: "exam_session", ObjectID: sessionID,
			After: map[string]any{"announcement": a.ID, "scope": a.Scope, "room": postgres.NullID(a.RoomID), "people": len(to)},
		})
	})
}

// seesRoom reports that the session has the room and that it is the actor's to
// look after.
func seesRoom(ctx context.Context, e exam.Session, room uuid.UUID) bool {
	who := actor.From(ctx)
	return slices.ContainsFunc(e.Rooms, func(h exam.Hall) bool { return h.ID == room }) &&
		(who.Within(actor.ScopeSession, e.ID) || who.Within(actor.ScopeSession, room))
}

// Announcements gives one page of what the candidates that the actor sees were
// told, newest first.
func (s *Service) Announcements(ctx context.Context, sessionID uuid.UUID, limit, offset int) ([]Announcement, int, error) {
	e, err := s.exam.Session(ctx, sessionID)
	if err != nil {
		return nil, 0, err
	}
	var only []uuid.UUID
	if !actor.From(ctx).Within(actor.ScopeSession, sessionID) {
		seats, err := s.exam.Seats(ctx, sessionID)
		if err != nil {
			return nil, 0, err
		}
		only = make([]uuid.UUID, len(seats))
		for i, seat := range seats {
			only[i] = seat.ID
		}
	}
	list, total, err := s.store.listAnnouncements(ctx, s.db, sessionID, only, limit, offset)
	for i := range list {
		for _, room := range e.Rooms {
			if room.ID == list[i].RoomID {
				list[i].RoomName = room.Name
			}
		}
	}
	return list, total, err
}

// Unacknowledged gives one page of those who have begun and not acknowledged an
// announcement, by seat.
func (s *Service) Unacknowledged(ctx context.Context, sessionID, announcementID uuid.UUID, limit, offset int) ([]exam.Seat, int, error) {
	seats, err := s.exam.Seats(ctx, sessionID)
	if err != nil {
		return nil, 0, err
	}
	found, err := s.store.exists(ctx, s.db, s.store.q.FindAnnouncement, announcementID, sessionID)
	if err != nil {
		return nil, 0, err
	}
	told, err := s.store.listRecipients(ctx, s.db, announcementID)
	if err != nil {
		return nil, 0, err
	}
	var list []exam.Seat
	seen := false
	for _, seat := range seats {
		acknowledged, addressed := told[seat.ID]
		seen = seen || addressed
		if addressed && !acknowledged && (seat.State == exam.Started || seat.State == exam.Submitted) {
			list = append(list, seat)
		}
	}
	if !found || !seen {
		return nil, 0, fault.NotFoundf("announcement")
	}
	from := min(offset, len(list))
	return list[from:min(from+limit, len(list))], len(list), nil
}

// Announced counts what a candidate of a session was told; it implements
// attempt.Notices.
func (s *Service) Announced(ctx context.Context, sessionID, accountID uuid.UUID) (int, error) {
	return s.store.countAnnounced(ctx, s.db, accountID, sessionID)
}

// maxAnnounced bounds what one candidate's page is given.
const maxAnnounced = 100

// MyAnnouncements gives what the candidate of a sitting was told, oldest first.
func (s *Service) MyAnnouncements(ctx context.Context, attemptID uuid.UUID) ([]MyAnnouncement, error) {
	a, err := s.mine(ctx, attemptID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.listAnnounced(ctx, s.db, a.AccountID, a.ContextID, maxAnnounced)
	slices.Reverse(list)
	return list, err
}

// Acknowledge says that the candidate has read an announcement; again it changes
// nothing. What was told to others is not found.
func (s *Service) Acknowledge(ctx context.Context, attemptID, announcementID uuid.UUID) error {
	a, err := s.mine(ctx, attemptID)
	if err != nil {
		return err
	}
	told, err := s.store.exists(ctx, s.db, s.store.q.FindRecipient, announcementID, a.AccountID, a.ContextID)
	if err != nil {
		return err
	}
	if !told {
		return fault.NotFoundf("announcement")
	}
	// Its own row is the record: a hall that taps at once would flood the trail.
	return s.store.insertAcknowledgement(ctx, s.db, announcementID, a.AccountID, a.ContextID, s.clock.Now())
}

func (s *Service) mine(ctx context.Context, attemptID uuid.UUID) (attempt.Attempt, error) {
	a, err := s.sittings.Get(ctx, attemptID)
	if err != nil {
		return attempt.Attempt{}, err
	}
	if who := actor.From(ctx).ID; who == uuid.Nil || a.AccountID != who {
		return attempt.Attempt{}, fault.NotFoundf("attempt")
	}
	return a, nil
}
