package marking

import (
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

var (
	versionA, versionB, versionC = uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{3}
	rowEthics, rowTurning        = uuid.UUID{101}, uuid.UUID{102}
)

func threeItems(mode Mode) Key {
	return Key{Mode: mode, Items: []ItemSpec{
		{versionA, Single, 50, rowEthics, []string{"B"}},
		{versionB, Judge, 50, rowTurning, []string{"A"}},
		{versionC, Multiple, 100, rowTurning, []string{"A", "C", "D"}},
	}}
}

func TestMark_SumsByItemAndRow(t *testing.T) {
	marks := Mark(threeItems(Exact), Answers{
		versionA:     {"B"},
		versionB:     {"B"},
		versionC:     {"D", "A", "C", "A"},
		uuid.UUID{9}: {"A"}, // not on the form
	})
	require.Equal(t, Hundredths(150), marks.TotalHundredths)
	require.Equal(t, Hundredths(200), marks.OfHundredths)
	require.Equal(t, []RowMark{{rowEthics, 50, 50}, {rowTurning, 100, 150}}, marks.ByRow)
	require.Equal(t, ItemMark{VersionID: versionB, Given: Answer{"B"}, Of: 50}, marks.Items[1])
	require.Equal(t, "ACD", marks.Items[2].Given.String())
}

func TestMark_MultipleByMode(t *testing.T) {
	for _, c := range []struct {
		given          Answer
		exact, partial Hundredths
	}{
		{nil, 0, 0},
		{Answer{""}, 0, 0},
		{Answer{"A"}, 0, 33},
		{Answer{"A", "C"}, 0, 66},
		{Answer{"A", "C", "D"}, 100, 100},
		{Answer{"A", "B"}, 0, 0},
		{Answer{"A", "B", "C", "D"}, 0, 0},
		{Answer{"E"}, 0, 0},
	} {
		answers := Answers{versionC: c.given}
		require.Equal(t, c.exact, Mark(threeItems(""), answers).TotalHundredths, c.given)
		require.Equal(t, c.exact, Mark(threeItems(Exact), answers).TotalHundredths, c.given)
		require.Equal(t, c.partial, Mark(threeItems(Partial), answers).TotalHundredths, c.given)
	}
}

func TestMark_TwoOptionsForASingleQuestionEarnNothing(t *testing.T) {
	for _, mode := range []Mode{Exact, Partial} {
		require.Zero(t, Mark(threeItems(mode), Answers{versionA: {"A", "B"}}).TotalHundredths)
	}
}

func TestMark_BlankNeverMatchesAnEmptyKey(t *testing.T) {
	key := Key{Items: []ItemSpec{{VersionID: versionA, Type: Multiple, ScoreHundredths: 100}}}
	require.Zero(t, Mark(key, Answers{}).TotalHundredths)
	require.ErrorIs(t, key.Validate(), ErrKey)
}

func TestKeyValidate_SaysWhy(t *testing.T) {
	require.NoError(t, threeItems(Partial).Validate())
	for _, c := range []struct {
		change func(*Key)
		want   error
	}{
		{func(k *Key) { k.Mode = "generous" }, ErrMode},
		{func(k *Key) { k.Items[0].Type = "essay" }, ErrType},
		{func(k *Key) { k.Items[0].ScoreHundredths = 0 }, ErrScore},
		{func(k *Key) { k.Items[1].Key = []string{"A", "B"} }, ErrKey},
		{func(k *Key) { k.Items[1].VersionID = versionA }, ErrDuplicate},
	} {
		key := threeItems(Exact)
		c.change(&key)
		require.ErrorIs(t, key.Validate(), c.want)
	}
}

func randomCase(r *rand.Rand) (Key, Answers) {
	letters := []string{"A", "B", "C", "D", "E"}
	pick := func(n int) []string {
		r.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
		return append([]string(nil), letters[:n]...)
	}
	key := Key{Mode: []Mode{Exact, Partial}[r.IntN(2)]}
	answers := Answers{}
	for i := range 1 + r.IntN(40) {
		item := ItemSpec{
			VersionID:       uuid.UUID{byte(i)},
			Type:            []QuestionType{Single, Multiple, Judge}[r.IntN(3)],
			ScoreHundredths: Hundredths(1 + r.IntN(500)),
			WeightRowID:     uuid.UUID{byte(200 + r.IntN(5))},
		}
		item.Key = pick(1)
		if item.Type == Multiple {
			item.Key = pick(1 + r.IntN(5))
		}
		key.Items = append(key.Items, item)
		answers[item.VersionID] = pick(r.IntN(6))
	}
	return key, answers
}

func checkMarks(t *testing.T, key Key, answers Answers) {
	t.Helper()
	marks := Mark(key, answers)
	require.Equal(t, marks, Mark(key, answers), "marked again")
	var items, rows, of Hundredths
	for i, item := range marks.Items {
		require.GreaterOrEqual(t, item.Got, Hundredths(0))
		require.LessOrEqual(t, item.Got, key.Items[i].ScoreHundredths)
		require.Equal(t, item.Right, item.Got == item.Of)
		items += item.Got
		of += item.Of
	}
	for _, row := range marks.ByRow {
		rows += row.Got
	}
	require.Equal(t, marks.TotalHundredths, items)
	require.Equal(t, marks.TotalHundredths, rows)
	require.Equal(t, marks.OfHundredths, of)

	perfect := Answers{}
	for _, item := range key.Items {
		perfect[item.VersionID] = item.Key
	}
	require.Equal(t, of, Mark(key, perfect).TotalHundredths)
}

func TestMark_HoldsItsPromisesForAnyScript(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		key, answers := randomCase(r)
		require.NoError(t, key.Validate())
		checkMarks(t, key, answers)
		mixed := Answers{}
		for version, answer := range answers {
			again := append(append(Answer(nil), answer...), answer...)
			r.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			mixed[version] = again
		}
		require.Equal(t, Mark(key, answers), Mark(key, mixed), "order and repetition of options")
	}
}

func FuzzMark_AnyAnswerText(f *testing.F) {
	f.Add("A", "B", "ACD", true)
	f.Add("", "\x00", "汉𬭎", false)
	f.Fuzz(func(t *testing.T, a, b, c string, partial bool) {
		key := threeItems(Exact)
		if partial {
			key.Mode = Partial
		}
		var many Answer
		for _, letter := range c {
			many = append(many, string(letter))
		}
		checkMarks(t, key, Answers{versionA: {a}, versionB: {b, a}, versionC: many})
	})
}
