package result

import (
	"context"
	"database/sql"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListPlans       string `query:"list-plans"`
	CountParts      string `query:"count-parts"`
	CountPartsSeen  string `query:"count-parts-seen"`
	ListRows        string `query:"list-rows"`
	EnsurePlan      string `query:"ensure-plan"`
	LockPlan        string `query:"lock-plan"`
	SharePlan       string `query:"share-plan"`
	FindPlan        string `query:"find-plan"`
	UpdateChecked   string `query:"update-checked"`
	UpdateReturned  string `query:"update-returned"`
	UpdateReleased  string `query:"update-released"`
	FindSessionPlan string `query:"find-session-plan"`
	FindTheory      string `query:"find-theory"`
	SaveTheory      string `query:"save-theory"`
	SaveSkill       string `query:"save-skill"`
	InsertChange    string `query:"insert-change"`
	ListChanges     string `query:"list-changes"`
	TypedBy         string `query:"typed-by"`
	InsertOutcomes  string `query:"insert-outcomes"`
	ListMine        string `query:"list-mine"`
	ListPassed      string `query:"list-passed"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

// score is a part's column: null for a part without a score.
func score(p Part) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(p.Score), Valid: p.State == Scored}
}

// sat reads a column of something that is not missing.
func sat(v sql.NullInt64) Part {
	if !v.Valid {
		return Part{State: Absent}
	}
	return Part{State: Scored, Score: marking.Hundredths(v.Int64)}
}

type planRow struct {
	ID           uuid.UUID    `db:"id"`
	Title        string       `db:"title"`
	LevelID      uuid.UUID    `db:"level_id"`
	PassMark     int          `db:"pass_mark"`
	ExamState    string       `db:"exam_state"`
	CreatedAt    time.Time    `db:"created_at"`
	State        string       `db:"state"`
	CheckedName  string       `db:"checked_name"`
	CheckedAt    sql.NullTime `db:"checked_at"`
	ReleasedName string       `db:"released_name"`
	ReleasedAt   sql.NullTime `db:"released_at"`
	Total        int          `db:"total"`
}

func (r planRow) plan() Plan {
	return Plan{
		ID: r.ID, Title: r.Title, LevelID: r.LevelID, PassMark: r.PassMark, ExamState: r.ExamState, State: State(r.State),
		CheckedBy: r.CheckedName, CheckedAt: r.CheckedAt.Time, ReleasedBy: r.ReleasedName, ReleasedAt: r.ReleasedAt.Time, CreatedAt: r.CreatedAt,
	}
}

// planQuery narrows a list of plans; empty fields do not.
type planQuery struct {
	Levels, Sessions []uuid.UUID // nil = all
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

// count fills the tallies of plans; sessions narrows it to what an examiner
// sees, and then to the skill part.
func (s store) count(ctx context.Context, q postgres.Q, plans []*Plan, skillAlone bool, sessions []uuid.UUID) error {
	ids := make([]uuid.UUID, len(plans))
	for i, p := range plans {
		ids[i] = p.ID
	}
	var rows []struct {
		PlanID       uuid.UUID `db:"plan_id"`
		Candidates   int       `db:"candidates"`
		TheoryScored int       `db:"theory_scored"`
		TheoryAbsent int       `db:"theory_absent"`
		SkillScored  int       `db:"skill_scored"`
		SkillAbsent  int       `db:"skill_absent"`
		Passed       int       `db:"passed"`
	}
	query, args := s.q.CountParts, []any{pq.Array(ids)}
	if skillAlone {
		query, args = s.q.CountPartsSeen, append(args, postgres.NullIDs(sessions))
	}
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return err
	}
	for _, r := range rows {
		for _, p := range plans {
			if p.ID == r.PlanID {
				p.Candidates, p.Passed = r.Candidates, r.Passed
				p.Theory = Tally{Scored: r.TheoryScored, Absent: r.TheoryAbsent, Missing: r.Candidates - r.TheoryScored - r.TheoryAbsent}
				p.Skill = Tally{Scored: r.SkillScored, Absent: r.SkillAbsent, Missing: r.Candidates - r.SkillScored - r.SkillAbsent}
			}
		}
	}
	return nil
}

type candidateRow struct {
	ID             uuid.UUID     `db:"id"`
	PlanID         uuid.UUID     `db:"plan_id"`
	AccountID      uuid.UUID     `db:"account_id"`
	LevelID        uuid.UUID     `db:"level_id"`
	Name           string        `db:"name"`
	IDMasked       string        `db:"id_masked"`
	Theory         sql.NullInt64 `db:"theory_hundredths"`
	TheoryState    string        `db:"theory_state"`
	Skill          sql.NullInt64 `db:"skill_hundredths"`
	SkillState     string        `db:"skill_state"`
	SkillTyped     bool          `db:"skill_typed"`
	SkillBy        *string       `db:"skill_by"`
	SkillAt        sql.NullTime  `db:"skill_at"`
	SkillSession   uuid.NullUUID `db:"skill_session_id"`
	SkillRoomID    uuid.NullUUID `db:"skill_room_id"`
	SkillRoom      string        `db:"skill_room"`
	SkillSeat      int           `db:"skill_seat"`
	SkillTicket    string        `db:"skill_ticket"`
	SkillSeatState string        `db:"skill_seat_state"`
	TheoryTicket   string        `db:"theory_ticket"`
	Total          int           `db:"total"`
}

func (r candidateRow) row() Row {
	row := Row{
		AccountID: r.AccountID, LevelID: r.LevelID, Name: r.Name, IDMasked: r.IDMasked, Ticket: r.TheoryTicket,
		Theory:    Part{State: PartState(r.TheoryState), Score: marking.Hundredths(r.Theory.Int64)},
		Skill:     Part{State: PartState(r.SkillState), Score: marking.Hundredths(r.Skill.Int64)},
		SkillSeat: Seat{Room: r.SkillRoom, Number: r.SkillSeat, Ticket: r.SkillTicket, State: r.SkillSeatState},
		TypedAt:   r.SkillAt.Time,
	}
	if row.Ticket == "" {
		row.Ticket = r.SkillTicket
	}
	if r.SkillBy != nil {
		row.TypedBy = *r.SkillBy
	}
	return row
}

// rowQuery narrows the candidates of a plan; empty fields do not.
type rowQuery struct {
	Sessions      []uuid.UUID // nil = all
	Text          string
	Missing       bool
	Limit, Offset int
}

func (s store) listRows(ctx context.Context, q postgres.Q, plan uuid.UUID, passMark int, f rowQuery) ([]Row, int, error) {
	var rows []candidateRow
	err := q.SelectContext(ctx, &rows, s.q.ListRows, plan, postgres.NullIDs(f.Sessions), f.Text, f.Missing, f.Limit, f.Offset)
	if err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Row, len(rows))
	for i, r := range rows {
		list[i] = r.row()
		list[i].Decision = Decide(list[i].Theory, list[i].Skill, passMark)
	}
	return list, rows[0].Total, nil
}

// standing is a row of result_plans.
type standing struct {
	PlanID       uuid.UUID     `db:"plan_id"`
	State        State         `db:"state"`
	CheckedBy    uuid.NullUUID `db:"checked_by"`
	CheckedName  string        `db:"checked_name"`
	CheckedAt    sql.NullTime  `db:"checked_at"`
	Digest       []byte        `db:"checked_digest"`
	ReleasedBy   uuid.NullUUID `db:"released_by"`
	ReleasedName string        `db:"released_name"`
	ReleasedAt   sql.NullTime  `db:"released_at"`
}

// held reads a plan's standing by the query, making it first where there is none.
func (s store) held(ctx context.Context, tx postgres.Tx, query string, plan uuid.UUID) (standing, error) {
	var r standing
	err := tx.GetContext(ctx, &r, query, plan)
	if !postgres.IsNoRows(err) {
		return r, err
	}
	if err := s.exec(ctx, tx, s.q.EnsurePlan, plan); err != nil {
		return r, err
	}
	return r, tx.GetContext(ctx, &r, query, plan)
}

func (s store) lock(ctx context.Context, tx postgres.Tx, plan uuid.UUID) (standing, error) {
	return s.held(ctx, tx, s.q.LockPlan, plan)
}

// share keeps a plan's standing from changing without keeping others out.
func (s store) share(ctx context.Context, tx postgres.Tx, plan uuid.UUID) (standing, error) {
	return s.held(ctx, tx, s.q.SharePlan, plan)
}

func (s store) find(ctx context.Context, q postgres.Q, plan uuid.UUID) (standing, error) {
	r := standing{PlanID: plan, State: Entered}
	err := q.GetContext(ctx, &r, s.q.FindPlan, plan)
	if postgres.IsNoRows(err) {
		return r, nil
	}
	return r, err
}

func (s store) findSessionPlan(ctx context.Context, q postgres.Q, session uuid.UUID) (uuid.UUID, bool, error) {
	var plan uuid.UUID
	err := q.GetContext(ctx, &plan, s.q.FindSessionPlan, session)
	if postgres.IsNoRows(err) {
		return uuid.Nil, false, nil
	}
	return plan, err == nil, err
}

func (s store) findTheory(ctx context.Context, q postgres.Q, plan, account uuid.UUID) (p Part, try int, found bool, err error) {
	var r struct {
		Score sql.NullInt64 `db:"score_hundredths"`
		Try   int           `db:"try"`
	}
	err = q.GetContext(ctx, &r, s.q.FindTheory, plan, account)
	if postgres.IsNoRows(err) {
		return Part{State: Missing}, 0, false, nil
	}
	return sat(r.Score), r.Try, err == nil, err
}

func (s store) saveSkill(ctx context.Context, q postgres.Q, plan uuid.UUID, e Entry, by uuid.UUID, name string, now time.Time) error {
	return s.exec(ctx, q, s.q.SaveSkill, plan, e.AccountID, score(e.Part), by, name, now)
}

func (s store) insertChange(ctx context.Context, q postgres.Q, plan, account uuid.UUID, by uuid.UUID, c Change) error {
	return s.exec(ctx, q, s.q.InsertChange, uuid.Must(uuid.NewV7()), plan, account, c.Part, c.First, score(c.Before), score(c.After), c.Reason,
		uuid.NullUUID{UUID: by, Valid: by != uuid.Nil}, c.By, c.At)
}

func (s store) listChanges(ctx context.Context, q postgres.Q, plan, account uuid.UUID) ([]Change, error) {
	var rows []struct {
		Part   string        `db:"part"`
		First  bool          `db:"first"`
		Before sql.NullInt64 `db:"before_hundredths"`
		After  sql.NullInt64 `db:"after_hundredths"`
		Reason string        `db:"reason"`
		By     string        `db:"changed_name"`
		At     time.Time     `db:"changed_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListChanges, plan, account); err != nil {
		return nil, err
	}
	list := make([]Change, len(rows))
	for i, r := range rows {
		list[i] = Change{Part: r.Part, First: r.First, Before: sat(r.Before), After: sat(r.After), Reason: r.Reason, By: r.By, At: r.At}
		if r.First {
			list[i].Before = Part{State: Missing}
		}
	}
	return list, nil
}

