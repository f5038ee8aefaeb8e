// Package archive opens the zip files that people send (workbooks, Word files,
// packages of questions) within fixed limits. It knows nothing of what they
// hold. Nothing is ever written to disk and no archive inside an archive is
// opened.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Reasons why an archive is refused.
var (
	ErrNotArchive = errors.New("not a zip archive")
	ErrDamaged    = errors.New("archive is damaged")
	ErrEntries    = errors.New("archive holds too many files")
	ErrUnpacked   = errors.New("archive too large once unpacked")
	ErrEncrypted  = errors.New("archive is encrypted")
	ErrLink       = errors.New("archive holds a link or a device")
	ErrName       = errors.New("archive holds a forbidden file name")
	ErrDuplicate  = errors.New("archive holds a file name twice")
	ErrNested     = errors.New("archive holds another archive")
	ErrMissing    = errors.New("no such file in the archive")
)

// Limits bound an archive. A zero takes the default beside it.
type Limits struct {
	MaxUnpacked int64 // 64 MB, of all files together
	MaxXML      int64 // 16 MB, of one .xml, .rels or .vml file
	MaxEntries  int   // 2,000
	AllowNested bool  // archives inside are let stand, unopened
}

func (l Limits) filled() Limits {
	if l.MaxUnpacked == 0 {
		l.MaxUnpacked = 64 << 20
	}
	if l.MaxXML == 0 {
		l.MaxXML = 16 << 20
	}
	if l.MaxEntries == 0 {
		l.MaxEntries = 2_000
	}
	return l
}

// maxName is the longest name of a file in bytes.
const maxName = 255

// Archive is an opened archive, safe for concurrent reading.
type Archive struct {
	limits Limits
	names  []string
	files  map[string]*zip.File // by lower-case name
}

// Open checks the directory of an archive: names, counts, claimed sizes,
// encryption, links, and that no file is itself an archive. Read holds every
// file to the size that the directory claims. The errors above say why an
// archive is refused.
func Open(raw []byte, limits Limits) (*Archive, error) {
	limits = limits.filled()
	if !bytes.HasPrefix(raw, []byte("PK")) {
		return nil, ErrNotArchive
	}
	// The library makes a record for every entry before anybody can look at
	// their number, so entries are counted roughly first. Archives inside
	// archives count too, which the tenfold room is for.
	if bytes.Count(raw, []byte("PK\x01\x02")) > 10*limits.MaxEntries {
		return nil, ErrEntries
	}
	reader, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if len(reader.File) > limits.MaxEntries {
		return nil, ErrEntries
	}
	a := &Archive{limits: limits, files: make(map[string]*zip.File, len(reader.File))}
	left := limits.MaxUnpacked
	for _, file := range reader.File {
		if left, err = a.add(file, left); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *Archive) add(file *zip.File, left int64) (int64, error) {
	name, err := cleanName(file)
	if err != nil {
		return 0, err
	}
	const encrypted = 0x1 | 0x40
	switch {
	case file.Flags&encrypted != 0:
		return 0, ErrEncrypted
	case file.Mode()&fs.ModeType&^fs.ModeDir != 0, file.Mode()&(fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky) != 0:
		return 0, ErrLink
	case file.Method != zip.Store && file.Method != zip.Deflate:
		return 0, fmt.Errorf("%w: packing method %d", ErrDamaged, file.Method)
	case file.UncompressedSize64 > uint64(left), isXML(name) && file.UncompressedSize64 > uint64(a.limits.MaxXML):
		return 0, ErrUnpacked
	}
	key := strings.ToLower(strings.TrimSuffix(name, "/"))
	if _, twice := a.files[key]; twice {
		return 0, ErrDuplicate
	}
	a.files[key] = file
	if strings.HasSuffix(name, "/") {
		return left, nil
	}
	if !a.limits.AllowNested && nested(file) {
		return 0, ErrNested
	}
	a.names = append(a.names, name)
	return left - int64(file.UncompressedSize64), nil
}

func isXML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return true
	}
	return false
}

// cleanName gives the name in UTF-8. Chinese Windows writes names in GBK
// without saying so.
func cleanName(file *zip.File) (string, error) {
	name := strings.TrimPrefix(file.Name, "./")
	if !utf8.ValidString(name) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name)
		if err != nil || strings.ContainsRune(decoded, utf8.RuneError) {
			return "", ErrName
		}
		name = decoded
	}
	bare := strings.TrimSuffix(name, "/")
	if len(bare) > maxName || !fs.ValidPath(bare) || strings.ContainsAny(bare, "\\\x00\r\n") ||
		len(bare) > 1 && bare[1] == ':' || reserved(path.Base(bare)) {
		return "", ErrName
	}
	return name, nil
}

// reserved tells the names that are devices on Windows.
func reserved(base string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(base), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	numbered := len(stem) == 4 && stem[3] >= '1' && stem[3] <= '9'
	return numbered && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt"))
}

// nested looks at the first bytes: zip, 7z, rar.
func nested(file *zip.File) bool {
	if file.UncompressedSize64 < 4 {
		return false
	}
	reader, err := file.Open()
	if err != nil {
		return false // Read will say so
	}
	defer func() { _ = reader.Close() }()
	head := make([]byte, 4)
	if _, err := io.ReadFull(reader, head); err != nil {
		return false
	}
	switch string(head) {
	case "PK\x03\x04", "7z\xbc\xaf", "Rar!":
		return true
	}
	return false
}

// Names gives the files (no folders) in the archive's order, in UTF-8.
func (a *Archive) Names() []string { return a.names }

// Has tells whether Read would find the name.
func (a *Archive) Has(name string) bool {
	file, ok := a.files[strings.ToLower(name)]
	return ok && !file.FileInfo().IsDir()
}

// Read unpacks a file into memory; the case of the name does not matter. It
// never gives more than the directory claims, nor more than the limits.
func (a *Archive) Read(name string) ([]byte, error) {
	if !a.Has(name) {
		return nil, ErrMissing
	}
	file := a.files[strings.ToLower(name)]
	reader, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer func() { _ = reader.Close() }()
	var out bytes.Buffer
	out.Grow(int(min(file.UncompressedSize64, 1<<20)))
	n, err := io.Copy(&out, io.LimitReader(reader, int64(file.UncompressedSize64)+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if uint64(n) != file.UncompressedSize64 {
		return nil, ErrDamaged
	}
	return out.Bytes(), nil
}

// Walk unpacks every file to nowhere and hands the first 4 kB of each to look.
// It is for archives that a library unpacks afterwards: true sizes and check
// sums have then been seen. look may be nil; its error ends the walk.
func (a *Archive) Walk(look func(name string, head []byte) error) error {
	head := make([]byte, 4096)
	for _, name := range a.names {
		if err := a.walk(name, head, look); err != nil {
			return err
		}
	}
	return nil
}

func (a *Archive) walk(name string, head []byte, look func(name string, head []byte) error) error {
	file := a.files[strings.ToLower(name)]
	reader, err := file.Open()
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	defer func() { _ = reader.Close() }()
	n, err := io.ReadFull(reader, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) && uint64(n) != file.UncompressedSize64 {
		return ErrDamaged
	}
	if look != nil {
		if err := look(name, head[:n]); err != nil {
			return err
		}
	}
	rest, err := io.Copy(io.Discard, io.LimitReader(reader, int64(file.UncompressedSize64)-int64(n)+1))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	if uint64(n)+uint64(rest) != file.UncompressedSize64 {
		return ErrDamaged
	}
	return nil
}
