// Package formats knows all file formats of questions: it finds the one of a
// file by its content, reads it, and writes items as a file of a format. It
// stands between the readers and whoever has a file of unknown make.
package formats

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Auto asks for the format to be found by content.
const Auto = "auto"

// Info describes a format to people.
type Info struct {
	Format     exchange.Format
	Title      string   // in Chinese
	Extensions []string // ".xlsx"
	Read       bool
	Written    bool
}

// reader is one package that reads. It may read several formats.
type reader struct {
	formats []exchange.Format
	sniff   func(exchange.File) (exchange.Format, bool)
	read    func(exchange.File, exchange.Options) (exchange.Result, error)
}

type writer func([]exchange.Item) (exchange.Written, error)

// List gives all formats in the order of a menu.
func List() []Info {
	list := []Info{
		{Format: exchange.Workbook, Title: "Excel 工作簿", Extensions: []string{".xlsx"}},
		{Format: exchange.CSV, Title: "CSV 表格", Extensions: []string{".csv", ".tsv"}},
		{Format: exchange.Word, Title: "Word 试卷", Extensions: []string{".docx"}},
		{Format: exchange.Text, Title: "文本试卷", Extensions: []string{".txt"}},
		{Format: exchange.Package, Title: "匠训题目包", Extensions: []string{".zip", ".json"}},
		{Format: exchange.JSON, Title: "JSON 题库", Extensions: []string{".json"}},
		{Format: exchange.Moodle, Title: "Moodle XML", Extensions: []string{".xml"}},
		{Format: exchange.GIFT, Title: "GIFT 文本", Extensions: []string{".gift", ".txt"}},
		{Format: exchange.Aiken, Title: "Aiken 文本", Extensions: []string{".txt"}},
		{Format: exchange.QTI12, Title: "QTI 1.2", Extensions: []string{".zip", ".xml", ".imscc"}},
		{Format: exchange.QTI21, Title: "QTI 2.1", Extensions: []string{".zip", ".xml", ".imscc"}},
		{Format: exchange.QTI22, Title: "QTI 2.2", Extensions: []string{".zip", ".xml", ".imscc"}},
		{Format: exchange.QTI30, Title: "QTI 3.0", Extensions: []string{".zip", ".xml"}},
	}
	for i := range list {
		_, list[i].Read = readerOf(list[i].Format)
		_, list[i].Written = writers()[list[i].Format]
	}
	return slices.DeleteFunc(list, func(i Info) bool { return !i.Read && !i.Written })
}

// Title gives a format's name for people, its code for an unknown one.
func Title(f exchange.Format) string {
	for _, i := range List() {
		if i.Format == f {
			return i.Title
		}
	}
	return string(f)
}

// Names lists the formats that are read, or those that are written, for help
// texts.
func Names(written bool) []string {
	var names []string
	for _, i := range List() {
		if written && i.Written || !written && i.Read {
			names = append(names, string(i.Format))
		}
	}
	return names
}

func readerOf(f exchange.Format) (reader, bool) {
	for _, r := range readers() {
		if slices.Contains(r.formats, f) {
			return r, true
		}
	}
	return reader{}, false
}

// Read reads a file in the format of the given name; Auto and "" find it by
// content. An error is a fault about the file as a whole; whatever is wrong
// with an item stands in its notes. A reader that breaks on a file makes a
// fault too. With exchange.SubFileNone the result says of which format the
// file without questions is.
func Read(f exchange.File, format string, o exchange.Options) (exchange.Result, error) {
	if err := check(f); err != nil {
		return exchange.Result{}, err
	}
	r, found, err := choose(f, format)
	if err != nil {
		return exchange.Result{}, err
	}
	result, err := guarded(r.read, f, o)
	if fault.SubOf(err) == exchange.SubFileNone {
		return exchange.Result{Format: found}, err
	}
	if err != nil {
		return exchange.Result{}, err
	}
	switch {
	case len(result.Items) > exchange.MaxItems:
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems})
	case len(result.Items) == 0:
		return exchange.Result{Format: result.Format}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	for i := range result.Items {
		hold(&result.Items[i])
		legible(&result.Items[i])
	}
	return result, nil
}

// legible takes signs that no person sees off the places and names that notes
// tell: names of files and kinds of questions are a stranger's words and end
// on a terminal or in a page.
func legible(item *exchange.Item) {
	item.At = brief(item.At)
	for _, n := range item.Notes {
		for name, value := range n.Params {
			if text, is := value.(string); is {
				n.Params[name] = brief(text)
			}
		}
	}
}

// brief is a text in one line of at most 200 characters.
func brief(text string) string {
	text = strings.Join(strings.Fields(question.Legible(text)), " ")
	if runes := []rune(text); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return text
}

// hold keeps the bank's rules even where a reader forgot them.
func hold(item *exchange.Item) {
	if item.Rejected() {
		return
	}
	for _, f := range item.Check(len(item.Pictures)) {
		item.Reject(exchange.ColumnOf(f.Name), f.Sub, f.Params)
	}
}

func choose(f exchange.File, format string) (reader, exchange.Format, error) {
	if format != "" && format != Auto {
		r, known := readerOf(exchange.Format(format))
		if !known {
			return reader{}, "", fault.New(fault.Invalid, exchange.SubFileUnknown)
		}
		return r, exchange.Format(format), nil
	}
	for _, r := range readers() {
		if found, yes := recognised(r, f); yes {
			return r, found, nil
		}
	}
	if tooBig(f.Data) {
		return reader{}, "", fault.New(fault.Invalid, exchange.SubFileForm)
	}
	return reader{}, "", fault.New(fault.Invalid, exchange.SubFileUnknown)
}

func recognised(r reader, f exchange.File) (found exchange.Format, yes bool) {
	defer func() {
		if recover() != nil {
			found, yes = "", false
		}
	}()
	return r.sniff(f)
}

func guarded(read func(exchange.File, exchange.Options) (exchange.Result, error), f exchange.File, o exchange.Options) (result exchange.Result, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			result, err = exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm).Because(fmt.Errorf("reader broke: %v", broken))
		}
	}()
	result, err = read(f, o)
	var known *fault.Error
	if err != nil && !errors.As(err, &known) {
		err = fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
	}
	return result, err
}

// Writes reports that a format is written.
func Writes(format string) bool {
	_, known := writers()[exchange.Format(format)]
	return known
}

// Write writes items as a file of the format; a format that is not written is
// fault.Invalid.
func Write(format string, items []exchange.Item) (exchange.Written, error) {
	write, known := writers()[exchange.Format(strings.TrimSpace(format))]
	if !known {
		return exchange.Written{}, fault.InvalidFields(fault.Field{Name: "format", Sub: SubNotWritten})
	}
	return write(items)
}

// SubNotWritten says that a format is none that is written.
const SubNotWritten fault.Sub = "bank.format_not_written"
