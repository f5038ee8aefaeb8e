package exam

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

type sessionRow struct {
	ID         uuid.UUID     `db:"id"`
	PlanID     uuid.UUID     `db:"plan_id"`
	Part       string        `db:"part"`
	StartsAt   time.Time     `db:"starts_at"`
	Minutes    int           `db:"minutes"`
	FormID     uuid.NullUUID `db:"form_id"`
	Place      string        `db:"place"`
	State      string        `db:"state"`
	FinishedAt sql.NullTime  `db:"finished_at"`
	CreatedAt  time.Time     `db:"created_at"`
	Total      int           `db:"total"`
}

func (r sessionRow) session() Session {
	return Session{
		ID: r.ID, PlanID: r.PlanID, Part: Part(r.Part), StartsAt: r.StartsAt, Minutes: r.Minutes, FormID: r.FormID.UUID,
		Place: r.Place, State: SessionState(r.State), CreatedAt: r.CreatedAt,
	}
}

// oneSession reads one session without its plan, rooms and counts.
func (s store) oneSession(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (Session, error) {
	var r sessionRow
	err := q.GetContext(ctx, &r, query, id)
	if postgres.IsNoRows(err) {
		return Session{}, fault.NotFoundf("session")
	}
	return r.session(), err
}

func (s store) sessions(ctx context.Context, q postgres.Q, query string, args ...any) ([]Session, int, error) {
	var rows []sessionRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Session, len(rows))
	for i, r := range rows {
		list[i] = r.session()
	}
	return list, rows[0].Total, nil
}

// filled adds plans, rooms, counts and the forms' codes to sessions.
func (s store) filled(ctx context.Context, q postgres.Q, list []Session) error {
	ids, planIDs, formIDs := make([]uuid.UUID, len(list)), make([]uuid.UUID, len(list)), []uuid.UUID{}
	for i, e := range list {
		ids[i], planIDs[i] = e.ID, e.PlanID
		if e.FormID != uuid.Nil {
			formIDs = append(formIDs, e.FormID)
		}
	}
	plans, err := s.plansByID(ctx, q, planIDs)
	if err != nil {
		return err
	}
	rooms, err := s.rooms(ctx, q, ids)
	if err != nil {
		return err
	}
	counts, err := s.counts(ctx, q, ids)
	if err != nil {
		return err
	}
	forms, err := s.formsByID(ctx, q, formIDs)
	if err != nil {
		return err
	}
	for i := range list {
		e := &list[i]
		e.Plan, e.Rooms, e.Counts, e.FormCode = plans[e.PlanID], rooms[e.ID], counts[e.ID], forms[e.FormID].Code
	}
	return nil
}

func (s store) rooms(ctx context.Context, q postgres.Q, sessions []uuid.UUID) (map[uuid.UUID][]Hall, error) {
	var rows []struct {
		ID        uuid.UUID `db:"id"`
		SessionID uuid.UUID `db:"session_id"`
		Number    int       `db:"number"`
		Name      string    `db:"name"`
		Capacity  int       `db:"capacity"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListRooms, pq.Array(sessions)); err != nil {
		return nil, err
	}
	bySession := map[uuid.UUID][]Hall{}
	for _, r := range rows {
		bySession[r.SessionID] = append(bySession[r.SessionID], Hall{ID: r.ID, Number: r.Number, Name: r.Name, Capacity: r.Capacity})
	}
	return bySession, nil
}

func (s store) counts(ctx context.Context, q postgres.Q, sessions []uuid.UUID) (map[uuid.UUID]Counts, error) {
	var rows []struct {
		SessionID uuid.UUID `db:"session_id"`
		Total     int       `db:"total"`
		Assigned  int       `db:"assigned"`
		CheckedIn int       `db:"checked_in"`
		Started   int       `db:"started"`
		Submitted int       `db:"submitted"`
		Absent    int       `db:"absent"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListCounts, pq.Array(sessions)); err != nil {
		return nil, err
	}
	bySession := map[uuid.UUID]Counts{}
	for _, r := range rows {
		bySession[r.SessionID] = Counts{
			Total: r.Total, Assigned: r.Assigned, CheckedIn: r.CheckedIn, Started: r.Started, Submitted: r.Submitted, Absent: r.Absent,
		}
	}
	return bySession, nil
}

