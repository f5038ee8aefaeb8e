// Package pdf draws documents: admission tickets, certificates, lists. It lays
// a small, plain surface over gopdf, with Noto Sans SC in two weights inside
// the program. Lengths are millimetres from the top left corner of the page,
// type sizes are points.
package pdf

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font/sfnt"
)

//go:embed fonts/NotoSansSC-400Regular.ttf.gz
var regularGzip []byte

//go:embed fonts/NotoSansSC-700Bold.ttf.gz
var boldGzip []byte

// keepFonts is how long unpacked fonts stay in memory after the last use; two
// weights take some 25 MB.
const keepFonts = 2 * time.Minute

// Press holds the fonts. It unpacks them at first use and lets them go again
// when nothing has been drawn for a while. Safe for concurrent use; one for
// the whole program is enough.
type Press struct {
	mu      sync.Mutex
	loaded  *typefaces
	release *time.Timer
}

// New makes a press; it costs nothing until something is drawn.
func New() *Press { return &Press{} }

type typefaces struct {
	container *gopdf.FontContainer
	faces     map[Weight]*sfnt.Font
}

// Weight is the weight of the type; it is the name of the font inside gopdf.
type Weight string

// The weights. The zero value means Regular.
const (
	Regular Weight = "regular"
	Bold    Weight = "bold"
)

func (p *Press) typefaces() (*typefaces, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.release != nil {
		p.release.Stop()
	}
	p.release = time.AfterFunc(keepFonts, p.letGo)
	if p.loaded != nil {
		return p.loaded, nil
	}
	loaded := &typefaces{container: &gopdf.FontContainer{}, faces: map[Weight]*sfnt.Font{}}
	for weight, packed := range map[Weight][]byte{Regular: regularGzip, Bold: boldGzip} {
		if err := loaded.add(weight, packed); err != nil {
			return nil, fmt.Errorf("load font %s: %w", weight, err)
		}
	}
	p.loaded = loaded
	return loaded, nil
}

// Font gives a weight for drawing outside of documents. It stays usable, and in
// memory, as long as the caller holds it.
func (p *Press) Font(weight Weight) (*sfnt.Font, error) {
	faces, err := p.typefaces()
	if err != nil {
		return nil, err
	}
	font, ok := faces.faces[weight]
	if !ok {
		return nil, fmt.Errorf("no font %s", weight)
	}
	return font, nil
}

func (p *Press) letGo() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.loaded = nil
}

func (t *typefaces) add(weight Weight, packed []byte) error {
	unpacker, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(unpacker)
	if err != nil {
		return err
	}
	face, err := sfnt.Parse(raw)
	if err != nil {
		return err
	}
	t.faces[weight] = face
	return t.container.AddTTFFontData(string(weight), raw)
}

// MissingGlyphs gives the characters of a text that the font cannot draw, each
// once, in the order of the text. Check names with it before a certificate is
// issued: a character that cannot be drawn must be seen by a person.
func (p *Press) MissingGlyphs(text string) ([]rune, error) {
	faces, err := p.typefaces()
	if err != nil {
		return nil, err
	}
	return faces.missing(text), nil
}

func (t *typefaces) missing(text string) []rune {
	var buffer sfnt.Buffer
	var out []rune
	seen := map[rune]bool{}
	for _, r := range clean(text) {
		if r == '\n' || seen[r] {
			continue
		}
		seen[r] = true
		if glyph, err := t.faces[Regular].GlyphIndex(&buffer, r); err != nil || glyph == 0 {
			out = append(out, r)
		}
	}
	return out
}
