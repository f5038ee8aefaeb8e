package docx

import (
	"fmt"
	"io"
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

// Read reads a whole file. The errors of this package say why one is refused;
// what could not be taken over stands in the document's warnings.
func Read(r io.ReaderAt, size int64, limits Limits) (Document, error) {
	limits = limits.filled()
	if size > limits.MaxBytes {
		return Document{}, ErrTooLarge
	}
	raw := make([]byte, max(size, 0))
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), raw); err != nil {
		return Document{}, fmt.Errorf("read docx: %w", err)
	}
	files, err := openPack(raw, limits)
	if err != nil {
		return Document{}, err
	}
	in := &reader{pack: files, limits: limits, pictures: map[string]*Picture{}}
	main, err := in.open()
	if err != nil {
		return Document{}, err
	}
	if err := in.pack.tellBody(main, in); err != nil {
		return Document{}, err
	}
	in.document.Blocks = append(in.document.Blocks, in.rest()...)
	return in.document, nil
}

// reader walks through one file. failed ends it.
type reader struct {
	pack      *pack
	limits    Limits
	styles    *styles
	numbering *numbering
	relations map[string]relation
	pictures  map[string]*Picture // by part
	document  Document
	count     int // of paragraphs begun
	cells     int
	runs      int
	underway  *tableReader // the table of the body that is being told
	fields    []field      // open ones, outermost first
	boxes     []*xmlsafe.Node
	carry     []Run // of a paragraph whose end was deleted
	failed    error
}

func (r *reader) child(node *xmlsafe.Node) error {
	r.document.Blocks = append(r.document.Blocks, r.block(node)...)
	return r.failed
}

func (r *reader) tableBegins() { r.underway = newTable() }

func (r *reader) tableChild(node *xmlsafe.Node) error {
	r.rows(r.underway, node)
	return r.failed
}

func (r *reader) tableEnds() {
	r.document.Blocks = append(r.document.Blocks, Block{Table: r.underway.table})
	r.underway = nil
}

// open reads the parts that stand around the text and gives the name of the
// text's part.
func (r *reader) open() (string, error) {
	top, err := r.pack.relations("")
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrStructure, err)
	}
	main, ok := find(top, "officeDocument")
	if !ok || !r.pack.files.Has(main) {
		main = "word/document.xml"
	}
	if !r.pack.files.Has(main) {
		return "", ErrNotDocx
	}
	if r.relations, err = r.pack.relations(main); err != nil {
		return "", fmt.Errorf("%w: %w", ErrStructure, err)
	}
	r.styles = readStyles(r.part("styles"))
	r.numbering = readNumbering(r.part("numbering"), r.styles)
	if _, macros := find(r.relations, "vbaProject"); macros {
		r.warnFile(WarnMacros, "")
	}
	return main, r.failed
}

// part reads a part beside the text; nil where it is missing or unreadable.
func (r *reader) part(kind string) *xmlsafe.Node {
	name, ok := find(r.relations, kind)
	if !ok || !r.pack.files.Has(name) {
		return nil
	}
	root, err := r.pack.tree(name)
	if err != nil {
		if refused(err) {
			r.failed = fmt.Errorf("%w: %w", ErrStructure, err)
		}
		r.warnFile(WarnPart, name)
		return nil
	}
	return root
}

func (r *reader) warnFile(code, detail string) {
	r.document.Warnings = append(r.document.Warnings, Warning{Paragraph: -1, Code: code, Detail: detail})
}

// maxWarnings bounds the list; a file of ten thousand old equations needs no
// ten thousand lines to say so.
const maxWarnings = 1_000

func (r *reader) warn(p *Paragraph, code, detail string) {
	if len(r.document.Warnings) < maxWarnings {
		r.document.Warnings = append(r.document.Warnings, Warning{Paragraph: p.Index, Code: code, Detail: detail})
	}
}

// blocks reads the paragraphs and tables in a story or a cell.
func (r *reader) blocks(parent *xmlsafe.Node) []Block {
	var out []Block
	for _, node := range parent.Children {
		out = append(out, r.block(node)...)
	}
	return append(out, r.rest()...)
}

// rest gives what a last paragraph without an end has left.
func (r *reader) rest() []Block {
	if len(r.carry) == 0 {
		return nil
	}
	return r.paragraph(&xmlsafe.Node{})
}

// block reads a paragraph or a table, unwrapping what stands around them.
func (r *reader) block(node *xmlsafe.Node) []Block {
	switch {
	case r.failed != nil:
		return nil
	case node.Is("w", "p"):
		return r.paragraph(node)
	case node.Is("w", "tbl"):
		return []Block{{Table: r.table(node)}}
	case node.Is("w", "altChunk"):
		r.warnFile(WarnOtherFile, "")
		return nil
	case node.Is("m", "oMathPara"), node.Is("m", "oMath"): // astray, as some programs write it
		return r.paragraph(&xmlsafe.Node{Children: []*xmlsafe.Node{node}})
	}
	var out []Block
	if node.Is("mc", "AlternateContent") {
		r.alternate(node, func(branch *xmlsafe.Node) { out = r.blocks(branch) })
		return out
	}
	for _, inner := range unwrap(node) {
		for _, child := range inner.Children {
			out = append(out, r.block(child)...)
		}
	}
	return out
}

