package attempt

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	Now             string `query:"now"`
	InsertAttempt   string `query:"insert-attempt"`
	FindAttempt     string `query:"find-attempt"`
	FindAttemptOf   string `query:"find-attempt-of"`
	LockAttempt     string `query:"lock-attempt"`
	LockAttemptsOf  string `query:"lock-attempts-of"`
	UpdateLease     string `query:"update-lease"`
	UpdateSubmitted string `query:"update-submitted"`
	UpdateReceipt   string `query:"update-receipt"`
	UpdateDeadline  string `query:"update-deadline"`
	UpdateMarked    string `query:"update-marked"`
	CloseDue        string `query:"close-due"`
	ListUnmarked    string `query:"list-unmarked"`
	ListEvents      string `query:"list-events"`
	Save            string `query:"save"`
	ListEventsAt    string `query:"list-events-at"`
	CountLate       string `query:"count-late"`
	InsertLate      string `query:"insert-late"`
	InsertGrant     string `query:"insert-grant"`
	FindMarks       string `query:"find-marks"`
	InsertMarks     string `query:"insert-marks"`
	ListProgress    string `query:"list-progress"`

	ListLateTallies     string `query:"list-late-tallies"`
	ListLateAnswers     string `query:"list-late-answers"`
	FindLateAnswers     string `query:"find-late-answers"`
	ListLateDecisions   string `query:"list-late-decisions"`
	InsertLateDecisions string `query:"insert-late-decisions"`
	ListCounted         string `query:"list-counted"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type attemptRow struct {
	ID               uuid.UUID     `db:"id"`
	Purpose          string        `db:"purpose"`
	ContextID        uuid.UUID     `db:"context_id"`
	AccountID        uuid.UUID     `db:"account_id"`
	Try              int           `db:"try"`
	FormID           uuid.UUID     `db:"form_id"`
	Title            string        `db:"title"`
	Layout           int           `db:"layout"`
	Seed             int64         `db:"seed"`
	Epoch            int           `db:"epoch"`
	Holder           uuid.NullUUID `db:"lease_holder"`
	LeasedAt         sql.NullTime  `db:"leased_at"`
	State            string        `db:"state"`
	StartedAt        time.Time     `db:"started_at"`
	DeadlineAt       sql.NullTime  `db:"deadline_at"`
	ClosesAt         sql.NullTime  `db:"closes_at"`
	AllowanceSeconds int           `db:"allowance_seconds"`
	EarliestHandInAt time.Time     `db:"earliest_hand_in_at"`
	WindowEndsAt     sql.NullTime  `db:"window_ends_at"`
	ClosedAt         sql.NullTime  `db:"closed_at"`
	CloseReason      string        `db:"close_reason"`
	ReceiptCount     sql.NullInt64 `db:"receipt_count"`
	ReceiptDigest    []byte        `db:"receipt_digest"`
	ReceiptAt        sql.NullTime  `db:"receipt_at"`
	ReceiptSignature []byte        `db:"receipt_signature"`
	MarkedAt         sql.NullTime  `db:"marked_at"`
}

func (r attemptRow) attempt() Attempt {
	a := Attempt{
		ID: r.ID, Purpose: paper.Purpose(r.Purpose), ContextID: r.ContextID, AccountID: r.AccountID, Try: r.Try,
		FormID: r.FormID, Title: r.Title, Seed: r.Seed, Epoch: r.Epoch, State: State(r.State), StartedAt: r.StartedAt,
		DeadlineAt: r.DeadlineAt.Time, AllowanceSeconds: r.AllowanceSeconds, EarliestHandInAt: r.EarliestHandInAt,
		WindowEndsAt: r.WindowEndsAt.Time, ClosedAt: r.ClosedAt.Time, CloseReason: r.CloseReason,
		Marked: r.MarkedAt.Valid, layout: r.Layout, holder: r.Holder,
	}
	if r.ReceiptDigest != nil {
		a.Receipt = &Receipt{
			Answered: int(r.ReceiptCount.Int64), Digest: r.ReceiptDigest, At: r.ReceiptAt.Time.UTC(), Signature: r.ReceiptSignature,
		}
	}
	return a
}

// now reads the clock that deadlines follow.
func (s store) now(ctx context.Context, q postgres.Q) (time.Time, error) {
	var now time.Time
	err := q.GetContext(ctx, &now, s.q.Now)
	return now.UTC(), err
}

// insert adds the attempt unless its context, account and try have one.
func (s store) insert(ctx context.Context, q postgres.Q, a Attempt) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.InsertAttempt, a.ID, string(a.Purpose), a.ContextID, a.AccountID, a.Try, a.FormID,
		a.Title, a.layout, a.Seed, a.StartedAt, orNull(a.DeadlineAt), orNull(a.closesAt()), a.AllowanceSeconds,
		a.EarliestHandInAt, orNull(a.WindowEndsAt))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func (s store) get(ctx context.Context, q postgres.Q, query string, args ...any) (Attempt, error) {
	var r attemptRow
	err := q.GetContext(ctx, &r, query, args...)
	if postgres.IsNoRows(err) {
		return Attempt{}, fault.NotFoundf("attempt")
	}
	return r.attempt(), err
}

func (s store) lockOpenOf(ctx context.Context, q postgres.Q, contextID uuid.UUID, accounts []uuid.UUID) ([]Attempt, error) {
	var only any
	if len(accounts) > 0 {
		only = pq.Array(accounts)
	}
	var rows []attemptRow
	if err := q.SelectContext(ctx, &rows, s.q.LockAttemptsOf, contextID, only); err != nil {
		return nil, err
	}
	list := make([]Attempt, len(rows))
	for i, r := range rows {
		list[i] = r.attempt()
	}
	return list, nil
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

func (s store) ids(ctx context.Context, q postgres.Q, query string, args ...any) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.SelectContext(ctx, &ids, query, args...)
	return ids, err
}

type eventRow struct {
	Epoch    int    `db:"epoch"`
	Seq      int64  `db:"seq"`
	Question int    `db:"question"`
	Value    string `db:"value"`
	Cleared  bool   `db:"cleared"`
}

func (s store) events(ctx context.Context, q postgres.Q, query string, args ...any) ([]event, error) {
	if mutant.Current == mutant.ArrivalWins && query == s.q.ListEvents {
		query += arrivalOrder
	}
	var rows []eventRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	list := make([]event, len(rows))
	for i, r := range rows {
		list[i] = event{Epoch: r.Epoch, Seq: r.Seq, Question: r.Question, Value: r.Value, Cleared: r.Cleared}
	}
	return list, nil
}

func (s store) listEventsAt(ctx context.Context, q postgres.Q, attempt uuid.UUID, epoch int, seqs []int64) ([]event, error) {
	return s.events(ctx, q, s.q.ListEventsAt, attempt, epoch, pq.Int64Array(seqs))
}

// insertLate keeps events that may not enter the script.
func (s store) insertLate(ctx context.Context, q postgres.Q, attempt uuid.UUID, epoch int, reason string, events []event) error {
	n := len(events)
	ids, seqs, questions := make([]uuid.UUID, n), make(pq.Int64Array, n), make(pq.Int64Array, n)
	values, cleared, device := make(pq.StringArray, n), make(pq.BoolArray, n), make(pq.Int64Array, n)
	for i, e := range events {
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		ids[i], seqs[i], questions[i] = id, e.Seq, int64(e.Question)
		values[i], cleared[i], device[i] = e.Value, e.Cleared, e.DeviceMS
	}
	return s.exec(ctx, q, s.q.InsertLate, attempt, epoch, reason, pq.Array(ids), seqs, questions, values, cleared, device)
}

type marksRow struct {
	Version int       `db:"version"`
	Marks   []byte    `db:"marks"`
	Digest  []byte    `db:"script_digest"`
	At      time.Time `db:"marked_at"`
}

func (s store) findMarks(ctx context.Context, q postgres.Q, attempt uuid.UUID) (m marking.Marks, version int, found bool, err error) {
	var r marksRow
	err = q.GetContext(ctx, &r, s.q.FindMarks, attempt)
	if postgres.IsNoRows(err) {
		return m, 0, false, nil
	}
	if err != nil {
		return m, 0, false, err
	}
	return m, r.Version, true, json.Unmarshal(r.Marks, &m)
}

func (s store) insertMarks(ctx context.Context, q postgres.Q, attempt uuid.UUID, version int, m marking.Marks, digest []byte, now time.Time) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.exec(ctx, q, s.q.InsertMarks, attempt, version, int(m.TotalHundredths), int(m.OfHundredths), digest, text, now)
}

type progressRow struct {
	ID         uuid.UUID    `db:"id"`
	AccountID  uuid.UUID    `db:"account_id"`
	Try        int          `db:"try"`
	State      string       `db:"state"`
	FormID     uuid.UUID    `db:"form_id"`
	Epoch      int          `db:"epoch"`
	StartedAt  time.Time    `db:"started_at"`
	DeadlineAt sql.NullTime `db:"deadline_at"`
	Answered   int          `db:"answered"`
	LastSaveAt sql.NullTime `db:"last_save_at"`
	Late       int          `db:"late"`
}

func (s store) listProgress(ctx context.Context, q postgres.Q, contextID uuid.UUID) ([]progressRow, error) {
	var rows []progressRow
	err := q.SelectContext(ctx, &rows, s.q.ListProgress, contextID)
	return rows, err
}

func orNull(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }
