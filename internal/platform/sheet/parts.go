package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/platform/archive"
)

// parts reads the files of a workbook.
type parts struct {
	zip      *archive.Archive
	limits   Limits
	strings  []Value
	dates    []dateStyle // by index of the cell style
	values   int         // cells so far
	pictures int
	held     map[string]*Media // by file, so that one picture is held once
	placed   map[string]*Media // WPS: pictures in cells by their id
	rich     []*Media          // Excel: pictures in cells by their number
}

func workbookPages(raw []byte, limits Limits) (pages []Page, err error) {
	if err := inspect(raw); err != nil {
		return nil, err
	}
	zip, err := archive.Open(raw, archive.Limits{MaxUnpacked: maxUnpacked, MaxXML: maxUnpacked, MaxEntries: maxEntries, AllowNested: true})
	if err != nil {
		return nil, reason(err)
	}
	p := &parts{zip: zip, limits: limits, held: map[string]*Media{}}
	book, err := p.book()
	if err != nil {
		return nil, err
	}
	if err := p.prepare(); err != nil {
		return nil, err
	}
	for _, s := range book {
		page, err := p.page(s)
		if err != nil {
			return nil, err
		}
		pages = append(pages, page)
	}
	if p.pictures > maxPicture {
		return nil, ErrManyPictures
	}
	return pages, nil
}

// sheetRef is a visible sheet and its file.
type sheetRef struct{ name, part string }

// otherSheet are sheets that hold no cells.
var otherSheet = regexp.MustCompile(`(?i)chartsheet|dialogsheet|macrosheet`)

func (p *parts) book() ([]sheetRef, error) {
	var book struct {
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := p.decode("xl/workbook.xml", &book); err != nil {
		return nil, err
	}
	links := p.links("xl/workbook.xml")
	var list []sheetRef
	for _, s := range book.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		for _, a := range s.Attrs {
			if a.Name.Local != "id" {
				continue
			}
			if part := links[a.Value]; p.zip.Has(part) && !otherSheet.MatchString(part) {
				list = append(list, sheetRef{s.Name, part})
			}
		}
	}
	return list, nil
}

func (p *parts) prepare() error {
	if err := p.readStrings(); err != nil {
		return err
	}
	if err := p.readStyles(); err != nil {
		return err
	}
	p.readPlaced()
	p.readRich()
	return nil
}

// open gives a decoder for a part, nil when there is none.
func (p *parts) open(name string) (*xml.Decoder, error) {
	raw, err := p.zip.Read(name)
	if errors.Is(err, archive.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, reason(err)
	}
	if bytes.Contains(raw[:min(len(raw), 4096)], []byte("<!DOCTYPE")) {
		return nil, ErrStructure
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return d, nil
}

func (p *parts) decode(name string, into any) error {
	d, err := p.open(name)
	if err != nil || d == nil {
		return err
	}
	if err := d.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return ErrStructure
	}
	return nil
}

// links maps the ids that a part uses to the files they stand for. A damaged
// list is none.
func (p *parts) links(part string) map[string]string {
	var found struct {
		Items []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	dir, base := path.Split(part)
	if err := p.decode(dir+"_rels/"+base+".rels", &found); err != nil {
		return nil
	}
	links := map[string]string{}
	for _, item := range found.Items {
		if item.Mode == "External" {
			continue
		}
		target := strings.TrimPrefix(item.Target, "/")
		if target == item.Target {
			target = path.Join(dir, target)
		}
		links[item.ID] = target
	}
	return links
}

// readStrings reads the table of shared strings.
func (p *parts) readStrings() error {
	d, err := p.open("xl/sharedStrings.xml")
	if err != nil || d == nil {
		return err
	}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return ErrStructure
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			v, err := richText(d, "si")
			if err != nil {
				return err
			}
			if p.strings = append(p.strings, v); len(p.strings) > maxValues {
				return ErrStructure
			}
		}
	}
}

// richText reads <si> or <is> up to its end. Readings for pronunciation are
// left out.
func richText(d *xml.Decoder, end string) (Value, error) {
	var runs []Run
	var run Run
	inText, silent := false, 0
	for {
		token, err := d.RawToken()
		if err != nil {
			return Value{}, ErrStructure
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "r":
				run = Run{}
			case "rPh":
				silent++
			case "t":
				inText = silent == 0
			default:
				run.look(t)
			}
		case xml.CharData:
			if inText {
				run.Text += string(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				if inText && run.Text != "" {
					run.Text = unescapeText(run.Text)
					runs = append(runs, run)
				}
				inText, run.Text = false, ""
			case "rPh":
				silent--
			case end:
				return joined(runs), nil
			}
		}
	}
}

func (r *Run) look(t xml.StartElement) {
	val := attribute(t, "val")
	on := val != "0" && val != "false" && val != "none"
	switch t.Name.Local {
	case "b":
		r.Bold = on
	case "i":
		r.Italic = on
	case "u":
		r.Underline = on
	case "strike":
		r.Strike = on
	case "vertAlign":
		r.Sub, r.Sup = val == "subscript", val == "superscript"
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// joined makes a value of runs; looks are kept where there is more than one.
func joined(runs []Run) Value {
	if len(runs) == 0 {
		return Value{}
	}
	text, plain := runs[0].Text, true
	if len(runs) > 1 {
		var all strings.Builder
		for _, r := range runs {
			all.WriteString(r.Text)
		}
		text = all.String()
	}
	for _, r := range runs {
		r.Text = ""
		plain = plain && r == Run{}
	}
	if plain {
		return Value{Text: text}
	}
	return Value{Text: text, Runs: runs}
}

// unescapeText reads _x000D_ and the like.
func unescapeText(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for {
		at := strings.Index(text, "_x")
		if at < 0 || at+7 > len(text) {
			break
		}
		code, err := strconv.ParseUint(text[at+2:at+6], 16, 16)
		if err != nil || text[at+6] != '_' {
			out.WriteString(text[:at+2])
			text = text[at+2:]
			continue
		}
		out.WriteString(text[:at])
		out.WriteRune(rune(code))
		text = text[at+7:]
	}
	return out.String() + text
}
