package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// dateStyle is what a number format makes of a number.
type dateStyle struct {
	date     bool
	clock    bool // shows the time alone
	percent  bool
	decimals int // -1: as many as there are
}

var (
	literal  = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|_.|\*.`)
	fixed    = regexp.MustCompile(`^#*,?#*0(?:\.(0+))?(%?)(?:;.*)?$`)
	hasYear  = regexp.MustCompile(`(?i)[yd年日]|m{3}|月|^m/|/m`)
	dateSign = regexp.MustCompile(`(?i)[ymdhs年月日]`)
)

func (p *parts) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := p.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		p.dates = append(p.dates, styleOf(c.ID, codes[c.ID]))
	}
	return nil
}

func styleOf(id int, code string) dateStyle {
	switch {
	case code != "":
		return styleOfCode(code)
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id >= 57 && id <= 58:
		return dateStyle{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id >= 55 && id <= 56:
		return dateStyle{date: true, clock: true}
	case id == 9:
		return dateStyle{percent: true}
	case id == 10:
		return dateStyle{percent: true, decimals: 2}
	case id == 1, id == 3:
		return dateStyle{}
	case id == 2, id == 4:
		return dateStyle{decimals: 2}
	}
	return dateStyle{decimals: -1}
}

func styleOfCode(code string) dateStyle {
	first, _, _ := strings.Cut(code, ";")
	bare := strings.TrimSpace(literal.ReplaceAllString(first, ""))
	if m := fixed.FindStringSubmatch(bare); m != nil {
		return dateStyle{percent: m[2] != "", decimals: len(m[1])}
	}
	if strings.EqualFold(strings.TrimSpace(bare), "general") || !dateSign.MatchString(bare) || strings.ContainsAny(bare, "#@") {
		return dateStyle{decimals: -1}
	}
	return dateStyle{date: true, clock: !hasYear.MatchString(bare)}
}

// sheetReader reads one sheet.
type sheetReader struct {
	*parts
	d       *xml.Decoder
	page    Page
	areas   []area
	row     int
	line    Line
	drawing []string // ids of drawings
}

func (p *parts) page(s sheetRef) (Page, error) {
	d, err := p.open(s.part)
	if err != nil {
		return Page{}, err
	}
	r := &sheetReader{parts: p, d: d, page: Page{Name: s.name}}
	if err := r.read(); err != nil {
		return Page{}, err
	}
	r.page.cover(r.areas, p.limits)
	links := p.links(s.part)
	for _, id := range r.drawing {
		r.page.Floats = append(r.page.Floats, p.floats(links[id])...)
	}
	return r.page, nil
}

func (r *sheetReader) read() error {
	for {
		token, err := r.d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrStructure
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = r.start(t)
		case xml.EndElement:
			if t.Name.Local == "row" {
				err = r.endRow()
			}
		}
		if err != nil {
			return err
		}
	}
}

func (r *sheetReader) start(t xml.StartElement) error {
	switch t.Name.Local {
	case "row":
		r.row++
		if n, err := strconv.Atoi(attribute(t, "r")); err == nil && n >= r.row {
			r.row = n
		}
		r.line = Line{Number: r.row}
	case "c":
		return r.cell(t)
	case "mergeCell":
		from, to, _ := strings.Cut(attribute(t, "ref"), ":")
		if a, ok := areaOf(from, to); ok {
			r.areas = append(r.areas, a)
		}
		if len(r.areas) > maxMerged {
			return ErrStructure
		}
	case "drawing":
		r.drawing = append(r.drawing, attribute(t, "id"))
	}
	return nil
}

func (r *sheetReader) endRow() error {
	if len(r.line.Values) == 0 {
		return nil
	}
	if len(r.page.Lines) >= r.limits.MaxRows {
		return ErrManyRows
	}
	r.page.Lines = append(r.page.Lines, r.line)
	r.line = Line{}
	return nil
}

// cell reads one <c>.
func (r *sheetReader) cell(t xml.StartElement) error {
	column := len(r.line.Values)
	if ref := attribute(t, "r"); ref != "" {
		at, _, err := excelize.CellNameToCoordinates(ref)
		if err != nil {
			return ErrStructure
		}
		column = at - 1
	}
	v, raw, formula, err := r.content()
	if err != nil {
		return err
	}
	if attribute(t, "t") != "inlineStr" {
		if v, err = r.value(attribute(t, "t"), attribute(t, "s"), raw); err != nil {
			return err
		}
	}
	r.place(&v, formula, attribute(t, "vm"))
	if v.Empty() {
		return nil
	}
	if r.values++; r.values > maxValues {
		return ErrStructure
	}
	return r.line.put(column, v, r.limits)
}

// content reads what a <c> holds up to its end.
func (r *sheetReader) content() (inline Value, raw, formula string, err error) {
	var into *string
	for {
		token, err := r.d.RawToken()
		if err != nil {
			return Value{}, "", "", ErrStructure
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				into = &raw
			case "f":
				into = &formula
			case "is":
				if inline, err = richText(r.d, "is"); err != nil {
					return Value{}, "", "", err
				}
			}
		case xml.CharData:
			if into != nil {
				*into += string(t)
			}
		case xml.EndElement:
			into = nil
			if t.Name.Local == "c" {
				return inline, raw, formula, nil
			}
		}
	}
}

// value reads a <v> by the type of its cell.
func (r *sheetReader) value(kind, style, raw string) (Value, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(raw))
		switch {
		case raw == "":
			return Value{}, nil
		case err != nil || i < 0 || i >= len(r.strings):
			return Value{}, ErrStructure
		}
		return r.strings[i], nil
	case "b":
		if strings.TrimSpace(raw) == "1" {
			return Value{Text: "TRUE", Kind: Bool}, nil
		}
		return Value{Text: "FALSE", Kind: Bool}, nil
	case "e":
		return Value{Text: raw, Kind: Failed}, nil
	case "d":
		return Value{Text: raw, Kind: Date}, nil
	case "str":
		return Value{Text: unescapeText(raw)}, nil
	}
	return r.number(style, strings.TrimSpace(raw)), nil
}

func (r *sheetReader) number(style, raw string) Value {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return Value{Text: raw}
	}
	look := dateStyle{decimals: -1}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.dates) {
		look = r.dates[i]
	}
	switch {
	case look.date:
		return Value{Text: day(n, look), Kind: Date}
	case look.percent:
		return Value{Text: strconv.FormatFloat(n*100, 'f', max(look.decimals, 0), 64) + "%", Kind: Number}
	case look.decimals >= 0 && math.Abs(n) < 1e15:
		return Value{Text: strconv.FormatFloat(n, 'f', look.decimals, 64), Kind: Number}
	}
	return Value{Text: general(n), Kind: Number}
}

// general writes a number as a cell without a format shows it, with the
// fifteen digits that spreadsheets keep.
func general(n float64) string {
	short, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	if a := math.Abs(short); a != 0 && (a >= 1e21 || a < 1e-9) {
		return strconv.FormatFloat(short, 'E', -1, 64)
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}

// day writes a date for people to recognise it.
func day(n float64, look dateStyle) string {
	if n < 0 || n > 2_958_465 {
		return general(n)
	}
	at := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(math.Round(n*86400)) * time.Second)
	switch {
	case look.clock || n < 1:
		return at.Format("15:04:05")
	case n == math.Trunc(n):
		return at.Format("2006-01-02")
	}
	return at.Format("2006-01-02 15:04:05")
}
