package tables_test

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/standard/tables"
)

// page is one sheet of a workbook made for a test: lines of cells divided by
// "|", and merged areas such as "A1:C1".
type page struct {
	name   string
	text   string
	merged []string
	values map[string]any // cells that are numbers, with their format
}

type number struct {
	value  any
	format string
}

func workbook(t testing.TB, pages ...page) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for i, p := range pages {
		if i == 0 {
			require.NoError(t, file.SetSheetName("Sheet1", p.name))
		} else {
			_, err := file.NewSheet(p.name)
			require.NoError(t, err)
		}
		for r, line := range strings.Split(strings.Trim(p.text, "\n"), "\n") {
			for c, cell := range strings.Split(line, "|") {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				require.NoError(t, err)
				if cell = strings.TrimSpace(cell); cell != "" {
					require.NoError(t, file.SetCellStr(p.name, at, cell))
				}
			}
		}
		for at, value := range p.values {
			if n, formatted := value.(number); formatted {
				style, err := file.NewStyle(&excelize.Style{CustomNumFmt: &n.format})
				require.NoError(t, err)
				require.NoError(t, file.SetCellStyle(p.name, at, at, style))
				value = n.value
			}
			require.NoError(t, file.SetCellValue(p.name, at, value))
		}
		for _, area := range p.merged {
			from, to, _ := strings.Cut(area, ":")
			require.NoError(t, file.MergeCell(p.name, from, to))
		}
	}
	var out bytes.Buffer
	require.NoError(t, file.Write(&out))
	return out.Bytes()
}

func sheetsOf(t testing.TB, raw []byte) []tables.Sheet {
	t.Helper()
	book, err := sheet.Open(bytes.NewReader(raw), sheet.Limits{})
	require.NoError(t, err)
	defer book.Close()
	var sheets []tables.Sheet
	for _, name := range book.Sheets() {
		s := tables.Sheet{Name: name}
		for row, err := range book.MergedRows(name) {
			require.NoError(t, err)
			s.Rows = append(s.Rows, tables.Row{Number: row.Number, Cells: row.Cells})
		}
		sheets = append(sheets, s)
	}
	return sheets
}

func read(t testing.TB, pages ...page) tables.File {
	t.Helper()
	file, err := tables.Read(sheetsOf(t, workbook(t, pages...)))
	require.NoError(t, err)
	return file
}

// faultsOf prints faults as "B5 standard.table_number", warnings with "?".
func faultsOf(faults []tables.Fault) []string {
	list := []string{}
	for _, f := range faults {
		text := f.Column
		if f.Row > 0 {
			text += columnRow(f.Row)
		}
		text = strings.TrimSpace(text + " " + strings.TrimPrefix(string(f.Sub), "standard.table_"))
		if f.Warning {
			text += "?"
		}
		list = append(list, text)
	}
	return list
}

func columnRow(n int) string { return strconv.Itoa(n) }

func linesOf(table tables.ElementTable) []string {
	var list []string
	for _, l := range table.Lines {
		text := l.Path + " " + l.Name
		if l.IsPoint() {
			text += " " + string(l.Importance)
		}
		if l.Weight > 0 {
			text += " " + tables.Percent(l.Weight)
		}
		if l.Page != "" {
			text += " p" + l.Page
		}
		list = append(list, text)
	}
	return list
}

func rowsOf(table tables.WeightTable) []string {
	var list []string
	for _, r := range table.Rows {
		list = append(list, r.Group+"/"+r.Name+" "+tables.Percent(r.Percent*100))
	}
	return list
}

func subOf(t *testing.T, err error) fault.Sub {
	t.Helper()
	var refused *fault.Error
	require.ErrorAs(t, err, &refused)
	return refused.Sub
}
