// Package printing makes Word files of a form: the paper, its answer card and, as
// a file of its own, its key. It is pure.
//
// A paper and a card are made of faces alone, which hold neither key nor
// explanation.
package printing

import (
	"fmt"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/docx"
)

// ContentType of what the package makes.
const ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Paper is what is printed.
type Paper struct {
	Title           string // 车工 四级/中级工理论知识试卷
	Name            string // of the blueprint
	Code            string
	Minutes         int
	TotalHundredths marking.Hundredths
	Partial         bool // an incomplete answer to a multiple question earns a share
	Sections        []Section
	Questions       []Question // in the order of the paper
}

// Section is a part of the paper.
type Section struct {
	Type            question.Type
	Title           string
	ScoreHundredths marking.Hundredths // of one question
}

// Question is one question of the paper.
type Question struct {
	Number   int // from 1 over the whole paper
	Section  int // index into Paper.Sections
	Face     question.Face
	Pictures [][]byte // PNG, JPEG or GIF, in the order of their numbers
	Loose    []int    // numbers of the pictures that no text names: they stand below the stem
}

// Answer is what is right of one question.
type Answer struct {
	Number   int
	Score    marking.Hundredths
	Body     question.Body
	Pictures [][]byte
}

// Layout is the shape of a paper's pages.
type Layout string

// The layouts.
const (
	A4 Layout = "a4"
	A3 Layout = "a3" // lying, two columns
)

// Draw gives a picture of a formula that Office Math has no form for.
type Draw func(latex string) (*docx.Picture, error)

func (l Layout) page() docx.Page {
	page := docx.A4()
	if l == A3 {
		page = docx.A3Columns()
	}
	page.Footer = docx.PageFooter()
	return page
}

// column is the width of the layout's text in points.
func (l Layout) column() float64 {
	page := l.page()
	n := float64(max(page.Columns, 1))
	return (page.Width - page.Left - page.Right - (n-1)*page.Gap) / n * 72 / 25.4
}

// of gives the questions of a section.
func (p Paper) of(section int) []Question {
	var list []Question
	for _, q := range p.Questions {
		if q.Section == section {
			list = append(list, q)
		}
	}
	return list
}

// sheet is a file in the making.
type sheet struct {
	doc    *docx.Writer
	layout Layout
}

func newSheet(title string, layout Layout, page docx.Page, draw Draw) *sheet {
	return &sheet{doc: docx.NewWriter(docx.Setup{Title: title, Page: page, Draw: draw}), layout: layout}
}

func (s *sheet) bytes() ([]byte, error) {
	raw, err := s.doc.Bytes()
	if err != nil {
		return nil, fmt.Errorf("print: %w", err)
	}
	return raw, nil
}

// centred adds a line in the middle.
func (s *sheet) centred(text string, set docx.Setting) {
	s.doc.Paragraph(docx.Paragraph{Align: "center", Set: set, Runs: []docx.Run{{Text: text}}})
}

func cell(text string) docx.Cell {
	return docx.Cell{Set: docx.CellSetting{Middle: true}, Blocks: []docx.Block{line(text, "center")}}
}

func line(text, align string) docx.Block {
	return docx.Block{Paragraph: &docx.Paragraph{Align: align, Runs: []docx.Run{{Text: text}}}}
}
