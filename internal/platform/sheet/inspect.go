package sheet

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"jiangxun/internal/platform/archive"
)

// inspect looks through a workbook before the library does: names, counts and
// true sizes of its parts, macros, references to other files, DOCTYPE.
func inspect(raw []byte) error {
	opened, err := archive.Open(raw, archive.Limits{
		MaxUnpacked: maxUnpacked, MaxXML: maxUnpacked, MaxEntries: maxEntries, AllowNested: true,
	})
	if err != nil {
		return reason(err)
	}
	for _, name := range opened.Names() {
		if err := checkName(strings.ToLower(name)); err != nil {
			return err
		}
	}
	if err := opened.Walk(checkHead); err != nil {
		return reason(err)
	}
	if !opened.Has("xl/workbook.xml") {
		return ErrNotSheet
	}
	return nil
}

// reason gives what this package calls the archive's fault.
func reason(err error) error {
	switch {
	case errors.Is(err, archive.ErrUnpacked):
		return ErrUnpacked
	case errors.Is(err, ErrExternal):
		return ErrExternal
	}
	return ErrStructure
}

func checkName(name string) error {
	switch {
	case path.Base(name) == "vbaproject.bin", strings.Contains(name, "/macrosheets/"),
		strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"):
		return ErrMacros
	case strings.Contains(name, "/externallinks/"), path.Base(name) == "connections.xml":
		return ErrExternal
	}
	return nil
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
