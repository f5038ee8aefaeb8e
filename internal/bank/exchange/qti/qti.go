// Package qti reads questions in QTI 1.2, 2.0, 2.1, 2.2 and 3.0: single XML
// files, content packages and Common Cartridges; and writes QTI 3.0.
//
// Items that our types can hold are taken, each other one is rejected by the
// name of what it is. A file that does not parse inside a package is one
// rejected line; a broken manifest refuses the package. Nothing outside the
// package is ever read.
package qti

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti/asi"
	"jiangxun/internal/bank/exchange/qti/assess"
	"jiangxun/internal/bank/exchange/qti/bundle"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/exchange/qti/v3"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/archive"
	"jiangxun/internal/platform/xmlsafe"
)

// rootTag finds the first element of a text, even of one that does not parse.
var rootTag = regexp.MustCompile(`<(?:[A-Za-z0-9_.-]+:)?(questestinterop|assessmentItem|assessmentTest|assessmentSection|qti-assessment-item|qti-assessment-test|qti-assessment-section|manifest)[\s>/]([^>]*)`)

var firstTag = regexp.MustCompile(`<[A-Za-z_]`)

// Sniff tells QTI by its content.
func Sniff(f exchange.File) (exchange.Format, bool) {
	if bundle.IsZip(f.Data) {
		return sniffPackage(f)
	}
	format := sniffText(f.Data)
	return format, format != ""
}

func sniffText(raw []byte) exchange.Format {
	text, err := xmlsafe.Decode(raw[:min(len(raw), 64<<10)&^1])
	if err != nil {
		text = raw[:min(len(raw), 64<<10)]
	}
	start := firstTag.FindIndex(text)
	found := rootTag.FindSubmatchIndex(text)
	if found == nil || start == nil || found[0] > start[0] && !bytes.Contains(text[:found[0]], []byte("<!DOCTYPE")) {
		return ""
	}
	name, rest := string(text[found[2]:found[3]]), string(text[found[4]:found[5]])
	switch {
	case name == "questestinterop":
		return exchange.QTI12
	case name == "manifest":
		if !strings.Contains(rest, "imscp") && !strings.Contains(rest, "imscc") {
			return ""
		}
		return manifestFormat(text)
	case strings.HasPrefix(name, "qti-"), strings.Contains(rest, "imsqtiasi_v3p0"):
		return exchange.QTI30
	case strings.Contains(rest, "v2p2"):
		return exchange.QTI22
	}
	return exchange.QTI21
}

// manifestFormat is the newest version that a manifest names, 1.2 without any.
func manifestFormat(text []byte) exchange.Format {
	for _, try := range []struct {
		sign   string
		format exchange.Format
	}{{"xmlv3p0", exchange.QTI30}, {"qtiv3p0", exchange.QTI30}, {"xmlv2p2", exchange.QTI22}, {"xmlv2p1", exchange.QTI21}, {"xmlv2p0", exchange.QTI21}} {
		if bytes.Contains(text, []byte(try.sign)) {
			return try.format
		}
	}
	return exchange.QTI12
}

// sniffPackage looks for a manifest, or for items in an archive without one.
func sniffPackage(f exchange.File) (exchange.Format, bool) {
	files, err := archive.Open(f.Data, archive.Limits{MaxEntries: 40_000, AllowNested: true})
	if err != nil {
		return "", false
	}
	tries := 0
	for _, name := range files.Names() {
		lower := strings.ToLower(name)
		if path.Base(lower) == "imsmanifest.xml" && strings.Count(lower, "/") <= 1 && !strings.HasPrefix(lower, "__macosx") {
			raw, err := files.Read(name)
			if err != nil {
				return exchange.QTI12, true
			}
			text, err := xmlsafe.Decode(raw)
			if err != nil {
				text = raw
			}
			return manifestFormat(text), true
		}
	}
	for _, name := range files.Names() {
		lower := strings.ToLower(name)
		if lower == "[content_types].xml" || tries > 20 {
			return "", false
		}
		if strings.HasSuffix(lower, ".xml") || strings.HasSuffix(lower, ".qti") {
			tries++
			raw, err := files.Read(name)
			if format := sniffText(raw); err == nil && format != "" {
				return format, true
			}
		}
	}
	return "", false
}

// Read reads a file or package. An error means that the file as a whole is not
// understood.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if len(f.Data) > exchange.MaxBytes {
		return exchange.Result{}, fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20})
	}
	b, err := bundle.Open(f)
	if err != nil {
		return exchange.Result{}, err
	}
	format, _ := Sniff(f)
	r := &reading{bundle: b, options: o, done: map[string]bool{}, result: exchange.Result{Format: format}, work: maxWork}
	if b.Single() {
		err = r.single()
	} else {
		r.pack()
	}
	if err != nil {
		return exchange.Result{}, err
	}
	if len(r.result.Items) > exchange.MaxItems {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems})
	}
	if len(r.result.Items) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	return r.result, nil
}

