// Package bundle opens what QTI items come in: a single XML file, or a content
// package (IMS Content Packaging, Common Cartridge) with its manifest.
package bundle

import (
	"cmp"
	"errors"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/archive"
	"jiangxun/internal/platform/xmlsafe"
)

// Reasons why a package is not read at all.
const (
	SubManifest     fault.Sub = "bank.qti_manifest"      // {line}: imsmanifest.xml does not parse
	SubManifestOnly fault.Sub = "bank.qti_manifest_only" // imsmanifest.xml sent without its package
	SubVersion      fault.Sub = "bank.qti_version"       // {version}
)

const manifestName = "imsmanifest.xml"

// Bundle is an opened file.
type Bundle struct {
	Resources []Resource       // as the manifest lists them; one for a single file
	files     *archive.Archive // nil for a single file
	one       []byte
	name      string
	root      string // folder of the manifest, "" or "folder/"
	cache     map[string]*Doc
	bases     map[string][]string // full names by the last part
}

// Resource is one entry of a manifest.
type Resource struct {
	ID    string
	Type  string
	Href  string   // of the package, from the manifest's folder
	Files []string // hrefs
	Title string
	Tags  []string
	Level int                 // difficulty, 1–5; 0 when not said
	Own   map[string][]string // what our own writer added: ref, element, pool, source, picture
}

// Doc is an XML file of the bundle.
type Doc struct {
	Name string // as people find it
	Root *xmlsafe.Node
	Err  error
}

// Limits of packages and of one XML file in them.
func limits() archive.Limits {
	return archive.Limits{MaxEntries: 40_000, AllowNested: true}
}

func xmlLimits() xmlsafe.Limits {
	return xmlsafe.Limits{MaxDepth: 200, HTMLEntities: true}
}

// IsZip tells a package from a single XML file.
func IsZip(raw []byte) bool { return strings.HasPrefix(string(raw[:min(len(raw), 4)]), "PK") }

// Open opens the file. An error is the reason why it is not read at all.
func Open(f exchange.File) (*Bundle, error) {
	b := &Bundle{cache: map[string]*Doc{}}
	if !IsZip(f.Data) {
		b.one, b.name = f.Data, cmp.Or(path.Base(f.Name), "item.xml")
		b.Resources = []Resource{{Href: b.name}}
		return b, nil
	}
	files, err := archive.Open(f.Data, limits())
	if err != nil {
		return nil, refusal(err)
	}
	b.files = files
	found, root := findManifest(files.Names())
	if !found {
		b.Resources = scanned(files.Names())
		return b, nil
	}
	b.root = root
	return b, b.manifest()
}

// refusal is the fault of an archive.
func refusal(err error) error {
	switch {
	case errors.Is(err, archive.ErrEncrypted):
		return fault.New(fault.Invalid, exchange.SubFileOld).Because(err)
	case errors.Is(err, archive.ErrEntries), errors.Is(err, archive.ErrUnpacked):
		return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
}

// XMLFault is the fault of an XML text.
func XMLFault(err error) *fault.Error {
	sub, params := XMLReason(err)
	return fault.New(fault.Invalid, sub).With(params).Because(err)
}

// XMLReason names what is wrong with an XML text.
func XMLReason(err error) (fault.Sub, fault.Params) {
	line := 1
	var at *xmlsafe.Error
	if errors.As(err, &at) {
		line = max(at.Line, 1)
	}
	switch {
	case errors.Is(err, xmlsafe.ErrDoctype):
		return exchange.SubFileEntity, nil
	case errors.Is(err, xmlsafe.ErrDeep), errors.Is(err, xmlsafe.ErrMany), errors.Is(err, xmlsafe.ErrLong), errors.Is(err, xmlsafe.ErrTooLarge):
		return exchange.SubFileForm, nil
	}
	return exchange.SubFileXML, fault.Params{"line": line}
}

// findManifest looks at the root and in one folder below it.
func findManifest(names []string) (found bool, root string) {
	var below []string
	for _, name := range names {
		if strings.EqualFold(name, manifestName) {
			return true, ""
		}
		dir, base := path.Split(name)
		if strings.EqualFold(base, manifestName) && strings.Count(dir, "/") == 1 && !hidden(name) {
			below = append(below, dir)
		}
	}
	if len(below) == 0 {
		return false, ""
	}
	return true, slices.Min(below)
}

// hidden tells files that a system put there by itself.
func hidden(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".")
}

// scanned makes resources of the XML files of an archive without a manifest.
func scanned(names []string) []Resource {
	var list []Resource
	for _, name := range names {
		if isXML(name) && !hidden(name) {
			list = append(list, Resource{Href: name})
		}
	}
	slices.SortFunc(list, func(a, b Resource) int { return strings.Compare(a.Href, b.Href) })
	return list
}

