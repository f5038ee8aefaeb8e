package transfer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/pack"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/testkit"
	"jiangxun/internal/transfer"
)

var filterAll = bank.Filter{}

// house is a bank with a room for imports above it.
type house struct {
	*banktest.Bank
	t       *testing.T
	service *transfer.Service
	author  context.Context
}

func newHouse(t *testing.T) house {
	t.Helper()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 3)
	s, err := transfer.New(transfer.Deps{DB: b.DB, Audit: b.Audit, Clock: b.Clock, Blob: b.Blob, Standard: b.Standard, Bank: b.Service})
	require.NoError(t, err)
	return house{Bank: b, t: t, service: s, author: banktest.Author(t.Context())}
}

// single makes a question of four options; key is a letter.
func single(stem, key string) exchange.Item {
	i := exchange.Item{Body: question.Body{Type: question.Single, Stem: stem, Key: []string{key}}, Element: "A-001"}
	for n, text := range []string{"甲", "乙", "丙", "丁"} {
		i.Options = append(i.Options, question.Option{Key: question.Letter(n), HTML: text})
	}
	return i
}

func numbered(n int) []exchange.Item {
	items := make([]exchange.Item, n)
	for i := range items {
		items[i] = single(fmt.Sprintf("第%d题的题干", i+1), "A")
		items[i].Ref = fmt.Sprintf("R-%05d", i+1)
	}
	return items
}

func packed(t testing.TB, items ...exchange.Item) []byte {
	t.Helper()
	w, err := pack.Write(items)
	require.NoError(t, err)
	return w.Data
}

func (h house) preview(items ...exchange.Item) transfer.Import {
	h.t.Helper()
	i, err := h.service.Start(h.author, h.LevelID, "题.json", bytes.NewReader(packed(h.t, items...)), "auto", "")
	require.NoError(h.t, err)
	return i
}

func (h house) rows(i transfer.Import) []transfer.Row {
	h.t.Helper()
	rows, total, err := h.service.Rows(h.author, i.ID, transfer.RowFilter{Limit: 1000})
	require.NoError(h.t, err)
	require.Equal(h.t, i.Counts.Found, total)
	return rows
}

func (h house) row(i transfer.Import, position int) transfer.Row {
	h.t.Helper()
	r, err := h.service.Row(h.author, i.ID, position)
	require.NoError(h.t, err)
	return r
}

func (h house) get(i transfer.Import) transfer.Import {
	h.t.Helper()
	next, err := h.service.Get(h.author, i.ID)
	require.NoError(h.t, err)
	return next
}

func (h house) commit(i transfer.Import, o transfer.CommitOptions) transfer.Import {
	h.t.Helper()
	done, err := h.service.Commit(h.author, i.ID, o)
	require.NoError(h.t, err)
	return done
}

func (h house) held() int {
	h.t.Helper()
	list, err := h.Service.Hold(h.author, bank.Filter{LevelID: h.LevelID, Limit: exchange.MaxItems})
	require.NoError(h.t, err)
	return len(list)
}

func subs(r transfer.Row) []fault.Sub {
	var list []fault.Sub
	for _, n := range r.Notes {
		list = append(list, n.Sub)
	}
	return list
}

func TestImport_EveryTypeComesInWithPicturesAndPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(exchangetest.Items()...)
	for _, r := range h.rows(i) {
		require.Equal(t, transfer.Accepted, r.Verdict, "%s %v", r.Stem, r.Notes)
	}
	done := h.commit(i, transfer.CommitOptions{})
	require.Equal(t, transfer.Committed, done.State)
	require.Equal(t, len(exchangetest.Items()), done.Taken)
	held, err := h.Service.Hold(h.author, bank.Filter{LevelID: h.LevelID, ImportID: i.ID, Limit: 100})
	require.NoError(t, err)
	require.Len(t, held, done.Taken)

	// What goes out comes back as nothing new.
	out, err := h.service.Export(h.author, h.LevelID, bank.Filter{}, "jiangxun-json")
	require.NoError(t, err)
	require.Empty(t, out.Left)
	again, err := h.service.Start(h.author, h.LevelID, "x.zip", bytes.NewReader(out.File.Data), "auto", "")
	require.NoError(t, err)
	require.Equal(t, done.Taken, again.Counts.Unchanged, "%+v", again.Counts)
}