func (s store) typedBy(ctx context.Context, q postgres.Q, plan, person uuid.UUID) (bool, error) {
	var typed bool
	err := q.GetContext(ctx, &typed, s.q.TypedBy, plan, person)
	return typed, err
}

func (s store) insertOutcomes(ctx context.Context, q postgres.Q, plan uuid.UUID, passMark int, rows []Row, now time.Time) error {
	n := len(rows)
	accounts, levels, passed := make([]uuid.UUID, n), make([]uuid.UUID, n), make(pq.BoolArray, n)
	theory, skill := make([]sql.NullInt64, n), make([]sql.NullInt64, n)
	for i, r := range rows {
		accounts[i], levels[i], passed[i] = r.AccountID, r.LevelID, r.Decision == Passed
		theory[i], skill[i] = score(r.Theory), score(r.Skill)
	}
	return s.exec(ctx, q, s.q.InsertOutcomes, plan, passMark, now, pq.Array(accounts), pq.Array(levels), pq.Array(theory), pq.Array(skill), passed)
}

type mineRow struct {
	PlanID     uuid.UUID     `db:"plan_id"`
	Title      string        `db:"title"`
	LevelID    uuid.UUID     `db:"level_id"`
	PassMark   int           `db:"pass_mark"`
	Theory     sql.NullInt64 `db:"theory_hundredths"`
	Skill      sql.NullInt64 `db:"skill_hundredths"`
	Passed     bool          `db:"passed"`
	ReleasedAt sql.NullTime  `db:"released_at"`
	Total      int           `db:"total"`
}

