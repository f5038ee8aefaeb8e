package media

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
)

var (
	pagesDict = regexp.MustCompile(`/Type\s*/Pages\b`)
	pageDict  = regexp.MustCompile(`/Type\s*/Page\b`)
	pageCount = regexp.MustCompile(`/Count\s+(\d{1,6})\b`)
	encrypted = regexp.MustCompile(`/Encrypt\s+\d+\s+\d+\s+R`)
	objStream = regexp.MustCompile(`/Type\s*/ObjStm\b`)
)

// maxInflated bounds what the object streams of one PDF unpack to.
const maxInflated = 64 << 20

// tail is where a whole PDF has its end mark; some programs write after it.
const tail = 2048

// Pages counts the pages of a PDF: the largest count in its page tree, which is
// that of the root. It reads the objects that stand in the open and those in
// compressed object streams.
func Pages(raw []byte) (int, error) {
	if !bytes.Contains(raw[max(0, len(raw)-tail):], []byte("%%EOF")) {
		return 0, ErrDamaged // broken off
	}
	if encrypted.Match(raw) {
		return 0, ErrEncrypted
	}
	texts := [][]byte{raw}
	left := int64(maxInflated)
	for _, at := range objStream.FindAllIndex(raw, 4096) {
		text, ok := inflate(raw[at[0]:], left)
		if !ok {
			continue
		}
		left -= int64(len(text))
		texts = append(texts, text)
	}
	best, single := 0, 0
	for _, text := range texts {
		best = max(best, largestCount(text))
		single += len(pageDict.FindAllIndex(text, MaxPages+1))
	}
	if best == 0 {
		best = single
	}
	switch {
	case best == 0:
		return 0, ErrDamaged
	case best > MaxPages:
		return 0, ErrTooLong
	}
	return best, nil
}

// largestCount looks at the dictionaries of the page tree's nodes.
func largestCount(text []byte) int {
	best := 0
	for _, at := range pagesDict.FindAllIndex(text, MaxPages) {
		for _, found := range pageCount.FindAllSubmatch(dictionary(text, at[0]), 4) {
			if n, err := strconv.Atoi(string(found[1])); err == nil {
				best = max(best, n)
			}
		}
	}
	return best
}

// dictionary gives the innermost << … >> around a position; a node with many
// kids is long, but not endless.
func dictionary(text []byte, at int) []byte {
	const reach = 256 << 10
	from, depth := at, 0
	for from > max(0, at-reach) && depth <= 0 {
		from--
		switch {
		case bytes.HasPrefix(text[from:], []byte("<<")):
			depth++
		case bytes.HasPrefix(text[from:], []byte(">>")) && from+1 < at:
			depth--
			from-- // so that >>>> is two
		}
	}
	to, open := at, 1
	for to < min(len(text)-1, at+reach) && open > 0 {
		switch {
		case bytes.HasPrefix(text[to:], []byte("<<")):
			open++
			to++
		case bytes.HasPrefix(text[to:], []byte(">>")):
			open--
			to++
		}
		to++
	}
	return text[max(0, from):to]
}

// inflate unpacks the stream whose dictionary begins at the front.
func inflate(raw []byte, limit int64) ([]byte, bool) {
	at := bytes.Index(raw[:min(len(raw), 4096)], []byte("stream"))
	if at < 0 {
		return nil, false
	}
	body := bytes.TrimPrefix(raw[at+len("stream"):], []byte("\r"))
	body = bytes.TrimPrefix(body, []byte("\n"))
	z, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, false
	}
	defer func() { _ = z.Close() }()
	text, _ := io.ReadAll(io.LimitReader(z, limit)) // what came before a fault still counts
	return text, len(text) > 0
}