func TestF63_OneBadRowOfFiveThousandAndNothingComesIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	items := numbered(5000)
	items[4998].Key = []string{"X"}
	i := h.preview(items...)
	require.Equal(t, []int{5000, 4999, 1}, []int{i.Counts.Found, i.Counts.Accepted, i.Counts.Rejected})
	bad, total, err := h.service.Rows(h.author, i.ID, transfer.RowFilter{Verdict: transfer.Rejected, Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, 4999, bad[0].Position)
	require.Equal(t, []fault.Sub{"bank.key_unknown"}, subs(bad[0]))
	_, err = h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
	require.Equal(t, fault.Sub("transfer.rows_open"), fault.SubOf(err))
	require.Zero(t, h.held())

	done := h.commit(i, transfer.CommitOptions{GoodRowsOnly: true})
	require.Equal(t, 4999, done.Taken)
	require.Equal(t, 4999, h.held())
	require.Equal(t, done, h.commit(i, transfer.CommitOptions{}), "asked again")

	// The same file again: nothing new.
	again := h.preview(items...)
	require.Equal(t, []int{0, 4999, 1}, []int{again.Counts.Accepted, again.Counts.Unchanged, again.Counts.Rejected})
	h.commit(again, transfer.CommitOptions{GoodRowsOnly: true})
	require.Equal(t, 4999, h.held())
}

func TestImport_TwoPreviewsOfOneFileTakeItInOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, two := h.preview(numbered(3)...), h.preview(numbered(3)...)
	h.commit(one, transfer.CommitOptions{})
	late := h.commit(two, transfer.CommitOptions{})
	require.Zero(t, late.Taken)
	require.Equal(t, 3, late.Counts.Unchanged)
	require.Equal(t, 3, h.held())
}

func TestConflict_TwoAnswersStandSideBySide(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.commit(h.preview(single("主运动是", "A")), transfer.CommitOptions{})
	i := h.preview(single("主运动是", "B"), single("进给量的单位", "A"), single("进给量的单位", "C"), single("进给量的单位", "A"), single("别的", "D"))
	rows := h.rows(i)
	require.Equal(t, []int{1, 4}, []int{i.Counts.Accepted, i.Counts.Conflict})
	withBank := rows[0]
	require.Equal(t, transfer.Conflict, withBank.Verdict)
	require.Equal(t, "B（乙）", withBank.Other.Answer)
	require.Equal(t, "A（甲）", withBank.Other.Answers)
	require.Contains(t, subs(withBank), fault.Sub("transfer.key_other"))
	require.Equal(t, []any{2, "A（甲）", "C（丙）"}, []any{rows[2].Other.Position, rows[2].Other.Answers, rows[2].Other.Answer})
	require.Equal(t, 3, rows[1].Other.Position)
	_, err := h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
	require.Equal(t, fault.Sub("transfer.rows_open"), fault.SubOf(err))

	// One of the two goes: the other is a question again, its copy a copy.
	yes, no := true, false
	after, err := h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{3}, Excluded: &yes})
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 1, 1}, []int{after.Counts.Accepted, after.Counts.Unchanged, after.Counts.Conflict, after.Counts.Excluded})
	after, err = h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{3}, Excluded: &no})
	require.NoError(t, err)
	require.Equal(t, 4, after.Counts.Conflict)
	_, err = h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{3}, Excluded: &yes})
	require.NoError(t, err)

	// The file's answer replaces the bank's, as a new version.
	_, err = h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{2}, Update: &yes})
	require.Equal(t, fault.Sub("transfer.update_not_meant"), fault.SubOf(err))
	_, err = h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{1}, Update: &yes})
	require.NoError(t, err)
	done := h.commit(i, transfer.CommitOptions{})
	require.Equal(t, []int{2, 1}, []int{done.Taken, done.Updated})
	q, versions, err := h.Service.Get(h.author, withBank.QuestionID)
	require.NoError(t, err)
	require.Len(t, versions, 2)
	require.Equal(t, []string{"B"}, q.Current.Key)

	out, err := h.service.Undo(h.author, i.ID, "弄错了")
	require.NoError(t, err)
	require.Equal(t, 2, out.Retired)
	q, _, err = h.Service.Get(h.author, withBank.QuestionID)
	require.NoError(t, err)
	require.Equal(t, []string{"A"}, q.Current.Key, "back to what it was")
}

