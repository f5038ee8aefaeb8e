// Package pack is our own package of questions, which loses nothing: a zip
// archive with questions.json and a folder of pictures, or questions.json
// alone where no picture is held. Schema describes it.
package pack

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	_ "embed" // the schema
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/archive"
)

// Format and Version stand at the head of every package.
const (
	Format  = "jiangxun-questions"
	Version = 1
)

// Reasons why a package, or a question of it, is not read.
const (
	SubVersion fault.Sub = "bank.pack_version" // {version}
	SubJSON    fault.Sub = "bank.pack_json"    // {line}: no JSON
	SubItem    fault.Sub = "bank.pack_item"    // {field}: an unknown field, or a value of the wrong kind
)

const (
	entryName = "questions.json"
	folder    = "pictures/"
)

//go:embed schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of questions.json.
func Schema() []byte { return bytes.Clone(schema) }

// head is questions.json; questions are decoded one by one.
type head struct {
	Format    string            `json:"format"`
	Version   int               `json:"version"`
	Questions []json.RawMessage `json:"questions"`
}

// entry is one question.
type entry struct {
	Ref        string        `json:"ref,omitempty"`
	Difficulty int           `json:"difficulty,omitempty"`
	Element    string        `json:"element,omitempty"`
	Pool       string        `json:"pool,omitempty"`
	Source     string        `json:"source,omitempty"`
	Tags       []string      `json:"tags,omitempty"`
	Score      int           `json:"scoreHundredths,omitempty"`
	Pictures   []picture     `json:"pictures,omitempty"`
	Body       question.Body `json:"body"`
}

// picture names a picture and, where it is held, its file in the package.
type picture struct {
	Name string `json:"name"`
	File string `json:"file,omitempty"`
}

// Sniff tells our package by its content.
func Sniff(f exchange.File) (exchange.Format, bool) {
	raw := f.Data
	if strings.HasPrefix(string(raw[:min(len(raw), 2)]), "PK") {
		files, err := archive.Open(raw, limits())
		if err != nil || !files.Has(entryName) {
			return "", false
		}
		if raw, err = files.Read(entryName); err != nil {
			return "", false
		}
	}
	if !ours(raw) {
		return "", false
	}
	return exchange.Package, true
}

func limits() archive.Limits { return archive.Limits{MaxEntries: 40_000} }

// ours looks for the format among the first members of the object.
func ours(raw []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return false
	}
	for range 4 {
		name, err := decoder.Token()
		if err != nil {
			return false
		}
		if name == "questions" {
			return bytes.Contains(raw, []byte(`"`+Format+`"`))
		}
		value, err := decoder.Token()
		if err != nil {
			return false
		}
		if name == "format" {
			return value == Format
		}
	}
	return false
}

// Read reads a package. Every question is decoded strictly; one that does not
// fit is rejected with the field that is wrong.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if len(f.Data) > exchange.MaxBytes {
		return exchange.Result{}, fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20})
	}
	raw, files := f.Data, (*archive.Archive)(nil)
	if strings.HasPrefix(string(raw[:min(len(raw), 2)]), "PK") {
		var err error
		if files, err = archive.Open(raw, limits()); err == nil {
			raw, err = files.Read(entryName)
		}
		if err != nil {
			return exchange.Result{}, refusal(err)
		}
	}
	list, err := parse(raw)
	if err != nil {
		return exchange.Result{}, err
	}
	result := exchange.Result{Format: exchange.Package}
	for i, one := range list {
		item := exchange.Item{At: "第 " + strconv.Itoa(i+1) + " 题"}
		read(&item, one, files)
		item.Finish(o.Cleaner)
		result.Items = append(result.Items, item)
	}
	return result, nil
}

func refusal(err error) error {
	switch {
	case errors.Is(err, archive.ErrMissing):
		return fault.New(fault.Invalid, exchange.SubFileUnknown)
	case errors.Is(err, archive.ErrEncrypted):
		return fault.New(fault.Invalid, exchange.SubFileOld).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
}

func parse(raw []byte) ([]json.RawMessage, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var h head
	if err := decoder.Decode(&h); err != nil {
		return nil, jsonFault(raw, err, decoder.InputOffset())
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, jsonFault(raw, err, decoder.InputOffset())
	}
	switch {
	case h.Format != Format:
		return nil, fault.New(fault.Invalid, exchange.SubFileUnknown)
	case h.Version != Version:
		return nil, fault.New(fault.Invalid, SubVersion).With(fault.Params{"version": h.Version})
	case len(h.Questions) == 0:
		return nil, fault.New(fault.Invalid, exchange.SubFileNone)
	case len(h.Questions) > exchange.MaxItems:
		return nil, fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems})
	}
	return h.Questions, nil
}

