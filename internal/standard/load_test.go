package standard_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit"
)

// 基本要求 holds 职业道德 and 基础知识, which are rows of their own.
func TestLoad_ARangeMayHoldRangesOfSeveralRows(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	log, err := audit.New(db)
	require.NoError(t, err)
	s, err := standard.New(standard.Deps{DB: db, Audit: log, Clock: testkit.Clock()})
	require.NoError(t, err)
	ctx := actor.With(t.Context(), actor.AsSystem("test"))
	point := []standard.ElementDefinition{{Code: "001", Name: "要点", Importance: standard.Core}}
	d := standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"},
		Edition:    standard.Edition{Name: "2018年版"},
		Levels: []standard.LevelDefinition{{
			Code: "4", TheoryMinutes: 90, SkillMinutes: 240,
			Theory: []standard.WeightRow{{Name: "职业道德", Percent: 20}, {Name: "基础知识", Percent: 80}},
			Skill:  []standard.WeightRow{{Name: "加工", Percent: 100}},
			Elements: []standard.ElementDefinition{{Row: "职业道德", Code: "A", Name: "基本要求", Children: []standard.ElementDefinition{
				{Code: "A", Name: "职业道德", Children: point}, {Row: "基础知识", Code: "B", Name: "基础知识", Children: point},
			}}},
		}},
	}
	for range 2 { // again changes nothing
		ids, err := s.Load(ctx, d)
		require.NoError(t, err)
		rows, err := s.WeightTable(ctx, ids[0], standard.Theory)
		require.NoError(t, err)
		elements, err := s.Elements(ctx, ids[0])
		require.NoError(t, err)
		require.Len(t, elements, 5)
		byPath := map[string]standard.Element{}
		for _, e := range elements {
			byPath[e.Path] = e
		}
		require.Equal(t, rows[0].ID, byPath["A-A-001"].WeightRowID)
		require.Equal(t, rows[1].ID, byPath["A-B-001"].WeightRowID)
		require.Equal(t, byPath["A"].ID, byPath["A-B"].ParentID)
	}
	d.Levels[0].Elements[0].Children[1].Row = "没有这一行"
	_, err = s.Load(ctx, d)
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, fault.Sub("standard.element_row"), refused.Fields[0].Sub)
}
