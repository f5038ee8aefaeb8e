package bank

import (
	"context"

	"github.com/google/uuid"
)

// QuestionsOn counts the questions, of whatever state and in whatever version,
// that hang on each of the elements. Elements without any are left out.
func (s *Service) QuestionsOn(ctx context.Context, elements []uuid.UUID) (map[uuid.UUID]int, error) {
	return s.store.countOnElements(ctx, s.db, elements)
}
