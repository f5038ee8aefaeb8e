package app

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
)

// explainer gives attempt, which may not know bank, the explanations for its
// reviews.
type explainer struct{ bank *bank.Service }

// Explanations implements attempt.Explainer.
func (e explainer) Explanations(ctx context.Context, versionIDs []uuid.UUID) (map[uuid.UUID]string, error) {
	versions, err := e.bank.Versions(ctx, versionIDs)
	if err != nil {
		return nil, err
	}
	texts := make(map[uuid.UUID]string, len(versions))
	for _, v := range versions {
		texts[v.ID] = v.Explanation
	}
	return texts, nil
}
