package paper

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

type formRow struct {
	ID              uuid.UUID          `db:"id"`
	BlueprintID     uuid.UUID          `db:"blueprint_id"`
	LevelID         uuid.UUID          `db:"level_id"`
	Code            string             `db:"code"`
	Title           string             `db:"title"`
	Purpose         Purpose            `db:"purpose"`
	Origin          Origin             `db:"origin"`
	Minutes         int                `db:"minutes"`
	MultipleMode    marking.Mode       `db:"multiple_mode"`
	TotalHundredths marking.Hundredths `db:"total_hundredths"`
	Seed            int64              `db:"seed"`
	Demands         []byte             `db:"demands"`
	Figures         []byte             `db:"figures"`
	Online          bool               `db:"online"`
	Approval        Approval           `db:"approval"`
	DecidedByName   string             `db:"decided_by_name"`
	DecidedAt       sql.NullTime       `db:"decided_at"`
	RejectReason    string             `db:"reject_reason"`
	CreatedBy       uuid.NullUUID      `db:"created_by"`
	CreatedByName   string             `db:"created_by_name"`
	CreatedAt       time.Time          `db:"created_at"`
	Total           int                `db:"total"`
}

func (r formRow) form() (Form, error) {
	f := Form{
		ID: r.ID, BlueprintID: r.BlueprintID, LevelID: r.LevelID, Code: r.Code, Title: r.Title, Purpose: r.Purpose, Origin: r.Origin,
		Minutes: r.Minutes, MultipleMode: r.MultipleMode, TotalHundredths: r.TotalHundredths, Seed: r.Seed, CreatedByName: r.CreatedByName,
		CreatedAt: r.CreatedAt, Online: r.Online, Approval: r.Approval, DecidedByName: r.DecidedByName, DecidedAt: r.DecidedAt.Time,
		RejectReason: r.RejectReason, CreatedBy: r.CreatedBy.UUID,
	}
	if err := json.Unmarshal(r.Demands, &f.Demands); err != nil {
		return f, err
	}
	return f, json.Unmarshal(r.Figures, &f.Figures)
}

// insertForm writes a form whole: head, sections, weight table, items, keys.
// Keys stand in the order of the items.
func (s store) insertForm(ctx context.Context, q postgres.Q, f Form, rows []weightRow, keys []bank.Key, by uuid.UUID) error {
	demands, err := json.Marshal(f.Demands)
	if err != nil {
		return err
	}
	figures, err := json.Marshal(f.Figures)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertForm, f.ID, f.BlueprintID, f.LevelID, f.Code, f.Title, f.Purpose, f.Purpose.Pool(), f.Origin,
		f.Minutes, f.MultipleMode, f.TotalHundredths, f.Seed, postgres.NullID(by), f.CreatedByName, f.CreatedAt, demands, figures, f.Online)
	if err != nil {
		return fault.Wrap(err, "insert form")
	}
	if err := s.insertFormSections(ctx, q, f); err != nil {
		return fault.Wrap(err, "insert form's sections")
	}
	if err := s.insertFormRows(ctx, q, f.ID, rows); err != nil {
		return fault.Wrap(err, "insert form's weight table")
	}
	if err := s.insertFormItems(ctx, q, f); err != nil {
		return fault.Wrap(err, "insert form's items")
	}
	return fault.Wrap(s.insertFormKeys(ctx, q, f, keys), "insert form's key")
}

func (s store) insertFormSections(ctx context.Context, q postgres.Q, f Form) error {
	var positions, counts, scores []int64
	var types, titles []string
	for i, p := range f.Sections {
		positions, counts, scores = append(positions, int64(i+1)), append(counts, int64(p.Count)), append(scores, int64(p.ScoreHundredths))
		types, titles = append(types, string(p.Type)), append(titles, p.Title)
	}
	_, err := q.ExecContext(ctx, s.q.InsertFormSections, f.ID, pq.Array(positions), pq.Array(types), pq.Array(titles), pq.Array(counts), pq.Array(scores))
	return err
}

func (s store) insertFormRows(ctx context.Context, q postgres.Q, form uuid.UUID, rows []weightRow) error {
	var positions, percents []int64
	var ids []uuid.UUID
	var names []string
	for i, r := range rows {
		positions, percents = append(positions, int64(i+1)), append(percents, int64(r.Percent))
		ids, names = append(ids, r.ID), append(names, r.Name)
	}
	_, err := q.ExecContext(ctx, s.q.InsertFormRows, form, pq.Array(positions), postgres.IDs(ids), pq.Array(names), pq.Array(percents))
	return err
}

func (s store) insertFormItems(ctx context.Context, q postgres.Q, f Form) error {
	var numbers, sections, scores []int64
	var versions, questions, rows []uuid.UUID
	for _, i := range f.Items {
		numbers, sections, scores = append(numbers, int64(i.Number)), append(sections, int64(i.Section+1)), append(scores, int64(i.ScoreHundredths))
		versions, questions, rows = append(versions, i.VersionID), append(questions, i.QuestionID), append(rows, i.WeightRowID)
	}
	_, err := q.ExecContext(ctx, s.q.InsertFormItems, f.ID, f.LevelID, f.Purpose.Pool(), pq.Array(numbers), pq.Array(sections),
		postgres.IDs(versions), postgres.IDs(questions), postgres.IDs(rows), pq.Array(scores))
	return err
}