func jsonFault(raw []byte, err error, offset int64) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &kind):
		offset = kind.Offset
	}
	line := 1 + bytes.Count(raw[:max(0, min(int(offset), len(raw)))], []byte("\n"))
	return fault.New(fault.Invalid, SubJSON).With(fault.Params{"line": line}).Because(err)
}

// read fills an item from its JSON.
func read(item *exchange.Item, raw []byte, files *archive.Archive) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var e entry
	if err := decoder.Decode(&e); err != nil {
		item.Reject("题型", SubItem, fault.Params{"field": fieldOf(err)})
		return
	}
	item.Body, item.Ref, item.Element, item.Pool, item.Source = e.Body, e.Ref, e.Element, e.Pool, e.Source
	item.Tags = e.Tags
	if e.Difficulty < 0 || e.Difficulty > 5 {
		item.Reject("难度", SubItem, fault.Params{"field": "difficulty"})
	} else {
		item.Difficulty = e.Difficulty
	}
	if e.Score < 0 || e.Score > 100_000 {
		item.Reject("分值", SubItem, fault.Params{"field": "scoreHundredths"})
	} else {
		item.Score = e.Score
	}
	if len(e.Pictures) > question.MaxPictures {
		item.Reject("图片", SubItem, fault.Params{"field": "pictures"})
		return
	}
	for _, p := range e.Pictures {
		item.Pictures = append(item.Pictures, exchange.Picture{Name: p.Name, Data: load(item, p, files)})
	}
}

// fieldOf names what a decoder refused.
func fieldOf(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return kind.Field
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return strings.Trim(name, `"`)
	}
	return "?"
}

// load gives a picture's bytes, or nil with the reason noted.
func load(item *exchange.Item, p picture, files *archive.Archive) []byte {
	if p.File == "" {
		item.Warn("图片", exchange.SubPictureMissing, fault.Params{"name": p.Name})
		return nil
	}
	if files == nil || !strings.HasPrefix(p.File, folder) || !files.Has(p.File) {
		item.Reject("图片", exchange.SubPictureMissing, fault.Params{"name": p.Name})
		return nil
	}
	data, err := files.Read(p.File)
	if err != nil || markup.Kind(data) == "" {
		item.Reject("图片", exchange.SubPictureForm, fault.Params{"name": p.Name})
		return nil
	}
	return data
}

// Write makes a package. The same picture is kept once.
func Write(items []exchange.Item) (exchange.Written, error) {
	var list []json.RawMessage
	files, order := map[string][]byte{}, []string(nil)
	for i := range items {
		e := entryOf(&items[i], func(name string, data []byte) {
			if files[name] == nil {
				files[name] = data
				order = append(order, name)
			}
		})
		raw, err := encode(e)
		if err != nil {
			return exchange.Written{}, err
		}
		list = append(list, raw)
	}
	if list == nil {
		list = []json.RawMessage{}
	}
	text, err := encode(head{Format: Format, Version: Version, Questions: list})
	if err != nil {
		return exchange.Written{}, err
	}
	if len(order) == 0 {
		return exchange.Written{Data: text, Extension: ".json", ContentType: "application/json"}, nil
	}
	data, err := packed(text, order, files)
	return exchange.Written{Data: data, Extension: ".zip", ContentType: "application/zip"}, err
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSpace(out.Bytes()), err
}

func entryOf(item *exchange.Item, keep func(name string, data []byte)) entry {
	e := entry{
		Ref: item.Ref, Difficulty: item.Difficulty, Element: item.Element, Pool: item.Pool, Source: item.Source, Tags: item.Tags, Score: item.Score, Body: item.Body,
	}
	for _, p := range item.Pictures {
		held := picture{Name: p.Name}
		if p.Data != nil {
			sum := sha256.Sum256(p.Data)
			held.File = folder + hex.EncodeToString(sum[:16]) + extension(p.Data)
			keep(held.File, p.Data)
		}
		e.Pictures = append(e.Pictures, held)
	}
	return e
}

func extension(data []byte) string {
	switch kind := markup.Kind(data); kind {
	case "":
		return ".bin"
	case "jpeg":
		return ".jpg"
	default:
		return "." + kind
	}
}

func packed(text []byte, order []string, files map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	add := func(name string, data []byte) error {
		f, err := w.Create(name)
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		return err
	}
	if err := add(entryName, text); err != nil {
		return nil, err
	}
	for _, name := range order {
		if err := add(name, files[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
