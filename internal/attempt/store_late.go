package attempt

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/platform/postgres"
)

type tallyRow struct {
	ID        uuid.UUID `db:"id"`
	AccountID uuid.UUID `db:"account_id"`
	Answers   int       `db:"answers"`
	Counted   int       `db:"counted"`
	LeftOut   int       `db:"left_out"`
	Deciders  string    `db:"deciders"`
	Reasons   string    `db:"reasons"`
}

func (s store) listLateTallies(ctx context.Context, q postgres.Q, contextID uuid.UUID) ([]LateTally, error) {
	var rows []tallyRow
	if err := q.SelectContext(ctx, &rows, s.q.ListLateTallies, contextID); err != nil {
		return nil, err
	}
	list := make([]LateTally, len(rows))
	for i, r := range rows {
		list[i] = LateTally{
			AttemptID: r.ID, AccountID: r.AccountID, Answers: r.Answers, Counted: r.Counted, LeftOut: r.LeftOut, Deciders: r.Deciders, Reasons: r.Reasons,
		}
	}
	return list, nil
}

type lateRow struct {
	ID         uuid.UUID `db:"id"`
	AttemptID  uuid.UUID `db:"attempt_id"`
	Epoch      int       `db:"epoch"`
	Seq        int64     `db:"seq"`
	Question   int       `db:"question"`
	Value      string    `db:"value"`
	Cleared    bool      `db:"cleared"`
	DeviceAt   time.Time `db:"device_at"`
	ReceivedAt time.Time `db:"received_at"`
	Reason     string    `db:"reason"`
}

func (s store) listLateAnswers(ctx context.Context, q postgres.Q, attempts []uuid.UUID) ([]lateRow, error) {
	var rows []lateRow
	err := q.SelectContext(ctx, &rows, s.q.ListLateAnswers, postgres.IDs(attempts))
	return rows, err
}

// findLateAnswers tells which sitting each of these late answers belongs to;
// what belongs to none of the attempts is left out.
func (s store) findLateAnswers(ctx context.Context, q postgres.Q, attempts, ids []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	var rows []struct {
		ID        uuid.UUID `db:"id"`
		AttemptID uuid.UUID `db:"attempt_id"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.FindLateAnswers, postgres.IDs(attempts), postgres.IDs(ids)); err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, r := range rows {
		found[r.ID] = r.AttemptID
	}
	return found, nil
}

// listLateDecisions gives the decisions of sittings by late answer, oldest first.
func (s store) listLateDecisions(ctx context.Context, q postgres.Q, attempts []uuid.UUID) (map[uuid.UUID][]LateDecision, error) {
	var rows []struct {
		LateID  uuid.UUID `db:"late_event_id"`
		Version int       `db:"version"`
		Counted bool      `db:"counted"`
		Reason  string    `db:"reason"`
		By      uuid.UUID `db:"decided_by"`
		ByName  string    `db:"decided_name"`
		At      time.Time `db:"decided_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListLateDecisions, postgres.IDs(attempts)); err != nil {
		return nil, err
	}
	held := map[uuid.UUID][]LateDecision{}
	for _, r := range rows {
		held[r.LateID] = append(held[r.LateID], LateDecision{
			Version: r.Version, Counted: r.Counted, Reason: r.Reason, By: r.By, ByName: r.ByName, At: r.At,
		})
	}
	return held, nil
}

// insertLateDecisions decides late answers of a sitting alike, each as its next
// version; d's own is not looked at.
func (s store) insertLateDecisions(ctx context.Context, q postgres.Q, attempt uuid.UUID, versions map[uuid.UUID]int, d LateDecision) error {
	ids, numbers := make([]uuid.UUID, 0, len(versions)), make([]int64, 0, len(versions))
	for id, version := range versions {
		ids, numbers = append(ids, id), append(numbers, int64(version))
	}
	return s.exec(ctx, q, s.q.InsertLateDecisions, attempt, postgres.IDs(ids), pq.Array(numbers), d.Counted, d.Reason, d.By, d.ByName, d.At)
}
