package bank_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/lint"
	"jiangxun/internal/fault"
	"jiangxun/internal/testkit"
)

func TestLint_FindsSimilarQuestionsButNotItself(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	point := b.Points()[0].ID
	first, _, err := b.Service.Create(author, b.LevelID, bank.Exam, nil, banktest.Content(bank.Single, point, "用三爪自定心卡盘装夹工件时，工件的定心精度一般为（　　）mm。"))
	require.NoError(t, err)
	_, _, err = b.Service.Create(author, b.LevelID, bank.Exam, nil, banktest.Content(bank.Single, point, "麻花钻的顶角一般磨成多少度"))
	require.NoError(t, err)
	again := banktest.Content(bank.Single, point, "使用三爪自定心卡盘装夹工件，工件的定心精度一般是（ ）毫米。")
	again.Options[3].HTML = "以上都对"
	r, err := b.Service.Lint(author, b.LevelID, again, uuid.Nil)
	require.NoError(t, err)
	require.Len(t, r.Similar, 1)
	require.Equal(t, first.ID, r.Similar[0].QuestionID)
	require.Greater(t, r.Similar[0].Likeness, 0.4)
	require.Equal(t, lint.SubAllOfAbove, r.Findings[0].Sub)
	r, err = b.Service.Lint(author, b.LevelID, first.Current.Content, first.ID)
	require.NoError(t, err)
	require.Empty(t, r.Similar)
}

func TestEnemies_ReachTheAssemblerAndCanBeReconciled(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	var ids []uuid.UUID
	for i := range 3 {
		ids = append(ids, b.Live(t, b.LevelID, bank.Exam, banktest.Content(bank.Single, b.Points()[i].ID, fmt.Sprintf("第 %d 题", i))).ID)
	}
	other, _, err := b.Service.Create(author, b.Level(t, "电工", 1), bank.Exam, nil, banktest.Content(bank.Single, uuid.Nil, "别处"))
	require.NoError(t, err)
	_, err = b.Service.MakeEnemies(author, []uuid.UUID{ids[0], other.ID}, "互相提示")
	require.Equal(t, fault.Sub("bank.enemy_level"), subs(err)["questionIds"])
	_, err = b.Service.MakeEnemies(author, []uuid.UUID{ids[0], ids[0]}, "互相提示")
	require.Equal(t, fault.Sub("bank.enemy_count"), subs(err)["questionIds"])
	set, err := b.Service.MakeEnemies(author, ids[:2], "互相提示")
	require.NoError(t, err)
	require.Len(t, set.Members, 2)
	enemies := func() map[uuid.UUID][]uuid.UUID {
		list, err := b.Service.Candidates(author, b.LevelID, bank.Exam)
		require.NoError(t, err)
		out := map[uuid.UUID][]uuid.UUID{}
		for _, c := range list {
			out[c.QuestionID] = c.Enemies
		}
		return out
	}
	require.Equal(t, map[uuid.UUID][]uuid.UUID{ids[0]: {ids[1]}, ids[1]: {ids[0]}, ids[2]: nil}, enemies())
	found, total, err := b.Service.Enemies(author, b.LevelID, ids[1], 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, set.ID, found[0].ID)
	require.NoError(t, b.Service.Reconcile(author, set.ID))
	require.Nil(t, enemies()[ids[0]])
}

func TestBulk_EditsPlacesAndMovesBetweenPools(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	draft, _, err := b.Service.Create(author, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, uuid.Nil, "没有归类"))
	require.NoError(t, err)
	used := b.Live(t, b.LevelID, bank.Practice, banktest.Content(bank.Single, b.Points()[0].ID, "练过的题"))
	sealed := b.Live(t, b.LevelID, bank.Exam, banktest.Content(bank.Single, b.Points()[0].ID, "考过的题"))
	refused, err := b.Service.EditAll(author, []uuid.UUID{draft.ID, used.ID}, bank.Change{ElementID: b.Points()[3].ID, Difficulty: 5, AddTags: []string{"批量"}, Reason: "归类"})
	require.NoError(t, err)
	require.Empty(t, refused)
	for _, id := range []uuid.UUID{draft.ID, used.ID} {
		q, versions, err := b.Service.Get(author, id)
		require.NoError(t, err)
		require.Equal(t, b.Points()[3].ID, q.Current.ElementID)
		require.Equal(t, []string{"批量"}, q.Tags)
		require.Len(t, versions, 2)
	}
	still, _, err := b.Service.Get(author, used.ID)
	require.NoError(t, err)
	require.Equal(t, bank.Live, still.State, "a new place needs no second person")

	// What people have practised with never becomes an exam question.
	refused, err = b.Service.MoveAll(author, []uuid.UUID{used.ID, sealed.ID}, bank.Exam, "换库")
	require.NoError(t, err)
	require.Len(t, refused, 2)
	refused, err = b.Service.MoveAll(author, []uuid.UUID{sealed.ID, draft.ID}, bank.Mock, "公开")
	require.NoError(t, err)
	require.Empty(t, refused)
	list, _, err := b.Service.List(author, bank.Filter{LevelID: b.LevelID, Pool: bank.Mock, Limit: 10})
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, bank.Draft, list[0].State)
	gone, _, err := b.Service.Get(author, sealed.ID)
	require.NoError(t, err)
	require.Equal(t, bank.Retired, gone.State)
}

