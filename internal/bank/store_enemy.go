package bank

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

type enemySetRow struct {
	ID        uuid.UUID `db:"id"`
	LevelID   uuid.UUID `db:"level_id"`
	Reason    string    `db:"reason"`
	By        string    `db:"created_by_name"`
	CreatedAt time.Time `db:"created_at"`
	Total     int       `db:"total"`
}

func (r enemySetRow) set() EnemySet {
	return EnemySet{ID: r.ID, LevelID: r.LevelID, Reason: r.Reason, By: r.By, CreatedAt: r.CreatedAt}
}

func (s store) insertEnemySet(ctx context.Context, q postgres.Q, set EnemySet, by uuid.UUID, members []uuid.UUID) error {
	if _, err := q.ExecContext(ctx, s.q.InsertEnemySet, set.ID, set.LevelID, set.Reason, postgres.NullID(by), set.By, set.CreatedAt); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, s.q.InsertEnemyMembers, set.ID, postgres.IDs(members))
	return err
}

func (s store) findEnemySet(ctx context.Context, q postgres.Q, id uuid.UUID) (EnemySet, error) {
	var r enemySetRow
	err := q.GetContext(ctx, &r, s.q.FindEnemySet, id)
	if postgres.IsNoRows(err) {
		return EnemySet{}, fault.NotFoundf("enemy set")
	}
	return r.set(), err
}

func (s store) deleteEnemySet(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.DeleteEnemySet, id)
	return err
}

func (s store) listEnemySets(ctx context.Context, q postgres.Q, level, questionID uuid.UUID, limit, offset int) ([]EnemySet, int, error) {
	var rows []enemySetRow
	if err := q.SelectContext(ctx, &rows, s.q.ListEnemySets, level, postgres.NullID(questionID), limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]EnemySet, 0, len(rows)), 0
	for _, r := range rows {
		total = r.Total
		list = append(list, r.set())
	}
	return list, total, nil
}

func (s store) listEnemyMembers(ctx context.Context, q postgres.Q, sets []uuid.UUID) (map[uuid.UUID][]Member, error) {
	var rows []struct {
		SetID uuid.UUID `db:"set_id"`
		ID    uuid.UUID `db:"id"`
		Pool  Pool      `db:"pool"`
		State State     `db:"state"`
		Type  Type      `db:"type"`
		Stem  string    `db:"stem"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListEnemyMembers, postgres.IDs(sets)); err != nil {
		return nil, err
	}
	members := map[uuid.UUID][]Member{}
	for _, r := range rows {
		members[r.SetID] = append(members[r.SetID], Member{
			QuestionID: r.ID, Pool: r.Pool, State: r.State, Type: r.Type, StemText: opening(question.Plain(r.Stem)),
		})
	}
	return members, nil
}
