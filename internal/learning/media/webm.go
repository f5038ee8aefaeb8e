package media

import (
	"encoding/binary"
	"io"
	"math"
	"math/bits"
)

// The elements that are looked at, with their marker bits.
const (
	idSegment  = 0x18538067
	idInfo     = 0x1549a966
	idScale    = 0x2ad7b1
	idDuration = 0x4489
	idTracks   = 0x1654ae6b
	idCluster  = 0x1f43b675
)

// webmSeconds reads the duration out of the segment's info, which writers put
// in front of the first cluster.
func webmSeconds(r io.ReaderAt, size int64) (float64, error) {
	at, end := int64(0), size
	for range maxBoxes {
		id, length, body, err := element(r, at)
		if err != nil {
			return 0, err
		}
		unknown := length < 0
		if !unknown && length > end-body {
			length = end - body
		}
		switch id {
		case idSegment:
			at = body
			continue
		case idInfo:
			if unknown || length > 1<<16 {
				return 0, ErrDamaged
			}
			return infoSeconds(r, body, body+length)
		case idCluster:
			return 0, ErrNoLength
		}
		if unknown {
			return 0, ErrDamaged
		}
		at = body + length
	}
	return 0, ErrDamaged
}

func infoSeconds(r io.ReaderAt, at, end int64) (float64, error) {
	scale, duration := 1e6, 0.0
	for at < end {
		id, length, body, err := element(r, at)
		if err != nil || length < 0 || length > end-body {
			return 0, ErrDamaged
		}
		if id == idScale || id == idDuration {
			raw := make([]byte, length)
			if length > 8 || length == 0 {
				return 0, ErrDamaged
			}
			if _, err := r.ReadAt(raw, body); err != nil {
				return 0, ErrDamaged
			}
			if id == idScale {
				scale = float64(unsigned(raw))
			} else {
				duration = float(raw)
			}
		}
		at = body + length
	}
	return duration * scale / 1e9, nil
}

// element reads the head of one element; a length of -1 is unknown.
func element(r io.ReaderAt, at int64) (id uint32, length, body int64, err error) {
	var head [12]byte
	n, readErr := r.ReadAt(head[:], at)
	if n < 2 || readErr != nil && readErr != io.EOF { //nolint:errorlint // ReadAt's own contract
		return 0, 0, 0, ErrDamaged
	}
	idBytes := bits.LeadingZeros8(head[0]) + 1
	if idBytes > 4 || idBytes >= n {
		return 0, 0, 0, ErrDamaged
	}
	id = uint32(unsigned(head[:idBytes])) //nolint:gosec // four bytes at most
	sizeBytes := bits.LeadingZeros8(head[idBytes]) + 1
	if sizeBytes > 8 || idBytes+sizeBytes > n {
		return 0, 0, 0, ErrDamaged
	}
	value := unsigned(head[idBytes:idBytes+sizeBytes]) & (1<<(7*sizeBytes) - 1)
	body = at + int64(idBytes+sizeBytes)
	if value == 1<<(7*sizeBytes)-1 {
		return id, -1, body, nil
	}
	return id, int64(value), body, nil //nolint:gosec // 56 bits at most
}

func unsigned(raw []byte) uint64 {
	var n uint64
	for _, b := range raw {
		n = n<<8 | uint64(b)
	}
	return n
}

func float(raw []byte) float64 {
	switch len(raw) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(raw)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(raw))
	}
	return 0
}