func TestImport_ChangedTextIsANewVersionByChoiceAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	old := single("旧题干", "A")
	old.Ref = "Q1"
	h.commit(h.preview(old), transfer.CommitOptions{Submit: true})
	next := single("新题干", "B")
	next.Ref = "Q1"
	i := h.preview(next)
	r := h.row(i, 1)
	require.Equal(t, transfer.Changed, r.Verdict)
	require.Contains(t, subs(r), fault.Sub("transfer.text_other"))
	_, err := h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
	require.Equal(t, fault.Sub("transfer.rows_open"), fault.SubOf(err))
	done := h.commit(i, transfer.CommitOptions{UpdateChanged: true})
	require.Equal(t, []int{0, 1}, []int{done.Taken, done.Updated})
	q, _, err := h.Service.Get(h.author, r.QuestionID)
	require.NoError(t, err)
	require.Equal(t, "新题干", q.Current.Stem)
	require.Equal(t, bank.Draft, q.State, "needs review again")
}

func TestMend_ARowIsPutRightAndJudgedAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bad := single("缺答案", "A")
	bad.Key = nil
	lost := single("没有位置", "A")
	lost.Element = "不存在的点"
	i := h.preview(bad, lost, single("好题", "A"))
	require.Equal(t, []int{2, 1, 1}, []int{i.Counts.Accepted, i.Counts.Rejected, i.Counts.Unplaced})
	require.Equal(t, []fault.Sub{"transfer.element_unknown"}, subs(h.row(i, 2)))

	draft := h.row(i, 1).Draft
	draft.Content.Key = []string{"Z"}
	r, err := h.service.Mend(h.author, i.ID, 1, draft)
	require.NoError(t, err)
	require.Equal(t, transfer.Rejected, r.Verdict, "kept, and still wrong")
	draft.Content.Key = []string{"C"}
	r, err = h.service.Mend(h.author, i.ID, 1, draft)
	require.NoError(t, err)
	require.Equal(t, transfer.Accepted, r.Verdict)
	require.Equal(t, []any{true, "命题员", "C（丙）"}, []any{r.Mended, r.MendedByName, r.Answer})

	// Made the same as another row, it is a copy; with another key, a conflict.
	draft.Content.Stem = "好题"
	_, err = h.service.Mend(h.author, i.ID, 1, draft)
	require.NoError(t, err)
	require.Equal(t, 2, h.get(i).Counts.Conflict)
	draft.Content.Stem = "另一道题"
	_, err = h.service.Mend(h.author, i.ID, 1, draft)
	require.NoError(t, err)
	require.Zero(t, h.get(i).Counts.Conflict)

	point, hard, pool := h.Points()[4].ID, 5, bank.Exam
	after, err := h.service.ChangeRows(h.author, i.ID, transfer.Change{Unplaced: true, ElementID: &point, Difficulty: &hard, Pool: &pool})
	require.NoError(t, err)
	require.Zero(t, after.Counts.Unplaced)
	require.Empty(t, subs(h.row(i, 2)))
	require.Equal(t, 5, h.row(i, 2).Draft.Content.Difficulty)
	require.Empty(t, h.row(i, 3).Draft.Content.ElementID == point)
	h.commit(i, transfer.CommitOptions{Submit: true})
	list, _, err := h.Service.List(h.author, bank.Filter{LevelID: h.LevelID, Pool: bank.Exam, Limit: 10})
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, bank.Review, list[0].State)
}

