package tabular

import (
	"html"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
)

// A cell that holds HTML as it is, which is how Write keeps what no cell can
// show.
const (
	sourceOpen  = "<html>"
	sourceClose = "</html>"
)

var foreignHTML = regexp.MustCompile(`(?i)</(?:p|div|span|sub|sup|b|strong|i|em|u|table|font|ul|ol|li|a|h\d)>|<br\s*/?>|<img\b[^>]*\bsrc\s*=|&nbsp;`)

// plain gives the words of a cell.
func plain(v sheet.Value) string {
	return strings.TrimSpace(norm.NFC.String(question.Legible(v.Text)))
}

// isSource tells a cell that holds HTML as it is.
func isSource(v sheet.Value) bool {
	text := plain(v)
	return strings.HasPrefix(text, sourceOpen) && strings.HasSuffix(text, sourceClose)
}

// htmlOf makes the HTML of a cell; the picture that stands in it becomes one
// of the item's.
func htmlOf(v sheet.Value, item *exchange.Item) string {
	text := plain(v)
	if v.Picture != nil {
		return pictureTag(item, v.Picture)
	}
	if inner, ok := strings.CutPrefix(text, sourceOpen); ok && strings.HasSuffix(inner, sourceClose) {
		return strings.TrimSuffix(inner, sourceClose)
	}
	if foreignHTML.MatchString(text) {
		if converted := markup.Convert(text, nil, item); !question.Empty(converted) {
			return converted
		}
	}
	if len(v.Runs) > 0 {
		return richHTML(v.Runs)
	}
	return question.FromText(text)
}

// richHTML writes runs; emphasis that covers all of them is dropped.
func richHTML(runs []sheet.Run) string {
	all := sheet.Run{Bold: true, Italic: true, Underline: true}
	for _, r := range runs {
		if strings.TrimSpace(r.Text) == "" {
			continue
		}
		all.Bold, all.Italic, all.Underline = all.Bold && r.Bold, all.Italic && r.Italic, all.Underline && r.Underline
	}
	var out strings.Builder
	for i := 0; i < len(runs); {
		r := shownLook(runs[i], all)
		text := runs[i].Text
		for i++; i < len(runs) && same(shownLook(runs[i], all), r); i++ {
			text += runs[i].Text
		}
		out.WriteString(wrapped(norm.NFC.String(question.Legible(text)), r))
	}
	return strings.TrimSpace(out.String())
}

func shownLook(r, all sheet.Run) sheet.Run {
	r.Text = ""
	r.Bold, r.Italic, r.Underline = r.Bold && !all.Bold, r.Italic && !all.Italic, r.Underline && !all.Underline
	return r
}

func same(a, b sheet.Run) bool { return a == b }

func wrapped(text string, r sheet.Run) string {
	safe := question.FromText(text)
	if strings.TrimSpace(text) == "" {
		if r.Underline { // a blank to write on
			return "____"
		}
		return safe
	}
	for _, tag := range []struct {
		on   bool
		name string
	}{{r.Sup, "sup"}, {r.Sub, "sub"}, {r.Strike, "s"}, {r.Underline, "u"}, {r.Italic, "i"}, {r.Bold, "b"}} {
		if tag.on {
			safe = "<" + tag.name + ">" + safe + "</" + tag.name + ">"
		}
	}
	return safe
}

// runsOf is the inverse of richHTML for HTML of text, line breaks and simple
// emphasis; ok is false for anything else.
func runsOf(h string) (runs []sheet.Run, ok bool) {
	var now sheet.Run
	for h != "" {
		at := strings.IndexByte(h, '<')
		if at != 0 {
			if at < 0 {
				at = len(h)
			}
			runs = addRun(runs, now, html.UnescapeString(h[:at]))
			h = h[at:]
			continue
		}
		end := strings.IndexByte(h, '>')
		if end < 0 {
			return nil, false
		}
		name := h[1:end]
		h = h[end+1:]
		on := !strings.HasPrefix(name, "/")
		switch strings.TrimSuffix(strings.TrimPrefix(name, "/"), "/") {
		case "br":
			runs = addRun(runs, now, "\n")
		case "b":
			now.Bold = on
		case "i":
			now.Italic = on
		case "u":
			now.Underline = on
		case "s":
			now.Strike = on
		case "sub":
			now.Sub = on
		case "sup":
			now.Sup = on
		default:
			return nil, false
		}
	}
	return runs, true
}

func addRun(runs []sheet.Run, look sheet.Run, text string) []sheet.Run {
	look.Text = ""
	if n := len(runs); n > 0 {
		last := runs[n-1]
		last.Text = ""
		if last == look {
			runs[n-1].Text += text
			return runs
		}
	}
	look.Text = text
	return append(runs, look)
}

// pictureTag adds a picture of the workbook to the item.
func pictureTag(item *exchange.Item, m *sheet.Media) string {
	n := addPicture(item, m, "")
	if n == 0 {
		return ""
	}
	return question.PictureTag(n, "")
}

// addPicture gives the picture's number; 0 where it cannot be taken, which is
// noted.
func addPicture(item *exchange.Item, m *sheet.Media, name string) int {
	if name == "" {
		name = m.Name
	}
	switch {
	case m.Data == nil:
		markup.WarnOnce(item, headings[colPicture], exchange.SubPictureMissing, fault.Params{"name": brief(name)})
		return item.AddPicture(exchange.Picture{Name: name})
	case markup.Kind(m.Data) == "":
		item.Reject(headings[colPicture], exchange.SubPictureForm, fault.Params{"name": brief(name)})
		return 0
	}
	return item.AddPicture(exchange.Picture{Name: name, Data: m.Data})
}

func brief(text string) string {
	text = question.Legible(text)
	if runes := []rune(text); len(runes) > 30 {
		return string(runes[:30]) + "…"
	}
	return text
}
