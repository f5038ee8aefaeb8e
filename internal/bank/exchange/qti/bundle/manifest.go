package bundle

import (
	"path"
	"slices"
	"strings"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// manifest reads imsmanifest.xml.
func (b *Bundle) manifest() error {
	raw, err := b.read(path.Join(b.root, manifestName))
	if err != nil {
		return refusal(err)
	}
	root, err := xmlsafe.Parse(raw, xmlLimits())
	if err != nil {
		sub, params := XMLReason(err)
		if params != nil {
			sub = SubManifest
		}
		return fault.New(fault.Invalid, sub).With(params).Because(err)
	}
	if root.Name != "manifest" {
		return fault.New(fault.Invalid, SubManifest).With(fault.Params{"line": 1})
	}
	resources := first(root, "resources")
	if resources == nil {
		return nil
	}
	base := resources.Attr("", "base")
	for _, node := range resources.Children {
		if node.Name == "resource" {
			b.Resources = append(b.Resources, b.resourceOf(node, base))
		}
	}
	return nil
}

// based puts an href below its xml:base: by the letter a base without a slash
// at its end is a file whose folder counts, which is how Blackboard means it;
// others mean a folder.
func (b *Bundle) based(base, href string) string {
	if base == "" || strings.HasSuffix(base, "/") {
		return base + href
	}
	folder, _ := path.Split(base)
	for _, name := range []string{base + "/" + href, folder + href, base + href} {
		if full, err := b.Path(b.root+manifestName, name); err == nil && b.Has(full) {
			return name
		}
	}
	return folder + href
}

func (b *Bundle) resourceOf(node *xmlsafe.Node, base string) Resource {
	base += node.Attr("", "base")
	r := Resource{ID: node.Attr("", "identifier"), Type: node.Attr("", "type")}
	if href := node.Attr("", "href"); href != "" {
		r.Href = b.based(base, href)
	}
	if file := node.Attr("", "file"); r.Href == "" && file != "" { // Blackboard
		r.Href = b.based(base, file)
	}
	for _, child := range node.Children {
		switch child.Name {
		case "file":
			if href := child.Attr("", "href"); href != "" && b.based(base, href) != r.Href {
				r.Files = append(r.Files, b.based(base, href))
			}
		case "metadata":
			r.describe(child)
		}
	}
	return r
}

// describe reads LOM metadata in any of its namespaces.
func (r *Resource) describe(metadata *xmlsafe.Node) {
	if lom := first(metadata, "lom"); lom != nil {
		if general := first(lom, "general"); general != nil {
			r.Title = langText(first(general, "title"))
			for _, child := range general.Children {
				switch child.Name {
				case "keyword":
					r.tag(langText(child))
				case "identifier":
					r.own(strings.TrimSpace(first(child, "catalog").Content()), strings.TrimSpace(first(child, "entry").Content()))
				}
			}
		}
		for _, c := range lom.Children {
			if c.Name == "classification" {
				r.classification(c)
			}
		}
		if e := first(lom, "educational"); e != nil {
			r.Level = level(langText(first(first(e, "difficulty"), "value")))
		}
	}
}

// Catalog begins the names of catalogs under which our own writer keeps what a
// question has and QTI has no place for.
const Catalog = "jiangxun-"

func (r *Resource) own(catalog, entry string) {
	name, ours := strings.CutPrefix(catalog, Catalog)
	if !ours || entry == "" {
		return
	}
	if r.Own == nil {
		r.Own = map[string][]string{}
	}
	r.Own[name] = append(r.Own[name], entry)
}

func (r *Resource) tag(text string) {
	if text != "" && len(text) <= 400 && len(r.Tags) < 20 && !slices.Contains(r.Tags, text) {
		r.Tags = append(r.Tags, text)
	}
}

// classification adds every path of a taxonomy, its outermost taxon first.
func (r *Resource) classification(c *xmlsafe.Node) {
	for _, p := range c.Children {
		if !strings.EqualFold(p.Name, "taxonPath") {
			continue
		}
		for taxon := first(p, "taxon"); taxon != nil; taxon = first(taxon, "taxon") {
			r.tag(langText(first(taxon, "entry")))
		}
	}
	for _, k := range c.Children {
		if k.Name == "keyword" {
			r.tag(langText(k))
		}
	}
}

// langText picks the Chinese text of several languages, else the one without
// a language, else the first.
func langText(n *xmlsafe.Node) string {
	if n == nil {
		return ""
	}
	best, rank := "", 0
	for _, child := range n.Children {
		lower := strings.ToLower(child.Name)
		if lower != "string" && lower != "langstring" {
			continue
		}
		text := strings.Join(strings.Fields(child.Content()), " ")
		lang := strings.ToLower(child.Attr("", "lang") + child.Attr("", "language"))
		score := 1
		switch {
		case text == "":
			score = 0
		case strings.HasPrefix(lang, "zh"):
			score = 3
		case lang == "" || lang == "x-none":
			score = 2
		}
		if score > rank {
			best, rank = text, score
		}
	}
	if rank == 0 {
		return strings.Join(strings.Fields(n.Content()), " ")
	}
	return best
}

// level maps the vocabulary of LOM, and plain figures, to 1–5.
func level(text string) int {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "very easy", "1":
		return 1
	case "easy", "2":
		return 2
	case "medium", "3":
		return 3
	case "difficult", "4":
		return 4
	case "very difficult", "5":
		return 5
	}
	return 0
}

// Level maps what items themselves say of their difficulty to 1–5.
func Level(text string) int {
	if n := level(text); n > 0 {
		return n
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "易", "pre-school", "basic":
		return 1
	case "较易", "low":
		return 2
	case "中等", "中", "moderate":
		return 3
	case "较难", "hard", "high":
		return 4
	case "难", "very hard":
		return 5
	}
	return 0
}

// first gives the first child of any namespace; it may be called on nil.
func first(n *xmlsafe.Node, name string) *xmlsafe.Node {
	if n == nil {
		return nil
	}
	for _, child := range n.Children {
		if strings.EqualFold(child.Name, name) {
			return child
		}
	}
	return nil
}