// A row that will not come in needs no place.
func TestImport_NoReminderOfPlaceForRowsThatDoNotComeIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bare, lost := single("没有写", "A"), single("写错了", "A")
	bare.Element, lost.Element = "", "不存在的点"
	i := h.preview(bare, lost)
	require.Equal(t, []fault.Sub{exchange.SubNoElement}, subs(h.row(i, 1)))
	leave := true
	i, err := h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{1}, Excluded: &leave})
	require.NoError(t, err)
	require.Empty(t, subs(h.row(i, 1)))
	require.Equal(t, 1, i.Counts.Warned)
	leave = false
	i, err = h.service.ChangeRows(h.author, i.ID, transfer.Change{Positions: []int{1}, Excluded: &leave})
	require.NoError(t, err)
	require.Equal(t, []fault.Sub{exchange.SubNoElement}, subs(h.row(i, 1)), "it comes in again")
	require.Equal(t, 2, i.Counts.Warned)
	h.commit(i, transfer.CommitOptions{})

	again := h.preview(bare, lost)
	require.Equal(t, []int{2, 0}, []int{again.Counts.Unchanged, again.Counts.Warned})
	for _, r := range h.rows(again) {
		require.Empty(t, r.Notes)
	}
}

func TestUndo_TakesTheBatchBackAndTheFileCanComeAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(numbered(4)...)
	done := h.commit(i, transfer.CommitOptions{Submit: true})
	_, err := h.service.Undo(h.author, i.ID, "  ")
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
	require.Error(t, h.service.Discard(h.author, done.ID), "a committed import is not thrown away")
	live := h.rows(done)[2].QuestionID
	_, _, err = h.Service.Act(banktest.Reviewer(t.Context()), live, bank.Move{Action: bank.Approve, To: bank.Live})
	require.NoError(t, err)

	out, err := h.service.Undo(h.author, i.ID, "选错了级别")
	require.NoError(t, err)
	require.Equal(t, 4, out.Retired)
	require.Equal(t, transfer.Undone, out.Import.State)
	require.Equal(t, "选错了级别", out.Import.UndoneReason)
	q, _, err := h.Service.Get(h.author, live)
	require.NoError(t, err)
	require.Equal(t, bank.Retired, q.State)
	steps, err := h.Service.Steps(h.author, live)
	require.NoError(t, err)
	require.Equal(t, "选错了级别", steps[0].Reason)
	_, err = h.service.Undo(h.author, i.ID, "再来")
	require.Equal(t, fault.Sub("transfer.state"), fault.SubOf(err))

	again := h.preview(numbered(4)...)
	require.Equal(t, 4, again.Counts.Accepted)
	require.Equal(t, 4, h.commit(again, transfer.CommitOptions{}).Taken)
}

func TestCommit_StopsWhenTheBankContradictsTheFileSincePreview(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(single("同一题", "A"), single("另一题", "A"))
	h.commit(h.preview(single("同一题", "B")), transfer.CommitOptions{})
	_, err := h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
	require.Equal(t, fault.Sub("transfer.bank_changed"), fault.SubOf(err))
	require.Equal(t, 1, h.held())
	require.Equal(t, []int{1, 1}, []int{h.get(i).Counts.Accepted, h.get(i).Counts.Conflict}, "judged anew")
}

func TestImport_ARetiredQuestionIsNotTakenInAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.commit(h.preview(numbered(1)...), transfer.CommitOptions{})
	list, _, err := h.Service.List(h.author, bank.Filter{LevelID: h.LevelID, Limit: 2})
	require.NoError(t, err)
	_, _, err = h.Service.Act(h.author, list[0].ID, bank.Move{Action: bank.Retire, Reason: "过时"})
	require.NoError(t, err)
	require.Contains(t, subs(h.row(h.preview(numbered(1)...), 1)), fault.Sub("transfer.retired"))
}

func TestImport_ARepeatedReferenceIsNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b := single("甲题", "A"), single("乙题", "A")
	a.Ref, b.Ref = "1", "1"
	i := h.preview(a, b)
	require.Equal(t, 2, i.Counts.Accepted)
	require.Contains(t, subs(h.row(i, 2)), fault.Sub("transfer.ref_repeated"))
	require.Equal(t, 2, h.commit(i, transfer.CommitOptions{}).Taken)
}

