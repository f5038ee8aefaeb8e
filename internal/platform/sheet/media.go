package sheet

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// media gives a picture's file, held once; nil beyond the limit of pictures
// and for what is none.
func (p *parts) media(part, alt string) *Media {
	if part == "" || !p.zip.Has(part) {
		return nil
	}
	if p.pictures++; p.pictures > maxPicture {
		return nil
	}
	held, ok := p.held[part]
	if !ok {
		data, err := p.zip.Read(part)
		if err != nil {
			return nil
		}
		held = &Media{Name: path.Base(part), Data: data}
		p.held[part] = held
	}
	return &Media{Name: held.Name, Alt: alt, Data: held.Data}
}

// picture is <xdr:pic>.
type pictureNode struct {
	About struct {
		Name  string `xml:"name,attr"`
		Descr string `xml:"descr,attr"`
	} `xml:"nvPicPr>cNvPr"`
	Blip struct {
		Embed string `xml:"embed,attr"`
	} `xml:"blipFill>blip"`
}

type groupNode struct {
	Pictures []pictureNode `xml:"pic"`
	Groups   []groupNode   `xml:"grpSp"`
}

func (g groupNode) all() []pictureNode {
	list := g.Pictures
	for _, inner := range g.Groups {
		list = append(list, inner.all()...)
	}
	return list
}

type spot struct {
	Column int `xml:"col"`
	Row    int `xml:"row"`
}

type anchorNode struct {
	From spot `xml:"from"`
	To   spot `xml:"to"`
	groupNode
}

// floats reads the pictures that lie on a sheet, in the order of their rows as
// the drawing lists them.
func (p *parts) floats(part string) []Float {
	var drawing struct {
		Two []anchorNode `xml:"twoCellAnchor"`
		One []anchorNode `xml:"oneCellAnchor"`
	}
	if part == "" || p.decode(part, &drawing) != nil {
		return nil
	}
	links := p.links(part)
	var list []Float
	for _, a := range append(drawing.Two, drawing.One...) {
		for _, pic := range a.all() {
			m := p.media(links[pic.Blip.Embed], pic.About.Descr)
			if m == nil {
				continue
			}
			list = append(list, Float{Row: a.From.Row + 1, Column: a.From.Column, LastRow: max(a.From.Row, a.To.Row) + 1, Media: m})
		}
	}
	return list
}

// readPlaced reads the pictures that WPS places in cells.
func (p *parts) readPlaced() {
	var images struct {
		Cells []struct {
			Picture pictureNode `xml:"pic"`
		} `xml:"cellImage"`
	}
	const part = "xl/cellimages.xml"
	if p.decode(part, &images) != nil {
		return
	}
	links := p.links(part)
	p.placed = map[string]*Media{}
	for _, c := range images.Cells {
		if m := p.media(links[c.Picture.Blip.Embed], c.Picture.About.Descr); m != nil {
			p.placed[c.Picture.About.Name] = m
		}
	}
}

// readRich reads the pictures that Excel places in cells: a cell's vm names a
// metadata record, that a rich value, that a relation, that a file.
func (p *parts) readRich() {
	var metadata struct {
		Future []struct {
			Name   string `xml:"name,attr"`
			Blocks []struct {
				Value struct {
					I int `xml:"i,attr"`
				} `xml:"extLst>ext>rvb"`
			} `xml:"bk"`
		} `xml:"futureMetadata"`
		Values []struct {
			Record struct {
				V int `xml:"v,attr"`
			} `xml:"rc"`
		} `xml:"valueMetadata>bk"`
	}
	var values struct {
		List []struct {
			V []string `xml:"v"`
		} `xml:"rv"`
	}
	var relations struct {
		List []struct {
			ID string `xml:"id,attr"`
		} `xml:"rel"`
	}
	const part = "xl/richData/richValueRel.xml"
	if !p.zip.Has(part) || p.decode("xl/metadata.xml", &metadata) != nil || p.decode("xl/richData/rdrichvalue.xml", &values) != nil || p.decode(part, &relations) != nil {
		return
	}
	links := p.links(part)
	for _, bk := range metadata.Values {
		var m *Media
		for _, f := range metadata.Future {
			if f.Name != "XLRICHVALUE" || bk.Record.V < 0 || bk.Record.V >= len(f.Blocks) {
				continue
			}
			i := f.Blocks[bk.Record.V].Value.I
			if i < 0 || i >= len(values.List) || len(values.List[i].V) == 0 {
				continue
			}
			if n, err := strconv.Atoi(values.List[i].V[0]); err == nil && n >= 0 && n < len(relations.List) {
				m = p.media(links[relations.List[n].ID], "")
			}
		}
		p.rich = append(p.rich, m)
	}
}

var dispimg = regexp.MustCompile(`(?i)DISPIMG\(\s*"([^"]+)"`)

// place gives a cell the picture that stands in it.
func (p *parts) place(v *Value, formula, vm string) {
	if vm != "" {
		if n, err := strconv.Atoi(vm); err == nil && n >= 1 && n <= len(p.rich) && p.rich[n-1] != nil {
			*v = Value{Picture: p.rich[n-1]}
			return
		}
	}
	for _, text := range []string{formula, v.Text} {
		if len(text) > 400 || !strings.Contains(text, "DISPIMG") {
			continue
		}
		if m := dispimg.FindStringSubmatch(text); m != nil {
			*v = Value{Picture: p.placed[m[1]]}
			if v.Picture == nil {
				v.Picture = &Media{Name: m[1]}
			}
			return
		}
	}
}
