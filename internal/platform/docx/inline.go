package docx

import (
	"errors"
	"strconv"
	"strings"

	"jiangxun/internal/platform/docx/formula"
	"jiangxun/internal/platform/xmlsafe"
)

// refused tells errors of XML that was built to harm from mere damage.
func refused(err error) bool {
	return errors.Is(err, xmlsafe.ErrDoctype) || errors.Is(err, xmlsafe.ErrDeep) ||
		errors.Is(err, xmlsafe.ErrMany) || errors.Is(err, xmlsafe.ErrLong)
}

// inlines reads the children of a paragraph or of what stands around runs.
func (r *reader) inlines(parent *xmlsafe.Node, p *Paragraph, base look) {
	for _, node := range parent.Children {
		switch {
		case node.Is("w", "r"):
			r.run(node, p, r.styles.with(base, node.Child("w", "rPr")))
		case node.Is("m", "oMath"):
			r.equation(p, node, false, base)
		case node.Is("m", "oMathPara"):
			r.equations(p, node, base)
		case node.Is("mc", "AlternateContent"):
			r.alternate(node, func(branch *xmlsafe.Node) { r.inlines(branch, p, base) })
		case node.Is("w", "pict"), node.Is("w", "object"), node.Is("w", "drawing"):
			r.content(node, p, base)
		default:
			for _, inner := range unwrap(node) {
				r.inlines(inner, p, base)
			}
		}
	}
}

// understood are the extensions whose content this package reads; where others
// are required, such as ink and 3D models, the older form holds a picture.
var understood = map[string]bool{
	"wps": true, "wpg": true, "wpc": true, "wp14": true, "w14": true, "w15": true, "w16se": true, "w16cid": true, "w16": true,
	"a14": true, "wne": true, "v": true, "o": true, "": true,
}

// alternate reads the first branch that is understood: the newer form, else
// the older one for programs that do not know it.
func (r *reader) alternate(node *xmlsafe.Node, read func(branch *xmlsafe.Node)) {
	var last *xmlsafe.Node
	for _, branch := range node.Children {
		if branch.Space != "mc" || len(branch.Children) == 0 {
			continue
		}
		last = branch
		if branch.Name == "Fallback" || branch.Name == "Choice" && understood[strings.TrimSpace(branch.Attr("", "Requires"))] {
			break
		}
	}
	if last != nil {
		read(last)
	}
}

func (r *reader) run(node *xmlsafe.Node, p *Paragraph, format look) {
	if node.Child("w", "rPr").Child("w", "del") != nil {
		return
	}
	for _, child := range node.Children {
		r.content(child, p, format)
	}
}

// content reads one thing in a run.
func (r *reader) content(node *xmlsafe.Node, p *Paragraph, format look) {
	if node.Space == "mc" && node.Name == "AlternateContent" {
		r.alternate(node, func(branch *xmlsafe.Node) {
			for _, child := range branch.Children {
				r.content(child, p, format)
			}
		})
		return
	}
	if node.Space != "w" {
		return
	}
	switch node.Name {
	case "t":
		r.add(p, Run{Text: readable(textOf(node), format.symbol)}, format)
	case "tab", "ptab":
		r.add(p, Run{Kind: Tab}, format)
	case "br":
		kind := Break
		if t := node.Attr("w", "type"); t == "page" || t == "column" {
			kind = NewPage
		}
		r.add(p, Run{Kind: kind}, format)
	case "cr":
		r.add(p, Run{Kind: Break}, format)
	case "noBreakHyphen":
		r.add(p, Run{Text: "-"}, format)
	case "sym":
		r.sym(node, p, format)
	case "ruby":
		r.inlines(node.Child("w", "rubyBase"), p, format)
	case "fldChar":
		r.fieldMark(node, p, format)
	case "instrText":
		r.fieldCode(node.Content())
	case "drawing", "pict", "object":
		r.picture(node, p, format)
	}
}

// textOf gives a text as Word shows it: blanks at its ends only where they are
// asked for.
func textOf(node *xmlsafe.Node) string {
	text := strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\u00ad", "").Replace(node.Content())
	if node.Attr("xml", "space") != "preserve" {
		text = strings.Trim(text, " \t")
	}
	return text
}

func (r *reader) sym(node *xmlsafe.Node, p *Paragraph, format look) {
	code, err := strconv.ParseUint(node.Attr("w", "char"), 16, 16)
	if err != nil {
		return
	}
	found, ok := symbol(node.Attr("w", "font"), rune(code))
	if !ok {
		found = '□'
		if code < 0xe000 || code > 0xf8ff {
			found = rune(code)
		}
	}
	r.add(p, Run{Text: string(found)}, format)
}

// add appends a run, to the last one where nothing differs.
func (r *reader) add(p *Paragraph, run Run, format look) {
	if r.failed != nil || format.hidden || r.inFieldCode() || run.Kind == Text && run.Text == "" {
		return
	}
	run.Format = format.Format
	if last := len(p.Runs) - 1; last >= 0 && run.Kind == Text {
		before := &p.Runs[last]
		if before.Kind == Text && before.Format == run.Format && len(before.Text) < 4096 {
			before.Text += run.Text
			return
		}
	}
	if r.runs++; r.runs > runsPerParagraph*r.limits.MaxParagraphs {
		r.failed = ErrTooMany
		return
	}
	p.Runs = append(p.Runs, run)
}

// runsPerParagraph is how many pieces of one format a paragraph holds at most,
// taken over the whole file.
const runsPerParagraph = 3

func (r *reader) equations(p *Paragraph, node *xmlsafe.Node, base look) {
	first := true
	for _, child := range node.Children {
		if !child.Is("m", "oMath") {
			continue
		}
		if !first {
			r.add(p, Run{Kind: Break}, base)
		}
		first = false
		r.equation(p, child, true, base)
	}
}

func (r *reader) equation(p *Paragraph, node *xmlsafe.Node, display bool, base look) {
	latex, whole := formula.FromOMML(node)
	if !whole {
		r.warn(p, WarnFormula, latex)
	}
	if latex == "" {
		return
	}
	r.add(p, Run{Kind: Equation, Text: latex, Display: display}, base)
}
