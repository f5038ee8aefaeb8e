package media

import (
	"bytes"
	"encoding/binary"
	"io"
)

const (
	maxBoxes = 4096
	maxMoov  = 32 << 20
)

// mp4Seconds finds the movie header. Phones are given H.264 (and AV1 and VP9,
// which they play or skip); H.265 they often do not play at all.
func mp4Seconds(r io.ReaderAt, size int64) (float64, error) {
	moov, err := movie(r, size)
	if err != nil {
		return 0, err
	}
	header, ok := child(moov, "mvhd")
	if !ok {
		return 0, ErrDamaged
	}
	if !hasVideo(moov) {
		return 0, ErrCodec
	}
	return mvhdSeconds(header)
}

// movie walks over the outermost boxes, all of which must be whole, and gives
// the movie header.
func movie(r io.ReaderAt, size int64) (moov []byte, err error) {
	at, data := int64(0), false
	for range maxBoxes {
		if size-at < 8 && moov != nil && data {
			return moov, nil
		}
		name, body, end, err := box(r, at, size)
		if err != nil {
			return nil, err
		}
		switch name {
		case "moov":
			if moov, err = readBox(r, body, end-body); err != nil {
				return nil, err
			}
		case "mdat":
			data = true
		}
		at = end
	}
	return nil, ErrDamaged
}

// box reads the head of the box at a position.
func box(r io.ReaderAt, at, size int64) (name string, body, end int64, err error) {
	var head [16]byte
	n, readErr := r.ReadAt(head[:], at)
	if n < 8 || readErr != nil && readErr != io.EOF { //nolint:errorlint // ReadAt's own contract
		return "", 0, 0, ErrDamaged
	}
	length, skip := int64(binary.BigEndian.Uint32(head[:4])), int64(8)
	switch {
	case length == 1 && n == 16:
		length, skip = int64(binary.BigEndian.Uint64(head[8:])), 16 //nolint:gosec // checked right below
	case length == 0:
		length = size - at
	}
	if length < skip || length > size-at {
		return "", 0, 0, ErrDamaged
	}
	return string(head[4:8]), at + skip, at + length, nil
}

func readBox(r io.ReaderAt, at, length int64) ([]byte, error) {
	if length > maxMoov {
		return nil, ErrDamaged
	}
	box := make([]byte, length)
	if _, err := io.ReadFull(io.NewSectionReader(r, at, length), box); err != nil {
		return nil, ErrDamaged
	}
	return box, nil
}

// children calls do with each box inside of a box.
func children(box []byte, do func(name string, body []byte)) {
	for len(box) >= 8 {
		length := int(binary.BigEndian.Uint32(box[:4]))
		if length < 8 || length > len(box) {
			return
		}
		do(string(box[4:8]), box[8:length])
		box = box[length:]
	}
}

func child(box []byte, path ...string) ([]byte, bool) {
	found := false
	for _, name := range path {
		found = false
		var inner []byte
		children(box, func(n string, body []byte) {
			if n == name && !found {
				inner, found = body, true
			}
		})
		if !found {
			return nil, false
		}
		box = inner
	}
	return box, found
}

// hasVideo looks for a video track that is not H.265.
func hasVideo(moov []byte) bool {
	good := false
	children(moov, func(name string, trak []byte) {
		if name != "trak" {
			return
		}
		handler, ok := child(trak, "mdia", "hdlr")
		if !ok || len(handler) < 12 || string(handler[8:12]) != "vide" {
			return
		}
		codec, ok := child(trak, "mdia", "minf", "stbl", "stsd")
		if ok && len(codec) >= 16 && !bytes.Contains([]byte("hvc1 hev1 dvh1 dvhe"), codec[12:16]) {
			good = true
		}
	})
	return good
}

func mvhdSeconds(h []byte) (float64, error) {
	var scale uint32
	var length uint64
	switch {
	case len(h) >= 20 && h[0] == 0:
		scale, length = binary.BigEndian.Uint32(h[12:]), uint64(binary.BigEndian.Uint32(h[16:]))
		if length == 0xffffffff {
			return 0, ErrNoLength
		}
	case len(h) >= 32 && h[0] == 1:
		scale, length = binary.BigEndian.Uint32(h[20:]), binary.BigEndian.Uint64(h[24:])
	default:
		return 0, ErrDamaged
	}
	if scale == 0 {
		return 0, ErrDamaged
	}
	return float64(length) / float64(scale), nil
}
