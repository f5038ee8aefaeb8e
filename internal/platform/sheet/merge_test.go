package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func mergedBook(t *testing.T, cells map[string]any, merges [][2]string) *bytes.Buffer {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	_, err := file.NewSheet("第二页")
	require.NoError(t, err)
	for cell, value := range cells {
		require.NoError(t, file.SetCellValue("第二页", cell, value))
	}
	for _, m := range merges {
		require.NoError(t, file.MergeCell("第二页", m[0], m[1]))
	}
	var out bytes.Buffer
	require.NoError(t, file.Write(&out))
	return &out
}

func mergedRows(t *testing.T, raw *bytes.Buffer, l Limits) ([]Row, error) {
	t.Helper()
	book, err := Open(raw, l)
	require.NoError(t, err)
	defer book.Close()
	var rows []Row
	for row, err := range book.MergedRows("第二页") {
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func TestMergedRows_CoveredCellsTakeTheTopLeftText(t *testing.T) {
	t.Parallel()
	raw := mergedBook(t, map[string]any{"A1": "标题", "A2": "范围", "B2": "代码", "B3": "001", "C3": "甲", "B4": "002", "D6": "末"},
		[][2]string{{"A1", "C1"}, {"A2", "A5"}, {"E1", "F9"}})
	rows, err := mergedRows(t, raw, Limits{})
	require.NoError(t, err)
	got := map[int][]string{}
	for _, r := range rows {
		got[r.Number] = r.Cells
	}
	require.Equal(t, map[int][]string{
		1: {"标题", "标题", "标题"}, 2: {"范围", "代码"}, 3: {"范围", "001", "甲"}, 4: {"范围", "002"}, 5: {"范围"}, 6: {"", "", "", "末"},
	}, got)
	book, err := Open(bytes.NewReader([]byte("a,b\n")), Limits{})
	require.NoError(t, err)
	for row, err := range book.MergedRows("") {
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b"}, row.Cells)
	}
}

func TestMergedRows_KeepsTheLimits(t *testing.T) {
	t.Parallel()
	// The library that writes would make room for all these cells.
	stretch := func(to string) *bytes.Buffer {
		return rewritten(t, mergedBook(t, map[string]any{"A1": "x", "B9": "y"}, [][2]string{{"A1", "A2"}}), `"A1:A2"`, `"A1:`+to+`"`)
	}
	_, err := mergedRows(t, stretch("XFD1048576"), Limits{})
	require.ErrorIs(t, err, ErrManyCols)
	_, err = mergedRows(t, stretch("A1048576"), Limits{MaxRows: 5})
	require.ErrorIs(t, err, ErrManyRows)
}

func rewritten(t *testing.T, raw *bytes.Buffer, from, to string) *bytes.Buffer {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	done := 0
	for _, f := range in.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		done += bytes.Count(text, []byte(from))
		part, err := w.Create(f.Name)
		require.NoError(t, err)
		_, err = part.Write(bytes.ReplaceAll(text, []byte(from), []byte(to)))
		require.NoError(t, err)
	}
	require.Equal(t, 1, done)
	require.NoError(t, w.Close())
	return &out
}

// Areas that overlap cost no more than a sheet's columns each row.
func TestFiller_RefusesAreasThatOverlap(t *testing.T) {
	t.Parallel()
	var areas []area
	for range 200 {
		areas = append(areas, area{left: 1, top: 1, right: 2, bottom: 1000})
	}
	b := &Book{limits: Limits{}.filled()}
	require.ErrorIs(t, b.filler(areas)(&Row{Number: 1, Cells: []string{"x"}}), ErrStructure)
	for _, bad := range []string{"A0", "ZZZ1", "A9999999"} {
		_, ok := areaOf("A1", bad)
		require.False(t, ok, fmt.Sprint(bad))
	}
}
