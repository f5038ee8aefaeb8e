package printing

import (
	"bytes"
	"fmt"
	"html"
	"image"
	_ "image/gif"  // sizes of pictures
	_ "image/jpeg" // sizes of pictures
	_ "image/png"  // sizes of pictures
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/bank/question/inword"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/docx"
)

// widest is how wide a picture is shown at most, in mm.
const (
	widestStem   = 100
	widestOption = 38
)

// holder writes the texts of one question.
type holder struct {
	pictures [][]byte
}

// blocks writes a text whose pictures are at most so many mm wide.
func (h holder) blocks(prefix, text string, widest float64) []docx.Block {
	return inword.Blocks(prefix, text, inword.Options{Picture: func(n int, alt string) docx.Run { return h.picture(n, alt, widest) }})
}

func (h holder) picture(n int, alt string, widest float64) docx.Run {
	if n > len(h.pictures) || len(h.pictures[n-1]) == 0 {
		return docx.Run{Text: "（图）"}
	}
	raw := h.pictures[n-1]
	size, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return docx.Run{Text: "（图）"}
	}
	p := &docx.Picture{Name: "picture", Type: "image/" + kind, Data: raw, Alt: alt}
	const perPixel, perMM = 9525, 36000
	if float64(size.Width)*perPixel > widest*perMM {
		p.Width = int64(widest * perMM)
	}
	return docx.Run{Kind: docx.Image, Picture: p}
}

// question prints a question as one block that pages do not divide: every
// paragraph keeps with the next but the last.
func (s *sheet) question(q Question, score marking.Hundredths) {
	h := holder{pictures: q.Pictures}
	blocks := s.stem(h, q)
	if q.Face.Type == question.Case {
		shares := 0
		for _, part := range q.Face.Parts {
			shares += weight(part)
		}
		for i, part := range q.Face.Parts {
			asked := bracketed(part)
			if part.Type == question.Judge {
				asked += "（　　）"
			}
			stem := h.blocks(fmt.Sprintf("（%d）", i+1), asked, widestStem)
			blocks = append(append(blocks, stem...), s.answering(h, part, score*marking.Hundredths(weight(part))/marking.Hundredths(max(shares, 1)))...)
		}
	} else {
		blocks = append(blocks, s.answering(h, q.Face, score)...)
	}
	s.doc.Add(kept(blocks)...)
}

// weight of a part as far as a face tells: parts that are written take more
// room than those that are chosen.
func weight(f question.Face) int {
	if f.Type.Chosen() {
		return 1
	}
	return 2
}

func (s *sheet) stem(h holder, q Question) []docx.Block {
	prefix := strconv.Itoa(q.Number) + "．"
	if q.Face.Type == question.Judge {
		prefix = "（　　）" + prefix
	}
	blocks := h.blocks(prefix, bracketed(q.Face), widestStem)
	for _, n := range q.Loose {
		blocks = append(blocks, docx.Block{Paragraph: &docx.Paragraph{Align: "center", Runs: []docx.Run{h.picture(n, "", widestStem)}}})
	}
	return blocks
}

var (
	bracket   = regexp.MustCompile(`[（(][\s\x{3000}\x{a0}_]*[）)]`)
	emptyMark = regexp.MustCompile(`_{3,}`)
)

// bracketed gives the stem with the place for its answer: brackets where
// letters go, lines long enough to write on.
func bracketed(f question.Face) string {
	switch f.Type {
	case question.Single, question.Multiple:
		if !bracket.MatchString(question.Plain(f.Stem)) {
			return f.Stem + "（　　）"
		}
	case question.Fill:
		return emptyMark.ReplaceAllString(f.Stem, strings.Repeat("_", 12))
	}
	return f.Stem
}

// answering prints what stands below a stem: options, or room to write.
func (s *sheet) answering(h holder, f question.Face, score marking.Hundredths) []docx.Block {
	switch f.Type {
	case question.Single, question.Multiple:
		return s.options(h, f.Options)
	case question.Judge:
		return nil
	case question.Fill:
		return gaps(f)
	case question.Ordering:
		return append(s.options(h, f.Options), line("正确顺序："+strings.Repeat("_", 2+4*len(f.Options)), ""))
	case question.Matching:
		return s.matching(h, f)
	case question.Hotspot:
		return []docx.Block{line(fmt.Sprintf("请在图上用“×”标出%d处。", max(f.Places, 1)), "")}
	}
	return []docx.Block{room(score)}
}

// gaps gives the lines that the stem does not show, with their units.
func gaps(f question.Face) []docx.Block {
	var blocks []docx.Block
	if question.Marks(f.Stem) == 0 {
		for i, g := range f.Blanks {
			blocks = append(blocks, line(fmt.Sprintf("答（%d）：____________%s", i+1, g.Unit), ""))
		}
		return blocks
	}
	stem := question.Plain(f.Stem)
	for i, g := range f.Blanks {
		if g.Unit != "" && !strings.Contains(stem, g.Unit) {
			blocks = append(blocks, line(fmt.Sprintf("第%d空的单位：%s", i+1, g.Unit), ""))
		}
	}
	return blocks
}

