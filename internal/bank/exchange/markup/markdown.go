package markup

import (
	"html"
	"regexp"
	"strings"
)

// FromAuto makes HTML of Moodle's automatic format: HTML with line ends that
// count, unless it has paragraphs of its own.
func FromAuto(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if ownBlocks.MatchString(text) {
		return text
	}
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "<br>")
}

var ownBlocks = regexp.MustCompile(`(?i)<(?:p|div|br|table|ul|ol|pre|h[1-6])\b[^>]*>`)

var (
	mdFence   = regexp.MustCompile("^\\s*(?:```|~~~)")
	mdBullet  = regexp.MustCompile(`^\s{0,3}[-*+]\s+(.*)$`)
	mdNumber  = regexp.MustCompile(`^\s{0,3}\d{1,3}[.)]\s+(.*)$`)
	mdHeading = regexp.MustCompile(`^\s{0,3}#{1,6}\s+(.*?)\s*#*$`)
	mdRule    = regexp.MustCompile(`^\s{0,3}(?:-\s*){3,}$|^\s{0,3}(?:\*\s*){3,}$`)
	mdBars    = regexp.MustCompile(`^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$`)
	mdKept    = regexp.MustCompile("(?s)`+[^`]+`+|\\\\\\\\?\\(.+?\\\\\\\\?\\)|\\\\\\\\?\\[.+?\\\\\\\\?\\]|\\$\\$.+?\\$\\$|<[A-Za-z/][^<>]*>")
	mdImage   = regexp.MustCompile(`!\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)`)
	mdLink    = regexp.MustCompile(`\[([^\]]+)\]\(\s*[^\s)]+(?:\s+"[^"]*")?\s*\)`)
	mdStrong  = regexp.MustCompile(`\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|\b__([^\s_](?:[^_]*[^\s_])?)__\b`)
	mdEm      = regexp.MustCompile(`\*([^\s*](?:[^*]*[^\s*])?)\*|\b_([^\s_](?:[^_]*[^\s_])?)_\b`)
	mdStruck  = regexp.MustCompile(`~~([^~]+)~~`)
	mdEscape  = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!>|])")
)

// FromMarkdown makes HTML of the Markdown that question files use: paragraphs,
// emphasis, code, lists, headings, tables, pictures, links. HTML and formulas
// inside stay as they are.
func FromMarkdown(text string) string {
	if Excessive(text) {
		return text
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	m := &markdown{}
	for _, line := range strings.Split(text, "\n") {
		m.line(line)
	}
	m.endCode()
	m.endBlock()
	return m.out.String()
}

// markdown gathers lines into blocks.
type markdown struct {
	out   strings.Builder
	lines []string // of the block that is open
	kind  string   // "p", "ul", "ol", "table" or ""
	code  bool
}

func (m *markdown) line(line string) {
	if mdFence.MatchString(line) {
		if m.code {
			m.endCode()
			return
		}
		m.endBlock()
		m.code = true
		return
	}
	if m.code {
		m.lines = append(m.lines, line)
		return
	}
	if strings.TrimSpace(line) == "" {
		m.endBlock()
		return
	}
	m.block(line)
}

// block adds a line to the block that it belongs to.
func (m *markdown) block(line string) {
	switch {
	case mdHeading.MatchString(line):
		m.endBlock()
		m.out.WriteString("<p><b>" + inline(mdHeading.FindStringSubmatch(line)[1]) + "</b></p>")
	case mdRule.MatchString(line) && m.kind != "p":
		m.endBlock()
	case mdBullet.MatchString(line):
		m.add("ul", mdBullet.FindStringSubmatch(line)[1])
	case mdNumber.MatchString(line) && m.kind != "p":
		m.add("ol", mdNumber.FindStringSubmatch(line)[1])
	case mdBars.MatchString(line) && strings.Contains(line, "|") && m.kind == "p" && len(m.lines) == 1:
		m.kind = "table"
	case m.kind == "table" && strings.Contains(line, "|"):
		m.lines = append(m.lines, line)
	case (m.kind == "ul" || m.kind == "ol") && len(m.lines) > 0:
		m.lines[len(m.lines)-1] += " " + strings.TrimSpace(line)
	default:
		m.add("p", line)
	}
}

func (m *markdown) add(kind, line string) {
	if m.kind != kind {
		m.endBlock()
	}
	m.kind = kind
	m.lines = append(m.lines, line)
}

func (m *markdown) endCode() {
	if !m.code {
		return
	}
	m.out.WriteString("<pre>" + html.EscapeString(strings.Join(m.lines, "\n")) + "</pre>")
	m.code, m.lines = false, nil
}

func (m *markdown) endBlock() {
	switch m.kind {
	case "p":
		m.out.WriteString("<p>" + inline(strings.TrimSpace(brokenLines(m.lines))) + "</p>")
	case "ul", "ol":
		m.out.WriteString("<" + m.kind + ">")
		for _, item := range m.lines {
			m.out.WriteString("<li>" + inline(item) + "</li>")
		}
		m.out.WriteString("</" + m.kind + ">")
	case "table":
		m.out.WriteString("<table>")
		for i, row := range m.lines {
			m.out.WriteString(tableRow(row, i == 0))
		}
		m.out.WriteString("</table>")
	}
	m.kind, m.lines = "", nil
}

// brokenLines joins the lines of a paragraph; two blanks at the end of one
// break it.
func brokenLines(lines []string) string {
	var out strings.Builder
	for i, line := range lines {
		out.WriteString(strings.TrimSpace(line))
		if i < len(lines)-1 && strings.HasSuffix(line, "  ") {
			out.WriteString("<br>")
		} else {
			out.WriteString("\n")
		}
	}
	return out.String()
}

func tableRow(line string, head bool) string {
	cell := "td"
	if head {
		cell = "th"
	}
	line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|")
	out := "<tr>"
	for _, text := range strings.Split(line, "|") {
		out += "<" + cell + ">" + inline(strings.TrimSpace(text)) + "</" + cell + ">"
	}
	return out + "</tr>"
}

// inline reads what stands within a line, leaving code, formulas and HTML.
func inline(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range mdKept.FindAllStringIndex(text, -1) {
		out.WriteString(emphasis(text[last:at[0]]))
		out.WriteString(kept(text[at[0]:at[1]]))
		last = at[1]
	}
	out.WriteString(emphasis(text[last:]))
	return pictures(out.String())
}

func pictures(text string) string {
	text = mdImage.ReplaceAllString(text, `<img src="$2" alt="$1">`)
	return mdLink.ReplaceAllString(text, "$1")
}

func kept(text string) string {
	switch text[0] {
	case '`':
		return "<code>" + html.EscapeString(strings.TrimSpace(strings.Trim(text, "`"))) + "</code>"
	case '\\':
		return html.EscapeString(strings.NewReplacer(`\\(`, `\(`, `\\)`, `\)`, `\\[`, `\[`, `\\]`, `\]`).Replace(text))
	case '$':
		return html.EscapeString(text)
	}
	return text
}

func emphasis(text string) string {
	// Escaped signs step aside while the others are read.
	text = mdEscape.ReplaceAllStringFunc(text, func(s string) string { return string(rune(0xE000) + rune(s[1])) })
	text = mdStrong.ReplaceAllString(text, "<strong>$1$2</strong>")
	text = mdEm.ReplaceAllString(text, "<em>$1$2</em>")
	text = mdStruck.ReplaceAllString(text, "<s>$1</s>")
	return strings.Map(func(r rune) rune {
		if r >= 0xE000 && r < 0xE080 {
			return r - 0xE000
		}
		return r
	}, text)
}