func TestBulk_WhatIsRefusedStaysWholeAndAnUnknownQuestionStopsAll(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	draft, _, err := b.Service.Create(author, b.LevelID, bank.Practice, []string{"旧"}, banktest.Content(bank.Single, b.Points()[0].ID, "在写的题"))
	require.NoError(t, err)
	gone, _, err := b.Service.Create(author, b.LevelID, bank.Practice, []string{"旧"}, banktest.Content(bank.Single, b.Points()[0].ID, "停用的题"))
	require.NoError(t, err)
	_, _, err = b.Service.Act(author, gone.ID, bank.Move{Action: bank.Retire, Reason: "过时"})
	require.NoError(t, err)
	state := func(id uuid.UUID) (tags []string, versions int) {
		q, list, err := b.Service.Get(author, id)
		require.NoError(t, err)
		return q.Tags, len(list)
	}
	change := bank.Change{Difficulty: 4, AddTags: []string{"新"}, Reason: "整理"}

	_, err = b.Service.EditAll(author, []uuid.UUID{draft.ID, uuid.New()}, change)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	tags, versions := state(draft.ID)
	require.Equal(t, []string{"旧"}, tags, "nothing of it is kept")
	require.Equal(t, 1, versions)

	refused, err := b.Service.EditAll(author, []uuid.UUID{draft.ID, gone.ID, draft.ID}, change)
	require.NoError(t, err)
	require.Equal(t, []bank.Refusal{{QuestionID: gone.ID, Sub: "bank.state_change"}}, refused)
	tags, versions = state(draft.ID)
	require.Equal(t, []string{"旧", "新"}, tags)
	require.Equal(t, 2, versions, "named twice, edited once")
	tags, versions = state(gone.ID)
	require.Equal(t, []string{"旧"}, tags)
	require.Equal(t, 1, versions)

	other := b.Level(t, "别的职业", 1)
	var foreign uuid.UUID
	require.NoError(t, b.DB.GetContext(t.Context(), &foreign, `select id from v_standard_elements where level_id = $1 and is_point limit 1`, other))
	refused, err = b.Service.EditAll(author, []uuid.UUID{draft.ID}, bank.Change{ElementID: foreign, AddTags: []string{"不该有"}, Reason: "归类"})
	require.NoError(t, err)
	require.Equal(t, []bank.Refusal{{QuestionID: draft.ID, Sub: "bank.element_unknown"}}, refused)
	tags, _ = state(draft.ID)
	require.Equal(t, []string{"旧", "新"}, tags)
}

func TestHealth_NamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 7)
	b.Live(t, b.LevelID, bank.Exam, banktest.Content(bank.Single, b.Points()[0].ID, "甲"))
	b.Live(t, b.LevelID, bank.Practice, banktest.Content(bank.Judge, b.Points()[0].ID, "乙"))
	author := banktest.Author(t.Context())
	_, _, err := b.Service.Create(author, b.LevelID, bank.Exam, nil, banktest.Content(bank.Single, uuid.Nil, "丙"))
	require.NoError(t, err)
	h, err := b.Service.Health(author, b.LevelID)
	require.NoError(t, err)
	require.Equal(t, bank.Importances{X: 48, Y: 8}, h.Points)
	require.Equal(t, 1, h.Unplaced)
	require.Len(t, h.Elements, 56)
	row := h.Rows[0]
	require.Equal(t, 10, row.Want, "two points a percent")
	require.Equal(t, 7, row.Points.Points())
	require.Equal(t, []bank.PoolState{{Pool: bank.Practice, Usable: 1, Covered: 1}, {Pool: bank.Mock}, {Pool: bank.Exam, Usable: 1, Covered: 1}}, row.Pools)
}

func TestList_CountsBeyondThePageAndNeverLess(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 35)
	b.Fill(t, bank.Practice, bank.Judge)
	const held = 8 * 35
	author := banktest.Author(t.Context())
	page := func(n int) (int, int) {
		list, total, err := b.Service.List(author, bank.Filter{LevelID: b.LevelID, Author: " 命题员 ", Limit: 20, Offset: 20 * (n - 1)})
		require.NoError(t, err)
		return len(list), total
	}
	for _, c := range []struct{ page, listed, total int }{
		{1, 20, 20 + bank.CountAhead}, {3, 20, 60 + bank.CountAhead}, {5, 20, held}, {14, 20, held}, {15, 0, held}, {99, 0, held},
	} {
		listed, total := page(c.page)
		require.Equal(t, c.listed, listed, c.page)
		require.Equal(t, c.total, total, c.page)
	}
}
