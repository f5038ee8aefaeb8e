package question

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// Cleaner lets through the little HTML that a question needs: paragraphs, line
// breaks, emphasis, indices, lists, tables, and pictures by their number. No
// attribute but these, so nothing can run, load, link, overlay or clobber.
type Cleaner struct{ policy *bluemonday.Policy }

// NewCleaner builds the policy.
func NewCleaner() Cleaner {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "b", "strong", "i", "em", "u", "s", "sub", "sup", "ul", "ol", "li", "pre", "code",
		"table", "thead", "tbody", "tr", "td", "th", "div", "span")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("td", "th")
	p.AllowAttrs("data-picture").Matching(regexp.MustCompile(`^[1-9][0-9]?$`)).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	return Cleaner{policy: p}
}

var (
	// emptyEnd is what an editor leaves behind a text.
	emptyEnd = regexp.MustCompile(`(?:\s|<br\s*/?>|&nbsp;|<(?:div|p)>(?:\s|<br\s*/?>|&nbsp;)*</(?:div|p)>)+$`)
	// strayPicture is a picture tag whose number was not let through.
	strayPicture = regexp.MustCompile(`<img(?: alt="[^"]*")?\s*/?>`)
)

// Clean makes HTML safe; clean HTML stays as it is.
func (c Cleaner) Clean(text string) string {
	safe := c.policy.Sanitize(Legible(text))
	safe = strayPicture.ReplaceAllString(safe, "")
	return strings.TrimSpace(emptyEnd.ReplaceAllString(safe, ""))
}

// Legible drops what no text needs: invalid UTF-8, NUL and other control
// characters, direction overrides, zero-width marks. Line ends become \n.
func Legible(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
			r >= 0x200b && r <= 0x200f, r == 0xfeff:
			return -1
		}
		return r
	}, text)
}

// FromText makes HTML of plain text.
func FromText(text string) string {
	return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>")
}

// Math makes HTML of a formula in a line of text.
func Math(latex string) string { return `\(` + html.EscapeString(latex) + `\)` }

// DisplayMath makes HTML of a formula on a line of its own.
func DisplayMath(latex string) string { return `\[` + html.EscapeString(latex) + `\]` }

// PictureTag makes HTML of a picture; n counts from 1.
func PictureTag(n int, alt string) string {
	return `<img data-picture="` + strconv.Itoa(n) + `" alt="` + html.EscapeString(alt) + `">`
}
