package tabular

import (
	"regexp"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/platform/sheet"
)

// Files named .xls that programs write as the table of a web page, or as XML
// Spreadsheet 2003.
var (
	webTable = regexp.MustCompile(`(?is)^\s*<table\b|^\s*<(?:!doctype\s+html|html|table|head|meta|style|body)\b.*<table\b`)
	xmlSheet = regexp.MustCompile(`(?is)^\s*<\?xml\b[^>]*\?>\s*(?:<\?mso[^>]*\?>\s*)?<(?:\w+:)?workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet`)
)

const (
	maxWebRows    = exchange.MaxItems + 1_000
	maxWebColumns = 200
	maxWebText    = 64 << 10
)

func isWebTable(raw []byte) bool {
	text, ok := markup.DecodeText(markup.Head(raw))
	return ok && (webTable.MatchString(text) || xmlSheet.MatchString(text))
}

// webReader gathers the tables of a text, a page for each worksheet; tables of
// one web page are one page.
type webReader struct {
	pages  []sheet.Page
	line   []sheet.Value
	inRow  bool
	number int
	cell   *sheet.Value
	span   [2]int // columns and rows of the open cell
	look   sheet.Run
	down   map[int]covered // cells of rows above that reach down
}

type covered struct {
	value sheet.Value
	rows  int
}

func webPages(raw []byte) ([]sheet.Page, bool) {
	text, ok := markup.DecodeText(raw)
	if !ok {
		return nil, false
	}
	r := webReader{pages: []sheet.Page{{}}, down: map[int]covered{}}
	tokens := xhtml.NewTokenizer(strings.NewReader(text))
	for {
		kind := tokens.Next()
		if kind == xhtml.ErrorToken {
			r.endRow()
			return r.pages, true
		}
		token := tokens.Token()
		name := token.Data[strings.LastIndexByte(token.Data, ':')+1:]
		switch kind {
		case xhtml.TextToken:
			r.text(token.Data)
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			r.start(name, token)
			if kind == xhtml.SelfClosingTagToken {
				r.end(name)
			}
		case xhtml.EndTagToken:
			r.end(name)
		}
		if r.number > maxWebRows {
			return nil, false
		}
	}
}

func attribute(t xhtml.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key[strings.LastIndexByte(a.Key, ':')+1:] == name {
			return a.Val
		}
	}
	return ""
}

func span(t xhtml.Token, html, spread string) int {
	if n, err := strconv.Atoi(attribute(t, html)); err == nil && n > 1 {
		return min(n, maxWebRows)
	}
	if n, err := strconv.Atoi(attribute(t, spread)); err == nil && n > 0 {
		return min(n+1, maxWebRows)
	}
	return 1
}

func (r *webReader) start(name string, t xhtml.Token) {
	switch name {
	case "worksheet":
		r.endRow()
		r.pages = append(r.pages, sheet.Page{Name: attribute(t, "name")})
		r.number, r.down = 0, map[int]covered{}
	case "tr", "row":
		r.endRow()
		r.inRow = true
		r.number++
		if n, err := strconv.Atoi(attribute(t, "index")); err == nil && name == "row" && n > r.number {
			r.number = min(n, maxWebRows+1)
		}
	case "td", "th", "cell":
		r.endCell()
		if !r.inRow {
			return
		}
		r.fill()
		if n, err := strconv.Atoi(attribute(t, "index")); err == nil && name == "cell" {
			for len(r.line) < min(n-1, maxWebColumns) {
				r.line = append(r.line, sheet.Value{})
			}
		}
		r.cell = &sheet.Value{}
		r.span = [2]int{span(t, "colspan", "mergeacross"), span(t, "rowspan", "mergedown")}
	case "br", "p", "div", "li":
		if r.cell != nil && r.cell.Text != "" {
			r.add("\n")
		}
	case "sub":
		r.look.Sub = true
	case "sup":
		r.look.Sup = true
	}
}

func (r *webReader) end(name string) {
	switch name {
	case "td", "th", "cell":
		r.endCell()
	case "tr", "row", "table":
		r.endRow()
	case "sub":
		r.look.Sub = false
	case "sup":
		r.look.Sup = false
	}
}

func (r *webReader) text(text string) {
	if r.cell == nil {
		return
	}
	if strings.TrimSpace(text) == "" && r.cell.Text == "" {
		return
	}
	r.add(strings.ReplaceAll(text, "\u00a0", " "))
}

func (r *webReader) add(text string) {
	if len(r.cell.Text)+len(text) > maxWebText {
		return
	}
	run := r.look
	run.Text = text
	r.cell.Text += text
	r.cell.Runs = append(r.cell.Runs, run)
}

// fill puts what reaches down from above.
func (r *webReader) fill() {
	for len(r.line) < maxWebColumns {
		c, ok := r.down[len(r.line)]
		if !ok {
			return
		}
		if c.rows--; c.rows == 0 {
			delete(r.down, len(r.line))
		} else {
			r.down[len(r.line)] = c
		}
		r.line = append(r.line, c.value)
	}
}

func (r *webReader) endCell() {
	if r.cell == nil {
		return
	}
	v := *r.cell
	r.cell, r.look = nil, sheet.Run{}
	if plainLook(v.Runs) {
		v.Runs = nil
	}
	for i := 0; i < r.span[0] && len(r.line) < maxWebColumns; i++ {
		if i > 0 {
			v.Covered = true
		}
		if r.span[1] > 1 {
			below := v
			below.Covered, below.Down = true, true
			r.down[len(r.line)] = covered{below, r.span[1] - 1}
		}
		r.line = append(r.line, v)
	}
}

func plainLook(runs []sheet.Run) bool {
	for _, run := range runs {
		if run.Sub || run.Sup {
			return false
		}
	}
	return true
}

func (r *webReader) endRow() {
	r.endCell()
	if !r.inRow {
		return
	}
	r.fill()
	page := &r.pages[len(r.pages)-1]
	if len(r.line) > 0 {
		page.Lines = append(page.Lines, sheet.Line{Number: r.number, Values: r.line})
	}
	r.line, r.inRow = nil, false
}
