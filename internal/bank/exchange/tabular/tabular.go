package tabular

import (
	"bytes"
	"errors"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/archive"
	"jiangxun/internal/platform/sheet"
)

// ownSheets are those of the template that hold no questions.
var ownSheets = map[string]bool{pointsSheet: true, helpSheet: true}

func limits() sheet.Limits {
	return sheet.Limits{MaxBytes: exchange.MaxBytes, MaxRows: exchange.MaxItems + 5_000, MaxColumns: 200, MaxCellRune: 32_767}
}

// Sniff tells workbooks by what their archive holds, and texts by whether they
// make a table of questions.
func Sniff(f exchange.File) (exchange.Format, bool) {
	if bytes.HasPrefix(f.Data, []byte("PK")) {
		zip, err := archive.Open(f.Data, archive.Limits{MaxUnpacked: 256 << 20, MaxXML: 256 << 20, MaxEntries: 40_000, AllowNested: true})
		return exchange.Workbook, err == nil && zip.Has("xl/workbook.xml")
	}
	if isWebTable(f.Data) {
		return exchange.Workbook, true
	}
	begin := f.Data[:min(len(f.Data), 256<<10)]
	if len(begin) < len(f.Data) {
		at := bytes.LastIndexByte(begin, '\n')
		if at < 0 {
			return "", false
		}
		begin = begin[:(at+1)&^1]
	}
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(begin, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(trimmed, []byte("<")) || bytes.HasPrefix(trimmed, []byte("{")) || bytes.HasPrefix(trimmed, []byte("[")) {
		return "", false
	}
	pages, isText, err := sheet.Pages(begin, limits())
	if err != nil || !isText || len(pages) != 1 {
		return "", false
	}
	return exchange.CSV, telling(pages[0])
}

// telling asks more of a text than of a workbook before it is taken for a
// table: papers have commas too.
func telling(page sheet.Page) bool {
	list := blocks(page, true)
	if len(list) == 0 {
		return false
	}
	wide, single := 0, 0
	for _, l := range page.Lines {
		if _, _, title := section(l); title {
			single++
			continue
		}
		if len(l.Values) > 2 || len(l.Values) == 2 && !list[0].bare {
			wide++
		}
	}
	return wide > 0 && wide*10 >= (len(page.Lines)-single)*7
}

// Read reads a workbook or a CSV text.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	pages, isText, err := pagesOf(f.Data)
	if err != nil {
		return exchange.Result{}, refusal(err)
	}
	result := exchange.Result{Format: exchange.Workbook}
	if isText {
		result.Format = exchange.CSV
	}
	any := false
	for _, page := range pages {
		if len(page.Lines) == 0 || !isText && ownSheets[page.Name] {
			continue
		}
		any = true
		list := blocks(page, isText)
		if len(list) == 0 && headed(page) {
			continue // a template that nobody has filled in
		}
		if len(list) == 0 {
			result.Notes = append(result.Notes, exchange.Note{Sub: SubSheetSkipped, Warning: true, Params: fault.Params{"name": brief(page.Name)}})
			continue
		}
		result.Items = append(result.Items, items(page, list, o.Cleaner)...)
		result.Notes = append(result.Notes, remarks(list)...)
		if len(result.Items) > exchange.MaxItems {
			return exchange.Result{}, fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems})
		}
	}
	switch {
	case len(result.Items) > 0:
		return result, nil
	case any && len(result.Notes) > 0:
		return exchange.Result{}, fault.New(fault.Invalid, SubHeader)
	}
	return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
}

func pagesOf(raw []byte) (pages []sheet.Page, isText bool, err error) {
	if len(raw) > exchange.MaxBytes || !isWebTable(raw) {
		return sheet.Pages(raw, limits())
	}
	pages, ok := webPages(raw)
	if !ok {
		return nil, false, sheet.ErrManyRows
	}
	return pages, false, nil
}

// headed reports headings, whatever stands below them.
func headed(page sheet.Page) bool {
	for i := range min(headerRows, len(page.Lines)) {
		if found, _ := headAt(page.Lines[i:], nil); found != nil {
			return true
		}
	}
	return false
}

func items(page sheet.Page, list []*block, c question.Cleaner) []exchange.Item {
	of := map[*block]profile{}
	var all []*draft
	for _, b := range list {
		drafts := draftsOf(b)
		of[b] = profiled(drafts)
		all = append(all, drafts...)
	}
	running(all)
	lay(page.Floats, all)
	var items []exchange.Item
	for _, g := range grouped(all) {
		items = append(items, g.item(of, c))
	}
	return items
}

