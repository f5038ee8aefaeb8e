package standard_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
	"jiangxun/internal/standard/tables"
	"jiangxun/internal/testkit"
)

// office is a room with a lathe standard that offers the levels 4 and 3.
type office struct {
	*standard.Service
	db       postgres.DB
	ctx      context.Context
	four     uuid.UUID
	three    uuid.UUID
	carrying map[uuid.UUID]int
}

func (o *office) QuestionsOn(_ context.Context, elements []uuid.UUID) (map[uuid.UUID]int, error) {
	counts := map[uuid.UUID]int{}
	for _, id := range elements {
		if n := o.carrying[id]; n > 0 {
			counts[id] = n
		}
	}
	return counts, nil
}

func newOffice(t *testing.T) *office {
	t.Helper()
	db := testkit.DB(t)
	log, err := audit.New(db)
	require.NoError(t, err)
	s, err := standard.New(standard.Deps{DB: db, Audit: log, Clock: testkit.Clock()})
	require.NoError(t, err)
	o := &office{Service: s, db: db, ctx: actor.With(t.Context(), actor.AsSystem("test")), carrying: map[uuid.UUID]int{}}
	s.SetQuestions(o)
	occupation, err := s.CreateOccupation(o.ctx, standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"})
	require.NoError(t, err)
	edition, err := s.CreateEdition(o.ctx, standard.Edition{OccupationID: occupation.ID, Name: "2018年版"})
	require.NoError(t, err)
	for code, id := range map[string]*uuid.UUID{"4": &o.four, "3": &o.three} {
		l, err := s.CreateLevel(o.ctx, standard.Level{EditionID: edition.ID, Track: "数控车床", Code: code, TheoryMinutes: 90, SkillMinutes: 240})
		require.NoError(t, err)
		*id = l.ID
	}
	return o
}

// book makes a workbook of sheets, each a name and lines of cells divided by "|".
func book(t testing.TB, sheets ...[2]string) *bytes.Reader {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, s := range sheets {
		if i == 0 {
			require.NoError(t, file.SetSheetName("Sheet1", s[0]))
		} else {
			_, err := file.NewSheet(s[0])
			require.NoError(t, err)
		}
		for r, line := range strings.Split(strings.TrimSpace(s[1]), "\n") {
			for c, cell := range strings.Split(strings.TrimSpace(line), "|") {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				require.NoError(t, err)
				require.NoError(t, file.SetCellStr(s[0], at, cell))
			}
		}
	}
	var out bytes.Buffer
	require.NoError(t, file.Write(&out))
	return bytes.NewReader(out.Bytes())
}

const (
	weightsText = `
		项目|五级|四级|三级
		职业道德|5|5|5
		轴类工件加工|95|95|60
		设备维护|—|—|35
		合计|100|100|100`
	elementsText = `
		一级代码|一级范围|一级比重|二级代码|二级范围|二级比重|鉴定点代码|鉴定点名称|重要程度
		A|基本要求|5|A|职业道德|5|001|诚信|X
		||||||002|守则|Y
		B|相关知识要求|95|A|轴类工件加工|95|001|车刀|X
		||||||002|冷却液|Z`
)

func (o *office) preview(t *testing.T, keep bool, sheets ...[2]string) standard.TableImport {
	t.Helper()
	i, err := o.PreviewTables(o.ctx, o.four, `C:\桌面\标准.xlsx`, book(t, sheets...), keep)
	require.NoError(t, err)
	return i
}

func (o *office) take(t *testing.T, sheets ...[2]string) standard.TableImport {
	t.Helper()
	i := o.preview(t, false, sheets...)
	require.Zero(t, i.Errors(), "%v", i.Faults)
	i, err := o.CommitTables(o.ctx, i.ID, "按新标准")
	require.NoError(t, err)
	return i
}

func (o *office) first(t *testing.T) {
	t.Helper()
	o.take(t, [2]string{"理论知识权重表", weightsText}, [2]string{"技能", "职业功能|四级\n加工|100"}, [2]string{"四级细目表", elementsText})
}

func (o *office) element(t *testing.T, path string) standard.Element {
	t.Helper()
	list, err := o.Elements(o.ctx, o.four)
	require.NoError(t, err)
	for _, e := range list {
		if e.Path == path {
			return e
		}
	}
	t.Fatalf("no element %s", path)
	return standard.Element{}
}

func changesOf(list []tables.Change) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s %s [%s>%s]", c.Kind, c.Subject, c.Path, c.Name, c.Was, c.Now)))
	}
	return out
}

func refusal(t *testing.T, err error) *fault.Error {
	t.Helper()
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	return refused
}

