package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// inspect looks through a workbook before the library does: names, counts and
// true sizes of its parts, macros, references to other files, DOCTYPE.
func inspect(raw []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil || len(archive.File) > maxEntries {
		return ErrStructure
	}
	seen := map[string]bool{}
	left := int64(maxUnpacked)
	workbook := false
	for _, part := range archive.File {
		name := strings.ToLower(part.Name)
		if err := checkName(part, name, seen); err != nil {
			return err
		}
		size, err := checkContent(part, left)
		if err != nil {
			return err
		}
		left -= size
		workbook = workbook || name == "xl/workbook.xml"
	}
	if !workbook {
		return ErrNotSheet
	}
	return nil
}

func checkName(part *zip.File, name string, seen map[string]bool) error {
	const encrypted = 0x1
	switch {
	case seen[name], len(name) > 255, strings.Contains(name, `\`), strings.ContainsRune(name, 0),
		!fs.ValidPath(strings.TrimSuffix(name, "/")),
		part.Flags&encrypted != 0,
		part.Mode()&^fs.ModePerm != 0 && !part.Mode().IsDir():
		return ErrStructure
	case path.Base(name) == "vbaproject.bin", strings.Contains(name, "/macrosheets/"),
		strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"):
		return ErrMacros
	case strings.Contains(name, "/externallinks/"), path.Base(name) == "connections.xml":
		return ErrExternal
	}
	seen[name] = true
	return nil
}

// checkContent unpacks a part to nowhere: its true size counts, not the one
// that its header claims.
func checkContent(part *zip.File, left int64) (int64, error) {
	reader, err := part.Open()
	if err != nil {
		return 0, ErrStructure
	}
	defer func() { _ = reader.Close() }()
	head := make([]byte, 4096)
	n, err := io.ReadFull(reader, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, ErrStructure
	}
	if err := checkHead(part.Name, head[:n]); err != nil {
		return 0, err
	}
	rest, err := io.Copy(io.Discard, io.LimitReader(reader, left+1))
	if err != nil {
		return 0, ErrStructure
	}
	size := int64(n) + rest
	if size > left {
		return 0, ErrUnpacked
	}
	return size, nil
}

func checkHead(name string, head []byte) error {
	lower := bytes.ToLower(head)
	if bytes.Contains(lower, []byte("<!doctype")) || bytes.Contains(lower, []byte("<!entity")) {
		return ErrStructure
	}
	// A template that is fetched from elsewhere on opening.
	isRelations := strings.HasSuffix(strings.ToLower(name), ".rels")
	if isRelations && bytes.Contains(lower, []byte("attachedtemplate")) {
		return ErrExternal
	}
	return nil
}
