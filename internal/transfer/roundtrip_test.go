package transfer_test

import (
	"bytes"
	"cmp"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/bank/exchange/pack"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/transfer"
)

// everything gives what a bank holds, by the text of its stem.
func (h house) everything() map[string]exchange.Item {
	h.t.Helper()
	out, err := h.service.Export(h.author, h.LevelID, bank.Filter{}, string(exchange.Package))
	require.NoError(h.t, err)
	read, err := pack.Read(exchange.File{Data: out.File.Data}, exchange.Options{Cleaner: question.NewCleaner()})
	require.NoError(h.t, err)
	held := map[string]exchange.Item{}
	for _, item := range read.Items {
		held[plain(item.Stem)] = item
	}
	require.Len(h.t, held, len(read.Items))
	return held
}

func TestExport_WhatGoesOutInEachFormatComesIntoAnEmptyBankEqual(t *testing.T) {
	t.Parallel()
	from := newHouse(t)
	from.commit(from.preview(exchangetest.Items()...), transfer.CommitOptions{})
	want := from.everything()
	for _, format := range formats.Names(true) {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			into := newHouse(t)
			out, err := from.service.Export(from.author, from.LevelID, bank.Filter{}, format)
			require.NoError(t, err)
			i, err := into.service.Start(into.author, into.LevelID, "试题", bytes.NewReader(out.File.Data), "auto", "")
			require.NoError(t, err)
			require.Equal(t, format, string(i.Format))
			require.Zero(t, i.Counts.Rejected, "%+v", i.Counts)
			into.commit(i, transfer.CommitOptions{})
			got := into.everything()
			gone := map[string]bool{}
			for _, l := range out.Left {
				if l.Note.Sub == exchange.SubNotHeld {
					gone[l.At] = true
				}
			}
			require.Len(t, got, len(want)-len(gone), "what is missing was told")
			for _, stem := range slices.SortedFunc(maps.Keys(got), cmp.Compare) {
				source, known := want[stem]
				require.True(t, known, stem)
				require.Equal(t, alike(source, format), alike(got[stem], format), stem)
				require.Len(t, got[stem].Pictures, len(source.Pictures), stem)
				for n, p := range source.Pictures {
					require.Equal(t, p.Data, got[stem].Pictures[n].Data, stem)
				}
			}
		})
	}
}

// alike is the body as far as the format keeps it: a Word paper has its own
// paragraphs.
func alike(item exchange.Item, format string) question.Body {
	if format != string(exchange.Word) {
		return item.Body
	}
	return item.Map(plain)
}

var braced = regexp.MustCompile(`([_^])\{(\w)\}`)

// plain is a text without what Word says in another way.
func plain(h string) string { return braced.ReplaceAllString(question.Plain(h), "$1$2") }
