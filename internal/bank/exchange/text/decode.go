package text

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of a text as it is found in China: UTF-8, UTF-16 with or
// without its mark, GBK or GB18030. ok is false for what is no text.
func decode(raw []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return legible(string(raw[3:]))
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), wide(raw, 1):
		return read(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), raw)
	case bytes.HasPrefix(raw, []byte("\xfe\xff")), wide(raw, 0):
		return read(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), raw)
	case bytes.IndexByte(raw, 0) >= 0:
		return "", false
	case utf8.Valid(raw):
		return legible(string(raw))
	}
	return read(simplifiedchinese.GB18030, raw)
}

func read(e encoding.Encoding, raw []byte) (string, bool) {
	text, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return "", false
	}
	return legible(string(text))
}

// wide tells UTF-16 without a mark by the empty half of its Latin characters.
func wide(raw []byte, half int) bool {
	if len(raw) < 8 || len(raw)%2 != 0 {
		return false
	}
	empty, other, n := 0, 0, min(len(raw), 4096)
	for i := 0; i+1 < n; i += 2 {
		if raw[i+half] == 0 && raw[i+1-half] != 0 {
			empty++
		}
		if raw[i+1-half] == 0 {
			other++
		}
	}
	return empty*20 > n/2 && other*4 < empty
}

// legible refuses what decoded into nothing that people write.
func legible(text string) (string, bool) {
	broken := strings.Count(text, "�")
	control := strings.Count(text, "\x00")
	runes := utf8.RuneCountInString(text)
	return strings.ToValidUTF8(text, ""), control == 0 && broken*50 <= runes
}
