package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"jiangxun/internal/platform/archive"
	"jiangxun/internal/platform/xmlsafe"
)

// maxDepth is how deep elements may nest: text boxes in tables in text boxes
// with equations in them stay far below.
const maxDepth = 400

// spaces gives the namespaces the names that everybody writes them with, the
// strict dialect's as well.
var spaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":           "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                       "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":             "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                         "m",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":    "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                "r",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                  "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                              "a",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":             "wp",
	"http://schemas.openxmlformats.org/drawingml/2006/chart":                 "c",
	"http://schemas.openxmlformats.org/drawingml/2006/diagram":               "dgm",
	"urn:schemas-microsoft-com:vml":                                          "v",
	"urn:schemas-microsoft-com:office:office":                                "o",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":            "mc",
	"http://schemas.openxmlformats.org/package/2006/relationships":           "rel",
	"http://www.w3.org/XML/1998/namespace":                                   "xml",
}

// relation is a line of a .rels part.
type relation struct {
	kind     string // the last word of its type: image, styles, numbering
	target   string // the part's name; an address where external
	external bool
}

// pack is the opened file: parts by name.
type pack struct {
	files  *archive.Archive
	maxXML int64
}

func openPack(raw []byte, limits Limits) (*pack, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, ErrOldFormat
	case !bytes.HasPrefix(raw, []byte("PK")):
		return nil, ErrNotDocx
	}
	files, err := archive.Open(raw, archive.Limits{
		MaxUnpacked: limits.MaxUnpacked, MaxXML: limits.MaxXML, MaxEntries: limits.MaxEntries, AllowNested: true,
	})
	switch {
	case errors.Is(err, archive.ErrUnpacked):
		return nil, ErrUnpacked
	case err != nil:
		return nil, errors.Join(ErrStructure, err)
	}
	return &pack{files: files, maxXML: limits.MaxXML}, nil
}

// maxNodes bounds what is in memory as a tree at one time: a paragraph, a row
// of a table, a part beside the text. Some 100 bytes each.
const maxNodes = 300_000

func (p *pack) limits() xmlsafe.Limits {
	return xmlsafe.Limits{MaxBytes: p.maxXML, MaxDepth: maxDepth, MaxNodes: maxNodes, Spaces: spaces}
}

// tree reads a part as XML.
func (p *pack) tree(name string) (*xmlsafe.Node, error) {
	raw, err := p.files.Read(name)
	if err != nil {
		return nil, err
	}
	return xmlsafe.Parse(raw, p.limits())
}

// story is told what stands in the body, one by one: tables come in pieces,
// since a whole bank may stand in one.
type story interface {
	child(node *xmlsafe.Node) error
	tableBegins()
	tableChild(node *xmlsafe.Node) error
	tableEnds()
}

// tellBody reads the text's part, so that a large file is never in memory as a
// whole tree.
func (p *pack) tellBody(name string, to story) error {
	raw, err := p.files.Read(name)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStructure, err)
	}
	in, err := xmlsafe.NewReader(raw, p.limits())
	if err != nil {
		return structure(err)
	}
	depth, inBody, found := 0, false, false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return structure(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !inBody {
				depth++
				inBody = depth == 2 && token.Name == xml.Name{Space: "w", Local: "body"}
				found = found || inBody
				continue
			}
			if err := tellChild(in, token, to); err != nil {
				return err
			}
		case xml.EndElement:
			inBody = false
			depth--
		}
	}
	if !found {
		return ErrNotDocx
	}
	return nil
}

func tellChild(in *xmlsafe.Reader, start xml.StartElement, to story) error {
	if start.Name != (xml.Name{Space: "w", Local: "tbl"}) {
		node, err := in.Node(start)
		if err != nil {
			return structure(err)
		}
		return to.child(node)
	}
	to.tableBegins()
	for {
		token, err := in.Token()
		if err != nil {
			return structure(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			node, err := in.Node(token)
			if err != nil {
				return structure(err)
			}
			if err := to.tableChild(node); err != nil {
				return err
			}
		case xml.EndElement:
			to.tableEnds()
			return nil
		}
	}
}

func structure(err error) error {
	if errors.Is(err, xmlsafe.ErrFull) {
		return fmt.Errorf("%w: %w", ErrTooMany, err)
	}
	return fmt.Errorf("%w: %w", ErrStructure, err)
}

// relations reads the relations of a part; "" stands for the file itself.
func (p *pack) relations(part string) (map[string]relation, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	if !p.files.Has(name) {
		return map[string]relation{}, nil
	}
	root, err := p.tree(name)
	if err != nil {
		return nil, err
	}
	out := map[string]relation{}
	for _, line := range root.Children {
		if line.Name != "Relationship" {
			continue
		}
		kind := line.Attr("", "Type")
		rel := relation{
			kind:     kind[strings.LastIndex(kind, "/")+1:],
			target:   line.Attr("", "Target"),
			external: strings.EqualFold(line.Attr("", "TargetMode"), "External"),
		}
		if !rel.external {
			rel.target = resolve(folder, rel.target)
		}
		out[line.Attr("", "Id")] = rel
	}
	return out, nil
}

// resolve gives the part that a target written in a folder means.
func resolve(folder, target string) string {
	if decoded, err := url.PathUnescape(target); err == nil {
		target = decoded
	}
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = "/" + folder + target
	}
	return strings.TrimPrefix(path.Clean(target), "/")
}

// find gives the part of a kind.
func find(relations map[string]relation, kind string) (string, bool) {
	for _, rel := range relations {
		if rel.kind == kind && !rel.external {
			return rel.target, true
		}
	}
	return "", false
}

// sniff tells the type of a picture from its first bytes.
func sniff(data []byte) string {
	has := func(prefix string) bool { return bytes.HasPrefix(data, []byte(prefix)) }
	switch {
	case has("\x89PNG\r\n\x1a\n"):
		return "image/png"
	case has("\xff\xd8\xff"):
		return "image/jpeg"
	case has("GIF87a"), has("GIF89a"):
		return "image/gif"
	case has("BM"):
		return "image/bmp"
	case has("II*\x00"), has("MM\x00*"):
		return "image/tiff"
	case has("RIFF") && len(data) > 12 && string(data[8:12]) == "WEBP":
		return "image/webp"
	case has("\xd7\xcd\xc6\x9a"), has("\x01\x00\x09\x00"), has("\x02\x00\x09\x00"):
		return "image/wmf"
	case has("\x01\x00\x00\x00") && len(data) > 44 && string(data[40:44]) == " EMF":
		return "image/emf"
	case bytes.Contains(data[:min(len(data), 1024)], []byte("<svg")):
		return "image/svg+xml"
	}
	return ""
}
