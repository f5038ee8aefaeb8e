// Package v3 writes questions as a content package of QTI 3.0: a manifest, an
// item file each, and the pictures. What QTI has no place for stands in the
// metadata of the manifest and in data- attributes, which every other program
// passes over.
package v3

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	_ "image/gif"  // sizes are read
	_ "image/jpeg" // sizes are read
	_ "image/png"  // sizes are read
	"strconv"
	"strings"
	"unicode"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/assess"
	"jiangxun/internal/bank/exchange/qti/bundle"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// writer gathers the package.
type writer struct {
	zip      *zip.Writer
	manifest strings.Builder
	left     []exchange.Left
}

// Write makes the package.
func Write(items []exchange.Item) (exchange.Written, error) {
	var out bytes.Buffer
	w := &writer{zip: zip.NewWriter(&out)}
	for i := range items {
		if err := w.item(i, &items[i]); err != nil {
			return exchange.Written{}, err
		}
	}
	if err := w.file("imsmanifest.xml", []byte(head+manifestHead+w.manifest.String()+"</resources></manifest>\n")); err != nil {
		return exchange.Written{}, err
	}
	if err := w.zip.Close(); err != nil {
		return exchange.Written{}, err
	}
	return exchange.Written{Data: out.Bytes(), Extension: ".zip", ContentType: "application/zip", Left: w.left}, nil
}

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

const manifestHead = `<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" xmlns:lom="http://ltsc.ieee.org/xsd/LOM" identifier="jiangxun">` +
	`<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/><resources>` + "\n"

func (w *writer) file(name string, data []byte) error {
	f, err := w.zip.Create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

// page is one item being written.
type page struct {
	item    *exchange.Item
	hrefs   []string // of its pictures, "" for one that is not held
	next    int      // number of the next response
	declare strings.Builder
	process strings.Builder
	single  bool // one response alone, which the standard calls RESPONSE
}

func (w *writer) item(i int, item *exchange.Item) error {
	name := fmt.Sprintf("q%05d", i+1)
	at := item.Ref
	if at == "" {
		at = strconv.Itoa(i + 1)
	}
	if item.Type.Title() == "" || missesHotspot(item, item.Body) {
		w.left = append(w.left, exchange.Left{At: at, Note: exchange.Note{Sub: exchange.SubNotHeld, Params: fault.Params{"format": "QTI 3.0"}}})
		return nil
	}
	p := &page{item: item, single: responses(item.Body) == 1}
	var files strings.Builder
	for n, picture := range item.Pictures {
		href := ""
		if picture.Data == nil {
			w.left = append(w.left, exchange.Left{At: at, Note: exchange.Note{Sub: exchange.SubPictureMissing, Warning: true, Params: fault.Params{"name": picture.Name}}})
		} else {
			href = name + "/" + fileName(picture.Name, n, p.hrefs, name)
			if err := w.file("items/"+href, picture.Data); err != nil {
				return err
			}
			files.WriteString(`<file href="` + attr("items/"+href) + `"/>`)
		}
		p.hrefs = append(p.hrefs, href)
	}
	w.manifest.WriteString(`<resource identifier="` + name + `" type="imsqti_item_xmlv3p0" href="items/` + name + `.xml">` +
		p.metadata() + `<file href="items/` + name + `.xml"/>` + files.String() + "</resource>\n")
	return w.file("items/"+name+".xml", []byte(p.write(name)))
}

// missesHotspot tells a question on a drawing whose drawing is not held.
func missesHotspot(item *exchange.Item, b question.Body) bool {
	if b.Type == question.Hotspot {
		if b.Picture < 1 || b.Picture > len(item.Pictures) {
			return true
		}
		width, _ := size(item.Pictures[b.Picture-1].Data)
		return width == 0
	}
	for _, part := range b.Parts {
		if missesHotspot(item, part) {
			return true
		}
	}
	return false
}

func size(data []byte) (width, height int) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}

