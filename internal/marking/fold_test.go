package marking

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWinners_HighestEpochThenSeq(t *testing.T) {
	script := Winners([]Event[int]{
		{Epoch: 1, Seq: 9, Question: 1, Value: Answer{"A"}},
		{Epoch: 2, Seq: 1, Question: 1, Value: Answer{"B"}}, // another device took over
		{Epoch: 1, Seq: 10, Question: 1, Value: Answer{"C"}},
		{Epoch: 1, Seq: 3, Question: 2, Value: Answer{"D", "A"}},
	})
	require.Equal(t, map[int]Answer{1: {"B"}, 2: {"A", "D"}}, script)
}

func TestWinners_BlankNeverWipesUnlessCleared(t *testing.T) {
	answered := Event[int]{Epoch: 1, Seq: 1, Question: 1, Value: Answer{"A"}}
	blank := Event[int]{Epoch: 3, Seq: 1, Question: 1, Value: Answer{""}}
	cleared := Event[int]{Epoch: 2, Seq: 1, Question: 1, Clear: true}
	require.Equal(t, map[int]Answer{1: {"A"}}, Winners([]Event[int]{answered, blank}))
	require.Empty(t, Winners([]Event[int]{cleared, answered, blank}))
	require.Empty(t, Winners([]Event[int]{blank}))
	again := Event[int]{Epoch: 3, Seq: 2, Question: 1, Value: Answer{"B"}}
	require.Equal(t, map[int]Answer{1: {"B"}}, Winners([]Event[int]{again, cleared, answered}))
}

func TestWinners_AnyOrderAndAnyRepetitionGiveOneScript(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var events []Event[int]
		for range 1 + r.IntN(60) {
			event := Event[int]{Epoch: 1 + r.IntN(3), Seq: int64(r.IntN(20)), Question: r.IntN(6), Clear: r.IntN(8) == 0}
			for _, option := range []string{"A", "B", "C"} {
				if r.IntN(3) == 0 {
					event.Value = append(event.Value, option)
				}
			}
			events = append(events, event)
		}
		want := Winners(events)
		mixed := append([]Event[int](nil), events...)
		for range r.IntN(30) {
			mixed = append(mixed, events[r.IntN(len(events))])
		}
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		require.Equal(t, want, Winners(mixed))
	}
}
