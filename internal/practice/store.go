package practice

import (
	"context"
	_ "embed"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListLevels        string `query:"list-levels"`
	ListRows          string `query:"list-rows"`
	ListSeen          string `query:"list-seen"`
	FindLivingDrill   string `query:"find-living-drill"`
	ListLivingDrills  string `query:"list-living-drills"`
	GetDrill          string `query:"get-drill"`
	GetDrillNames     string `query:"get-drill-names"`
	InsertDrill       string `query:"insert-drill"`
	LockDrills        string `query:"lock-drills"`
	EndDrill          string `query:"end-drill"`
	UpdatePosition    string `query:"update-position"`
	InsertDrillAnswer string `query:"insert-drill-answer"`
	InsertMockAnswer  string `query:"insert-mock-answer"`
	ListDrillAnswers  string `query:"list-drill-answers"`
	UpsertWrong       string `query:"upsert-wrong"`
	RaiseStreak       string `query:"raise-streak"`
	LeaveWrong        string `query:"leave-wrong"`
	HasSeen           string `query:"has-seen"`
	FindWrong         string `query:"find-wrong"`
	HasWrong          string `query:"has-wrong"`
	ListWrongIDs      string `query:"list-wrong-ids"`
	ListWrongs        string `query:"list-wrongs"`
	GetMock           string `query:"get-mock"`
	LockMock          string `query:"lock-mock"`
	ListMocks         string `query:"list-mocks"`
	InsertMock        string `query:"insert-mock"`
	UpdateMock        string `query:"update-mock"`
	UpdateMockState   string `query:"update-mock-state"`
	FindBlueprint     string `query:"find-blueprint"`
	FindClassLevel    string `query:"find-class-level"`
	ListInvited       string `query:"list-invited"`
	ListMyMocks       string `query:"list-my-mocks"`
	LockTries         string `query:"lock-tries"`
	InsertTry         string `query:"insert-try"`
	CloseTry          string `query:"close-try"`
	GetTry            string `query:"get-try"`
	ListMyTries       string `query:"list-my-tries"`
	ListTries         string `query:"list-tries"`
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

type levelRow struct {
	ID         uuid.UUID `db:"id"`
	Occupation string    `db:"occupation_name"`
	Track      string    `db:"track"`
	Name       string    `db:"name"`
}

func (s store) listLevels(ctx context.Context, q postgres.Q, account uuid.UUID) ([]levelRow, error) {
	var rows []levelRow
	err := q.SelectContext(ctx, &rows, s.q.ListLevels, account)
	return rows, err
}

func (s store) listRows(ctx context.Context, q postgres.Q, level uuid.UUID) ([]weightRow, error) {
	var rows []weightRow
	err := q.SelectContext(ctx, &rows, s.q.ListRows, level)
	return rows, err
}

type seenRow struct {
	QuestionID uuid.UUID `db:"question_id"`
	Times      int       `db:"times"`
	Right      bool      `db:"is_right"`
}

func (s store) listSeen(ctx context.Context, q postgres.Q, account, level uuid.UUID) ([]seenRow, error) {
	var rows []seenRow
	err := q.SelectContext(ctx, &rows, s.q.ListSeen, account, level)
	return rows, err
}

type drillRow struct {
	ID          uuid.UUID      `db:"id"`
	AccountID   uuid.UUID      `db:"account_id"`
	LevelID     uuid.UUID      `db:"level_id"`
	Mode        string         `db:"mode"`
	WeightRowID uuid.NullUUID  `db:"weight_row_id"`
	VersionIDs  pq.StringArray `db:"version_ids"`
	Position    int            `db:"position"`
	CreatedAt   time.Time      `db:"created_at"`
	Answered    int            `db:"answered"`
	Right       int            `db:"is_right"`
}

func (r drillRow) drill() (Drill, error) {
	d := Drill{
		ID: r.ID, AccountID: r.AccountID, LevelID: r.LevelID, Mode: Mode(r.Mode), WeightRowID: r.WeightRowID.UUID,
		Position: r.Position, Answered: r.Answered, Right: r.Right, CreatedAt: r.CreatedAt,
	}
	for _, text := range r.VersionIDs {
		id, err := uuid.Parse(text)
		if err != nil {
			return d, err
		}
		d.VersionIDs = append(d.VersionIDs, id)
	}
	return d, nil
}

func (s store) findLivingDrill(ctx context.Context, q postgres.Q, account, level uuid.UUID, mode Mode, row uuid.UUID) (Drill, bool, error) {
	var r drillRow
	err := q.GetContext(ctx, &r, s.q.FindLivingDrill, account, level, mode, row)
	if postgres.IsNoRows(err) {
		return Drill{}, false, nil
	}
	if err != nil {
		return Drill{}, false, err
	}
	d, err := r.drill()
	return d, err == nil, err
}

func (s store) listLivingDrills(ctx context.Context, q postgres.Q, account, level uuid.UUID) ([]Drill, error) {
	var rows []drillRow
	if err := q.SelectContext(ctx, &rows, s.q.ListLivingDrills, account, level); err != nil {
		return nil, err
	}
	list := make([]Drill, len(rows))
	var err error
	for i, r := range rows {
		if list[i], err = r.drill(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s store) getDrill(ctx context.Context, q postgres.Q, id, account uuid.UUID) (Drill, error) {
	var r drillRow
	err := q.GetContext(ctx, &r, s.q.GetDrill, id, account)
	if postgres.IsNoRows(err) {
		return Drill{}, fault.NotFoundf("drill")
	}
	if err != nil {
		return Drill{}, err
	}
	return r.drill()
}

type drillNames struct {
	Occupation string `db:"occupation_name"`
	Track      string `db:"track"`
	Name       string `db:"name"`
	RowName    string `db:"row_name"`
}

func (s store) getDrillNames(ctx context.Context, q postgres.Q, id uuid.UUID) (drillNames, error) {
	var r drillNames
	err := q.GetContext(ctx, &r, s.q.GetDrillNames, id)
	return r, err
}

func (s store) insertDrill(ctx context.Context, q postgres.Q, d Drill, now time.Time) error {
	return s.exec(ctx, q, s.q.InsertDrill, d.ID, d.AccountID, d.LevelID, d.Mode, postgres.NullID(d.WeightRowID), pq.Array(d.VersionIDs), now)
}

// answerRow is one answer to keep.
type answerRow struct {
	account, level, question, version, row uuid.UUID
	given                                  marking.Answer
	right                                  bool
	at                                     time.Time
}

// insertDrillAnswer reports false when the question was answered before.
func (s store) insertDrillAnswer(ctx context.Context, q postgres.Q, a answerRow, drill uuid.UUID, number int) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.InsertDrillAnswer, uuid.Must(uuid.NewV7()), a.account, a.level, a.question, a.version,
		a.row, pq.Array([]string(a.given)), a.right, drill, number, a.at)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func (s store) insertMockAnswer(ctx context.Context, q postgres.Q, a answerRow, attempt uuid.UUID) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.InsertMockAnswer, uuid.Must(uuid.NewV7()), a.account, a.level, a.question, a.version,
		a.row, pq.Array([]string(a.given)), a.right, attempt, a.at)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

type givenRow struct {
	Number int            `db:"number"`
	Given  pq.StringArray `db:"given"`
	Right  bool           `db:"is_right"`
}

func (s store) listDrillAnswers(ctx context.Context, q postgres.Q, drill uuid.UUID, from, to int) (map[int]givenRow, error) {
	var rows []givenRow
	if err := q.SelectContext(ctx, &rows, s.q.ListDrillAnswers, drill, from, to); err != nil {
		return nil, err
	}
	found := map[int]givenRow{}
	for _, r := range rows {
		found[r.Number] = r
	}
	return found, nil
}

func (s store) listWrongIDs(ctx context.Context, q postgres.Q, account, level uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, s.q.ListWrongIDs, account, level)
	return ids, err
}