func TestImport_OneFileFillsLevelsAndLeavesVersions(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	i := o.preview(t, false, [2]string{"理论知识权重表", weightsText}, [2]string{"技能", "职业功能|四级\n加工|100"}, [2]string{"四级细目表", elementsText})
	require.Equal(t, "标准.xlsx", i.FileName)
	require.Len(t, i.Faults, 1)
	require.Equal(t, tables.SubNotOffered, i.Faults[0].Sub, "the edition has no level 5")
	require.True(t, i.Faults[0].Warning)
	require.Len(t, i.Levels, 2)
	rows, err := o.WeightTable(o.ctx, o.four, standard.Theory)
	require.NoError(t, err)
	require.Empty(t, rows, "a preview changes nothing")

	i, err = o.CommitTables(o.ctx, i.ID, "按新标准")
	require.NoError(t, err)
	require.True(t, i.Committed)
	for _, l := range i.Levels {
		require.Equal(t, 1, l.Version)
		require.NotEmpty(t, l.Changes, "what it did change is still told")
	}
	rows, err = o.WeightTable(o.ctx, o.three, standard.Theory)
	require.NoError(t, err)
	require.Len(t, rows, 3)
	require.Equal(t, []any{"基本要求", "职业道德", 5}, []any{rows[0].Group, rows[0].Name, rows[0].Percent})
	point := o.element(t, "B-A-002")
	require.Equal(t, standard.Auxiliary, point.Importance)
	require.Equal(t, 95_00, o.element(t, "B-A").Weight)
	require.Equal(t, o.element(t, "B-A").ID, point.ParentID)

	again, err := o.CommitTables(o.ctx, i.ID, "再来一次")
	require.NoError(t, err)
	require.Equal(t, i.Levels[0].Version, again.Levels[0].Version)
	same := o.preview(t, false, [2]string{"理论知识权重表", weightsText}, [2]string{"四级细目表", elementsText})
	require.Zero(t, same.Changes())
	_, err = o.CommitTables(o.ctx, same.ID, "没有变化")
	require.Equal(t, fault.Sub("standard.import_nothing"), refusal(t, err).Sub)
	list, total, err := o.ListVersions(o.ctx, o.four, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, []any{standard.VersionImport, "标准.xlsx", "按新标准", 2, 1, 4}, []any{list[0].Kind, list[0].FileName, list[0].Reason, list[0].TheoryRows, list[0].SkillRows, list[0].Points})
}

