package qti_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/question"
)

func options() exchange.Options { return exchange.Options{Cleaner: question.NewCleaner()} }

func TestWrite_EveryTypeComesBackEqual(t *testing.T) {
	t.Parallel()
	items := exchangetest.Items()
	written, err := qti.Write(items)
	require.NoError(t, err)
	require.Empty(t, written.Left)
	file := exchange.File{Name: "a.zip", Data: written.Data}
	format, ok := qti.Sniff(file)
	require.True(t, ok)
	require.Equal(t, exchange.QTI30, format)
	result, err := qti.Read(file, options())
	require.NoError(t, err)
	for _, item := range result.Items {
		require.False(t, item.Rejected(), "%s: %v", item.Ref, item.Notes)
	}
	exchangetest.Equal(t, items, result.Items, nil)
}
