package gift

import (
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
)

// piece is one question of a file with what stood around it.
type piece struct {
	line     int
	text     string
	masked   string // the text with its signs hidden, once somebody asked for it
	id       string
	tags     []string
	category []string
	unclosed bool
}

// scanner cuts a file into pieces: at empty lines, except inside braces.
type scanner struct {
	lines    []string
	at       int
	category []string
}

// openLines is how far a brace may reach over empty lines.
const openLines = 200

var (
	idMark  = regexp.MustCompile(`\[id:((?:[^\]\\]|\\.)+)\]`)
	tagMark = regexp.MustCompile(`\[tag:((?:[^\]\\]|\\.)+)\]`)
	escaped = regexp.MustCompile(`\\(.)`)
)

// next gives the next piece; false at the end.
func (s *scanner) next() (piece, bool) {
	var p piece
	var text []string
	depth, gap := 0, -1 // gap: index into text of the first empty line within braces
	gapAt := 0
	for ; s.at < len(s.lines); s.at++ {
		line := strings.TrimSpace(s.lines[s.at])
		switch {
		case strings.HasPrefix(line, "//"):
			p.comment(line)
			continue
		case line == "" && depth == 0:
			if len(text) > 0 {
				s.at++
				return p.with(text, false, s.category), true
			}
			p = piece{}
			continue
		case line == "":
			if gap < 0 {
				gap, gapAt = len(text), s.at
			}
			text = append(text, "")
			continue
		case strings.HasPrefix(line, "$CATEGORY:") && depth == 0:
			if len(text) > 0 {
				return p.with(text, false, s.category), true
			}
			s.category = markup.Category(line[len("$CATEGORY:"):])
			p = piece{}
			continue
		}
		change := braces(line)
		if gap >= 0 && (runaway(line, change) || s.at-gapAt > openLines) {
			s.at = gapAt + 1
			return p.with(text[:gap], true, s.category), true
		}
		if len(text) == 0 {
			p.line = s.at + 1
		}
		text = append(text, s.lines[s.at])
		depth = max(0, depth+change)
		if depth == 0 {
			gap = -1
		}
	}
	if depth > 0 && gap >= 0 {
		s.at = gapAt + 1
		text = text[:gap]
	}
	return p.with(text, depth > 0, s.category), len(text) > 0
}

// runaway reports a line that begins a new question although a brace is open.
func runaway(line string, change int) bool {
	if strings.HasPrefix(line, "::") || strings.HasPrefix(line, "$CATEGORY:") {
		return true
	}
	return change > 0 && !strings.ContainsRune("=~#", rune(line[0]))
}

// braces counts opening minus closing braces that are not escaped.
func braces(line string) int {
	n := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '{':
			n++
		case '}':
			n--
		}
	}
	return n
}

func (p *piece) comment(line string) {
	if m := idMark.FindStringSubmatch(line); m != nil {
		p.id = strings.TrimSpace(question.Legible(escaped.ReplaceAllString(m[1], "$1")))
	}
	for _, m := range tagMark.FindAllStringSubmatch(line, -1) {
		p.tags = append(p.tags, escaped.ReplaceAllString(m[1], "$1"))
	}
}

func (p piece) with(lines []string, unclosed bool, category []string) piece {
	p.masked = ""
	p.text, p.unclosed, p.category = strings.TrimSpace(strings.Join(lines, "\n")), unclosed, category
	return p
}

// hidden is the text with its signs hidden; that costs much for long ones.
func (p *piece) hidden() string {
	if p.masked == "" {
		p.masked = hidden(p.text)
	}
	return p.masked
}

// separate cuts a piece that holds several questions without empty lines
// between them: each ends with the brace that ends its line. Where they do not
// come apart cleanly the piece stays whole.
func separate(p piece) []piece {
	lines := strings.Split(p.text, "\n")
	var list []piece
	from, depth := 0, 0
	for i, line := range lines {
		depth = max(0, depth+braces(line))
		if depth > 0 || !strings.HasSuffix(strings.TrimSpace(line), "}") && i < len(lines)-1 {
			continue
		}
		next := p.with(lines[from:i+1], false, p.category)
		if markup.Excessive(next.text) {
			return []piece{p}
		}
		if _, _, _, sub := split(next.hidden()); sub != "" {
			return []piece{p}
		}
		next.line = p.line + from
		if from > 0 {
			next.id, next.tags = "", nil
		}
		list = append(list, next)
		from = i + 1
		if len(list) > exchange.MaxItems {
			return list // more than is read
		}
	}
	if from < len(lines) {
		return []piece{p}
	}
	return list
}
