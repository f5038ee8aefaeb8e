package markup

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/xmlsafe"
)

// DecodeText gives a text file in UTF-8 with \n line ends: UTF-8 and UTF-16
// with or without their mark, else GB18030, else Windows-1252. ok is false for
// what is no text.
func DecodeText(raw []byte) (text string, ok bool) {
	text, ok = decoded(raw)
	if !ok || strings.ContainsRune(text, 0) {
		return "", false
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	return strings.TrimPrefix(text, "\ufeff"), true
}

func decoded(raw []byte) (string, bool) {
	little := bytes.HasPrefix(raw, []byte{0xff, 0xfe})
	big := bytes.HasPrefix(raw, []byte{0xfe, 0xff})
	if !little && !big && len(raw) >= 4 && len(raw)%2 == 0 { // a mark was lost
		little = raw[1] == 0 && raw[3] == 0
		big = raw[0] == 0 && raw[2] == 0
	}
	if little || big {
		order := unicode.LittleEndian
		if big {
			order = unicode.BigEndian
		}
		text, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(raw)
		return string(text), err == nil
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", false
	}
	if utf8.Valid(raw) {
		return string(raw), true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	if err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
		return string(text), true
	}
	text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
	return string(text), err == nil
}

// Head gives as much of a file as is needed to recognise it, up to the end of
// a line.
func Head(raw []byte) []byte {
	const enough = 1 << 20
	if len(raw) <= enough {
		return raw
	}
	if bytes.IndexByte(raw[:enough], 0) >= 0 { // UTF-16, or no text
		return raw[:enough]
	}
	if end := bytes.LastIndexByte(raw[:enough], '\n'); end > 0 {
		return raw[:end]
	}
	return raw[:enough]
}

// TooLarge refuses a file beyond exchange.MaxBytes, nil otherwise.
func TooLarge(f exchange.File) error {
	if len(f.Data) <= exchange.MaxBytes {
		return nil
	}
	return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20})
}

// maxText holds 20,000 questions of the usual size. What is made of a text
// takes several times its place.
const maxText = 6 << 20

// LongText refuses a file of text beyond maxText, pictures in it aside, and
// what TooLarge refuses.
func LongText(f exchange.File) error {
	if len(f.Data) <= maxText {
		return nil
	}
	if err := TooLarge(f); err != nil {
		return err
	}
	if len(f.Data)-embedded(string(f.Data)) <= maxText {
		return nil
	}
	return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": maxText >> 20})
}

// WarnFile notes something on a file as a whole, of very many such things the
// first ones.
func WarnFile(r *exchange.Result, sub fault.Sub, p fault.Params) {
	const most = 50
	if len(r.Notes) < most {
		r.Notes = append(r.Notes, exchange.Note{Sub: sub, Warning: true, Params: p})
	}
}

// TooMany refuses a file of more than exchange.MaxItems questions.
func TooMany() error {
	return fault.New(fault.Invalid, exchange.SubTooManyItems).With(fault.Params{"limit": exchange.MaxItems})
}

// XMLFault makes the refusal of a file whose XML xmlsafe refused.
func XMLFault(err error) error {
	line := 1
	var at *xmlsafe.Error
	if errors.As(err, &at) && at.Line > 0 {
		line = at.Line
	}
	switch {
	case errors.Is(err, xmlsafe.ErrDoctype):
		return fault.New(fault.Invalid, exchange.SubFileEntity).Because(err)
	case errors.Is(err, xmlsafe.ErrTooLarge):
		return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20}).Because(err)
	case errors.Is(err, xmlsafe.ErrDeep), errors.Is(err, xmlsafe.ErrMany), errors.Is(err, xmlsafe.ErrLong):
		return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileXML).With(fault.Params{"line": line}).Because(err)
}
