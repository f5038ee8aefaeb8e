package loosejson

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// node is a JSON value that keeps the order of its members.
type node struct {
	scalar  any // string, json.Number, bool, or nil
	members []member
	items   []node
	object  bool
	array   bool
}

type member struct {
	name  string
	value node
}

const (
	maxDepth = 16
	maxNodes = 1_000_000
	maxText  = 100 << 10 // of a text without pictures
	maxWhole = 8 << 20
)

var errDepth = errors.New("nested too deep, or too much of it")

// parser counts what it has read, so that a small file cannot grow.
type parser struct {
	decoder *json.Decoder
	count   int
}

// parse reads all values of a text: one, or one on each line.
func parse(text string) ([]node, int64, error) {
	p := parser{decoder: json.NewDecoder(strings.NewReader(text))}
	p.decoder.UseNumber()
	var list []node
	for {
		n, err := p.value(0)
		if errors.Is(err, io.EOF) && len(list) > 0 {
			return list, 0, nil
		}
		if err != nil {
			return nil, p.decoder.InputOffset(), err
		}
		list = append(list, n)
	}
}

func (p *parser) value(depth int) (node, error) {
	token, err := p.decoder.Token()
	if err != nil {
		return node{}, err
	}
	p.count++
	if depth > maxDepth || p.count > maxNodes {
		return node{}, errDepth
	}
	switch token {
	case json.Delim('{'):
		return p.object(depth)
	case json.Delim('['):
		n := node{array: true}
		for p.decoder.More() {
			item, err := p.value(depth + 1)
			if err != nil {
				return node{}, cut(err)
			}
			n.items = append(n.items, item)
		}
		_, err = p.decoder.Token()
		return n, cut(err)
	}
	if text, ok := token.(string); ok && (len(text) > maxWhole || len(text) > maxText && !strings.Contains(text, ";base64,")) {
		return node{}, errDepth
	}
	return node{scalar: token}, nil
}

func (p *parser) object(depth int) (node, error) {
	n := node{object: true}
	for p.decoder.More() {
		name, err := p.decoder.Token()
		if err != nil {
			return node{}, cut(err)
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return node{}, cut(err)
		}
		text, _ := name.(string)
		n.members = append(n.members, member{text, value})
	}
	_, err := p.decoder.Token()
	return n, cut(err)
}

// cut tells a text that ends within a value from one that ends after it.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// text gives a scalar as people write it; lists of scalars stand on lines.
func (n node) text() string {
	switch v := n.scalar.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "正确"
		}
		return "错误"
	}
	var lines []string
	for _, item := range n.items {
		if t := item.text(); t != "" {
			lines = append(lines, t)
		}
	}
	if n.object {
		for _, m := range n.members {
			if namesText(plainName(m.name)) && !m.value.object {
				return m.value.text()
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (n node) isNumber() bool { _, ok := n.scalar.(json.Number); return ok }
func (n node) isWord() bool   { return n.scalar != nil && !n.isBool() }
func (n node) isBool() bool   { _, ok := n.scalar.(bool); return ok }
func (n node) empty() bool    { return n.scalar == nil && len(n.items) == 0 && len(n.members) == 0 }
