package learning

import (
	"io"
	"strconv"
	"strings"
)

// Part is a file, or a part of it, opened for reading; the reader closes Body.
type Part struct {
	Body           io.ReadCloser // nil when there is no such part
	ContentType    string
	Offset, Length int64
	Size           int64 // of the whole file
	Partial        bool
}

// span reads a Range header. What it does not understand is not there, as the
// protocol wants it; ok is false when the file has no such part.
func span(header string, size int64) (offset, length int64, partial, ok bool) {
	spec, found := strings.CutPrefix(strings.TrimSpace(header), "bytes=")
	if !found || strings.Contains(spec, ",") {
		return 0, size, false, true
	}
	first, last, found := strings.Cut(strings.TrimSpace(spec), "-")
	if !found {
		return 0, size, false, true
	}
	if first == "" {
		n, good := number(last)
		if !good {
			return 0, size, false, true
		}
		n = min(n, size)
		return size - n, n, true, n > 0
	}
	from, good := number(first)
	to := size - 1
	if last != "" && good {
		to, good = number(last)
	}
	if !good || last != "" && to < from {
		return 0, size, false, true
	}
	to = min(to, size-1)
	return from, to - from + 1, true, from < size
}

func number(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && n >= 0 && text[0] != '+'
}