// room is empty space to write in, larger for more points.
func room(score marking.Hundredths) docx.Block {
	const least, most, perPoint = 25, 150, 7
	height := min(most, max(least, float64(score)/100*perPoint))
	return docx.Block{Table: &docx.Table{Rows: []docx.Row{{
		Cells: []docx.Cell{{Blocks: []docx.Block{line("答：", "")}}}, Set: docx.RowSetting{Height: height, KeepRows: true},
	}}}}
}

// options prints options in four, two or one columns, after their length.
func (s *sheet) options(h holder, list []question.Choice) []docx.Block {
	columns := s.columns(list)
	if columns == 1 {
		var blocks []docx.Block
		for _, o := range list {
			blocks = append(blocks, indented(h.blocks(o.Key+"．", o.HTML, widestStem), 21)...)
		}
		return blocks
	}
	width := (s.layout.column() - 21) / float64(columns)
	var tabs []float64
	for i := 1; i < columns; i++ {
		tabs = append(tabs, 21+width*float64(i))
	}
	var blocks []docx.Block
	for at := 0; at < len(list); at += columns {
		p := &docx.Paragraph{Set: docx.Setting{Left: 21, Tabs: tabs}}
		for i, o := range list[at:min(at+columns, len(list))] {
			if i > 0 {
				p.Runs = append(p.Runs, docx.Run{Kind: docx.Tab})
			}
			for _, b := range h.blocks(o.Key+"．", o.HTML, widestOption) {
				p.Runs = append(p.Runs, b.Paragraph.Runs...)
			}
		}
		blocks = append(blocks, docx.Block{Paragraph: p})
	}
	return blocks
}

var (
	command   = regexp.MustCompile(`\\[a-zA-Z]+|[{}^_\\]`)
	manyLines = regexp.MustCompile(`(?i)<(table|ul|ol|br|pre)\b|</p>\s*<p|</div>\s*<div|\\\[`)
)

// columns says in how many columns options fit.
func (s *sheet) columns(list []question.Choice) int {
	longest := 0.0
	for _, o := range list {
		if manyLines.MatchString(o.HTML) {
			return 1
		}
		width := textWidth(o.HTML)
		if len(question.PicturesIn(o.HTML)) > 0 {
			width += widestOption * 72 / 25.4 * float64(len(question.PicturesIn(o.HTML)))
		}
		longest = max(longest, width+24)
	}
	switch column := s.layout.column() - 21; {
	case longest <= column/4 && len(list) <= 4:
		return 4
	case longest <= column/2:
		return 2
	}
	return 1
}

// textWidth estimates the width of a text of 10.5 points.
func textWidth(h string) float64 {
	text := question.Plain(h)
	if strings.Contains(text, `\(`) {
		text = command.ReplaceAllString(text, "a")
	}
	width := 0.0
	for _, r := range text {
		if r > 0x2e7f || r == '—' || r == '…' || r == '“' || r == '”' {
			width += 10.5
		} else {
			width += 5.6
		}
	}
	return width
}

// matching prints left and right sides beside each other.
func (s *sheet) matching(h holder, f question.Face) []docx.Block {
	t := &docx.Table{Set: docx.TableSetting{Borders: true}}
	for i := range max(len(f.Pairs), len(f.Options)) {
		row := docx.Row{Set: docx.RowSetting{KeepRows: true}, Cells: []docx.Cell{{}, {}}}
		if i < len(f.Pairs) {
			row.Cells[0].Blocks = h.blocks(fmt.Sprintf("（　　）%d）", i+1), f.Pairs[i], widestOption)
		}
		if i < len(f.Options) {
			row.Cells[1].Blocks = h.blocks(f.Options[i].Key+"．", f.Options[i].HTML, widestOption)
		}
		t.Rows = append(t.Rows, row)
	}
	return []docx.Block{{Table: t}}
}

func indented(blocks []docx.Block, left float64) []docx.Block {
	for _, b := range blocks {
		if b.Paragraph != nil {
			b.Paragraph.Set.Left = left
		}
	}
	return blocks
}

// kept binds the blocks of one question together.
func kept(blocks []docx.Block) []docx.Block {
	for i, b := range blocks {
		last := i == len(blocks)-1
		if b.Paragraph != nil {
			b.Paragraph.Set.KeepLines, b.Paragraph.Set.KeepNext = true, !last
			b.Paragraph.Set.Line = 1.2
			if i == 0 {
				b.Paragraph.Set.Before = 3
			}
			continue
		}
		for r := range b.Table.Rows {
			b.Table.Rows[r].Set.KeepRows = !last || r < len(b.Table.Rows)-1
		}
	}
	return blocks
}

func text(plain string) string { return html.EscapeString(plain) }
