package bank

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/bank/lint"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/postgres"
)

// likeness is the share of common trigrams from which two stems count as
// similar.
const likeness = "0.4"

// Similar is a question of the level whose stem is much like another.
type Similar struct {
	QuestionID uuid.UUID
	Pool       Pool
	State      State
	StemText   string
	Likeness   float64 // 0.4 … 1
}

// Remarks are what a reviewer would say about a question.
type Remarks struct {
	Findings []lint.Finding
	Similar  []Similar // at most five, the most similar first
}

// Lint looks at content before it is saved; except names the question that is
// being edited. It never refuses.
func (s *Service) Lint(ctx context.Context, levelID uuid.UUID, c Content, except uuid.UUID) (Remarks, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Remarks{}, err
	}
	c = c.tidy(s.cleaner)
	r := Remarks{Findings: lint.Lint(c.Body)}
	stem := question.Normal(c.Stem)
	if stem == "" {
		return r, nil
	}
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		r.Similar, err = s.store.findSimilar(ctx, tx, levelID, stem, except)
		return err
	})
	if !seesPool(ctx, Exam) {
		r.Similar = withoutExam(r.Similar)
	}
	return r, err
}

func withoutExam(list []Similar) []Similar {
	kept := list[:0]
	for _, q := range list {
		if q.Pool != Exam {
			kept = append(kept, q)
		}
	}
	return kept
}