// reading gathers the items of one file.
type reading struct {
	bundle  *bundle.Bundle
	options exchange.Options
	result  exchange.Result
	done    map[string]bool // files read, or being read
	quizzes []asi.Document
	listed  map[string]bundle.Resource // what the manifest says, by full path
	work    int                        // what is left of the work that keys may cost
}

// maxWork bounds the running of scoring rules over a whole file; honest files
// need a hundredth of it.
const maxWork = 300_000_000

// full stops a reading that has more than anybody may import.
func (r *reading) full(more int) bool { return len(r.result.Items)+more > exchange.MaxItems }

// single is a file of its own: it must parse, and be QTI.
func (r *reading) single() error {
	name := r.bundle.Resources[0].Href
	doc := r.bundle.Doc(name)
	if doc.Err != nil {
		return bundle.XMLFault(doc.Err)
	}
	if doc.Root.Name == "manifest" {
		return fault.New(fault.Invalid, bundle.SubManifestOnly)
	}
	if !known(doc.Root) {
		return fault.New(fault.Invalid, exchange.SubFileUnknown)
	}
	if version := r.version(doc.Root); version != "" {
		return fault.New(fault.Invalid, bundle.SubVersion).With(fault.Params{"version": version})
	}
	r.document(doc, bundle.Resource{Href: name})
	r.gather()
	return nil
}

// version names a version that is not read, or "".
func (r *reading) version(root *xmlsafe.Node) string {
	if root.Name == "questestinterop" {
		return ""
	}
	format, version := assess.Format(root)
	if format != "" {
		if r.result.Format != exchange.QTI30 {
			r.result.Format = format
		}
		return ""
	}
	return version
}

func known(root *xmlsafe.Node) bool {
	switch strings.TrimPrefix(root.Name, "qti-") {
	case "questestinterop", "assessmentItem", "assessmentTest", "assessmentSection", "assessment-item", "assessment-test", "assessment-section":
		return true
	}
	return false
}

// pack reads the documents in the manifest's order; a test brings its items in
// its own order.
func (r *reading) pack() {
	list := r.bundle.Resources
	for _, test := range []bool{true, false} {
		for _, res := range list {
			if isTest(res.Type) == test {
				r.resource(res)
			}
		}
	}
	r.gather()
}

func isTest(kind string) bool {
	return strings.HasPrefix(kind, "imsqti_test") || strings.HasPrefix(kind, "imsqti_section")
}

// resource reads the documents among a resource's files.
func (r *reading) resource(res bundle.Resource) {
	for i, href := range append([]string{res.Href}, res.Files...) {
		if href == "" {
			continue
		}
		declared := i == 0 && (strings.HasPrefix(res.Type, "imsqti") || strings.HasPrefix(res.Type, "assessment/x-bb-qti"))
		name, err := r.bundle.Path(path.Join(r.bundle.Root(), "x"), href)
		switch {
		case err != nil:
			r.lost(href, flow.SubOutside, declared)
			continue
		case !candidate(name, declared):
			continue
		case !r.bundle.Has(name):
			r.lost(name, flow.SubFileMissing, declared)
			continue
		}
		r.file(name, res, declared)
	}
}

func candidate(name string, declared bool) bool {
	lower := strings.ToLower(name)
	return declared || strings.HasSuffix(lower, ".xml") || strings.HasSuffix(lower, ".qti")
}

// lost is a line for a file that is named and not there.
func (r *reading) lost(name string, sub fault.Sub, declared bool) {
	if !declared || r.done["?"+name] {
		return
	}
	r.done["?"+name] = true
	item := exchange.Item{At: name}
	item.Reject("文件", sub, fault.Params{"name": name})
	r.result.Items = append(r.result.Items, item)
}

// file reads one XML file of the package once.
func (r *reading) file(name string, res bundle.Resource, declared bool) {
	key := strings.ToLower(name)
	if r.done[key] {
		return
	}
	r.done[key] = true
	doc := r.bundle.Doc(name)
	defer r.bundle.Forget(name)
	if errors.Is(doc.Err, flow.ErrMissing) {
		r.lost(name, flow.SubFileMissing, declared)
		return
	}
	if doc.Err != nil {
		if declared || r.bundle.LooksQTI(name) {
			r.broken(name, doc.Err)
		}
		return
	}
	if !known(doc.Root) {
		return
	}
	if version := r.version(doc.Root); version != "" {
		item := exchange.Item{At: name}
		item.Reject("文件", bundle.SubVersion, fault.Params{"version": version})
		r.result.Items = append(r.result.Items, item)
		return
	}
	r.document(doc, res)
}

