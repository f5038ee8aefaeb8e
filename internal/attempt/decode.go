package attempt

import "bytes"

// The save alone reads its body with a decoder of its own: it is called some
// ten thousand times a second, and the general path (token check, contract,
// reflection) costs more than the save. It takes a subset of what the contract
// takes: any order of keys and any white space, but no escapes in strings and
// no number but plain decimal integers. Whatever it does not take is judged by
// the contract, which finds the words for the refusal (http.go).

const (
	maxEpoch  = 1_000_000
	maxSeq    = 1_000_000_000
	maxQ      = 1_000
	maxValue  = 8
	maxEvents = 200
	maxAt     = 9_000_000_000_000
)

// saveInput is a save as it was sent: numbers and letters of the paper.
type saveInput struct {
	Epoch  int
	Events []eventInput
}

type eventInput struct {
	Seq   int64
	Q     int
	Value string
	Clear bool
	At    int64
}

// reader walks through one JSON document; bad stays true once it is set.
type reader struct {
	text []byte
	pos  int
	bad  bool
}

// decodeSave reads a whole body; not ok when anything is amiss.
func decodeSave(body []byte) (saveInput, bool) {
	r := &reader{text: body}
	var in saveInput
	seen := r.object(func(key string) uint {
		switch key {
		case "epoch":
			in.Epoch = int(r.integer(1, maxEpoch))
			return 1
		case "events":
			r.events(&in)
			return 2
		}
		return 0
	})
	r.space()
	if r.bad || r.pos != len(r.text) || seen != 1|2 || len(in.Events) == 0 {
		return saveInput{}, false
	}
	return in, true
}

func (r *reader) events(in *saveInput) {
	r.expect('[')
	for !r.bad {
		if len(in.Events) == maxEvents {
			r.bad = true
			return
		}
		in.Events = append(in.Events, r.event())
		if !r.more(']') {
			return
		}
	}
}

func (r *reader) event() eventInput {
	var e eventInput
	seen := r.object(func(key string) uint {
		switch key {
		case "seq":
			e.Seq = r.integer(1, maxSeq)
			return 1
		case "q":
			e.Q = int(r.integer(1, maxQ))
			return 2
		case "value":
			e.Value = r.letters()
			return 4
		case "at":
			e.At = r.integer(0, maxAt)
			return 8
		case "clear":
			e.Clear = r.boolean()
			return 16
		}
		return 0
	})
	if seen&15 != 15 {
		r.bad = true
	}
	return e
}

// object reads an object. field reads the value of a key and names it by a
// bit; 0 is an unknown key. A key that stands twice is refused.
func (r *reader) object(field func(key string) uint) (seen uint) {
	r.expect('{')
	for !r.bad {
		key := r.word()
		r.expect(':')
		if r.bad {
			return 0
		}
		bit := field(key)
		if bit == 0 || seen&bit != 0 {
			r.bad = true
			return 0
		}
		seen |= bit
		if !r.more('}') {
			return seen
		}
	}
	return 0
}

// more reads a comma (true) or the closing mark (false).
func (r *reader) more(closing byte) bool {
	r.space()
	if r.bad || r.pos >= len(r.text) {
		r.bad = true
		return false
	}
	c := r.text[r.pos]
	r.pos++
	if c != ',' && c != closing {
		r.bad = true
	}
	return c == ','
}

func (r *reader) space() {
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

func (r *reader) expect(c byte) {
	r.space()
	if r.pos >= len(r.text) || r.text[r.pos] != c {
		r.bad = true
		return
	}
	r.pos++
}

// word reads a string of printable ASCII without escapes.
func (r *reader) word() string {
	r.expect('"')
	for start := r.pos; !r.bad && r.pos < len(r.text); r.pos++ {
		switch c := r.text[r.pos]; {
		case c == '"':
			r.pos++
			return string(r.text[start : r.pos-1])
		case c == '\\' || c < ' ' || c > '~':
			r.bad = true
		}
	}
	r.bad = true
	return ""
}

func (r *reader) letters() string {
	text := r.word()
	if len(text) > maxValue {
		r.bad = true
	}
	for i := range len(text) {
		if text[i] < 'A' || text[i] > 'Z' {
			r.bad = true
		}
	}
	return text
}

func (r *reader) boolean() bool {
	r.space()
	switch rest := r.text[r.pos:]; {
	case bytes.HasPrefix(rest, []byte("true")):
		r.pos += len("true")
		return true
	case bytes.HasPrefix(rest, []byte("false")):
		r.pos += len("false")
		return false
	}
	r.bad = true
	return false
}

// integer reads a plain decimal integer within the bounds.
func (r *reader) integer(low, high int64) int64 {
	r.space()
	start, n := r.pos, int64(0)
	for ; r.pos < len(r.text) && r.text[r.pos] >= '0' && r.text[r.pos] <= '9'; r.pos++ {
		n = n*10 + int64(r.text[r.pos]-'0')
		if n > high {
			r.bad = true
			return 0
		}
	}
	if r.pos == start || (r.text[start] == '0' && r.pos-start > 1) || n < low {
		r.bad = true
	}
	return n
}
