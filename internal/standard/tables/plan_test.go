package tables_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/standard/tables"
)

func weights(names ...string) *tables.WeightTable {
	t := &tables.WeightTable{Sheet: "理论"}
	for i, name := range names {
		percent := 100 / len(names)
		if i == 0 {
			percent = 100 - percent*(len(names)-1)
		}
		t.Rows = append(t.Rows, tables.WeightLine{Name: name, Percent: percent})
	}
	return t
}

func elements(lines ...tables.ElementLine) *tables.ElementTable {
	return &tables.ElementTable{Sheet: "细目表", Lines: lines}
}

func line(path, name string, importance tables.Importance, weight int) tables.ElementLine {
	return tables.ElementLine{Path: path, Name: name, Importance: importance, Weight: weight}
}

func TestPlan_ElementsHangOnTheRowThatTheyAreNamedAfter(t *testing.T) {
	t.Parallel()
	table := elements(
		line("A", "基本要求", "", 0), line("A-A", "职业道德", "", 0), line("A-A-001", "诚信", "X", 0),
		line("A-B", "基础知识", "", 0), line("A-B-001", "识图", "X", 0),
		line("B", "相关知识", "", 0), line("B-A", "1．轴类 工件加工", "", 0), line("B-A-A", "车外圆", "", 0), line("B-A-A-001", "车刀", "Y", 0),
	)
	next, faults := tables.Plan(tables.Snapshot{}, tables.Incoming{Theory: weights("职业道德", "基础知识", "轴类工件加工"), Elements: table}, false)
	require.Empty(t, faultsOf(faults))
	row := map[string]string{}
	for _, e := range next.Elements {
		for _, w := range next.Theory {
			if w.ID == e.RowID {
				row[e.Path] = w.Name
			}
		}
	}
	require.Equal(t, map[string]string{
		"A": "职业道德", "A-A": "职业道德", "A-A-001": "职业道德", "A-B": "基础知识", "A-B-001": "基础知识",
		"B": "轴类工件加工", "B-A": "轴类工件加工", "B-A-A": "轴类工件加工", "B-A-A-001": "轴类工件加工",
	}, row)

	_, faults = tables.Plan(tables.Snapshot{}, tables.Incoming{Theory: weights("职业道德", "轴类工件加工"), Elements: table}, false)
	require.Equal(t, []string{"row"}, faultsOf(faults))
	require.Equal(t, "基础知识", faults[0].Params["name"])
}

func TestPlan_AWeightTableFromTheElementTable(t *testing.T) {
	t.Parallel()
	table := elements(
		line("A", "基本要求", "", 2500), line("A-A", "职业道德", "", 500), line("A-A-001", "诚信", "X", 0),
		line("A-B", "基础知识", "", 2000), line("A-B-001", "识图", "X", 0),
		line("B", "相关知识", "", 7500), line("B-A", "车削", "", 7500), line("B-A-001", "车刀", "Y", 0),
	)
	next, faults := tables.Plan(tables.Snapshot{}, tables.Incoming{Elements: table}, false)
	require.Equal(t, []string{"derived?"}, faultsOf(faults))
	require.Len(t, next.Theory, 3)
	require.Equal(t, "相关知识", next.Theory[2].Group)
	require.Equal(t, 75, next.Theory[2].Percent)

	table.Lines[1].Weight = 400
	_, faults = tables.Plan(tables.Snapshot{}, tables.Incoming{Elements: table}, false)
	require.Equal(t, []string{"no_weights"}, faultsOf(faults))
}

func TestPlan_TellsWhereWeightsDiffer(t *testing.T) {
	t.Parallel()
	in := tables.Incoming{Theory: weights("职业道德", "车削"), Elements: elements(
		line("A", "基本要求", "", 5000), line("A-A", "职业道德", "", 5000), line("A-A-001", "诚信", "X", 0),
		line("B", "相关知识", "", 0), line("B-A", "车削", "", 4550), line("B-A-001", "车刀", "X", 0),
	)}
	_, faults := tables.Plan(tables.Snapshot{}, in, false)
	require.Equal(t, []string{"row_weight?"}, faultsOf(faults))
	require.Equal(t, "45.5", faults[0].Params["sum"])
}

func TestPlan_RowsKeepTheirIdsByNameThenByPlace(t *testing.T) {
	t.Parallel()
	now, _ := tables.Plan(tables.Snapshot{}, tables.Incoming{Skill: weights("甲", "乙", "丙")}, false)
	next, _ := tables.Plan(now, tables.Incoming{Skill: weights("乙", "戊", "丙")}, false)
	require.Equal(t, []uuid.UUID{now.Skill[1].ID, now.Skill[2].ID}, []uuid.UUID{next.Skill[0].ID, next.Skill[2].ID})
	require.NotEqual(t, now.Skill[0].ID, next.Skill[1].ID, "its place was another row's")
	renamed, _ := tables.Plan(now, tables.Incoming{Skill: weights("甲", "乙二", "丙")}, false)
	require.Equal(t, now.Skill[1].ID, renamed.Skill[1].ID)
	changes := tables.Diff(now, renamed)
	require.Len(t, changes, 1)
	require.Equal(t, []any{tables.Renamed, "乙", "乙二"}, []any{changes[0].Kind, changes[0].Was, changes[0].Now})
	require.Equal(t, now.Theory, next.Theory, "a part that the file lacks stays")
}

func TestPlan_KeptElementsGoAlongWithTheirRange(t *testing.T) {
	t.Parallel()
	first := elements(line("A", "车削", "", 0), line("A-A", "车刀", "", 0), line("A-A-001", "刃磨", "X", 0), line("A-A-002", "安装", "X", 0))
	now, faults := tables.Plan(tables.Snapshot{}, tables.Incoming{Theory: weights("车削"), Elements: first}, false)
	require.Empty(t, faultsOf(faults))
	in := tables.Incoming{Elements: elements(line("B", "车削", "", 0), line("B-C", "车刀", "", 0), line("B-C-001", "刃磨", "X", 0))}
	next, faults := tables.Plan(now, in, true)
	require.Empty(t, faultsOf(faults))
	require.Equal(t, "B-C-002", next.Elements[3].Path)
	require.Equal(t, now.Elements[3].ID, next.Elements[3].ID)
	in.Elements.Lines = append(in.Elements.Lines, line("B-C-002", "对刀", "X", 0), line("B-C-003", "安装 ", "X", 0))
	next, faults = tables.Plan(now, in, true)
	require.Empty(t, faultsOf(faults))
	require.Equal(t, now.Elements[3].ID, next.Elements[4].ID, "the same name is the same point")

	clash := tables.Incoming{Elements: elements(line("A", "车削", "", 0), line("A-A", "车刀", "", 0), line("A-A-001", "刃磨", "X", 0), line("A-A-002", "范围", "", 0))}
	_, faults = tables.Plan(now, clash, true)
	require.Equal(t, []string{"path_taken"}, faultsOf(faults))
}

func TestRatio(t *testing.T) {
	t.Parallel()
	require.Equal(t, "132:21:00", tables.Ratio(132, 21, 0))
	require.Equal(t, "2.5", tables.Percent(250))
	require.Equal(t, "100", tables.Percent(100_00))
}
