// Package media looks into uploaded teaching files: what they are by their
// content, never by their name, and how long they are. It reads headers alone,
// decodes nothing, and takes every number in a file for a claim.
package media

import (
	"bytes"
	"errors"
	"io"
)

// Kind is what a file is.
type Kind string

// The kinds. Unknown is anything else.
const (
	Unknown Kind = ""
	MP4     Kind = "mp4"
	WebM    Kind = "webm"
	PDF     Kind = "pdf"
	Picture Kind = "picture" // JPEG or PNG
)

// Reasons why a file is refused.
var (
	ErrDamaged   = errors.New("cannot be read")
	ErrCodec     = errors.New("coded in a way that phones do not play")
	ErrNoLength  = errors.New("does not say how long it is")
	ErrTooLong   = errors.New("too long")
	ErrEncrypted = errors.New("locked with a password")
)

// HeadBytes is how much of the beginning Sniff wants.
const HeadBytes = 512

// MaxSeconds bounds a video, MaxPages a PDF.
const (
	MaxSeconds = 6 * 60 * 60
	MaxPages   = 2000
)

// Sniff tells the kind by the beginning of a file.
func Sniff(head []byte) Kind {
	switch {
	case len(head) >= 12 && string(head[4:8]) == "ftyp" && string(head[8:12]) != "qt  ":
		return MP4
	case bytes.HasPrefix(head, []byte{0x1a, 0x45, 0xdf, 0xa3}) && bytes.Contains(head[:min(len(head), 64)], []byte("webm")):
		return WebM
	case bytes.HasPrefix(head, []byte("%PDF-1.")), bytes.HasPrefix(head, []byte("%PDF-2.")):
		return PDF
	case bytes.HasPrefix(head, []byte{0xff, 0xd8, 0xff}), bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")):
		return Picture
	}
	return Unknown
}

// Seconds gives the length of a video in whole seconds, rounded up.
func Seconds(k Kind, r io.ReaderAt, size int64) (int, error) {
	seconds, err := 0.0, ErrDamaged
	switch k {
	case MP4:
		seconds, err = mp4Seconds(r, size)
	case WebM:
		seconds, err = webmSeconds(r, size)
	}
	switch {
	case err != nil:
		return 0, err
	case !(seconds > 0): // also when it is no number
		return 0, ErrNoLength
	case seconds > MaxSeconds:
		return 0, ErrTooLong
	}
	whole := int(seconds)
	if seconds-float64(whole) > 0.05 {
		whole++
	}
	return max(1, whole), nil
}