// listMine gives the caller's plans and their levels, in the same order.
func (s store) listMine(ctx context.Context, q postgres.Q, account uuid.UUID, plan uuid.NullUUID, limit, offset int) ([]Mine, []uuid.UUID, int, error) {
	var rows []mineRow
	if err := q.SelectContext(ctx, &rows, s.q.ListMine, account, plan, limit, offset); err != nil || len(rows) == 0 {
		return nil, nil, 0, err
	}
	list, levels := make([]Mine, len(rows)), make([]uuid.UUID, len(rows))
	for i, r := range rows {
		levels[i] = r.LevelID
		list[i] = Mine{PlanID: r.PlanID, PlanTitle: r.Title, PassMark: r.PassMark}
		if r.ReleasedAt.Valid {
			list[i].Released, list[i].ReleasedAt, list[i].Passed = true, r.ReleasedAt.Time, r.Passed
			list[i].Theory, list[i].Skill = sat(r.Theory), sat(r.Skill)
		}
	}
	return list, levels, rows[0].Total, nil
}

func (s store) listPassed(ctx context.Context, q postgres.Q, plan uuid.UUID) ([]Outcome, error) {
	var rows []struct {
		PlanID     uuid.UUID     `db:"plan_id"`
		AccountID  uuid.UUID     `db:"account_id"`
		LevelID    uuid.UUID     `db:"level_id"`
		PassMark   int           `db:"pass_mark"`
		Theory     sql.NullInt64 `db:"theory_hundredths"`
		Skill      sql.NullInt64 `db:"skill_hundredths"`
		ReleasedAt time.Time     `db:"released_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListPassed, plan); err != nil {
		return nil, err
	}
	list := make([]Outcome, len(rows))
	for i, r := range rows {
		list[i] = Outcome{
			PlanID: r.PlanID, AccountID: r.AccountID, LevelID: r.LevelID, PassMark: r.PassMark, Theory: sat(r.Theory), Skill: sat(r.Skill),
			Passed: true, ReleasedAt: r.ReleasedAt,
		}
	}
	return list, nil
}
