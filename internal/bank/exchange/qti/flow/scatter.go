package flow

import (
	"slices"
	"strings"

	"jiangxun/internal/bank/question"
)

// Scattered shows the options of an ordering question in another order where
// the file has them in the right one and leaves shuffling to the program that
// shows them: by their texts, or backwards where that is the right order too.
func Scattered(b question.Body) question.Body {
	if b.Type != question.Ordering || len(b.Options) < 2 || len(b.Key) != len(b.Options) || !slices.IsSorted(b.Key) {
		return b
	}
	shown := slices.Clone(b.Options)
	slices.SortStableFunc(shown, func(x, y question.Option) int {
		return strings.Compare(question.Normal(x.HTML), question.Normal(y.HTML))
	})
	if slices.EqualFunc(shown, b.Options, func(x, y question.Option) bool { return x.Key == y.Key }) {
		slices.Reverse(shown)
	}
	now := map[string]string{}
	for i := range shown {
		now[shown[i].Key] = question.Letter(i)
		shown[i].Key = question.Letter(i)
	}
	key := make([]string, len(b.Key))
	for i, k := range b.Key {
		key[i] = now[k]
	}
	b.Options, b.Key = shown, key
	return b
}
