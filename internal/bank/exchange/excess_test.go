package exchange_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

func TestF62_TextsFarTooLongAreCutBeforeTheyAreCleaned(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("<b>", 1<<20)
	for name, body := range map[string]question.Body{
		"stem":   {Type: question.Judge, Stem: long, Options: question.JudgeOptions(), Key: []string{"T"}},
		"option": {Type: question.Single, Stem: "x", Options: []question.Option{{Key: "A", HTML: long}, {Key: "B", HTML: "b"}}, Key: []string{"A"}},
		"part":   {Type: question.Case, Stem: "x", Parts: []question.Body{{Type: question.Short, Stem: "y", Reference: long, Share: 1}}},
		"answer": {Type: question.Fill, Stem: "x", Blanks: []question.Blank{{Answers: []string{long}}}},
	} {
		item := exchange.Item{Body: body}
		item.Finish(question.NewCleaner())
		require.True(t, item.Rejected(), name)
		require.Equal(t, question.SubTooLong, item.Notes[0].Sub, name)
		require.Less(t, len(item.Stem)+len(item.At), 1000, name)
	}
	item := exchange.Item{Body: question.Body{Type: question.Essay, Stem: strings.Repeat("长", 7_000)}}
	item.Finish(question.NewCleaner())
	require.Empty(t, item.Notes)
}
