package bank

import (
	"html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// cleaner lets through the little HTML that a question needs: paragraphs, line
// breaks, emphasis, indices, lists, tables. No attribute but the spans of
// table cells, so nothing can run, load, link, overlay or clobber.
type cleaner struct{ policy *bluemonday.Policy }

func newCleaner() cleaner {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "b", "strong", "i", "em", "u", "s", "sub", "sup", "ul", "ol", "li",
		"table", "thead", "tbody", "tr", "td", "th", "div", "span")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("td", "th")
	return cleaner{policy: p}
}

// emptyEnd is what an editor leaves behind a text.
var emptyEnd = regexp.MustCompile(`(?:\s|<br\s*/?>|&nbsp;|<(?:div|p)>(?:\s|<br\s*/?>|&nbsp;)*</(?:div|p)>)+$`)

func (c cleaner) clean(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, text)
	safe := c.policy.Sanitize(text)
	return strings.TrimSpace(emptyEnd.ReplaceAllString(safe, ""))
}

// fromText makes HTML of plain text.
func fromText(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
}
