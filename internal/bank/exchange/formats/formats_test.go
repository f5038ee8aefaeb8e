package formats

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

var options = exchange.Options{Cleaner: question.NewCleaner()}

func TestEveryWrittenFileIsKnownAgainByItsContent(t *testing.T) {
	t.Parallel()
	names := Names(true)
	require.NotEmpty(t, names)
	for _, name := range names {
		written, err := Write(name, exchangetest.Items())
		require.NoError(t, err, name)
		result, err := Read(exchange.File{Name: "试题", Data: written.Data}, Auto, options)
		require.NoError(t, err, name)
		require.Equal(t, name, string(result.Format))
		require.GreaterOrEqual(t, len(result.Items)+len(written.Left), len(exchangetest.Items()), name)
		for _, item := range result.Items {
			require.False(t, item.Rejected(), "%s: %s %v", name, item.Stem, item.Notes)
		}
		asked, err := Read(exchange.File{Name: "x", Data: written.Data}, name, options)
		require.NoError(t, err, name)
		require.Len(t, asked.Items, len(result.Items))
	}
}

func TestRead_SmallTextsOfEachKind(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]exchange.Format{
		"主运动是{=旋转 ~进给}\n":             exchange.GIFT,
		"Q?\nA. a\nB. b\nANSWER: B\n": exchange.Aiken,
		"一、单项选择题\n1．主运动是（ A ）。\nA．旋转  B．进给\n":                                                                                                                                                                           exchange.Text,
		"题型,题干,选项A,选项B,答案\n单选题,螺纹的牙型角 x^{T},55°,60°,B\n":                                                                                                                                                                exchange.CSV,
		`<quiz><question type="truefalse"><questiontext format="html"><text>x</text></questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`: exchange.Moodle,
	} {
		result, err := Read(exchange.File{Name: "a.txt", Data: []byte(text)}, "", options)
		require.NoError(t, err, text)
		require.Equal(t, want, result.Format, text)
		require.Len(t, result.Items, 1)
		require.False(t, result.Items[0].Rejected(), "%v", result.Items[0].Notes)
	}
}

func TestRead_WhatIsNoFileOfQuestions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data []byte
		sub  fault.Sub
	}{
		"nothing":    {nil, exchange.SubFileNone},
		"white":      {[]byte(" \n\t"), exchange.SubFileNone},
		"bytes":      {[]byte{0, 1, 2, 3, 4}, exchange.SubFileUnknown},
		"a letter":   {[]byte("Dear all, nothing to ask here."), exchange.SubFileUnknown},
		"old office": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), exchange.SubFileOld},
		"too large":  {bytes.Repeat([]byte("x"), exchange.MaxBytes+1), exchange.SubFileTooLarge},
	} {
		_, err := Read(exchange.File{Name: "a", Data: c.data}, Auto, options)
		require.Equal(t, c.sub, fault.SubOf(err), name)
	}
	_, err := Read(exchange.File{Data: []byte("x")}, "no-such", options)
	require.Equal(t, exchange.SubFileUnknown, fault.SubOf(err))
	_, err = Write("aiken", nil)
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestRead_AReaderThatBreaksMakesAFault(t *testing.T) {
	t.Parallel()
	_, err := guarded(func(exchange.File, exchange.Options) (exchange.Result, error) { panic("boom") }, exchange.File{}, options)
	require.Equal(t, exchange.SubFileForm, fault.SubOf(err))
	_, err = guarded(func(exchange.File, exchange.Options) (exchange.Result, error) {
		return exchange.Result{}, errors.New("x")
	}, exchange.File{}, options)
	require.Equal(t, exchange.SubFileForm, fault.SubOf(err))
	_, yes := recognised(reader{sniff: func(exchange.File) (exchange.Format, bool) { panic("boom") }}, exchange.File{})
	require.False(t, yes)
}

func TestRead_NothingIsAcceptedAgainstTheRules(t *testing.T) {
	t.Parallel()
	item := exchange.Item{Body: question.Body{Type: question.Single, Stem: "x", Key: []string{"Z"}}}
	hold(&item)
	require.True(t, item.Rejected())
}

func TestF62_TextsThatNobodyWroteAreRefusedEarly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		sub  fault.Sub
	}{
		"one endless line":  {strings.Repeat("1. 题 A. x B. y ", 20_000), exchange.SubFileForm},
		"an endless paper":  {strings.Repeat("1．题（A）。\nA．甲 B．乙\n", 500_000), exchange.SubFileTooLarge},
		"questions no end":  {strings.Repeat("a{=x ~y}\n", 60_000), exchange.SubTooManyItems},
		"questions no end ": {strings.Repeat("Q\nA. a\nB. b\nANSWER: A\n\n", 30_000), exchange.SubTooManyItems},
	} {
		_, err := Read(exchange.File{Name: "a.txt", Data: []byte(c.text)}, Auto, options)
		require.Equal(t, c.sub, fault.SubOf(err), name)
	}
}

func TestN112_NamesOfFilesAndKindsAreTextOfOneLine(t *testing.T) {
	t.Parallel()
	item := `<questestinterop><item ident="a"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>` +
		`<fieldentry>evil` + "\u202e" + `kind&#10;` + strings.Repeat("x", 5000) + `</fieldentry></qtimetadatafield></qtimetadata></itemmetadata></item></questestinterop>`
	result, err := Read(exchange.File{Name: "a\u202e\x1b[31m\nb.xml", Data: []byte(item)}, Auto, options)
	require.NoError(t, err)
	require.Len(t, result.Items, 1)
	one := result.Items[0]
	require.True(t, one.Rejected())
	told := one.At
	for _, n := range one.Notes {
		for _, value := range n.Params {
			told += fmt.Sprint(value)
		}
	}
	require.Contains(t, told, "evil")
	require.Less(t, len(told), 1000)
	require.Equal(t, -1, strings.IndexAny(told, "\u202e\x1b\n"), "%q", told)
}

func TestF61_AnArchiveThatNoReaderUnpacksIsCalledDamaged(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create("pictures/a.png")
	require.NoError(t, err)
	_, err = part.Write(make([]byte, 80<<20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	_, err = Read(exchange.File{Name: "a.zip", Data: out.Bytes()}, Auto, options)
	require.Equal(t, exchange.SubFileForm, fault.SubOf(err))
}
