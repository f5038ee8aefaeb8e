package moodle

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// perQuestion is how many parts of XML one question may have, and how many may
// stand between two questions.
const perQuestion = 20_000

// stream gives the questions of a file one by one, so that memory holds one
// tree at a time.
type stream struct {
	tokens *xmlsafe.Reader
	count  int  // parts since the last question
	closed bool // the root element has ended
}

// newStream opens the root element. Named entities of HTML stand for a letter
// each and do no harm.
func newStream(data []byte) (*stream, error) {
	limits := xmlsafe.Limits{MaxBytes: exchange.MaxBytes, MaxDepth: 60, MaxTokens: 4_000_000, HTMLEntities: true}
	tokens, err := xmlsafe.NewReader(withoutControls(data), limits)
	if err != nil {
		return nil, markup.XMLFault(err)
	}
	s := &stream{tokens: tokens}
	for {
		token, err := s.token()
		if err != nil {
			return nil, markup.XMLFault(err)
		}
		if start, is := token.(xml.StartElement); is {
			if start.Name.Local != "quiz" {
				return nil, fault.New(fault.Invalid, exchange.SubFileUnknown)
			}
			return s, nil
		}
	}
}

// next gives the next question; nil at the end of the file.
func (s *stream) next() (*xmlsafe.Node, error) {
	for {
		token, err := s.token()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, markup.XMLFault(err)
		}
		if _, end := token.(xml.EndElement); end {
			s.closed = true
		}
		start, is := token.(xml.StartElement)
		if !is {
			continue
		}
		if s.closed { // two files in one
			return nil, markup.XMLFault(&xmlsafe.Error{Line: s.tokens.Line(), Err: xmlsafe.ErrSyntax})
		}
		if start.Name.Local == "question" {
			s.count = 0
		}
		node, err := s.tree(start)
		if err != nil {
			return nil, markup.XMLFault(err)
		}
		if node.Name == "question" {
			return node, nil
		}
	}
}

func (s *stream) token() (xml.Token, error) {
	if s.count++; s.count > perQuestion {
		return nil, &xmlsafe.Error{Line: s.tokens.Line(), Err: xmlsafe.ErrMany}
	}
	return s.tokens.Token()
}

// tree reads an element to its end.
func (s *stream) tree(start xml.StartElement) (*xmlsafe.Node, error) {
	root := &xmlsafe.Node{Name: start.Name.Local, Attrs: start.Attr, Line: s.tokens.Line()}
	open := []*xmlsafe.Node{root}
	for len(open) > 0 {
		token, err := s.token()
		if err != nil {
			return nil, err
		}
		here := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			node := &xmlsafe.Node{Name: token.Name.Local, Attrs: token.Attr, Line: s.tokens.Line()}
			here.Children = append(here.Children, node)
			open = append(open, node)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			here.Children = append(here.Children, &xmlsafe.Node{Text: string(token)})
		}
	}
	return root, nil
}

// withoutControls drops control characters that XML forbids and Word leaves
// behind. In UTF-16 they are left alone.
func withoutControls(data []byte) []byte {
	forbidden := func(b byte) bool { return b < ' ' && b != '\t' && b != '\n' && b != '\r' }
	if bytes.IndexByte(data, 0) >= 0 || !slices.ContainsFunc(data, forbidden) {
		return data
	}
	return slices.DeleteFunc(slices.Clone(data), forbidden)
}
