package xmlsafe

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Node is an element, or a text where Name is empty. Comments and processing
// instructions are left out; a text that they or CDATA cut is several nodes.
type Node struct {
	Space, Name string // the namespace (or its short name, see Limits.Spaces) and the local name
	Attrs       []xml.Attr
	Children    []*Node
	Text        string // of a text
	Line        int    // where the element began; 0 for a text
}

// Parse reads a whole text into a tree.
func Parse(raw []byte, limits Limits) (*Node, error) {
	reader, err := NewReader(raw, limits)
	if err != nil {
		return nil, err
	}
	var root *Node
	for {
		token, err := reader.Token()
		if errors.Is(err, io.EOF) {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if root != nil {
			return nil, reader.fail(ErrSyntax)
		}
		if root, err = reader.Node(start); err != nil {
			return nil, err
		}
	}
}

// Node reads the rest of an element whose beginning Token has just given, up to
// its end; more than MaxNodes in it are ErrFull. With it a large text can be
// read part by part.
func (r *Reader) Node(start xml.StartElement) (*Node, error) {
	node := func(start xml.StartElement) *Node {
		return &Node{Space: start.Name.Space, Name: r.known(start.Name.Local), Attrs: start.Attr, Line: r.Line()}
	}
	root := node(start)
	open := []*Node{root}
	for nodes := 1; len(open) > 0; nodes++ {
		if nodes > r.limits.MaxNodes {
			return nil, r.fail(ErrFull)
		}
		token, err := r.Token()
		if errors.Is(err, io.EOF) {
			return nil, r.fail(ErrSyntax)
		}
		if err != nil {
			return nil, err
		}
		here := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			child := node(token)
			here.Children = append(here.Children, child)
			open = append(open, child)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			here.Children = append(here.Children, &Node{Text: string(token)})
		}
	}
	return root, nil
}

// known gives one copy of each name, of which a text has few but uses many.
func (r *Reader) known(name string) string {
	if kept, ok := r.names[name]; ok {
		return kept
	}
	if len(r.names) < 1_000 {
		r.names[name] = name
	}
	return name
}

// Is tells whether the node is the element space:name. A nil node is none.
func (n *Node) Is(space, name string) bool {
	return n != nil && n.Name == name && n.Space == space
}

// Child gives the first child element space:name, or nil. It may be called on
// nil, so that a path can be written as a chain.
func (n *Node) Child(space, name string) *Node {
	if n == nil {
		return nil
	}
	for _, child := range n.Children {
		if child.Is(space, name) {
			return child
		}
	}
	return nil
}

// Attr gives the value of an attribute, by its local name alone when space is
// empty. Missing ones are empty.
func (n *Node) Attr(space, name string) string {
	value, _ := n.LookupAttr(space, name)
	return value
}

// LookupAttr is Attr that tells a missing attribute from an empty one.
func (n *Node) LookupAttr(space, name string) (string, bool) {
	if n == nil {
		return "", false
	}
	for _, attr := range n.Attrs {
		if attr.Name.Local == name && (space == "" || attr.Name.Space == space) {
			return attr.Value, true
		}
	}
	return "", false
}

// Content gives all text inside, in order.
func (n *Node) Content() string {
	if n == nil {
		return ""
	}
	if n.Name == "" {
		return n.Text
	}
	var out strings.Builder
	n.content(&out)
	return out.String()
}

func (n *Node) content(out *strings.Builder) {
	for _, child := range n.Children {
		if child.Name == "" {
			out.WriteString(child.Text)
			continue
		}
		child.content(out)
	}
}
