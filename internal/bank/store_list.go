package bank

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/postgres"
)

type summaryRow struct {
	ID            uuid.UUID     `db:"id"`
	LevelID       uuid.UUID     `db:"level_id"`
	Pool          Pool          `db:"pool"`
	State         State         `db:"state"`
	Type          Type          `db:"type"`
	ElementID     uuid.NullUUID `db:"element_id"`
	ElementCode   string        `db:"element_code"`
	ElementName   string        `db:"element_name"`
	WeightRowID   uuid.NullUUID `db:"weight_row_id"`
	WeightRowName string        `db:"weight_row_name"`
	AuthorName    string        `db:"author_name"`
	Difficulty    int           `db:"difficulty"`
	Number        int           `db:"number"`
	Stem          string        `db:"stem"`
	Pictures      int           `db:"pictures"`
	UpdatedAt     time.Time     `db:"updated_at"`
}

func (r summaryRow) summary() Summary {
	return Summary{
		ID: r.ID, LevelID: r.LevelID, Pool: r.Pool, State: r.State, Type: r.Type, StemText: opening(question.Plain(r.Stem)),
		ElementID: r.ElementID.UUID, ElementCode: r.ElementCode, ElementName: r.ElementName, WeightRowID: r.WeightRowID.UUID,
		WeightRowName: r.WeightRowName, AuthorName: r.AuthorName, Difficulty: r.Difficulty, VersionNumber: r.Number, Pictures: r.Pictures,
		UpdatedAt: r.UpdatedAt,
	}
}

// args are the parameters of the filter in the order of the queries.
func (f Filter) args() []any {
	var pieces, patterns, elements any
	if f.pieces != nil {
		pieces = pq.Array(f.pieces)
	}
	if f.patterns != nil {
		patterns = pq.Array(f.patterns)
	}
	if f.elements != nil {
		elements = postgres.IDs(f.elements)
	}
	var difficulty *int
	if f.Difficulty != 0 {
		difficulty = &f.Difficulty
	}
	var levels any
	one := uuid.NullUUID{}
	// One level by itself keeps the index's order; a list of levels loses it.
	if len(f.levels) == 1 {
		one = postgres.NullID(f.levels[0])
	} else {
		levels = postgres.IDs(f.levels)
	}
	return []any{
		levels, postgres.NullText(string(f.Type)), postgres.NullText(string(f.Pool)), postgres.NullText(string(f.State)), postgres.NullID(f.WeightRowID),
		elements, difficulty, pieces, patterns, f.hideExam, f.Unplaced, postgres.NullText(f.Author), postgres.NullText(f.Tag), postgres.NullID(f.ImportID), one,
	}
}

// listQuestions gives a page and how many there are, counted up to CountAhead
// beyond the page.
func (s store) listQuestions(ctx context.Context, q postgres.Q, f Filter) ([]Summary, int, error) {
	bound := f.Offset + f.Limit + CountAhead
	list, total, err := s.pageOfQuestions(ctx, q, f, bound)
	if err == nil && len(list) == 0 && f.Offset > 0 {
		// Rows carry the count; behind the last page there are none.
		f.Offset, f.Limit = 0, 1
		_, total, err = s.pageOfQuestions(ctx, q, f, bound)
	}
	return list, total, err
}

func (s store) pageOfQuestions(ctx context.Context, q postgres.Q, f Filter, bound int) ([]Summary, int, error) {
	var rows []struct {
		Total int `db:"total"`
		summaryRow
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListQuestions, append(f.args(), bound, f.Limit, f.Offset)...); err != nil {
		return nil, 0, err
	}
	list := make([]Summary, len(rows))
	total := 0
	for i, r := range rows {
		list[i], total = r.summary(), r.Total
	}
	return list, total, nil
}

// findSimilar must run in a transaction: the threshold is the transaction's.
func (s store) findSimilar(ctx context.Context, tx postgres.Tx, level uuid.UUID, stem string, except uuid.UUID) ([]Similar, error) {
	if _, err := tx.ExecContext(ctx, s.q.SetLikeness, likeness); err != nil {
		return nil, err
	}
	var rows []struct {
		ID       uuid.UUID `db:"id"`
		Pool     Pool      `db:"pool"`
		State    State     `db:"state"`
		Stem     string    `db:"stem"`
		Likeness float64   `db:"likeness"`
	}
	if err := tx.SelectContext(ctx, &rows, s.q.FindSimilar, level, stem, postgres.NullID(except)); err != nil {
		return nil, err
	}
	list := make([]Similar, 0, len(rows))
	for _, r := range rows {
		list = append(list, Similar{QuestionID: r.ID, Pool: r.Pool, State: r.State, StemText: opening(question.Plain(r.Stem)), Likeness: r.Likeness})
	}
	return list, nil
}

func (s store) countHealth(ctx context.Context, q postgres.Q, level uuid.UUID) ([]Tally, error) {
	var rows []struct {
		ElementID   uuid.NullUUID `db:"element_id"`
		WeightRowID uuid.NullUUID `db:"weight_row_id"`
		Pool        Pool          `db:"pool"`
		Type        Type          `db:"type"`
		Live        int           `db:"live"`
		Trial       int           `db:"trial"`
		Coming      int           `db:"coming"`
		Suspended   int           `db:"suspended"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.CountHealth, level); err != nil {
		return nil, err
	}
	list := make([]Tally, 0, len(rows))
	for _, r := range rows {
		list = append(list, Tally{
			ElementID: r.ElementID.UUID, WeightRowID: r.WeightRowID.UUID, Pool: r.Pool, Type: r.Type,
			Live: r.Live, Trial: r.Trial, Coming: r.Coming, Suspended: r.Suspended,
		})
	}
	return list, nil
}