type wrongRow struct {
	QuestionID  uuid.UUID `db:"question_id"`
	LevelID     uuid.UUID `db:"level_id"`
	WeightRowID uuid.UUID `db:"weight_row_id"`
	RowName     string    `db:"row_name"`
	VersionID   uuid.UUID `db:"version_id"`
	WrongTimes  int       `db:"wrong_times"`
	RightStreak int       `db:"right_streak"`
	LastWrongAt time.Time `db:"last_wrong_at"`
	Total       int       `db:"total"`
}

func (s store) listWrongs(ctx context.Context, q postgres.Q, account, level uuid.UUID, limit, offset int) ([]wrongRow, int, error) {
	var rows []wrongRow
	if err := q.SelectContext(ctx, &rows, s.q.ListWrongs, account, postgres.NullID(level), limit, offset); err != nil {
		return nil, 0, err
	}
	total := 0
	for _, r := range rows {
		total = r.Total
	}
	return rows, total, nil
}

// findWrong gives the current version of a question that is, or was, in the
// account's wrong book.
func (s store) findWrong(ctx context.Context, q postgres.Q, account, question uuid.UUID) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.FindWrong, account, question)
	if postgres.IsNoRows(err) {
		return uuid.Nil, fault.NotFoundf("question")
	}
	return id, err
}

func (s store) hasSeen(ctx context.Context, q postgres.Q, account, version uuid.UUID) (bool, error) {
	var seen bool
	err := q.GetContext(ctx, &seen, s.q.HasSeen, account, version)
	return seen, err
}
