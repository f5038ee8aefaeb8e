// Package xmlsafe reads XML that strangers send: no DOCTYPE and no entities,
// the encodings of the field, bounded depth and number of parts.
package xmlsafe

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

// Reasons why a text is refused. They come wrapped in an *Error with the line.
var (
	ErrDoctype  = errors.New("XML with a DOCTYPE or entities is not read")
	ErrDeep     = errors.New("XML nested too deep")
	ErrMany     = errors.New("XML with too many parts")
	ErrLong     = errors.New("XML with an attribute or name that is too long")
	ErrSyntax   = errors.New("XML is not well-formed")
	ErrEncoding = errors.New("XML in an unknown or wrong encoding")
	ErrTooLarge = errors.New("XML too large")
	ErrFull     = errors.New("XML element holds too much")
)

// Error says where a text is wrong.
type Error struct {
	Line int // from 1; 0 where no line can be named
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("line %d: %v", e.Line, e.Err)
}

// Unwrap gives the reason.
func (e *Error) Unwrap() error { return e.Err }

// Limits bound a text. A zero takes the default beside it.
type Limits struct {
	MaxBytes     int64             // 16 MB
	MaxDepth     int               // 256
	MaxTokens    int               // 2,000,000: tags, texts, comments and attributes
	MaxNodes     int               // of one tree that Node or Parse builds; MaxTokens bounds them too
	MaxAttribute int               // 1 MB
	HTMLEntities bool              // &nbsp; and the like are understood
	Spaces       map[string]string // namespace URI → the short name that nodes carry instead
}

func (l Limits) filled() Limits {
	if l.MaxBytes == 0 {
		l.MaxBytes = 16 << 20
	}
	if l.MaxDepth == 0 {
		l.MaxDepth = 256
	}
	if l.MaxTokens == 0 {
		l.MaxTokens = 2_000_000
	}
	if l.MaxNodes == 0 {
		l.MaxNodes = l.MaxTokens
	}
	if l.MaxAttribute == 0 {
		l.MaxAttribute = 1 << 20
	}
	return l
}