type seatRow struct {
	ID           uuid.UUID     `db:"id"`
	SessionID    uuid.UUID     `db:"session_id"`
	PlanID       uuid.UUID     `db:"plan_id"`
	Part         string        `db:"part"`
	CandidateID  uuid.UUID     `db:"candidate_id"`
	AccountID    uuid.UUID     `db:"account_id"`
	RoomID       uuid.UUID     `db:"room_id"`
	RoomName     string        `db:"room_name"`
	Seat         int           `db:"seat"`
	TicketNumber string        `db:"ticket_number"`
	Try          int           `db:"try"`
	State        string        `db:"state"`
	CheckedInAt  sql.NullTime  `db:"checked_in_at"`
	StartedAt    sql.NullTime  `db:"started_at"`
	AttemptID    uuid.NullUUID `db:"attempt_id"`
	Name         string        `db:"name"`
	IDMasked     string        `db:"id_masked"`
	HasPhoto     bool          `db:"has_photo"`
	Total        int           `db:"total"`
}

func (r seatRow) made() Seat {
	return Seat{
		ID: r.ID, SessionID: r.SessionID, PlanID: r.PlanID, Part: Part(r.Part), CandidateID: r.CandidateID, AccountID: r.AccountID,
		Name: r.Name, IDMasked: r.IDMasked, HasPhoto: r.HasPhoto, RoomID: r.RoomID, RoomName: r.RoomName, Seat: r.Seat,
		TicketNumber: r.TicketNumber, Try: r.Try, State: SeatState(r.State), CheckedInAt: r.CheckedInAt.Time, StartedAt: r.StartedAt.Time,
		AttemptID: r.AttemptID.UUID,
	}
}

func (s store) seats(ctx context.Context, q postgres.Q, query string, args ...any) ([]Seat, int, error) {
	var rows []seatRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Seat, len(rows))
	for i, r := range rows {
		list[i] = r.made()
	}
	return list, rows[0].Total, nil
}

func (s store) getSeat(ctx context.Context, q postgres.Q, id uuid.UUID) (Seat, error) {
	var r seatRow
	err := q.GetContext(ctx, &r, s.q.FindSeat, id)
	if postgres.IsNoRows(err) {
		return Seat{}, fault.NotFoundf("seat")
	}
	return r.made(), err
}

// lockSeat locks a seat and reads it as it then is.
func (s store) lockSeat(ctx context.Context, q postgres.Q, id uuid.UUID) (Seat, error) {
	var locked uuid.UUID
	err := q.GetContext(ctx, &locked, s.q.LockSeat, id)
	if postgres.IsNoRows(err) {
		return Seat{}, fault.NotFoundf("seat")
	}
	if err != nil {
		return Seat{}, err
	}
	return s.getSeat(ctx, q, id)
}

// findTicket tells whose seat, in which session, a ticket number is.
func (s store) findTicket(ctx context.Context, q postgres.Q, number string) (seat, session uuid.UUID, found bool, err error) {
	var r struct {
		ID        uuid.UUID `db:"id"`
		SessionID uuid.UUID `db:"session_id"`
	}
	err = q.GetContext(ctx, &r, s.q.FindSeatByTicket, number)
	if postgres.IsNoRows(err) {
		return uuid.Nil, uuid.Nil, false, nil
	}
	return r.ID, r.SessionID, err == nil, err
}

