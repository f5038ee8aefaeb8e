package exchangetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

func TestEveryTypeStandsAmongTheItemsAndIsSound(t *testing.T) {
	t.Parallel()
	seen := map[question.Type]bool{}
	for _, item := range Items() {
		require.Empty(t, item.Notes, item.Ref)
		seen[item.Type] = true
	}
	require.Len(t, seen, len(question.Types()))
}