func (s store) insertFormKeys(ctx context.Context, q postgres.Q, f Form, keys []bank.Key) error {
	var numbers []int64
	var types, answers []string
	for i, k := range keys {
		numbers = append(numbers, int64(f.Items[i].Number))
		types, answers = append(types, string(k.Type)), append(answers, strings.Join(k.Options, ","))
	}
	_, err := q.ExecContext(ctx, s.q.InsertFormKeys, f.ID, pq.Array(numbers), pq.Array(types), pq.Array(answers))
	return err
}

func (s store) getForm(ctx context.Context, q postgres.Q, id uuid.UUID) (Form, error) {
	var r formRow
	err := q.GetContext(ctx, &r, s.q.FindForm, id)
	if postgres.IsNoRows(err) {
		return Form{}, fault.NotFoundf("form")
	}
	if err != nil {
		return Form{}, err
	}
	f, err := r.form()
	if err != nil {
		return f, err
	}
	sections, err := s.sections(ctx, q, s.q.ListFormSections, []uuid.UUID{id})
	if err != nil {
		return Form{}, err
	}
	f.Sections = sections[id]
	f.Items, err = s.listFormItems(ctx, q, id)
	return f, err
}

// insertApproval decides a form once; a second decision is a conflict.
func (s store) insertApproval(ctx context.Context, q postgres.Q, f Form, verdict Approval, by uuid.UUID, name, reason string, at time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertApproval, f.ID, verdict, postgres.NullID(f.CreatedBy), by, name, reason, at)
	if postgres.IsUnique(err, "paper_approvals_pkey") {
		return fault.New(fault.Conflict, subDecided)
	}
	return err
}

func (s store) listFormItems(ctx context.Context, q postgres.Q, form uuid.UUID) ([]Item, error) {
	var rows []struct {
		Number          int                `db:"number"`
		Section         int                `db:"section"`
		VersionID       uuid.UUID          `db:"version_id"`
		QuestionID      uuid.UUID          `db:"question_id"`
		WeightRowID     uuid.UUID          `db:"weight_row_id"`
		ScoreHundredths marking.Hundredths `db:"score_hundredths"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListFormItems, form); err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(rows))
	for _, r := range rows {
		r.Section--
		items = append(items, Item(r))
	}
	return items, nil
}

// listForms leaves out items.
func (s store) listForms(ctx context.Context, q postgres.Q, f Filter, occupations []uuid.UUID) ([]Form, int, error) {
	var rows []formRow
	err := q.SelectContext(ctx, &rows, s.q.ListForms, postgres.NullID(f.LevelID), postgres.NullID(f.BlueprintID), postgres.NullText(string(f.Purpose)), postgres.NullIDs(occupations), f.Limit, f.Offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	sections, err := s.sections(ctx, q, s.q.ListFormSections, ids)
	if err != nil {
		return nil, 0, err
	}
	list, total := make([]Form, 0, len(rows)), 0
	for _, r := range rows {
		form, err := r.form()
		if err != nil {
			return nil, 0, err
		}
		form.Sections, total = sections[r.ID], r.Total
		list = append(list, form)
	}
	return list, total, nil
}

func (s store) listKey(ctx context.Context, q postgres.Q, form uuid.UUID) ([]marking.ItemSpec, error) {
	var rows []struct {
		VersionID       uuid.UUID            `db:"version_id"`
		WeightRowID     uuid.UUID            `db:"weight_row_id"`
		ScoreHundredths marking.Hundredths   `db:"score_hundredths"`
		Type            marking.QuestionType `db:"type"`
		Answer          pq.StringArray       `db:"answer"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListFormKeys, form); err != nil {
		return nil, err
	}
	items := make([]marking.ItemSpec, 0, len(rows))
	for _, r := range rows {
		items = append(items, marking.ItemSpec{
			VersionID: r.VersionID, Type: r.Type, ScoreHundredths: r.ScoreHundredths, WeightRowID: r.WeightRowID, Key: r.Answer,
		})
	}
	return items, nil
}

func (s store) listFormRows(ctx context.Context, q postgres.Q, form uuid.UUID) ([]RowPoints, error) {
	var rows []struct {
		WeightRowID uuid.UUID          `db:"weight_row_id"`
		Name        string             `db:"name"`
		Percent     int                `db:"percent"`
		Got         marking.Hundredths `db:"got"`
		Items       int                `db:"items"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListFormRows, form); err != nil {
		return nil, err
	}
	list := make([]RowPoints, 0, len(rows))
	for _, r := range rows {
		list = append(list, RowPoints{
			WeightRowID: r.WeightRowID, Name: r.Name, Percent: r.Percent, Want: FullMark * marking.Hundredths(r.Percent) / 100, Got: r.Got, Items: r.Items,
		})
	}
	return list, nil
}
