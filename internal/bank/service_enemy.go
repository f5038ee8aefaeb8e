package bank

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

const maxEnemies = 20

// EnemySet are questions that give each other away; a paper holds one of them
// at most.
type EnemySet struct {
	ID        uuid.UUID
	LevelID   uuid.UUID
	Reason    string
	By        string
	CreatedAt time.Time
	Members   []Member
}

// Member is a question of an enemy set.
type Member struct {
	QuestionID uuid.UUID
	Pool       Pool
	State      State
	Type       Type
	StemText   string
}

// MakeEnemies declares 2 to 20 questions of one level each other's enemies.
func (s *Service) MakeEnemies(ctx context.Context, ids []uuid.UUID, reason string) (EnemySet, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return EnemySet{}, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	seen := map[uuid.UUID]bool{}
	set := EnemySet{ID: uuid.Must(uuid.NewV7()), Reason: reason, By: actor.From(ctx).Name, CreatedAt: s.clock.Now()}
	for _, id := range ids {
		row, err := s.visible(ctx, id)
		if err != nil {
			return EnemySet{}, err
		}
		if set.LevelID != uuid.Nil && set.LevelID != row.LevelID {
			return EnemySet{}, fault.InvalidFields(fault.Field{Name: "questionIds", Sub: subEnemyLevel})
		}
		set.LevelID, seen[id] = row.LevelID, true
	}
	if len(seen) < 2 || len(ids) > maxEnemies {
		return EnemySet{}, fault.InvalidFields(fault.Field{Name: "questionIds", Sub: subEnemyCount, Params: fault.Params{"limit": maxEnemies}})
	}
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertEnemySet(ctx, tx, set, actor.From(ctx).ID, ids); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, set.CreatedAt, audit.Entry{
			Action: "bank.make_enemies", Object: "enemy_set", ObjectID: set.ID, Reason: reason, After: map[string]any{"questions": ids},
		})
	})
	if err != nil {
		return EnemySet{}, err
	}
	return s.withMembers(ctx, set)
}

// Enemies lists the enemy sets of a level, or of one question of it.
func (s *Service) Enemies(ctx context.Context, levelID, questionID uuid.UUID, limit, offset int) ([]EnemySet, int, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return nil, 0, err
	}
	list, total, err := s.store.listEnemySets(ctx, s.db, levelID, questionID, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	return list, total, s.addMembers(ctx, list)
}

func (s *Service) withMembers(ctx context.Context, set EnemySet) (EnemySet, error) {
	list := []EnemySet{set}
	err := s.addMembers(ctx, list)
	return list[0], err
}

func (s *Service) addMembers(ctx context.Context, list []EnemySet) error {
	ids := make([]uuid.UUID, len(list))
	for i, set := range list {
		ids[i] = set.ID
	}
	members, err := s.store.listEnemyMembers(ctx, s.db, ids)
	if err != nil {
		return err
	}
	hide := !seesPool(ctx, Exam)
	for i, set := range list {
		for _, m := range members[set.ID] {
			if !hide || m.Pool != Exam {
				list[i].Members = append(list[i].Members, m)
			}
		}
	}
	return nil
}

// Reconcile removes an enemy set. Papers that were built under it stay.
func (s *Service) Reconcile(ctx context.Context, setID uuid.UUID) error {
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		set, err := s.store.findEnemySet(ctx, tx, setID)
		if err != nil {
			return err
		}
		if _, err := s.standard.VisibleLevel(ctx, set.LevelID); err != nil {
			return fault.NotFoundf("enemy set")
		}
		if err := s.store.deleteEnemySet(ctx, tx, setID); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.reconcile", Object: "enemy_set", ObjectID: setID, Before: map[string]any{"reason": set.Reason}})
	})
}
