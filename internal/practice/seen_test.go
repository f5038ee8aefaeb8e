package practice_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/practice"
)

// N076: what counts as seen is what this room has shown, and nothing else.
func TestN076_SeenIsWhatWasShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, other := w.trainee(), w.trainee()
	seen := func(p person, version uuid.UUID) bool {
		t.Helper()
		yes, err := w.s.Seen(w.sys, p.id, version)
		require.NoError(t, err)
		return yes
	}
	exam := w.bank.Live(t, w.bank.LevelID, bank.Exam, banktest.Content(bank.Single, w.bank.Points()[0].ID, "考试库的题"))
	require.False(t, seen(me, exam.Current.ID))
	require.False(t, seen(me, uuid.New()))

	d := me.drill(practice.Random, uuid.Nil, false)
	held := d.VersionIDs[0]
	require.True(t, seen(me, held), "a drill holds it")
	require.False(t, seen(other, held), "another person's drill")
	me.drill(practice.Random, uuid.Nil, true)
	require.True(t, seen(me, held), "the drill has ended")

	// The wrong book shows the newest version of what was answered wrongly.
	me.answer(d, 1, false)
	versions, err := w.bank.Service.Versions(w.sys, []uuid.UUID{held})
	require.NoError(t, err)
	content := versions[0].Content
	content.Stem += "（修订）"
	edited := w.bank.Edit(t, versions[0].QuestionID, 1, content)
	require.True(t, seen(me, edited.Current.ID))
	require.False(t, seen(other, edited.Current.ID))

	// A mock is seen once it is marked, blank questions too.
	m := w.mock(nil)
	id, err := w.s.StartMock(w.sys, other.id, m.ID)
	require.NoError(t, err)
	a, err := w.Rooms.Attempt.Get(w.sys, id)
	require.NoError(t, err)
	var onPaper []uuid.UUID
	require.NoError(t, w.DB.SelectContext(w.sys, &onPaper, `select version_id from paper_form_items where form_id = $1`, a.FormID))
	require.Len(t, onPaper, 20)
	require.False(t, seen(other, onPaper[0]), "still being written")
	other.sit(m, func(q int) (bool, bool) { return true, q > 1 })
	for _, v := range onPaper {
		require.True(t, seen(other, v))
		require.False(t, seen(me, v))
	}
	require.False(t, seen(other, exam.Current.ID))
}
