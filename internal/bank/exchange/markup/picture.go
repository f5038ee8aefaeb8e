package markup

import (
	"bytes"
	"encoding/base64"
	"html"
	"image"
	_ "image/gif"  // sizes of the kinds that are let in
	_ "image/jpeg" // the same
	_ "image/png"  // the same
	"net/url"
	"regexp"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// Bounds of a picture; the bank has the last word on them.
const (
	maxPictureBytes = 5 << 20
	maxPixels       = 40_000_000
)

// Kind tells what a picture is by its first bytes and the size in its head:
// "png", "jpeg", "gif", or "" for anything else and for what is too large.
// Nothing is unpacked.
func Kind(data []byte) string {
	if len(data) > maxPictureBytes {
		return ""
	}
	size, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width > maxPixels/size.Height {
		return ""
	}
	return kind
}

func (w *writer) image(n *xhtml.Node) {
	alt := strings.TrimSpace(attr(n, "alt"))
	if latex := attr(n, "data-equation-content"); latex != "" { // Canvas
		w.formula(latex, false)
		return
	}
	if coded := attr(n, "data-mathml"); coded != "" { // WIRIS
		w.formula(wiris(coded), false)
		return
	}
	if strings.Contains(attr(n, "class"), "texrender") && alt != "" {
		w.formula(alt, false)
		return
	}
	src := strings.TrimSpace(attr(n, "src"))
	if src == "" {
		w.out.WriteString(html.EscapeString(alt))
		return
	}
	if w.spacer(src) {
		return
	}
	number := AddPicture(w.item, src, w.pictures)
	if number == 0 {
		w.out.WriteString(html.EscapeString(alt))
		if last := len(w.item.Notes) - 1; alt == "" && last >= 0 { // nothing says what it showed
			w.item.Notes[last].Warning = false
		}
		return
	}
	w.out.WriteString(question.PictureTag(number, alt))
}

// spacer reports a picture too small to show anything: a line, a blank, a
// counter.
func (w *writer) spacer(src string) bool {
	data := []byte(nil)
	if strings.HasPrefix(strings.ToLower(src), "data:") {
		data, _ = dataURI(src)
	} else if w.pictures != nil {
		_, data, _ = w.pictures(src)
	}
	const least = 8
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil && (size.Width < least || size.Height < least)
}

// AddPicture adds the picture at an address to the item and gives its number.
// A picture that the file does not hold is added without data, with a warning;
// one that is no picture of ours gives 0, with a warning.
func AddPicture(item *exchange.Item, src string, pictures Pictures) int {
	name, data, ok := "", []byte(nil), false
	if strings.HasPrefix(strings.ToLower(src), "data:") {
		data, ok = dataURI(src)
		if !ok || Kind(data) == "" {
			item.Warn("图片", exchange.SubPictureForm, map[string]any{"name": "data:"})
			return 0
		}
		name = dataName(src, data, len(item.Pictures)+1)
		return item.AddPicture(exchange.Picture{Name: name, Data: data})
	}
	if pictures != nil {
		name, data, ok = pictures(src)
	}
	if !ok {
		name = baseName(src)
		item.Warn("图片", exchange.SubPictureMissing, map[string]any{"name": name})
		return item.AddPicture(exchange.Picture{Name: name})
	}
	if Kind(data) == "" {
		item.Warn("图片", exchange.SubPictureForm, map[string]any{"name": baseName(name)})
		return 0
	}
	return item.AddPicture(exchange.Picture{Name: baseName(name), Data: data})
}

// dataURI reads data:image/…;base64,… and the percent form.
func dataURI(src string) ([]byte, bool) {
	head, body, ok := strings.Cut(src[len("data:"):], ",")
	if !ok || !strings.HasPrefix(strings.ToLower(head), "image/") {
		return nil, false
	}
	if !strings.HasSuffix(strings.ToLower(strings.TrimSpace(head)), ";base64") {
		plain, err := url.PathUnescape(body)
		return []byte(plain), err == nil
	}
	return Base64(body)
}

// Base64 reads base64 as files have it: broken over lines, padded or not, in
// either alphabet, percent-escaped in addresses.
func Base64(text string) ([]byte, bool) {
	if strings.Contains(text, "%") {
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r <= ' ', r == '=':
			return -1
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		}
		return r
	}, text)
	data, err := base64.RawStdEncoding.DecodeString(text)
	return data, err == nil && len(data) > 0
}

// dataName takes the name from a ";name=" part, as our own writers give it.
func dataName(src string, data []byte, number int) string {
	head, _, _ := strings.Cut(src, ",")
	for _, part := range strings.Split(head, ";")[1:] {
		if name, ok := strings.CutPrefix(part, "name="); ok {
			return baseName(name)
		}
	}
	return "picture-" + strconv.Itoa(number) + "." + Kind(data)
}

// DataURI writes a picture as an address that holds it.
func DataURI(p exchange.Picture) string {
	kind := Kind(p.Data)
	if kind == "" {
		kind = "png"
	}
	return "data:image/" + kind + ";name=" + url.PathEscape(p.Name) + ";base64," + base64.StdEncoding.EncodeToString(p.Data)
}

// keptClass marks a division that Convert takes off, and nothing below it, and
// a tbody that stood in the text.
const keptClass = "kept"

var (
	numbered = regexp.MustCompile(`<img\b[^>]*\bdata-picture="([1-9][0-9]?)"[^>]*>`)
	altOf    = regexp.MustCompile(`\balt="([^"]*)"`)
	loneWrap = regexp.MustCompile(`^\s*<(?:p|div)\b`)
)

// Outward makes foreign HTML of a question's text: numbered pictures get the
// address that src gives. Convert reads it back to the same text.
func Outward(h string, src func(n int) string) string {
	h = numbered.ReplaceAllStringFunc(h, func(tag string) string {
		n, _ := strconv.Atoi(numbered.FindStringSubmatch(tag)[1])
		alt := ""
		if m := altOf.FindStringSubmatch(tag); m != nil {
			alt = m[1]
		}
		return `<img src="` + html.EscapeString(src(n)) + `" alt="` + alt + `">`
	})
	h = strings.ReplaceAll(h, "<tbody>", `<tbody class="`+keptClass+`">`)
	if loneWrap.MatchString(h) {
		return `<div class="` + keptClass + `">` + h + `</div>`
	}
	return h
}