// Ids stay with what they mean: a point that gets another code keeps its
// questions, and codes may change places.
func TestImport_FollowsMovedAndRenamedPoints(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.first(t)
	honest, rule, tool := o.element(t, "A-A-001"), o.element(t, "A-A-002"), o.element(t, "B-A-001")
	i := o.take(t, [2]string{"四级", `
		一级代码|一级范围|一级比重|二级代码|二级范围|二级比重|鉴定点代码|鉴定点名称|重要程度
		A|基本要求|5|A|职业道德|5|001|守则|X
		||||||002|诚 信|X
		||||||003|法规|Y
		C|相关知识要求|95|A|轴类工件加工|95|001|车刀的选择|X
		||||||002|冷却液|Z`})
	require.ElementsMatch(t, []string{
		"moved point A-A-001 守则 [A-A-002>A-A-001]", "regraded point A-A-001 守则 [Y>X]",
		"moved point A-A-002 诚 信 [A-A-001>A-A-002]", "renamed point A-A-002 诚 信 [诚信>诚 信]",
		"added point A-A-003 法规 [>Y]",
		"moved range C 相关知识要求 [B>C]",
		"renamed point C-A-001 车刀的选择 [车刀>车刀的选择]",
	}, changesOf(i.Levels[0].Changes))
	require.Equal(t, rule.ID, o.element(t, "A-A-001").ID)
	require.Equal(t, honest.ID, o.element(t, "A-A-002").ID)
	require.Equal(t, tool.ID, o.element(t, "C-A-001").ID)
	c, err := o.CompareVersions(o.ctx, o.four, 2, 1)
	require.NoError(t, err)
	require.Contains(t, changesOf(c.Changes), "removed point A-A-003 法规 [Y>]")
	old, err := o.Version(o.ctx, o.four, 1)
	require.NoError(t, err)
	require.Len(t, old.Content.Elements, 8)
	_, err = o.Version(o.ctx, o.four, 3)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestImport_PointsWithQuestionsAreNeverLost(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.first(t)
	coolant, tool := o.element(t, "B-A-002"), o.element(t, "B-A-001")
	o.carrying[coolant.ID], o.carrying[tool.ID] = 7, 2
	less := [2]string{"四级", `
		一级代码|一级范围|二级代码|二级范围|鉴定点代码|鉴定点名称|重要程度
		A|基本要求|A|轴类工件加工|001|诚信|X
		B|相关知识要求|A|职业道德|001|车刀|X`}
	i := o.preview(t, false, less)
	require.Equal(t, 2, i.Errors())
	said := map[fault.Sub]fault.Params{}
	for _, f := range i.Faults {
		said[f.Sub] = f.Params
	}
	require.Equal(t, fault.Params{"path": "B-A-002", "name": "冷却液", "count": 7}, said[tables.SubGone])
	require.Equal(t, fault.Params{"path": "B-A-001", "name": "车刀", "count": 2, "row": "职业道德"}, said[tables.SubCrossing])
	_, err := o.CommitTables(o.ctx, i.ID, "删")
	require.Equal(t, fault.Sub("standard.import_faults"), refusal(t, err).Sub)

	less[1] = "一级代码|一级范围|二级代码|二级范围|鉴定点代码|鉴定点名称|重要程度\nA|基本要求|A|职业道德|001|诚信|X\n||||003|礼仪|X"
	i = o.preview(t, true, less)
	require.Zero(t, i.Errors(), "what the file lacks stays: %v", i.Faults)
	_, err = o.CommitTables(o.ctx, i.ID, "补一个")
	require.NoError(t, err)
	require.Equal(t, coolant.ID, o.element(t, "B-A-002").ID)
	require.Equal(t, "礼仪", o.element(t, "A-A-003").Name)
	require.Equal(t, "守则", o.element(t, "A-A-002").Name)
	require.Equal(t, 95_00, o.element(t, "B-A").Weight, "a file without weights leaves them")

	require.Equal(t, fault.Sub("standard.element_questions"), refusal(t, o.DeleteElement(o.ctx, coolant.ID)).Sub)
}

func TestImport_IsAllOrNothingAgainstTheTablesItSaw(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.first(t)
	i := o.preview(t, false, [2]string{"理论", "项目|四级|三级\n职业道德|10|5\n轴类工件加工|90|60\n设备维护|—|35"})
	require.Equal(t, 2, i.Changes())
	_, err := o.SaveElement(o.ctx, o.element(t, "A-A-001").ID, standard.ElementChange{Name: "诚实守信", Importance: standard.Core})
	require.NoError(t, err)
	_, err = o.CommitTables(o.ctx, i.ID, "晚了")
	require.Equal(t, fault.Sub("standard.import_changed"), refusal(t, err).Sub)

	// A row may not go while elements stay on it.
	i = o.preview(t, false, [2]string{"理论", "项目|四级|三级\n甲|100|-\n乙|-|100"})
	require.Equal(t, 2, i.Errors(), "%v", i.Faults)
	_, err = o.CommitTables(o.ctx, i.ID, " ")
	require.Equal(t, fault.Sub("standard.reason_missing"), refusal(t, err).Fields[0].Sub)
	rows, err := o.WeightTable(o.ctx, o.three, standard.Theory)
	require.NoError(t, err)
	require.Len(t, rows, 3)
}

// Each save on a page is a version of its own; what stood there before
// versions were kept is the first.
func TestVersions_OfSavesByHand(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	require.NoError(t, o.SaveWeights(o.ctx, o.four, standard.Theory, []standard.WeightRow{{Name: "甲", Percent: 40}, {Name: "乙", Percent: 60}}))
	rows, err := o.WeightTable(o.ctx, o.four, standard.Theory)
	require.NoError(t, err)
	e, err := o.CreateElement(o.ctx, standard.Element{LevelID: o.four, WeightRowID: rows[0].ID, Code: "A", Name: "范围", Weight: 250})
	require.NoError(t, err)
	same := standard.ElementChange{Name: "范围", Weight: 250}
	_, err = o.SaveElement(o.ctx, e.ID, same)
	require.NoError(t, err)
	same.Weight = 300
	_, err = o.SaveElement(o.ctx, e.ID, same)
	require.NoError(t, err)
	_, err = o.SaveElement(o.ctx, e.ID, standard.ElementChange{Name: "范围", Weight: 100_01})
	require.Equal(t, fault.Sub("standard.element_weight"), refusal(t, err).Fields[0].Sub)
	require.NoError(t, o.DeleteElement(o.ctx, e.ID))
	list, total, err := o.ListVersions(o.ctx, o.four, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 4, total, "a save that changes nothing leaves none")
	require.Equal(t, "删除 A 范围", list[0].Reason)
	c, err := o.CompareVersions(o.ctx, o.four, 2, 3)
	require.NoError(t, err)
	require.Equal(t, []string{"reweighed range A 范围 [2.5%>3%]"}, changesOf(c.Changes))
	_, err = o.db.ExecContext(t.Context(), "update standard_table_versions set reason = 'x'")
	require.Error(t, err)

	// As if those versions had never been kept.
	_, err = o.db.ExecContext(t.Context(), "alter table standard_table_versions disable trigger user; delete from standard_table_versions; alter table standard_table_versions enable trigger user")
	require.NoError(t, err)
	require.NoError(t, o.SaveWeights(o.ctx, o.four, standard.Skill, []standard.WeightRow{{Name: "丙", Percent: 100}}))
	list, _, err = o.ListVersions(o.ctx, o.four, 10, 0)
	require.NoError(t, err)
	require.Equal(t, []any{standard.VersionEdit, standard.VersionBaseline}, []any{list[0].Kind, list[1].Kind})
}

func TestImport_OfAnotherCollegesScopeIsNotFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	i := o.preview(t, false, [2]string{"技能", "职业功能|四级\n加工|100"})
	stranger := actor.With(t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: uuid.New()}}})
	_, err := o.TableImport(stranger, i.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.CommitTables(stranger, i.ID, "x")
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.Version(stranger, o.four, 1)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.PreviewTables(stranger, o.four, "x", strings.NewReader("a"), false)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}
