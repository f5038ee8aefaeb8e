package paper

import (
	"context"
	_ "embed"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	InsertBlueprint    string `query:"insert-blueprint"`
	UpdateBlueprint    string `query:"update-blueprint"`
	DeleteSections     string `query:"delete-sections"`
	InsertSection      string `query:"insert-section"`
	FindBlueprint      string `query:"find-blueprint"`
	LockBlueprint      string `query:"lock-blueprint"`
	ListBlueprints     string `query:"list-blueprints"`
	ListSections       string `query:"list-sections"`
	ListWeightRows     string `query:"list-weight-rows"`
	FindLevel          string `query:"find-level"`
	NextSerial         string `query:"next-serial"`
	ListExposure       string `query:"list-exposure"`
	ListEarlier        string `query:"list-earlier"`
	InsertApproval     string `query:"insert-approval"`
	InsertForm         string `query:"insert-form"`
	InsertFormSections string `query:"insert-form-sections"`
	InsertFormRows     string `query:"insert-form-rows"`
	InsertFormItems    string `query:"insert-form-items"`
	InsertFormKeys     string `query:"insert-form-keys"`
	FindForm           string `query:"find-form"`
	ListForms          string `query:"list-forms"`
	ListFormSections   string `query:"list-form-sections"`
	ListFormItems      string `query:"list-form-items"`
	ListFormKeys       string `query:"list-form-keys"`
	ListFormRows       string `query:"list-form-rows"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type blueprintRow struct {
	ID              uuid.UUID          `db:"id"`
	LevelID         uuid.UUID          `db:"level_id"`
	Name            string             `db:"name"`
	Purpose         Purpose            `db:"purpose"`
	Minutes         int                `db:"minutes"`
	MultipleMode    marking.Mode       `db:"multiple_mode"`
	TotalHundredths marking.Hundredths `db:"total_hundredths"`
	State           State              `db:"state"`
	Demands         []byte             `db:"demands"`
	CreatedAt       time.Time          `db:"created_at"`
	UpdatedAt       time.Time          `db:"updated_at"`
	Forms           int                `db:"forms"`
	Total           int                `db:"total"`
}

func (r blueprintRow) blueprint() (Blueprint, error) {
	b := Blueprint{
		ID: r.ID, LevelID: r.LevelID, Name: r.Name, Purpose: r.Purpose, Minutes: r.Minutes, MultipleMode: r.MultipleMode,
		TotalHundredths: r.TotalHundredths, State: r.State, Forms: r.Forms, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	return b, json.Unmarshal(r.Demands, &b.Demands)
}

type sectionRow struct {
	OwnerID         uuid.UUID          `db:"owner_id"`
	Position        int                `db:"position"`
	Type            bank.Type          `db:"type"`
	Title           string             `db:"title"`
	Count           int                `db:"count"`
	ScoreHundredths marking.Hundredths `db:"score_hundredths"`
}

// weightRow is one row of the level's theory table.
type weightRow struct {
	ID      uuid.UUID `db:"id"`
	Name    string    `db:"name"`
	Percent int       `db:"percent"`
}

func (s store) insertBlueprint(ctx context.Context, q postgres.Q, b Blueprint, by uuid.UUID) error {
	demands, err := json.Marshal(b.Demands)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertBlueprint, b.ID, b.LevelID, b.Name, b.Purpose, b.Minutes, b.MultipleMode, b.TotalHundredths, b.State,
		postgres.NullID(by), b.CreatedAt, demands)
	if err = nameFault(err); err != nil {
		return err
	}
	return s.insertSections(ctx, q, b)
}

func nameFault(err error) error {
	if postgres.IsUnique(err, "paper_blueprints_name_key") {
		return fault.InvalidFields(fault.Field{Name: "name", Sub: subNameTaken})
	}
	return err
}

func (s store) updateBlueprint(ctx context.Context, q postgres.Q, b Blueprint) error {
	demands, err := json.Marshal(b.Demands)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpdateBlueprint, b.ID, b.Name, b.Purpose, b.Minutes, b.MultipleMode, b.TotalHundredths, b.State, b.UpdatedAt, demands)
	if err = nameFault(err); err != nil {
		return err
	}
	if _, err := q.ExecContext(ctx, s.q.DeleteSections, b.ID); err != nil {
		return err
	}
	return s.insertSections(ctx, q, b)
}

func (s store) insertSections(ctx context.Context, q postgres.Q, b Blueprint) error {
	for i, p := range b.Sections {
		if _, err := q.ExecContext(ctx, s.q.InsertSection, b.ID, i+1, p.Type, p.Title, p.Count, p.ScoreHundredths); err != nil {
			return err
		}
	}
	return nil
}

func (s store) getBlueprint(ctx context.Context, q postgres.Q, id uuid.UUID) (Blueprint, error) {
	var r blueprintRow
	err := q.GetContext(ctx, &r, s.q.FindBlueprint, id)
	if postgres.IsNoRows(err) {
		return Blueprint{}, fault.NotFoundf("blueprint")
	}
	if err != nil {
		return Blueprint{}, err
	}
	b, err := r.blueprint()
	if err != nil {
		return b, err
	}
	sections, err := s.sections(ctx, q, s.q.ListSections, []uuid.UUID{id})
	b.Sections = sections[id]
	return b, err
}

func (s store) lockBlueprint(ctx context.Context, q postgres.Q, id uuid.UUID) (Blueprint, error) {
	var got uuid.UUID
	err := q.GetContext(ctx, &got, s.q.LockBlueprint, id)
	if postgres.IsNoRows(err) {
		return Blueprint{}, fault.NotFoundf("blueprint")
	}
	if err != nil {
		return Blueprint{}, err
	}
	return s.getBlueprint(ctx, q, id)
}

func (s store) listBlueprints(ctx context.Context, q postgres.Q, f Filter, occupations []uuid.UUID) ([]Blueprint, int, error) {
	var rows []blueprintRow
	err := q.SelectContext(ctx, &rows, s.q.ListBlueprints, postgres.NullID(f.LevelID), postgres.NullText(string(f.Purpose)), postgres.NullText(string(f.State)),
		postgres.NullIDs(occupations), f.Limit, f.Offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	sections, err := s.sections(ctx, q, s.q.ListSections, ids)
	if err != nil {
		return nil, 0, err
	}
	list, total := make([]Blueprint, 0, len(rows)), 0
	for _, r := range rows {
		b, err := r.blueprint()
		if err != nil {
			return nil, 0, err
		}
		b.Sections, total = sections[r.ID], r.Total
		list = append(list, b)
	}
	return list, total, nil
}

func (s store) sections(ctx context.Context, q postgres.Q, query string, owners []uuid.UUID) (map[uuid.UUID][]Section, error) {
	var rows []sectionRow
	if err := q.SelectContext(ctx, &rows, query, postgres.IDs(owners)); err != nil {
		return nil, err
	}
	byOwner := map[uuid.UUID][]Section{}
	for _, r := range rows {
		byOwner[r.OwnerID] = append(byOwner[r.OwnerID], Section{Type: r.Type, Title: r.Title, Count: r.Count, ScoreHundredths: r.ScoreHundredths})
	}
	return byOwner, nil
}

func (s store) listWeightRows(ctx context.Context, q postgres.Q, level uuid.UUID) ([]weightRow, error) {
	var rows []weightRow
	err := q.SelectContext(ctx, &rows, s.q.ListWeightRows, level)
	return rows, err
}

// codeSeries gives the beginning of the level's paper codes: the digits of the
// occupation, then the level.
func (s store) codeSeries(ctx context.Context, q postgres.Q, level uuid.UUID) (string, error) {
	var r struct {
		OccupationCode string `db:"occupation_code"`
		Code           string `db:"code"`
	}
	if err := q.GetContext(ctx, &r, s.q.FindLevel, level); err != nil {
		return "", err
	}
	return strings.ReplaceAll(r.OccupationCode, "-", "") + r.Code, nil
}

func (s store) nextSerial(ctx context.Context, q postgres.Q, series string) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.NextSerial, series)
	return n, err
}

// listExposure counts, per question, the frozen forms of a level and purpose
// that hold it and were not rejected.
func (s store) listExposure(ctx context.Context, q postgres.Q, level uuid.UUID, p Purpose) (map[uuid.UUID]use, error) {
	var rows []struct {
		QuestionID uuid.UUID `db:"question_id"`
		Uses       int       `db:"uses"`
		Last       time.Time `db:"last"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListExposure, level, p); err != nil {
		return nil, err
	}
	uses := make(map[uuid.UUID]use, len(rows))
	for _, r := range rows {
		uses[r.QuestionID] = use{times: r.Uses, last: r.Last}
	}
	return uses, nil
}

// listEarlier gives the questions of the level's last frozen forms that were
// not rejected, the newest first.
func (s store) listEarlier(ctx context.Context, q postgres.Q, level uuid.UUID, p Purpose, forms int) ([]assemble.EarlierPaper, error) {
	var rows []struct {
		Code      string         `db:"code"`
		Questions pq.StringArray `db:"questions"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListEarlier, level, p, forms); err != nil {
		return nil, err
	}
	list := make([]assemble.EarlierPaper, 0, len(rows))
	for _, r := range rows {
		paper := assemble.EarlierPaper{Name: r.Code}
		for _, text := range r.Questions {
			id, err := uuid.Parse(text)
			if err != nil {
				return nil, err
			}
			paper.Questions = append(paper.Questions, id)
		}
		list = append(list, paper)
	}
	return list, nil
}
