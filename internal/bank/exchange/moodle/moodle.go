// Package moodle reads and writes questions in Moodle's XML format. Kinds of
// questions that the bank does not hold are rejected by their name; nothing is
// ever evaluated.
package moodle

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// Reasons why an item is no question.
const (
	SubGap  fault.Sub = "bank.moodle_gap"  // {number}: a gap of a cloze text that cannot be read
	SubCase fault.Sub = "bank.case_broken" // parts of a case are missing
)

// rootMark finds the root element behind declaration, comments and DOCTYPE.
var rootMark = regexp.MustCompile(`(?s)^\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<quiz[\s>/]`)

// Sniff recognises the root element <quiz>.
func Sniff(f exchange.File) (exchange.Format, bool) {
	head := f.Data[:min(len(f.Data), 64<<10)]
	if bytes.IndexByte(head, 0) >= 0 { // UTF-16
		text, ok := markup.DecodeText(head[:len(head)&^1])
		if !ok {
			return "", false
		}
		head = []byte(text)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return exchange.Moodle, rootMark.Match(head)
}

// Read reads a file.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if err := markup.TooLarge(f); err != nil {
		return exchange.Result{}, err
	}
	if endless(f.Data) {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm)
	}
	stream, err := newStream(f.Data)
	if err != nil {
		return exchange.Result{}, err
	}
	r := &reader{cleaner: o.Cleaner, result: exchange.Result{Format: exchange.Moodle}}
	for {
		node, err := stream.next()
		if err != nil {
			return exchange.Result{}, err
		}
		if node == nil {
			break
		}
		if len(r.result.Items) >= exchange.MaxItems {
			return exchange.Result{}, markup.TooMany()
		}
		r.question(node)
	}
	r.endCase()
	if len(r.result.Items) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	return r.result, nil
}

// maxStretch holds the largest picture that is taken, twice over.
const maxStretch = 12 << 20

// endless reports a text without a tag in it that is longer than any picture:
// the XML decoder copies a text as a whole, and more than once.
func endless(data []byte) bool {
	for {
		at := bytes.IndexByte(data, '<')
		if at < 0 {
			return len(data) > maxStretch
		}
		if at > maxStretch {
			return true
		}
		data = data[at+1:]
	}
}

// reader makes items of questions.
type reader struct {
	cleaner  question.Cleaner
	result   exchange.Result
	category []string
	open     *exchange.Item // a case whose parts follow
	parts    int            // how many it said it has
}

func (r *reader) question(node *xmlsafe.Node) {
	kind := strings.ToLower(strings.TrimSpace(node.Attr("", "type")))
	if kind == "category" {
		r.category = markup.Category(text(node.Child("", "category")))
		return
	}
	item := exchange.Item{At: "第 " + strconv.Itoa(node.Line) + " 行", Ref: strings.TrimSpace(question.Legible(text(node.Child("", "idnumber"))))}
	item.Tags = append(item.Tags, r.category...)
	labels := markup.ReadTags(tags(node), &item)
	if labels.Part > 0 && r.open != nil && labels.Part == len(r.open.Parts)+1 {
		body := newAsked(node, r.open, labels).body(kind)
		body.Share = max(1, labels.Share)
		r.open.Parts = append(r.open.Parts, body)
		if len(r.open.Parts) == r.parts {
			r.endCase()
		}
		return
	}
	r.endCase()
	if points, ok := markup.Points(text(node.Child("", "defaultgrade"))); ok {
		item.Score = points
	}
	q := newAsked(node, &item, labels)
	switch {
	case kind == "description" && labels.Parts > 0:
		item.Body = question.Body{Type: question.Case, Stem: q.stem(), Explanation: q.field("generalfeedback")}
		r.open, r.parts = &item, labels.Parts
		return
	case kind == "description":
		markup.WarnFile(&r.result, markup.SubDescription, fault.Params{"line": node.Line})
		return
	}
	item.Body = q.body(kind)
	r.add(item)
}

func (r *reader) add(item exchange.Item) {
	item.Finish(r.cleaner)
	r.result.Items = append(r.result.Items, item)
}

func (r *reader) endCase() {
	if r.open == nil {
		return
	}
	if len(r.open.Parts) != r.parts {
		r.open.Reject("小题", SubCase, nil)
	}
	r.add(*r.open)
	r.open = nil
}

func tags(node *xmlsafe.Node) []string {
	var list []string
	for _, group := range node.Children {
		if group.Name != "tags" {
			continue
		}
		for _, tag := range group.Children {
			if tag.Name == "tag" {
				list = append(list, text(tag))
			}
		}
	}
	return list
}

// text gives what stands in the <text> of an element, or in the element
// itself where it has none.
func text(node *xmlsafe.Node) string {
	if inner := node.Child("", "text"); inner != nil {
		return inner.Content()
	}
	if node == nil {
		return ""
	}
	out := ""
	for _, c := range node.Children {
		if c.Name == "" {
			out += c.Text
		}
	}
	return strings.TrimSpace(out)
}
