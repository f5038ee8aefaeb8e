package docx

import (
	"path"
	"strconv"
	"strings"

	"jiangxun/internal/platform/xmlsafe"
)

// found is what lies inside a drawing.
type found struct {
	picture Picture // size, description and kind of object for those that follow
	count   int     // of pictures and texts
	charts  int
	shapes  int
}

// picture reads a drawing, an old picture or an embedded object: its pictures
// into the paragraph, its text boxes aside.
func (r *reader) picture(node *xmlsafe.Node, p *Paragraph, format look) {
	if format.hidden || r.inFieldCode() {
		return
	}
	got := &found{}
	r.search(node, p, format, got)
	switch {
	case got.picture.Object != "":
		r.warn(p, WarnObject, got.picture.Object)
	case got.charts > 0, got.count == 0 && got.shapes > 0:
		r.warn(p, WarnDrawing, got.picture.Alt)
	}
}

func (r *reader) search(node *xmlsafe.Node, p *Paragraph, format look, got *found) {
	if node.Is("w", "object") {
		got.picture.Object = objectKind(node)
	}
	for _, child := range node.Children {
		r.searchOne(child, p, format, got)
	}
}

func (r *reader) searchOne(node *xmlsafe.Node, p *Paragraph, format look, got *found) {
	switch node.Space + ":" + node.Name {
	case "mc:AlternateContent":
		r.alternate(node, func(branch *xmlsafe.Node) { r.search(branch, p, format, got) })
		return
	case "w:txbxContent":
		got.count++
		r.boxes = append(r.boxes, node)
		return
	case "wp:extent":
		got.picture.Width, got.picture.Height = emu(node.Attr("", "cx")), emu(node.Attr("", "cy"))
	case "wp:docPr":
		got.picture.Alt = node.Attr("", "descr")
	case "a:blip":
		r.image(node.Attr("r", "embed"), node.Attr("r", "link"), p, format, got)
	case "v:shape", "v:rect":
		if node.Attr("o", "hr") == "" { // not a line across the page
			got.shapes++
		}
		got.picture.Width, got.picture.Height = cssSize(node.Attr("", "style"))
		got.picture.Alt = node.Attr("", "alt")
	case "v:imagedata":
		id := node.Attr("r", "id")
		if id == "" {
			id = node.Attr("o", "relid")
		}
		r.image(id, node.Attr("r", "href"), p, format, got)
	case "v:textpath":
		got.count++
		r.add(p, Run{Text: node.Attr("", "string")}, format)
	case "c:chart", "dgm:relIds":
		got.charts++
	}
	if node.Name == "wsp" {
		got.shapes++
	}
	r.search(node, p, format, got)
}

func objectKind(node *xmlsafe.Node) string {
	kind := node.Child("o", "OLEObject").Attr("", "ProgID")
	if kind == "" {
		kind = "object"
	}
	return kind
}

// image adds the picture that a relation names.
func (r *reader) image(embed, link string, p *Paragraph, format look, got *found) {
	if embed == "" && link == "" {
		return
	}
	got.count++
	rel, ok := r.relations[embed]
	if embed == "" || ok && rel.external {
		r.warn(p, WarnPictureMissing, "")
		return
	}
	shared := r.load(rel.target)
	if shared == nil {
		r.warn(p, WarnPictureMissing, path.Base(rel.target))
		return
	}
	copied := got.picture
	copied.Name, copied.Type, copied.Data = shared.Name, shared.Type, shared.Data
	if !copied.Shown() {
		r.warn(p, WarnPictureUnsupported, path.Base(rel.target))
	}
	r.add(p, Run{Kind: Image, Picture: &copied}, format)
}

// load reads a picture's part once.
func (r *reader) load(part string) *Picture {
	if known, ok := r.pictures[part]; ok {
		return known
	}
	data, err := r.pack.files.Read(part)
	if err != nil || len(data) == 0 {
		r.pictures[part] = nil
		return nil
	}
	loaded := &Picture{Name: part, Type: sniff(data), Data: data}
	if loaded.Type == "" {
		switch strings.ToLower(path.Ext(part)) {
		case ".emf", ".emz":
			loaded.Type = "image/emf"
		case ".wmf", ".wmz":
			loaded.Type = "image/wmf"
		}
	}
	r.pictures[part] = loaded
	return loaded
}

func emu(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > 1<<31 {
		return 0
	}
	return n
}

// cssSize reads width and height out of an old picture's style.
func cssSize(css string) (width, height int64) {
	for _, part := range strings.Split(css, ";") {
		name, text, _ := strings.Cut(part, ":")
		switch strings.TrimSpace(name) {
		case "width":
			width = cssLength(strings.TrimSpace(text))
		case "height":
			height = cssLength(strings.TrimSpace(text))
		}
	}
	return width, height
}

func cssLength(text string) int64 {
	for unit, size := range map[string]float64{"pt": 12700, "in": 914400, "cm": 360000, "mm": 36000, "px": 9525} {
		if figures, ok := strings.CutSuffix(text, unit); ok {
			n, err := strconv.ParseFloat(figures, 64)
			if err != nil || n < 0 || n > 10_000 {
				return 0
			}
			return int64(n * size)
		}
	}
	return 0
}