// maxRemarks is how many remarks of a page are told.
const maxRemarks = 50

// remarks tells which rows are no questions.
func remarks(list []*block) []exchange.Note {
	var notes []exchange.Note
	for _, b := range list {
		for _, line := range b.remarks {
			if len(notes) == maxRemarks {
				return notes
			}
			at := (&draft{rowIn: rowIn{line: line}, block: b}).at()
			notes = append(notes, exchange.Note{Sub: SubRowSkipped, Warning: true, Params: fault.Params{"at": at, "text": brief(first(line))}})
		}
	}
	return notes
}

// running drops identities that are only running numbers of the rows: taken
// for identities, those of two files would collide. Numbers that are long and
// all differ are identities.
func running(list []*draft) {
	if len(list) == 0 {
		return
	}
	_, hasRefs := list[0].block.columns[colRef]
	_, hasNumbers := list[0].block.columns[colNumber]
	switch {
	case hasRefs && !hasNumbers && refsRun(list):
		for _, d := range list {
			// Each block has its own columns; the first of its rows renames it.
			if at, named := d.block.columns[colRef]; named {
				delete(d.block.columns, colRef)
				d.block.columns[colNumber] = at
			}
			d.number = numberText(d.text(colNumber))
		}
	case hasNumbers && !hasRefs && numbersIdentify(list):
		for _, d := range list {
			if at, named := d.block.columns[colNumber]; named {
				d.block.columns[colRef] = at
			}
		}
	}
}

// refsRun tells identities that count the rows; a block may begin with 1 again.
func refsRun(list []*draft) bool {
	last := 0
	for _, d := range list {
		text := numberText(d.text(colRef))
		if text == "" {
			continue
		}
		if !whole.MatchString(text) {
			return false
		}
		n := digit(text)
		if n != last+1 && n != 1 {
			return false
		}
		last = n
	}
	return last > 0
}

// numbersIdentify tells numbers that no row could have got by counting and that
// all differ.
func numbersIdentify(list []*draft) bool {
	seen := map[string]bool{}
	for _, d := range list {
		if len(d.number) < 5 || whole.MatchString(d.number) || seen[d.number] {
			return false
		}
		seen[d.number] = true
	}
	return true
}

// lay gives each picture that lies on the sheet to the row below it.
func lay(floats []sheet.Float, list []*draft) {
	if len(floats) == 0 || len(list) == 0 {
		return
	}
	at := map[int]*draft{}
	for _, d := range list {
		at[d.line.Number] = d
		for _, l := range d.extra {
			at[l.Number] = d
		}
	}
	for _, f := range floats {
		var owner *draft
		for row := f.Row; row <= min(f.LastRow, f.Row+50) && owner == nil; row++ {
			owner = at[row]
		}
		for row := f.Row - 1; row > f.Row-20 && row > 0 && owner == nil; row-- {
			owner = at[row]
		}
		if owner != nil {
			owner.floats = append(owner.floats, f)
		}
	}
}

// refusal makes a fault of what package sheet says.
func refusal(err error) error {
	switch {
	case errors.Is(err, sheet.ErrTooLarge), errors.Is(err, sheet.ErrUnpacked):
		return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20}).Because(err)
	case errors.Is(err, sheet.ErrOldFormat):
		return fault.New(fault.Invalid, exchange.SubFileOld).Because(err)
	case errors.Is(err, sheet.ErrMacros), errors.Is(err, sheet.ErrExternal):
		return fault.New(fault.Invalid, exchange.SubFileActive).Because(err)
	case errors.Is(err, sheet.ErrManyRows):
		return fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems}).Because(err)
	case errors.Is(err, sheet.ErrManyPictures):
		return fault.New(fault.Invalid, SubPictures).Because(err)
	case errors.Is(err, sheet.ErrNotSheet), errors.Is(err, sheet.ErrEncoding):
		return fault.New(fault.Invalid, exchange.SubFileUnknown).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
}

// heading gives what a column is called in a written workbook.
func heading(column string) string {
	if h, ok := headings[column]; ok {
		return h
	}
	if letter, ok := strings.CutPrefix(column, colOption); ok {
		return "选项" + letter
	}
	if letter, ok := strings.CutPrefix(column, colWhy); ok {
		return "解析" + letter
	}
	return ""
}