func TestN114_FileNamesNeverBecomePaths(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, want := range map[string]string{
		"../../../etc/passwd": "passwd", `..\..\windows\win.ini`: "win.ini", "/abs/题库.xlsx": "题库.xlsx", "a\x00b\r\n.xlsx": "ab.xlsx",
		"..": "试题文件", "": "试题文件", strings.Repeat("长", 300): strings.Repeat("长", 100), "a\u202excod.xlsx": "axcod.xlsx",
	} {
		i, err := h.service.Start(h.author, h.LevelID, name, bytes.NewReader(packed(t, numbered(1)...)), "auto", "")
		require.NoError(t, err, name)
		require.Equal(t, want, i.FileName)
		require.NoError(t, h.service.Discard(h.author, i.ID))
	}
}

func TestF66_APictureIsRefusedByItsSizeBeforeItIsDecoded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bomb := single("图", "A")
	bomb.Stem = "看图 " + question.PictureTag(1, "图")
	bomb.Pictures = []exchange.Picture{{Name: "bomb.png", Data: pngHeader(20_000, 1_000)}}
	i := h.preview(bomb)
	require.Equal(t, transfer.Rejected, h.row(i, 1).Verdict)
	require.Contains(t, subs(h.row(i, 1)), exchange.SubPictureForm)
	var flood []exchange.Item
	for n := range 60 {
		one := bomb
		one.Stem = fmt.Sprintf("图 %d %s", n, question.PictureTag(1, "图"))
		one.Pictures = []exchange.Picture{{Name: fmt.Sprint(n), Data: pngHeader(4_000, 3_000)}}
		flood = append(flood, one)
	}
	_, err := h.service.Start(h.author, h.LevelID, "x", bytes.NewReader(packed(t, flood...)), "auto", "")
	require.Equal(t, fault.Sub("transfer.pixels_many"), fault.SubOf(err))
}

func TestN108_TextsThatLookLikeFormulasStayTexts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var items []exchange.Item
	for _, text := range []string{"=1+1", "+SUM(1)", "-2+3", "@cmd", "＝2+9", `=HYPERLINK("http://x","y")`, "=cmd|' /C calc'!A0"} {
		one := single(text, "A")
		one.Options[1].HTML = "=2*3"
		items = append(items, one)
	}
	h.commit(h.preview(items...), transfer.CommitOptions{})
	out, err := h.service.Export(h.author, h.LevelID, bank.Filter{}, "xlsx")
	require.NoError(t, err)
	book, err := excelize.OpenReader(bytes.NewReader(out.File.Data))
	require.NoError(t, err)
	t.Cleanup(func() { _ = book.Close() })
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		require.NoError(t, err)
		for r := range rows {
			for c := range rows[r] {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				require.NoError(t, err)
				formula, err := book.GetCellFormula(sheet, name)
				require.NoError(t, err)
				require.Empty(t, formula, name)
			}
		}
	}
	again, err := h.service.Start(h.author, h.LevelID, "x.xlsx", bytes.NewReader(out.File.Data), "auto", "")
	require.NoError(t, err)
	require.Equal(t, len(items), again.Counts.Unchanged, "%+v", again.Counts)
}

func TestTemplate_ReadsBackAsAFileWithoutQuestions(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	file, err := h.service.Template(h.author, h.LevelID)
	require.NoError(t, err)
	_, err = h.service.Start(h.author, h.LevelID, "t.xlsx", bytes.NewReader(file), "auto", "")
	require.Equal(t, exchange.SubFileNone, fault.SubOf(err))
}

func TestExport_AnEditedFileComesBackAsChangedWithoutAReferenceToo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.commit(h.preview(single("没有编号的题", "A")), transfer.CommitOptions{})
	out, err := h.service.Export(h.author, h.LevelID, bank.Filter{}, "jiangxun-json")
	require.NoError(t, err)
	read, err := pack.Read(exchange.File{Data: out.File.Data}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(t, err)
	read.Items[0].Stem = "改过题干的题"
	i := h.preview(read.Items...)
	require.Equal(t, 1, i.Counts.Changed, "%+v", i.Counts)
}