// broken is a line for a file that does not parse.
func (r *reading) broken(name string, err error) {
	sub, params := bundle.XMLReason(err)
	item := exchange.Item{At: name}
	item.Reject("文件", sub, params)
	r.result.Items = append(r.result.Items, item)
}

// document reads what stands in one XML file.
func (r *reading) document(doc *bundle.Doc, res bundle.Resource) {
	if doc.Root.Name == "questestinterop" {
		ctx := asi.Context{Name: doc.Name, Load: r.bundle.Loader(doc.Name), Options: r.options, Tags: res.Tags, Level: res.Level, Work: &r.work}
		r.quizzes = append(r.quizzes, asi.Read(doc.Root, ctx, r.full))
		return
	}
	assess.Plain(doc.Root)
	if doc.Root.Name == "assessmentItem" {
		r.result.Items = append(r.result.Items, r.item(doc, res))
		return
	}
	r.test(doc.Name, doc.Root, nil, 0)
}

func (r *reading) item(doc *bundle.Doc, res bundle.Resource) exchange.Item {
	return assess.Read(doc.Root, assess.Context{
		Name: doc.Name, Load: r.bundle.Loader(doc.Name), Options: r.options, Title: res.Title, Tags: res.Tags, Level: res.Level, Own: res.Own, Work: &r.work,
		Include: func(href string) (*xmlsafe.Node, error) { return r.include(doc.Name, href) },
	})
}

// include gives another XML file of the package.
func (r *reading) include(from, href string) (*xmlsafe.Node, error) {
	name, err := r.bundle.Path(from, href)
	if err != nil {
		return nil, err
	}
	if r.bundle.Single() {
		return nil, flow.ErrMissing
	}
	doc := r.bundle.Doc(name)
	if doc.Err == nil {
		assess.Plain(doc.Root)
	}
	return doc.Root, doc.Err
}

// test walks over a test or section; sections kept in files of their own are
// followed, each once.
func (r *reading) test(from string, n *xmlsafe.Node, tags []string, depth int) {
	if depth > 20 {
		return
	}
	for _, c := range n.Children {
		if r.full(0) {
			return
		}
		href := c.Attr("", "href")
		switch c.Name {
		case "testPart":
			r.test(from, c, tags, depth+1)
		case "assessmentSection":
			r.test(from, c, append(tags[:len(tags):len(tags)], titles(c)...), depth+1)
		case "assessmentSectionRef", "assessmentItemRef":
			r.reference(from, href, tags, depth)
		}
	}
}

func titles(n *xmlsafe.Node) []string {
	title := strings.TrimSpace(n.Attr("", "title"))
	if title == "" || len(title) > 200 || strings.EqualFold(n.Attr("", "visible"), "false") {
		return nil
	}
	return []string{title}
}

func (r *reading) reference(from, href string, tags []string, depth int) {
	name, err := r.bundle.Path(from, href)
	switch {
	case r.bundle.Single():
		r.lost(href, flow.SubFileMissing, true)
	case err != nil:
		r.lost(href, flow.SubOutside, true)
	case !r.bundle.Has(name):
		r.lost(name, flow.SubFileMissing, true)
	case !r.done[strings.ToLower(name)]:
		res := r.described(name)
		res.Tags = append(tags[:len(tags):len(tags)], res.Tags...)
		if doc := r.bundle.Doc(name); doc.Err == nil && strings.HasSuffix(doc.Root.Name, "ection") {
			r.done[strings.ToLower(name)] = true
			assess.Plain(doc.Root)
			r.test(name, doc.Root, append(tags[:len(tags):len(tags)], titles(doc.Root)...), depth+1)
			return
		}
		r.file(name, res, true)
	}
}

// described finds what the manifest says of a file.
func (r *reading) described(name string) bundle.Resource {
	if r.listed == nil {
		r.listed = map[string]bundle.Resource{}
		for _, res := range r.bundle.Resources {
			if full, err := r.bundle.Path(path.Join(r.bundle.Root(), "x"), res.Href); err == nil {
				r.listed[full] = res
			}
		}
	}
	if res, ok := r.listed[name]; ok {
		return res
	}
	return bundle.Resource{Href: name}
}

// gather puts the items of QTI 1.2 documents together. A cartridge holds each
// quiz twice, once in the common profile and once in full, and the questions
// of a quiz once more in their bank: of copies the fuller one stays.
func (r *reading) gather() {
	for _, found := range asi.Merge(r.quizzes) {
		r.result.Items = append(r.result.Items, found.Item)
	}
	r.quizzes = nil
}

// Write makes a content package of QTI 3.0.
func Write(items []exchange.Item) (exchange.Written, error) { return v3.Write(items) }
