package bank_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/apptest"
)

func TestMoveAll_SaysWhyAQuestionStays(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	pools := []bank.Pool{bank.Exam, bank.Mock, bank.Practice}
	made := 0
	draft := func(p bank.Pool) uuid.UUID {
		made++
		q, _, err := b.Service.Create(author, b.LevelID, p, nil, banktest.Content(bank.Single, b.Points()[0].ID, fmt.Sprintf("草稿 %d", made)))
		require.NoError(t, err)
		return q.ID
	}
	live := func(p bank.Pool) uuid.UUID {
		made++
		return b.Live(t, b.LevelID, p, banktest.Content(bank.Single, b.Points()[0].ID, fmt.Sprintf("用过 %d", made))).ID
	}
	why := func(id uuid.UUID, to bank.Pool) fault.Sub {
		refused, err := b.Service.MoveAll(author, []uuid.UUID{id}, to, "换库")
		require.NoError(t, err)
		if len(refused) == 0 {
			return ""
		}
		return refused[0].Sub
	}
	for i, from := range pools {
		for j, to := range pools {
			wantDraft, wantLive := fault.Sub(""), fault.Sub("")
			switch {
			case i == j:
				wantDraft, wantLive = "bank.pool_same", "bank.pool_same"
			case j < i:
				wantLive = "bank.pool_move"
			}
			require.Equal(t, wantDraft, why(draft(from), to), "a draft, %s to %s", from, to)
			require.Equal(t, wantLive, why(live(from), to), "approved once, %s to %s", from, to)
		}
	}
	gone := live(bank.Exam)
	_, _, err := b.Service.Act(author, gone, bank.Move{Action: bank.Retire, Reason: "过时"})
	require.NoError(t, err)
	require.Equal(t, fault.Sub("bank.pool_retired"), why(gone, bank.Mock))
	_, _, err = b.Service.Act(author, gone, bank.Move{Action: bank.Restore})
	require.NoError(t, err)
	require.Equal(t, fault.Sub(""), why(gone, bank.Mock))
}

func TestEditAll_RefusesMoreTagsThanAQuestionHolds(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author := banktest.Author(t.Context())
	numbered := func(from, to int) (tags []string) {
		for i := from; i <= to; i++ {
			tags = append(tags, fmt.Sprintf("标签%d", i))
		}
		return tags
	}
	full, _, err := b.Service.Create(author, b.LevelID, bank.Practice, numbered(1, 19), banktest.Content(bank.Single, b.Points()[0].ID, "标签多"))
	require.NoError(t, err)
	bare, _, err := b.Service.Create(author, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, b.Points()[0].ID, "没有标签"))
	require.NoError(t, err)
	both := []uuid.UUID{full.ID, bare.ID}
	tagsOf := func(id uuid.UUID) []string {
		q, _, err := b.Service.Get(author, id)
		require.NoError(t, err)
		return q.Tags
	}

	refused, err := b.Service.EditAll(author, both, bank.Change{AddTags: numbered(19, 21), Difficulty: 5, Reason: "整理"})
	require.NoError(t, err)
	require.Equal(t, []bank.Refusal{{QuestionID: full.ID, Sub: "bank.too_many_tags", Params: fault.Params{"limit": 20}}}, refused)
	require.Equal(t, numbered(1, 19), tagsOf(full.ID))
	require.Equal(t, numbered(19, 21), tagsOf(bare.ID))
	kept, _, err := b.Service.Get(author, full.ID)
	require.NoError(t, err)
	require.Equal(t, 1, kept.Current.Number, "nothing of the edit is kept")

	refused, err = b.Service.EditAll(author, both, bank.Change{AddTags: numbered(20, 21), DropTags: []string{" 标签1 "}, Reason: "整理"})
	require.NoError(t, err)
	require.Empty(t, refused)
	require.Equal(t, numbered(2, 21), tagsOf(full.ID))
}

func TestList_MarksWhatTheReaderMayNotApprove(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	author, reviewer := banktest.Author(t.Context()), banktest.Reviewer(t.Context())
	agreed := b.Live(t, b.LevelID, bank.Practice, banktest.Content(bank.Single, b.Points()[0].ID, "两人同意"))
	written, _, err := b.Service.Create(author, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, b.Points()[0].ID, "刚写"))
	require.NoError(t, err)
	own := func(f bank.Filter) []uuid.UUID {
		ids := []uuid.UUID{}
		f.LevelID, f.Limit = b.LevelID, 10
		list, total, err := b.Service.List(author, f)
		require.NoError(t, err)
		require.Equal(t, 2, total)
		for _, q := range list {
			if q.Own {
				ids = append(ids, q.ID)
			}
		}
		return ids
	}
	require.Equal(t, []uuid.UUID{written.ID}, own(bank.Filter{}))
	require.Empty(t, own(bank.Filter{Offset: 10}))
	list, _, err := b.Service.List(reviewer, bank.Filter{LevelID: b.LevelID, Limit: 10})
	require.NoError(t, err)
	require.False(t, list[0].Own || list[1].Own)

	agreed.Current.Content.Stem = "两人同意，又改"
	_, _, err = b.Service.AddVersion(author, agreed.ID, agreed.Current.Number, "更正", agreed.Current.Content)
	require.NoError(t, err)
	require.ElementsMatch(t, []uuid.UUID{agreed.ID, written.ID}, own(bank.Filter{}))
}

func TestHTTP_BulkCountsDistinctQuestionsAndNamesTheRefused(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	author := banktest.Author(t.Context())
	draft, _, err := b.Service.Create(author, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, b.Points()[0].ID, "在写"))
	require.NoError(t, err)
	gone, _, err := b.Service.Create(author, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, b.Points()[0].ID, "停用"))
	require.NoError(t, err)
	_, _, err = b.Service.Act(author, gone.ID, bank.Move{Action: bank.Retire, Reason: "过时"})
	require.NoError(t, err)
	edit := map[string]any{"questionIds": []uuid.UUID{draft.ID, gone.ID, draft.ID, gone.ID}, "difficulty": 4, "reason": "整理"}
	for _, when := range []string{"first", "again, when nothing changes"} {
		reply := editor.Post("/api/bank/bulk/edit", edit)
		require.Equal(t, 200, reply.Status, reply.Text)
		require.JSONEq(t, `{"done":1,"refused":[{"questionId":"`+gone.ID.String()+`","sub":"bank.state_change","params":{}}]}`, reply.Text, when)
	}
}
