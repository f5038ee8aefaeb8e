package text

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
)

// A million lines are counted before anything is made of them.
func TestF62_LinesAreCountedFirst(t *testing.T) {
	data := []byte(paper + strings.Repeat("1.\r\n", 1<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(exchange.File{Data: data}, options())
	runtime.ReadMemStats(&after)
	require.Equal(t, exchange.SubTooManyItems, fault.SubOf(err))
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(3*len(data)))
}

func TestF62_EmptyLinesCostNothing(t *testing.T) {
	data := []byte(strings.ReplaceAll(paper, "\r\n", strings.Repeat("\n \t\n", 1<<18)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result, err := Read(exchange.File{Data: data}, options())
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	require.Len(t, result.Items, 2)
	require.Equal(t, "第 2 题（第 2097153 行）", result.Items[1].At)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(6*len(data)))
}
