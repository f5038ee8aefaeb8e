package exam

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	Now                  string `query:"now"`
	ListPlans            string `query:"list-plans"`
	ListPlansByID        string `query:"list-plans-by-id"`
	LockPlan             string `query:"lock-plan"`
	LockYear             string `query:"lock-year"`
	NextBatch            string `query:"next-batch"`
	InsertPlan           string `query:"insert-plan"`
	UpdatePlan           string `query:"update-plan"`
	UpdatePlanState      string `query:"update-plan-state"`
	ListClasses          string `query:"list-classes"`
	CountOtherClasses    string `query:"count-other-classes"`
	ListMembers          string `query:"list-members"`
	InsertCandidates     string `query:"insert-candidates"`
	ListCandidates       string `query:"list-candidates"`
	DeleteCandidate      string `query:"delete-candidate"`
	ListForms            string `query:"list-forms"`
	ListFormsByID        string `query:"list-forms-by-id"`
	InsertSession        string `query:"insert-session"`
	UpdateSession        string `query:"update-session"`
	DeleteSession        string `query:"delete-session"`
	FindSession          string `query:"find-session"`
	LockSession          string `query:"lock-session"`
	ListSessionsOfPlan   string `query:"list-sessions-of-plan"`
	ListSessions         string `query:"list-sessions"`
	UpdateSessionState   string `query:"update-session-state"`
	UpdateSessionsOfPlan string `query:"update-sessions-of-plan"`
	FindEntry            string `query:"find-entry"`
	ShareEntry           string `query:"share-entry"`
	ListRooms            string `query:"list-rooms"`
	ListRoomNumbers      string `query:"list-room-numbers"`
	InsertRoom           string `query:"insert-room"`
	DeleteRooms          string `query:"delete-rooms"`
	ListCounts           string `query:"list-counts"`
	InsertSeats          string `query:"insert-seats"`
	DeleteSeatsOfPlan    string `query:"delete-seats-of-plan"`
	DeleteSeatsOfSession string `query:"delete-seats-of-session"`
	CountSeatsOfPlan     string `query:"count-seats-of-plan"`
	CountSeatsByPart     string `query:"count-seats-by-part"`
	ListSeats            string `query:"list-seats"`
	FindSeat             string `query:"find-seat"`
	FindSeatByTicket     string `query:"find-seat-by-ticket"`
	LockSeat             string `query:"lock-seat"`
	UpdateCheckedIn      string `query:"update-checked-in"`
	UpdateCheckInUndone  string `query:"update-check-in-undone"`
	UpdateStarted        string `query:"update-started"`
	ListMySeats          string `query:"list-my-seats"`
	ListAccountSeats     string `query:"list-account-seats"`
	MarkLate             string `query:"mark-late"`
	MarkAbsent           string `query:"mark-absent"`
	MarkAbsentSkill      string `query:"mark-absent-skill"`
	BeginDue             string `query:"begin-due"`
	BeginPlans           string `query:"begin-plans"`
	FinishPlan           string `query:"finish-plan"`
	CountOpenAttempts    string `query:"count-open-attempts"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

// now reads the clock that entry rules follow.
func (s store) now(ctx context.Context, q postgres.Q) (time.Time, error) {
	var now time.Time
	err := q.GetContext(ctx, &now, s.q.Now)
	return now.UTC(), err
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

// affected runs a statement and tells how many rows it changed.
func (s store) affected(ctx context.Context, q postgres.Q, query string, args ...any) (int, error) {
	result, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

func (s store) number(ctx context.Context, q postgres.Q, query string, args ...any) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, query, args...)
	return n, err
}

func orNull(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

type planRow struct {
	ID                    uuid.UUID    `db:"id"`
	Title                 string       `db:"title"`
	LevelID               uuid.UUID    `db:"level_id"`
	State                 string       `db:"state"`
	Year                  int          `db:"year"`
	Batch                 int          `db:"batch"`
	SiteNumber            int          `db:"site_number"`
	SiteName              string       `db:"site_name"`
	SiteAddress           string       `db:"site_address"`
	Contact               string       `db:"contact"`
	PassMark              int          `db:"pass_mark"`
	EntryMinutes          int          `db:"entry_minutes"`
	LateMinutes           int          `db:"late_minutes"`
	EarliestHandInMinutes int          `db:"earliest_hand_in_minutes"`
	AllowanceSeconds      int          `db:"allowance_seconds"`
	ScoreValidMonths      int          `db:"score_valid_months"`
	TicketPattern         string       `db:"ticket_pattern"`
	Revision              int          `db:"revision"`
	PublishedAt           sql.NullTime `db:"published_at"`
	CreatedAt             time.Time    `db:"created_at"`
	Candidates            int          `db:"candidates"`
	Total                 int          `db:"total"`
}

func (r planRow) plan() Plan {
	return Plan{
		ID: r.ID, Title: r.Title, LevelID: r.LevelID, State: PlanState(r.State), Year: r.Year, Batch: r.Batch, SiteNumber: r.SiteNumber,
		SiteName: r.SiteName, SiteAddress: r.SiteAddress, Contact: r.Contact, Revision: r.Revision, Candidates: r.Candidates,
		PublishedAt: r.PublishedAt.Time, CreatedAt: r.CreatedAt,
		Rules: Rules{
			PassMark: r.PassMark, EntryMinutes: r.EntryMinutes, LateMinutes: r.LateMinutes, EarliestHandInMinutes: r.EarliestHandInMinutes,
			AllowanceSeconds: r.AllowanceSeconds, ScoreValidMonths: r.ScoreValidMonths, TicketPattern: r.TicketPattern,
		},
	}
}

// planQuery narrows a list of plans; nil and empty mean all.
type planQuery struct {
	Levels, Sessions []uuid.UUID
	Text, State      string
	Limit, Offset    int
}

func (s store) listPlans(ctx context.Context, q postgres.Q, f planQuery) ([]Plan, int, error) {
	var rows []planRow
	err := q.SelectContext(ctx, &rows, s.q.ListPlans, postgres.NullIDs(f.Levels), postgres.NullIDs(f.Sessions), f.Text, f.State, f.Limit, f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Plan, len(rows))
	for i, r := range rows {
		list[i] = r.plan()
	}
	return list, rows[0].Total, nil
}

func (s store) plansByID(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID]Plan, error) {
	var rows []planRow
	if err := q.SelectContext(ctx, &rows, s.q.ListPlansByID, pq.Array(ids)); err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Plan, len(rows))
	for _, r := range rows {
		byID[r.ID] = r.plan()
	}
	return byID, nil
}

func (s store) lockPlan(ctx context.Context, q postgres.Q, id uuid.UUID) (Plan, error) {
	var r planRow
	err := q.GetContext(ctx, &r, s.q.LockPlan, id)
	if postgres.IsNoRows(err) {
		return Plan{}, fault.NotFoundf("plan")
	}
	return r.plan(), err
}

func (s store) insertPlan(ctx context.Context, q postgres.Q, p Plan) error {
	r := p.Rules
	return s.exec(ctx, q, s.q.InsertPlan, p.ID, p.Title, p.LevelID, p.Year, p.Batch, p.SiteNumber, p.SiteName, p.SiteAddress, p.Contact,
		r.PassMark, r.EntryMinutes, r.LateMinutes, r.EarliestHandInMinutes, r.AllowanceSeconds, r.ScoreValidMonths, r.TicketPattern, p.CreatedAt)
}

func (s store) updatePlan(ctx context.Context, q postgres.Q, p Plan) error {
	r := p.Rules
	return s.exec(ctx, q, s.q.UpdatePlan, p.ID, p.Title, p.SiteNumber, p.SiteName, p.SiteAddress, p.Contact,
		r.PassMark, r.EntryMinutes, r.LateMinutes, r.EarliestHandInMinutes, r.AllowanceSeconds, r.ScoreValidMonths, r.TicketPattern)
}

type candidateRow struct {
	ID        uuid.UUID `db:"id"`
	PlanID    uuid.UUID `db:"plan_id"`
	AccountID uuid.UUID `db:"account_id"`
	ClassID   uuid.UUID `db:"class_id"`
	ClassName string    `db:"class_name"`
	Name      string    `db:"name"`
	IDMasked  string    `db:"id_masked"`
	HasPhoto  bool      `db:"has_photo"`
	AddedAt   time.Time `db:"added_at"`
	Total     int       `db:"total"`
}

// listCandidates gives candidates in the order in which they were added.
func (s store) listCandidates(ctx context.Context, q postgres.Q, plan uuid.UUID, text string, limit, offset int) ([]Candidate, int, error) {
	var rows []candidateRow
	if err := q.SelectContext(ctx, &rows, s.q.ListCandidates, plan, text, limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Candidate, len(rows))
	for i, r := range rows {
		list[i] = Candidate{
			ID: r.ID, PlanID: r.PlanID, AccountID: r.AccountID, ClassID: r.ClassID, ClassName: r.ClassName, Name: r.Name,
			IDMasked: r.IDMasked, HasPhoto: r.HasPhoto, AddedAt: r.AddedAt,
		}
	}
	return list, rows[0].Total, nil
}

func (s store) listClasses(ctx context.Context, q postgres.Q, plan, level uuid.UUID, limit, offset int) ([]Class, int, error) {
	var rows []struct {
		ID      uuid.UUID `db:"id"`
		Name    string    `db:"name"`
		Members int       `db:"members"`
		Added   int       `db:"added"`
		Total   int       `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListClasses, plan, level, limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Class, len(rows))
	for i, r := range rows {
		list[i] = Class{ID: r.ID, Name: r.Name, Members: r.Members, Added: r.Added}
	}
	return list, rows[0].Total, nil
}

