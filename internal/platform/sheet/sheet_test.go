package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

func read(t *testing.T, raw []byte, l Limits) ([]Row, error) {
	t.Helper()
	book, err := Open(bytes.NewReader(raw), l)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	var rows []Row
	for _, name := range book.Sheets() {
		for row, err := range book.Rows(name) {
			if err != nil {
				return rows, err
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

var hostile = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "|cmd", "%x", " =1", "\u200b=1", "=cmd|' /C calc'!A0"}

func TestN108_NoCellTurnsIntoAFormula(t *testing.T) {
	t.Parallel()
	table := Table{Name: "=cmd|x", Title: "=1+1", Columns: []Column{{Header: "=1+1"}, {Header: "@x"}}}
	for _, text := range hostile {
		table.Rows = append(table.Rows, []any{text, 12})
	}
	var out bytes.Buffer
	require.NoError(t, WriteXLSX(&out, table))
	file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	require.NoError(t, err)
	defer file.Close()
	name := file.GetSheetList()[0]
	require.NotContains(t, "=+-@", name[:1])
	rows, err := file.GetRows(name)
	require.NoError(t, err)
	require.Len(t, rows, len(hostile)+2)
	for r := range rows {
		for c := range rows[r] {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := file.GetCellFormula(name, cell)
			require.NoError(t, err)
			require.Empty(t, formula)
		}
	}

	out.Reset()
	require.NoError(t, WriteCSV(&out, table))
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	for _, record := range records {
		require.True(t, strings.HasPrefix(record[0], "'"), record[0])
	}
	require.Equal(t, "12", records[1][1], "numbers stay numbers")
}

func TestWriteXLSX_KeepsLongNumbersAsText(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.NoError(t, WriteXLSX(&out, Table{Name: "甲", Columns: []Column{{Header: "号"}}, Rows: [][]any{{"330482199001011234"}, {nil}}},
		Table{Name: "甲", Columns: []Column{{Header: "乙"}}}))
	rows, err := read(t, out.Bytes(), Limits{})
	require.NoError(t, err)
	require.Equal(t, "330482199001011234", rows[1].Cell(0))
	require.Equal(t, "", rows[1].Cell(9))
}

func TestOpen_ReadsCSVInTheEncodingsOfTheField(t *testing.T) {
	t.Parallel()
	text := "题干,答案\r\n\"车床,\"\"A\"\"\",对\r\n\r\n 末行 ,,\r\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	require.NoError(t, err)
	utf16, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().String(text)
	require.NoError(t, err)
	for name, raw := range map[string]string{"utf-8": text, "with mark": "\ufeff" + text, "gbk": gbk, "utf-16": utf16, "tabs": strings.ReplaceAll(strings.ReplaceAll(text, ",", "\t"), "车床\t", "车床,")} {
		rows, err := read(t, []byte(raw), Limits{})
		require.NoError(t, err, name)
		require.Len(t, rows, 3, name)
		require.Equal(t, []string{"题干", "答案"}, rows[0].Cells, name)
		require.Equal(t, `车床,"A"`, rows[1].Cell(0), name)
		require.Equal(t, []string{"末行"}, rows[2].Cells, name)
		require.Equal(t, 4, rows[2].Number, name)
	}
}

func TestOpen_RefusesWhatIsNoSheet(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw    string
		limits Limits
		err    error
	}{
		"empty":      {"", Limits{}, ErrNotSheet},
		"binary":     {"a\x00b", Limits{}, ErrNotSheet},
		"old":        {"\xd0\xcf\x11\xe0rest", Limits{}, ErrOldFormat},
		"large":      {strings.Repeat("a", 101), Limits{MaxBytes: 100}, ErrTooLarge},
		"rows":       {"a\nb\nc\n", Limits{MaxRows: 2}, ErrManyRows},
		"columns":    {"a,b,c\n", Limits{MaxColumns: 2}, ErrManyCols},
		"long cell":  {"abcd\n", Limits{MaxCellRune: 3}, ErrLongCell},
		"broken zip": {"PK\x03\x04", Limits{}, ErrStructure},
	} {
		_, err := read(t, []byte(c.raw), c.limits)
		require.ErrorIs(t, err, c.err, name)
	}
}