func isXML(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, ".xml") || strings.HasSuffix(lower, ".qti")
}

// Single reports a file without a package around it.
func (b *Bundle) Single() bool { return b.files == nil }

// Path resolves an href against the file that names it. It never leads out of
// the package.
func (b *Bundle) Path(from, href string) (string, error) {
	href = strings.TrimSpace(href)
	if cut := strings.IndexAny(href, "#?"); cut > 0 {
		href = href[:cut]
	}
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	href = strings.ReplaceAll(href, `\`, "/")
	if href == "" || strings.Contains(href, "://") || strings.HasPrefix(href, "/") || strings.HasPrefix(href, "//") || scheme(href) {
		return "", flow.ErrOutside
	}
	full := path.Join(path.Dir(from), href)
	if full == ".." || strings.HasPrefix(full, "../") {
		return "", flow.ErrOutside
	}
	return full, nil
}

// scheme tells "mailto:", "javascript:", "c:".
func scheme(href string) bool {
	before, _, ok := strings.Cut(href, ":")
	return ok && !strings.Contains(before, "/") && before != ""
}

// Doc reads an XML file of the bundle, by its full path in the archive.
func (b *Bundle) Doc(name string) *Doc {
	if doc, ok := b.cache[name]; ok {
		return doc
	}
	doc := &Doc{Name: name}
	raw := b.one
	if !b.Single() {
		raw, doc.Err = b.read(name)
	}
	if doc.Err == nil {
		doc.Root, doc.Err = xmlsafe.Parse(raw, xmlLimits())
	}
	b.cache[name] = doc
	return doc
}

// Forget drops a file that is not needed again.
func (b *Bundle) Forget(name string) { delete(b.cache, name) }

func (b *Bundle) read(name string) ([]byte, error) {
	raw, err := b.files.Read(name)
	if errors.Is(err, archive.ErrMissing) {
		return nil, flow.ErrMissing
	}
	return raw, err
}

// Loader gives the files that an item of the file from may name.
func (b *Bundle) Loader(from string) flow.Loader {
	return func(href string) (string, []byte, error) {
		bare, base := fileBase(href)
		full, err := b.Path(from, bare)
		if err != nil {
			return href, nil, err
		}
		if b.Single() {
			return path.Base(full), nil, flow.ErrAlone
		}
		name := b.find(full, bare, base)
		if name == "" {
			return full, nil, flow.ErrMissing
		}
		data, err := b.read(name)
		return name, data, err
	}
}

// fileBase takes off the variables that cartridges put before a path.
func fileBase(href string) (bare string, base bool) {
	for _, v := range []string{"$IMS-CC-FILEBASE$", "$IMS_CC_FILEBASE$", "%24IMS-CC-FILEBASE%24", "$IMS_CC_FILE_BASE$", "$CANVAS_OBJECT_REFERENCE$"} {
		if rest, ok := strings.CutPrefix(href, v); ok {
			return strings.TrimPrefix(rest, "/"), true
		}
	}
	return href, false
}

// find takes the exact path, the path from the package's root, and last the
// only file whose path ends so.
func (b *Bundle) find(full, bare string, base bool) string {
	rooted := path.Join(b.root, bare)
	tries := []string{full, rooted, path.Join(b.root, "web_resources", bare)}
	if base {
		tries = []string{path.Join(b.root, "web_resources", bare), rooted, full}
	}
	for _, name := range tries {
		if !strings.HasPrefix(name, "..") && b.files.Has(name) {
			return name
		}
	}
	if b.bases == nil {
		b.bases = map[string][]string{}
		for _, name := range b.files.Names() {
			b.bases[path.Base(name)] = append(b.bases[path.Base(name)], name)
		}
	}
	end := path.Clean("/" + bare)
	only := ""
	for _, name := range b.bases[path.Base(end)] {
		if strings.HasSuffix(name, end) && !hidden(name) {
			if only != "" {
				return ""
			}
			only = name
		}
	}
	return only
}

// Root is the folder of the manifest.
func (b *Bundle) Root() string { return b.root }

// Has tells whether the package holds the file.
func (b *Bundle) Has(name string) bool { return b.files != nil && b.files.Has(name) }

var items = regexp.MustCompile(`<(?:[A-Za-z0-9_.-]+:)?(?:questestinterop|assessmentItem|qti-assessment-item)[\s>]`)

// LooksQTI tells a broken item from other broken files of the package.
func (b *Bundle) LooksQTI(name string) bool {
	raw, err := b.read(name)
	return err == nil && items.Match(raw[:min(len(raw), 8<<10)])
}
