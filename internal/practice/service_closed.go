package practice

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	"jiangxun/internal/bank"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

// AttemptClosed implements attempt.Closed for mocks: it keeps the result, the
// answers and the wrong book, and asks for the leaderboard's update.
func (s *Service) AttemptClosed(ctx context.Context, tx postgres.Tx, _ time.Time, a attempt.Attempt, m marking.Marks) error {
	mock, err := s.store.closeTry(ctx, tx, a.ID, a.ClosedAt, m)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(m.Items))
	for i, item := range m.Items {
		ids[i] = item.VersionID
	}
	versions, err := s.bank.VersionsIn(ctx, tx, ids)
	if err != nil {
		return err
	}
	// In one order for all, so that two markings of one person cannot block
	// each other.
	order := make([]int, len(m.Items))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(versions[a].QuestionID[:], versions[b].QuestionID[:]) })
	for _, i := range order {
		if err := s.keepMockAnswer(ctx, tx, a, m.Items[i], versions[i]); err != nil {
			return err
		}
	}
	return s.jobs.Insert(ctx, tx, MockMarked{MockExamID: mock, AccountID: a.AccountID}, nil)
}

// keepMockAnswer keeps one answer once, however often the sitting is marked. A
// blank is no answer and says nothing about what somebody knows.
func (s *Service) keepMockAnswer(ctx context.Context, tx postgres.Tx, a attempt.Attempt, item marking.ItemMark, v bank.Version) error {
	if item.Blank {
		return nil
	}
	row := answerRow{
		account: a.AccountID, level: v.LevelID, question: v.QuestionID, version: v.ID, row: v.WeightRowID,
		given: item.Given, right: item.Right, at: a.ClosedAt,
	}
	fresh, err := s.store.insertMockAnswer(ctx, tx, row, a.ID)
	if err != nil || !fresh {
		return err
	}
	return s.keepBook(ctx, tx, row)
}

// MockMarked is the news that a try of a mock has its marks. The leaderboards
// work it.
type MockMarked struct {
	MockExamID uuid.UUID `json:"mockExamId"`
	AccountID  uuid.UUID `json:"accountId"`
}

// Kind implements the job's name.
func (MockMarked) Kind() string { return "practice_mock_marked" }
