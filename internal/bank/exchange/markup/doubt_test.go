package markup

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTakesBack(t *testing.T) {
	t.Parallel()
	for behind, want := range map[string]bool{
		"（应为B）": true, "？": true, "C": true, "答案有误": true, "更正为 B": true, "存疑": true, "B、C": true,
		"": false, "因为甲": false, "B错，应选A": false, "A": false, "为什么？见教材": false, "应为左旋": false,
	} {
		require.Equal(t, want, TakesBack([]string{"A"}, behind), behind)
	}
}