// Check reads the whole text and says whether it is well-formed and harmless.
func Check(raw []byte, limits Limits) error {
	reader, err := NewReader(raw, limits)
	if err != nil {
		return err
	}
	for {
		if _, err := reader.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// Unmarshal is xml.Unmarshal within the limits. Namespaces stay whole.
func Unmarshal(raw []byte, limits Limits, into any) error {
	if err := Check(raw, limits); err != nil {
		return err
	}
	limits.Spaces = nil
	reader, err := NewReader(raw, limits)
	if err != nil {
		return err
	}
	if err := xml.NewTokenDecoder(reader).Decode(into); err != nil {
		return &Error{Line: reader.Line(), Err: fmt.Errorf("%w: %v", ErrSyntax, err)}
	}
	return nil
}

// Reader gives the tokens of a text, each checked. It is an xml.TokenReader.
type Reader struct {
	decoder *xml.Decoder
	limits  Limits
	depth   int
	count   int
	rooted  bool
	names   map[string]string
}

// NewReader decodes the text to UTF-8 and begins reading.
func NewReader(raw []byte, limits Limits) (*Reader, error) {
	limits = limits.filled()
	if int64(len(raw)) > limits.MaxBytes {
		return nil, &Error{Err: ErrTooLarge}
	}
	text, err := Decode(raw)
	if err != nil {
		return nil, err
	}
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	if limits.HTMLEntities {
		decoder.Entity = xml.HTMLEntity
	}
	return &Reader{decoder: decoder, limits: limits, names: map[string]string{}}, nil
}

// Line is the line that has been read to, from 1.
func (r *Reader) Line() int {
	line, _ := r.decoder.InputPos()
	return line
}

// Token gives the next token with its namespaces resolved; io.EOF at the end.
// Text is valid only until the next call.
func (r *Reader) Token() (xml.Token, error) {
	token, err := r.decoder.Token()
	if errors.Is(err, io.EOF) {
		if !r.rooted {
			return nil, r.fail(ErrSyntax)
		}
		return nil, io.EOF
	}
	if err != nil {
		return nil, r.fail(fmt.Errorf("%w: %v", ErrSyntax, err))
	}
	if r.count++; r.count > r.limits.MaxTokens {
		return nil, r.fail(ErrMany)
	}
	switch token := token.(type) {
	case xml.Directive:
		return nil, r.fail(ErrDoctype)
	case xml.StartElement:
		return r.start(token)
	case xml.EndElement:
		r.depth--
		token.Name.Space = r.space(token.Name.Space)
		return token, nil
	}
	return token, nil
}

func (r *Reader) start(element xml.StartElement) (xml.Token, error) {
	if r.depth++; r.depth > r.limits.MaxDepth {
		return nil, r.fail(ErrDeep)
	}
	r.rooted = true
	if r.count += len(element.Attr); r.count > r.limits.MaxTokens {
		return nil, r.fail(ErrMany)
	}
	if len(element.Name.Local) > 1000 {
		return nil, r.fail(ErrLong)
	}
	element.Name.Space = r.space(element.Name.Space)
	for i := range element.Attr {
		attr := &element.Attr[i]
		if len(attr.Value) > r.limits.MaxAttribute {
			return nil, r.fail(ErrLong)
		}
		attr.Name.Space, attr.Name.Local = r.space(attr.Name.Space), r.known(attr.Name.Local)
	}
	return element, nil
}

func (r *Reader) space(uri string) string {
	if short, ok := r.limits.Spaces[uri]; ok {
		return short
	}
	return uri
}

func (r *Reader) fail(err error) error { return &Error{Line: r.Line(), Err: err} }

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// Decode gives the text in UTF-8 without a byte order mark. A mark decides;
// without one the declaration does. With neither, bytes that are not UTF-8 are
// taken as GB18030.
func Decode(raw []byte) ([]byte, error) {
	utf16 := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM)
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return valid(raw[3:], encoding.Nop)
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")), bytes.HasPrefix(raw, []byte("<\x00")):
		return valid(raw, utf16)
	case bytes.HasPrefix(raw, []byte("\x00<")):
		return valid(raw, textunicode.UTF16(textunicode.BigEndian, textunicode.IgnoreBOM))
	}
	label := ""
	if found := declaration.FindSubmatch(raw[:min(len(raw), 1024)]); found != nil {
		label = strings.ToLower(string(found[1]))
	}
	switch label {
	case "":
		if utf8.Valid(raw) {
			return raw, nil
		}
		return valid(raw, simplifiedchinese.GB18030)
	case "utf-8", "utf8", "us-ascii", "ascii":
		return valid(raw, encoding.Nop)
	case "utf-16", "utf-16le", "utf-16be", "unicode":
		return valid(raw, encoding.Nop) // the bytes are not: a program wrote a string and forgot its label
	case "gbk", "gb2312", "gb18030", "cp936", "x-gbk":
		return valid(raw, simplifiedchinese.GB18030)
	case "big5":
		return valid(raw, traditionalchinese.Big5)
	case "windows-1252", "cp1252", "iso-8859-1", "latin1":
		return valid(raw, charmap.Windows1252)
	}
	return nil, &Error{Line: 1, Err: fmt.Errorf("%w: %s", ErrEncoding, label)}
}

func valid(raw []byte, from encoding.Encoding) ([]byte, error) {
	if from == encoding.Nop {
		if !utf8.Valid(raw) {
			return nil, &Error{Line: badLine(raw), Err: ErrEncoding}
		}
		return raw, nil
	}
	text, err := from.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, &Error{Err: ErrEncoding}
	}
	if at := bytes.IndexRune(text, utf8.RuneError); at >= 0 {
		return nil, &Error{Line: 1 + bytes.Count(text[:at], []byte("\n")), Err: ErrEncoding}
	}
	return text, nil
}

func badLine(raw []byte) int {
	line := 1
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		raw = raw[size:]
	}
	return line
}