type memberRow struct {
	AccountID     uuid.UUID `db:"account_id"`
	ClassID       uuid.UUID `db:"class_id"`
	ApplicationID uuid.UUID `db:"application_id"`
}

func (s store) listMembers(ctx context.Context, q postgres.Q, classes []uuid.UUID, level uuid.UUID) ([]memberRow, error) {
	var rows []memberRow
	err := q.SelectContext(ctx, &rows, s.q.ListMembers, pq.Array(classes), level)
	return rows, err
}

// insertCandidates adds those who are not candidates yet and tells how many.
func (s store) insertCandidates(ctx context.Context, q postgres.Q, p Plan, members []memberRow, now time.Time) (int, error) {
	n := len(members)
	ids, accounts, classes, applications := make([]uuid.UUID, n), make([]uuid.UUID, n), make([]uuid.UUID, n), make([]uuid.UUID, n)
	for i, m := range members {
		ids[i], accounts[i], classes[i], applications[i] = uuid.Must(uuid.NewV7()), m.AccountID, m.ClassID, m.ApplicationID
	}
	return s.affected(ctx, q, s.q.InsertCandidates, p.ID, p.LevelID, now, pq.Array(ids), pq.Array(accounts), pq.Array(classes), pq.Array(applications))
}

type formRow struct {
	ID              uuid.UUID `db:"id"`
	LevelID         uuid.UUID `db:"level_id"`
	Code            string    `db:"code"`
	Purpose         string    `db:"purpose"`
	Minutes         int       `db:"minutes"`
	TotalHundredths int       `db:"total_hundredths"`
	CreatedAt       time.Time `db:"created_at"`
	Online          bool      `db:"online"`
	Approval        string    `db:"approval"`
	Total           int       `db:"total"`
}

func (r formRow) form() Form {
	return Form{
		ID: r.ID, LevelID: r.LevelID, Code: r.Code, Purpose: r.Purpose, Minutes: r.Minutes, TotalHundredths: r.TotalHundredths, CreatedAt: r.CreatedAt,
		Usable: r.Online && r.Approval == "approved",
	}
}

func (s store) listForms(ctx context.Context, q postgres.Q, level uuid.UUID, limit, offset int) ([]Form, int, error) {
	var rows []formRow
	if err := q.SelectContext(ctx, &rows, s.q.ListForms, level, limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Form, len(rows))
	for i, r := range rows {
		list[i] = r.form()
	}
	return list, rows[0].Total, nil
}

func (s store) formsByID(ctx context.Context, q postgres.Q, ids []uuid.UUID) (map[uuid.UUID]Form, error) {
	byID := map[uuid.UUID]Form{}
	if len(ids) == 0 {
		return byID, nil
	}
	var rows []formRow
	if err := q.SelectContext(ctx, &rows, s.q.ListFormsByID, pq.Array(ids)); err != nil {
		return nil, err
	}
	for _, r := range rows {
		byID[r.ID] = r.form()
	}
	return byID, nil
}
