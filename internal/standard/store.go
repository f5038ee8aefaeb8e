package standard

import (
	"context"
	_ "embed"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	ListOccupations       string `query:"list-occupations"`
	ListEditions          string `query:"list-editions"`
	ListLevels            string `query:"list-levels"`
	LockLevel             string `query:"lock-level"`
	LockOccupation        string `query:"lock-occupation"`
	FindEditionOccupation string `query:"find-edition-occupation"`
	UpsertOccupation      string `query:"upsert-occupation"`
	InsertOccupation      string `query:"insert-occupation"`
	InsertEdition         string `query:"insert-edition"`
	UpsertEdition         string `query:"upsert-edition"`
	InsertLevel           string `query:"insert-level"`
	UpsertLevel           string `query:"upsert-level"`
	UpdateLevelMinutes    string `query:"update-level-minutes"`
	ListWeightRows        string `query:"list-weight-rows"`
	InsertWeightRow       string `query:"insert-weight-row"`
	UpdateWeightRow       string `query:"update-weight-row"`
	DeleteWeightRow       string `query:"delete-weight-row"`
	ListElements          string `query:"list-elements"`
	FindElement           string `query:"find-element"`
	InsertElement         string `query:"insert-element"`
	UpdateElement         string `query:"update-element"`
	DeleteElement         string `query:"delete-element"`
	DeferPaths            string `query:"defer-paths"`
	CheckPaths            string `query:"check-paths"`
	InsertElements        string `query:"insert-elements"`
	UpdateElements        string `query:"update-elements"`
	DeleteElements        string `query:"delete-elements"`
	FindLastVersion       string `query:"find-last-version"`
	InsertVersion         string `query:"insert-version"`
	ListVersions          string `query:"list-versions"`
	FindVersionByNumber   string `query:"find-version-by-number"`
	InsertImport          string `query:"insert-import"`
	DeleteOldImports      string `query:"delete-old-imports"`
	FindImport            string `query:"find-import"`
	LockImport            string `query:"lock-import"`
	UpdateImport          string `query:"update-import"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type occupationRow struct {
	ID               uuid.UUID `db:"id"`
	Code             string    `db:"code"`
	CatalogueEdition string    `db:"catalogue_edition"`
	Name             string    `db:"name"`
	Total            int       `db:"total"`
}

type editionRow struct {
	ID           uuid.UUID `db:"id"`
	OccupationID uuid.UUID `db:"occupation_id"`
	Name         string    `db:"name"`
	Position     int       `db:"position"`
	Source       string    `db:"source"`
	Sample       bool      `db:"is_sample"`
}

type levelRow struct {
	ID             uuid.UUID `db:"id"`
	OccupationID   uuid.UUID `db:"occupation_id"`
	OccupationCode string    `db:"occupation_code"`
	OccupationName string    `db:"occupation_name"`
	EditionID      uuid.UUID `db:"edition_id"`
	EditionName    string    `db:"edition_name"`
	Source         string    `db:"source"`
	Sample         bool      `db:"is_sample"`
	Track          string    `db:"track"`
	Code           string    `db:"code"`
	Name           string    `db:"name"`
	Rank           int       `db:"rank"`
	TheoryMinutes  int       `db:"theory_minutes"`
	SkillMinutes   int       `db:"skill_minutes"`
}

type weightRow struct {
	ID      uuid.UUID `db:"id"`
	LevelID uuid.UUID `db:"level_id"`
	Part    Part      `db:"part"`
	Seq     int       `db:"seq"`
	Group   string    `db:"group_name"`
	Name    string    `db:"name"`
	Percent int       `db:"percent"`
}

type elementRow struct {
	ID          uuid.UUID     `db:"id"`
	LevelID     uuid.UUID     `db:"level_id"`
	WeightRowID uuid.UUID     `db:"weight_row_id"`
	ParentID    uuid.NullUUID `db:"parent_id"`
	Code        string        `db:"code"`
	Path        string        `db:"path"`
	Name        string        `db:"name"`
	IsPoint     bool          `db:"is_point"`
	Importance  Importance    `db:"importance"`
	Weight      int           `db:"weight"`
	Page        string        `db:"page"`
}

func (r elementRow) element() Element {
	return Element{
		ID: r.ID, LevelID: r.LevelID, WeightRowID: r.WeightRowID, ParentID: r.ParentID.UUID, Code: r.Code,
		Path: r.Path, Name: r.Name, IsPoint: r.IsPoint, Importance: r.Importance, Weight: r.Weight, Page: r.Page,
	}
}

func (s store) listOccupations(ctx context.Context, q postgres.Q, within []uuid.UUID, f OccupationFilter, limit, offset int) ([]Occupation, int, error) {
	var rows []occupationRow
	if err := q.SelectContext(ctx, &rows, s.q.ListOccupations, postgres.NullIDs(within), f.Text, f.CatalogueEdition, f.Level, limit, offset); err != nil {
		return nil, 0, err
	}
	list := make([]Occupation, 0, len(rows))
	total := 0
	for _, r := range rows {
		total = r.Total
		list = append(list, Occupation{ID: r.ID, Code: r.Code, CatalogueEdition: r.CatalogueEdition, Name: r.Name})
	}
	return list, total, nil
}

func (s store) listEditions(ctx context.Context, q postgres.Q, occupations []uuid.UUID) ([]Edition, error) {
	var rows []editionRow
	if err := q.SelectContext(ctx, &rows, s.q.ListEditions, postgres.NullIDs(occupations)); err != nil {
		return nil, err
	}
	list := make([]Edition, 0, len(rows))
	for _, r := range rows {
		list = append(list, Edition{
			ID: r.ID, OccupationID: r.OccupationID, Name: r.Name, Position: r.Position, Source: r.Source, Sample: r.Sample,
		})
	}
	return list, nil
}

// listLevels lists the levels with the ids, or of the occupations; nil means all.
func (s store) listLevels(ctx context.Context, q postgres.Q, ids, occupations []uuid.UUID) ([]Level, error) {
	var rows []levelRow
	if err := q.SelectContext(ctx, &rows, s.q.ListLevels, postgres.NullIDs(ids), postgres.NullIDs(occupations)); err != nil {
		return nil, err
	}
	list := make([]Level, 0, len(rows))
	for _, r := range rows {
		list = append(list, Level(r))
	}
	return list, nil
}

func (s store) lockLevel(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	return s.lock(ctx, q, s.q.LockLevel, id, "level")
}

func (s store) lockOccupation(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	return s.lock(ctx, q, s.q.LockOccupation, id, "occupation")
}

func (s store) lock(ctx context.Context, q postgres.Q, query string, id uuid.UUID, noun string) error {
	var got uuid.UUID
	err := q.GetContext(ctx, &got, query, id)
	if postgres.IsNoRows(err) {
		return fault.NotFoundf(noun)
	}
	return err
}

func (s store) editionOccupation(ctx context.Context, q postgres.Q, edition uuid.UUID) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.FindEditionOccupation, edition)
	if postgres.IsNoRows(err) {
		return uuid.Nil, fault.NotFoundf("edition")
	}
	return id, err
}

func (s store) insertOccupation(ctx context.Context, q postgres.Q, o Occupation, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertOccupation, o.ID, o.Code, o.CatalogueEdition, o.Name, now)
	if postgres.IsUnique(err, "occupations_code_edition_name_key") {
		return fault.New(fault.Conflict, subOccupationExists)
	}
	return err
}

func (s store) upsertOccupation(ctx context.Context, q postgres.Q, o Occupation, now time.Time) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.UpsertOccupation, o.ID, o.Code, o.CatalogueEdition, o.Name, now)
	return id, err
}

// insertEdition puts the edition last when its position is 0.
func (s store) insertEdition(ctx context.Context, q postgres.Q, e Edition, now time.Time) (Edition, error) {
	err := q.GetContext(ctx, &e.Position, s.q.InsertEdition, e.ID, e.OccupationID, e.Name, e.Position, e.Source, e.Sample, now)
	if postgres.IsUnique(err, "standard_editions_name_key") {
		return e, fault.New(fault.Conflict, subEditionExists)
	}
	return e, err
}

func (s store) upsertEdition(ctx context.Context, q postgres.Q, e Edition, now time.Time) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.UpsertEdition, e.ID, e.OccupationID, e.Name, e.Position, e.Source, e.Sample, now)
	return id, err
}

func (s store) insertLevel(ctx context.Context, q postgres.Q, l Level, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertLevel, l.ID, l.EditionID, l.Track, l.Code, LevelName(l.Code), RankOf(l.Code), l.TheoryMinutes, l.SkillMinutes, now)
	if postgres.IsUnique(err, "standard_levels_code_key") {
		return fault.New(fault.Conflict, subLevelExists)
	}
	return err
}

func (s store) upsertLevel(ctx context.Context, q postgres.Q, l Level, now time.Time) (uuid.UUID, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.UpsertLevel, l.ID, l.EditionID, l.Track, l.Code, LevelName(l.Code), RankOf(l.Code), l.TheoryMinutes, l.SkillMinutes, now)
	return id, err
}

func (s store) updateMinutes(ctx context.Context, q postgres.Q, level uuid.UUID, r PartRules) error {
	_, err := q.ExecContext(ctx, s.q.UpdateLevelMinutes, level, r.TheoryMinutes, r.SkillMinutes)
	return err
}

// listWeightRows lists one table, or both with an empty part.
func (s store) listWeightRows(ctx context.Context, q postgres.Q, level uuid.UUID, part Part) ([]WeightRow, error) {
	var rows []weightRow
	var only *string
	if part != "" {
		text := string(part)
		only = &text
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListWeightRows, level, only); err != nil {
		return nil, err
	}
	list := make([]WeightRow, 0, len(rows))
	for _, r := range rows {
		list = append(list, WeightRow(r))
	}
	return list, nil
}

func (s store) insertWeightRow(ctx context.Context, q postgres.Q, r WeightRow) error {
	_, err := q.ExecContext(ctx, s.q.InsertWeightRow, r.ID, r.LevelID, r.Part, r.Seq, r.Group, r.Name, r.Percent)
	return err
}

func (s store) updateWeightRow(ctx context.Context, q postgres.Q, r WeightRow) error {
	_, err := q.ExecContext(ctx, s.q.UpdateWeightRow, r.ID, r.Seq, r.Group, r.Name, r.Percent)
	return err
}

func (s store) deleteWeightRow(ctx context.Context, q postgres.Q, r WeightRow) error {
	_, err := q.ExecContext(ctx, s.q.DeleteWeightRow, r.ID)
	if isReferred(err) {
		return fault.New(fault.Conflict, subWeightRowUsed).With(fault.Params{"name": r.Name})
	}
	return err
}

func (s store) listElements(ctx context.Context, q postgres.Q, level uuid.UUID) ([]Element, error) {
	var rows []elementRow
	if err := q.SelectContext(ctx, &rows, s.q.ListElements, level); err != nil {
		return nil, err
	}
	list := make([]Element, 0, len(rows))
	for _, r := range rows {
		list = append(list, r.element())
	}
	return list, nil
}

func (s store) getElement(ctx context.Context, q postgres.Q, id uuid.UUID) (Element, error) {
	var r elementRow
	err := q.GetContext(ctx, &r, s.q.FindElement, id)
	if postgres.IsNoRows(err) {
		return Element{}, fault.NotFoundf("element")
	}
	return r.element(), err
}

func (s store) insertElement(ctx context.Context, q postgres.Q, e Element, now time.Time) error {
	parent := uuid.NullUUID{UUID: e.ParentID, Valid: e.ParentID != uuid.Nil}
	_, err := q.ExecContext(ctx, s.q.InsertElement, e.ID, e.LevelID, e.WeightRowID, parent, e.Code, e.Path, e.depth(), e.Name, e.IsPoint, e.Importance, now, e.Weight, e.Page)
	if postgres.IsUnique(err, "elements_path_key") {
		return fault.New(fault.Conflict, subElementExists).With(fault.Params{"path": e.Path})
	}
	return err
}

func (s store) updateElement(ctx context.Context, q postgres.Q, e Element) error {
	_, err := q.ExecContext(ctx, s.q.UpdateElement, e.ID, e.Name, e.Importance, e.Weight, e.Page)
	return err
}

func (s store) deleteElement(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.DeleteElement, id)
	if isReferred(err) {
		return fault.New(fault.Conflict, subElementUsed)
	}
	return err
}

// isReferred reports that some row, in whichever room, still points at the one
// to be deleted.
func isReferred(err error) bool {
	var e *pq.Error
	return errors.As(err, &e) && e.Code == "23503"
}