// fileName keeps a picture's name where it can be a file's name, once.
func fileName(name string, n int, taken []string, folder string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|#%$`, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name)
	clean = strings.Trim(clean, ". ")
	if clean == "" || len(clean) > 120 || !strings.Contains(clean, ".") {
		clean = fmt.Sprintf("picture-%d.png", n+1)
	}
	stem, _, _ := strings.Cut(strings.ToLower(clean), ".")
	for _, device := range []string{"con", "prn", "aux", "nul", "com", "lpt"} {
		if strings.HasPrefix(stem, device) && len(stem) <= 4 {
			clean = "p-" + clean
		}
	}
	for _, t := range taken {
		if strings.EqualFold(t, folder+"/"+clean) {
			return fmt.Sprintf("%d-%s", n+1, clean)
		}
	}
	return clean
}

// metadata is LOM: title, keywords, difficulty, and our own identifiers.
func (p *page) metadata() string {
	var out strings.Builder
	out.WriteString("<metadata><lom:lom><lom:general>")
	own := func(name, entry string) {
		if entry != "" {
			out.WriteString("<lom:identifier><lom:catalog>" + bundle.Catalog + name + "</lom:catalog><lom:entry>" + text(entry) + "</lom:entry></lom:identifier>")
		}
	}
	own("ref", p.item.Ref)
	own("element", p.item.Element)
	own("pool", p.item.Pool)
	own("source", p.item.Source)
	for _, href := range p.hrefs {
		own("picture", href)
	}
	for _, tag := range p.item.Tags {
		out.WriteString(`<lom:keyword><lom:string language="zh-CN">` + text(tag) + "</lom:string></lom:keyword>")
	}
	out.WriteString("</lom:general>")
	if d := p.item.Difficulty; d >= 1 && d <= 5 {
		levels := []string{"very easy", "easy", "medium", "difficult", "very difficult"}
		out.WriteString("<lom:educational><lom:difficulty><lom:source>LOMv1.0</lom:source><lom:value>" + levels[d-1] + "</lom:value></lom:difficulty></lom:educational>")
	}
	out.WriteString("</lom:lom></metadata>")
	return out.String()
}

// write makes the item file.
func (p *page) write(name string) string {
	body := p.body(p.item.Body)
	var below strings.Builder
	for n, href := range p.hrefs {
		if href != "" && !p.named(p.item.Body, n+1) {
			below.WriteString(`<img src="` + attr(href) + `" alt=""/>`)
		}
	}
	if below.Len() > 0 {
		body += `<div class="` + assess.ClassBelow + `">` + below.String() + "</div>"
	}
	maximum := ""
	if p.item.Score > 0 {
		maximum = ` normal-maximum="` + strconv.FormatFloat(float64(p.item.Score)/100, 'f', -1, 64) + `"`
	}
	title := []rune(question.Plain(p.item.Stem))
	return head + `<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="` + name + `" title="` + attr(string(title[:min(len(title), 60)])) +
		`" adaptive="false" time-dependent="false" xml:lang="zh-CN">` + "\n" + p.declare.String() +
		`<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"` + maximum + `><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>` + "\n" +
		`<qti-outcome-declaration identifier="FEEDBACK" cardinality="multiple" base-type="identifier"/>` + "\n" +
		"<qti-item-body>" + body + "</qti-item-body>\n" +
		"<qti-response-processing>" + p.process.String() + p.feedback() + "</qti-response-processing>\n</qti-assessment-item>\n"
}

// named tells whether any text of the body, or its drawing, shows a picture.
func (p *page) named(b question.Body, n int) bool {
	found := b.Picture == n
	b.Map(func(h string) string {
		for _, m := range question.PicturesIn(h) {
			found = found || m == n
		}
		return h
	})
	for _, part := range b.Parts {
		found = found || part.Picture == n
	}
	return found
}

// responses counts the responses that a body will have.
func responses(b question.Body) int {
	switch b.Type {
	case question.Fill:
		return len(b.Blanks)
	case question.Short, question.Essay, question.Calculation:
		return 1 + len(b.Blanks)
	case question.Case:
		n := 0
		for _, part := range b.Parts {
			n += responses(part)
		}
		return n
	}
	return 1
}