// unwrap gives what to read in place of an element that only stands around
// others; nothing where the element is to be left out.
func unwrap(node *xmlsafe.Node) []*xmlsafe.Node {
	switch {
	case node.Is("w", "sdt"):
		if node.Child("w", "sdtPr").Child("w", "showingPlcHdr") != nil {
			return nil
		}
		if content := node.Child("w", "sdtContent"); content != nil {
			return []*xmlsafe.Node{content}
		}
	case node.Is("w", "ins"), node.Is("w", "moveTo"), node.Is("w", "smartTag"), node.Is("w", "customXml"),
		node.Is("w", "hyperlink"), node.Is("w", "fldSimple"), node.Is("w", "dir"), node.Is("w", "bdo"),
		node.Is("w", "rubyBase"), node.Is("w", "subDoc"):
		return []*xmlsafe.Node{node}
	case node.Is("w", "ruby"):
		if base := node.Child("w", "rubyBase"); base != nil {
			return []*xmlsafe.Node{base}
		}
	}
	return nil
}

// paragraph reads one paragraph and the text boxes that hang on it.
func (r *reader) paragraph(node *xmlsafe.Node) []Block {
	if r.count++; r.count > r.limits.MaxParagraphs {
		r.failed = ErrTooMany
		return nil
	}
	p := &Paragraph{Index: r.count - 1}
	properties := node.Child("w", "pPr")
	styleID := value(properties.Child("w", "pStyle"))
	if _, known := r.styles.byID[styleID]; !known {
		styleID = r.styles.defaultID
	}
	p.Runs, r.carry = r.carry, nil
	outer := r.boxes
	r.boxes = nil
	base := r.styles.base(styleID)
	r.inlines(node, p, base)
	r.closeFieldCodes(p)
	boxes := r.boxes
	r.boxes = outer
	if mark := properties.Child("w", "rPr"); mark.Child("w", "del") != nil || mark.Child("w", "moveFrom") != nil {
		r.count--
		r.carry = p.Runs
		return r.boxBlocks(boxes)
	}
	r.properties(p, properties, styleID)
	return append([]Block{{Paragraph: p}}, r.boxBlocks(boxes)...)
}

// boxBlocks reads text boxes, each a story with fields of its own.
func (r *reader) boxBlocks(boxes []*xmlsafe.Node) []Block {
	var out []Block
	for _, box := range boxes {
		fields, carry := r.fields, r.carry
		r.fields, r.carry = nil, nil
		out = append(out, r.blocks(box)...)
		r.fields, r.carry = fields, carry
	}
	return out
}

// properties fills in what the paragraph and its style say about it.
func (r *reader) properties(p *Paragraph, properties *xmlsafe.Node, styleID string) {
	chain := r.styles.chain(styleID)
	if len(chain) > 0 {
		p.Style = chain[0].name
	}
	look := func(name string) *xmlsafe.Node {
		if own := properties.Child("w", name); own != nil {
			return own
		}
		for _, s := range chain {
			if theirs := s.paragraph.Child("w", name); theirs != nil {
				return theirs
			}
		}
		return nil
	}
	if outline := number(look("outlineLvl"), 9); outline < 9 {
		p.Outline = outline + 1
	}
	p.Align = alignment(value(look("jc")))
	if before := look("pageBreakBefore"); before != nil {
		text, given := before.LookupAttr("w", "val")
		p.PageBreak = !given || isOn(text)
	}
	r.number(p, properties.Child("w", "numPr"), styleID)
}

func alignment(text string) string {
	switch text {
	case "start":
		return "left"
	case "end":
		return "right"
	case "distribute":
		return "both"
	}
	return text
}

// number works out the list number: from the paragraph, else from its style.
func (r *reader) number(p *Paragraph, own *xmlsafe.Node, styleID string) {
	listID, at := value(own.Child("w", "numId")), number(own.Child("w", "ilvl"), -1)
	if listID == "" {
		id := styleID
		for range maxChain {
			s, ok := r.styles.byID[id]
			if !ok {
				break
			}
			theirs := s.paragraph.Child("w", "numPr")
			if at < 0 {
				at = number(theirs.Child("w", "ilvl"), -1)
			}
			if listID = value(theirs.Child("w", "numId")); listID != "" {
				if at < 0 {
					at = r.numbering.levelOfStyle(listID, id)
				}
				break
			}
			id = s.basedOn
		}
	}
	if listID == "" || listID == "0" {
		return
	}
	p.Level = max(at, 0)
	p.Number, p.Bullet = r.numbering.next(listID, p.Level)
	p.Number = strings.TrimSpace(readable(p.Number, ""))
}
