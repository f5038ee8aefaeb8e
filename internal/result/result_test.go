package result

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
)

func TestN077_DecisionHoldsBothPartsAgainstThePassMark(t *testing.T) {
	t.Parallel()
	scored := func(n int) Part { return Part{State: Scored, Score: marking.Hundredths(n)} }
	absent, missing := Part{State: Absent}, Part{State: Missing}
	for name, c := range map[string]struct {
		theory, skill Part
		mark          int
		want          Decision
	}{
		"both exactly":                {scored(6000), scored(6000), 60, Passed},
		"theory 59.99":                {scored(5999), scored(10000), 60, NotPassed},
		"skill 59.99":                 {scored(10000), scored(5999), 60, NotPassed},
		"no weighing":                 {scored(10000), scored(5000), 60, NotPassed},
		"zero":                        {scored(0), scored(0), 60, NotPassed},
		"absent from theory":          {absent, scored(9000), 60, NotPassed},
		"absent from skill":           {scored(9000), absent, 60, NotPassed},
		"absent with a leftover":      {Part{State: Absent, Score: 9000}, scored(9000), 60, NotPassed},
		"theory missing":              {missing, scored(9000), 60, Pending},
		"skill missing":               {scored(9000), missing, 60, Pending},
		"missing though failed":       {scored(100), missing, 60, Pending},
		"a plan with its own mark":    {scored(6999), scored(9000), 70, NotPassed},
		"a plan with its own mark, 2": {scored(7000), scored(7000), 70, Passed},
		"full marks needed":           {scored(9999), scored(10000), 100, NotPassed},
	} {
		require.Equal(t, c.want, Decide(c.theory, c.skill, c.mark), name)
	}
}

func TestOutOf100RoundsDown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, of, want marking.Hundredths }{
		{6000, 10000, 6000}, {5999, 10000, 5999}, {100, 200, 5000}, {2, 3, 6666}, {59999, 100000, 5999}, {0, 100, 0}, {5, 0, 0}, {-1, 100, 0}, {120, 100, 10000},
	} {
		require.Equal(t, c.want, outOf100(c.got, c.of), "%d of %d", c.got, c.of)
	}
}

func TestN064_TwoPeopleWhoTypedNothing(t *testing.T) {
	t.Parallel()
	a, b := uuid.New(), uuid.New()
	checked := standing{State: Checked, CheckedBy: uuid.NullUUID{UUID: a, Valid: true}}
	sub := func(err error) fault.Sub { return fault.SubOf(err) }
	require.NoError(t, mayCheck(standing{State: Entered}, false))
	require.Equal(t, subCheckerTyped, sub(mayCheck(standing{State: Entered}, true)))
	require.Equal(t, subNotEntered, sub(mayCheck(checked, false)))
	require.Equal(t, subReleased, sub(mayCheck(standing{State: Released}, false)))
	require.NoError(t, mayRelease(checked, b, false, false))
	require.Equal(t, subSamePerson, sub(mayRelease(checked, a, false, false)))
	require.Equal(t, subReleaserTyped, sub(mayRelease(checked, b, true, false)))
	require.Equal(t, subTypedChecked, sub(mayRelease(checked, b, false, true)))
	require.Equal(t, subNotChecked, sub(mayRelease(standing{State: Entered}, b, false, false)))
	require.Equal(t, subReleased, sub(mayRelease(standing{State: Released}, b, false, false)))
}

func TestDigestFollowsEveryScoreButNotTheOrder(t *testing.T) {
	t.Parallel()
	rows := []Row{
		{AccountID: uuid.New(), Theory: Part{State: Scored, Score: 8000}, Skill: Part{State: Absent}},
		{AccountID: uuid.New(), Theory: Part{State: Scored, Score: 7000}, Skill: Part{State: Scored, Score: 6000}},
	}
	want := digest(60, rows)
	require.Equal(t, want, digest(60, []Row{rows[1], rows[0]}))
	require.NotEqual(t, want, digest(61, rows))
	require.NotEqual(t, want, digest(60, rows[:1]))
	changed := append([]Row{}, rows...)
	changed[1].Skill.Score++
	require.NotEqual(t, want, digest(60, changed))
	swapped := append([]Row{}, rows...)
	swapped[0].Theory, swapped[1].Theory = rows[1].Theory, rows[0].Theory
	require.NotEqual(t, want, digest(60, swapped))
}
