package app

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
)

// explainer gives attempt, which may not know bank, the explanations for its
// reviews.
type explainer struct{ bank *bank.Service }

// Explanations implements attempt.Explainer. A review shows a question with the
// pictures of its face alone, so that pictures of an option's explanation stay
// behind.
func (e explainer) Explanations(ctx context.Context, versionIDs []uuid.UUID) (map[uuid.UUID]attempt.Explanation, error) {
	versions, err := e.bank.Versions(ctx, versionIDs)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]attempt.Explanation, len(versions))
	for _, v := range versions {
		options := map[string]string{}
		for _, o := range v.Options {
			options[o.Key] = question.Renumber(o.Explanation, func(int) int { return 0 })
		}
		found[v.ID] = attempt.Explanation{Text: v.Explanation, Options: options}
	}
	return found, nil
}