// insertSeats writes the seats of one session.
func (s store) insertSeats(ctx context.Context, q postgres.Q, session Session, seats []Seat) error {
	n := len(seats)
	ids, candidates, accounts, rooms := make([]uuid.UUID, n), make([]uuid.UUID, n), make([]uuid.UUID, n), make([]uuid.UUID, n)
	numbers, tickets := make(pq.Int64Array, n), make(pq.StringArray, n)
	for i, v := range seats {
		ids[i], candidates[i], accounts[i], rooms[i] = uuid.Must(uuid.NewV7()), v.CandidateID, v.AccountID, v.RoomID
		numbers[i], tickets[i] = int64(v.Seat), v.TicketNumber
	}
	err := s.exec(ctx, q, s.q.InsertSeats, session.PlanID, session.ID, string(session.Part), pq.Array(ids), pq.Array(candidates),
		pq.Array(accounts), pq.Array(rooms), numbers, tickets)
	if postgres.IsUnique(err, "exam_seats_ticket_key") {
		return fault.New(fault.Conflict, subTicketTaken).Because(err)
	}
	return err
}

func (s store) seatsByPart(ctx context.Context, q postgres.Q, plan uuid.UUID) (map[Part]int, error) {
	var rows []struct {
		Part  string `db:"part"`
		Seats int    `db:"seats"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.CountSeatsByPart, plan); err != nil {
		return nil, err
	}
	byPart := map[Part]int{}
	for _, r := range rows {
		byPart[Part(r.Part)] = r.Seats
	}
	return byPart, nil
}

// openAttempts counts who still writes in a session, and tells when the last
// of them has to end.
func (s store) openAttempts(ctx context.Context, q postgres.Q, session uuid.UUID) (int, time.Time, error) {
	var r struct {
		Open int          `db:"open"`
		Last sql.NullTime `db:"last"`
	}
	err := q.GetContext(ctx, &r, s.q.CountOpenAttempts, session)
	return r.Open, r.Last.Time.UTC(), err
}

// roomNumbers gives the numbers that rooms of a plan have.
func (s store) roomNumbers(ctx context.Context, q postgres.Q, plan uuid.UUID) (map[int]bool, error) {
	var numbers []int
	if err := q.SelectContext(ctx, &numbers, s.q.ListRoomNumbers, plan); err != nil {
		return nil, err
	}
	taken := map[int]bool{}
	for _, n := range numbers {
		taken[n] = true
	}
	return taken, nil
}

func (s store) insertSession(ctx context.Context, q postgres.Q, e Session) error {
	return s.exec(ctx, q, s.q.InsertSession, e.ID, e.PlanID, string(e.Part), e.StartsAt, e.Minutes, postgres.NullID(e.FormID), e.Place, e.CreatedAt)
}

func (s store) updateSession(ctx context.Context, q postgres.Q, e Session) error {
	return s.exec(ctx, q, s.q.UpdateSession, e.ID, string(e.Part), e.StartsAt, e.Minutes, postgres.NullID(e.FormID), e.Place)
}

type entryRow struct {
	sessionRow
	Title                 string    `db:"title"`
	LevelID               uuid.UUID `db:"level_id"`
	PlanState             string    `db:"plan_state"`
	SiteName              string    `db:"site_name"`
	SiteAddress           string    `db:"site_address"`
	EntryMinutes          int       `db:"entry_minutes"`
	LateMinutes           int       `db:"late_minutes"`
	EarliestHandInMinutes int       `db:"earliest_hand_in_minutes"`
	AllowanceSeconds      int       `db:"allowance_seconds"`
}

// entry reads what a candidate's entry needs of a session and its plan, and no
// more: a whole hall asks at once.
func (s store) entry(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (Session, error) {
	var r entryRow
	if err := q.GetContext(ctx, &r, query, id); err != nil {
		return Session{}, err
	}
	e := r.session()
	e.Plan = Plan{
		ID: r.PlanID, Title: r.Title, LevelID: r.LevelID, State: PlanState(r.PlanState), SiteName: r.SiteName, SiteAddress: r.SiteAddress,
		Rules: Rules{
			EntryMinutes: r.EntryMinutes, LateMinutes: r.LateMinutes, EarliestHandInMinutes: r.EarliestHandInMinutes,
			AllowanceSeconds: r.AllowanceSeconds,
		},
	}
	return e, nil
}
