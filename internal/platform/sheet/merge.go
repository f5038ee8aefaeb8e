package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxMerged bounds the merged areas of one sheet.
const maxMerged = 50_000

// area is a merged area; columns and rows count from 1, ends are included.
type area struct {
	left, top, right, bottom int
	text                     string // of the top-left cell, once its row was read
}

// MergedRows reads like Rows, but every cell that a merged area covers takes
// the text of the area's top-left cell. CSV has no merged cells.
func (b *Book) MergedRows(sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		areas, err := b.merged(sheet)
		if err != nil {
			yield(Row{}, err)
			return
		}
		b.rows(sheet, b.filler(areas), yield)
	}
}

// filler gives what fills the rows of a sheet one after the other.
func (b *Book) filler(areas []area) func(*Row) error {
	slices.SortFunc(areas, func(a, b area) int { return a.top - b.top })
	var open []area
	return func(row *Row) error {
		open = slices.DeleteFunc(open, func(a area) bool { return a.bottom < row.Number })
		for len(areas) > 0 && areas[0].top <= row.Number {
			next := areas[0]
			areas = areas[1:]
			if next.bottom < row.Number {
				continue
			}
			if next.top == row.Number {
				next.text = row.Cell(next.left - 1)
			}
			open = append(open, next)
		}
		// Areas do not overlap, so a row has no more of them than columns.
		if len(open) > b.limits.MaxColumns {
			return ErrStructure
		}
		for _, a := range open {
			if a.text == "" {
				continue
			}
			if a.right > b.limits.MaxColumns {
				return ErrManyCols
			}
			for len(row.Cells) < a.right {
				row.Cells = append(row.Cells, "")
			}
			for column := a.left; column <= a.right; column++ {
				row.Cells[column-1] = a.text
			}
		}
		return nil
	}
}

var mergedCell = regexp.MustCompile(`<(?:\w+:)?mergeCell\s[^<>]*?\bref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"`)

// merged finds the merged areas of a sheet without holding its XML in memory.
func (b *Book) merged(sheet string) ([]area, error) {
	if b.file == nil {
		return nil, nil
	}
	part, err := b.sheetPart(sheet)
	if err != nil || part == nil {
		return nil, err
	}
	reader, err := part.Open()
	if err != nil {
		return nil, ErrStructure
	}
	defer func() { _ = reader.Close() }()
	tags := bufio.NewReaderSize(reader, 64<<10)
	var areas []area
	for {
		tag, err := tags.ReadSlice('>')
		if found := mergedCell.FindSubmatch(tag); found != nil {
			if a, ok := areaOf(string(found[1]), string(found[2])); ok {
				areas = append(areas, a)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return areas, nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull), len(areas) > maxMerged:
			return nil, ErrStructure
		}
	}
}

func areaOf(from, to string) (area, bool) {
	left, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return area{}, false
	}
	right, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil || right < left || bottom < top {
		return area{}, false
	}
	return area{left: left, top: top, right: right, bottom: bottom}, true
}

// sheetPart finds the file of a sheet in the workbook; nil when the workbook
// does not say which it is.
func (b *Book) sheetPart(sheet string) (*zip.File, error) {
	archive, err := zip.NewReader(bytes.NewReader(b.raw), int64(len(b.raw)))
	if err != nil {
		return nil, ErrStructure
	}
	id := ""
	for _, s := range b.file.WorkBook.Sheets.Sheet {
		if s.Name == sheet {
			id = s.ID
		}
	}
	links, err := relations(archive)
	if err != nil || id == "" || links[id] == "" {
		return nil, err
	}
	for _, part := range archive.File {
		if strings.EqualFold(part.Name, links[id]) {
			return part, nil
		}
	}
	return nil, nil
}

// relations maps the ids that a workbook uses to the files they stand for.
func relations(archive *zip.Reader) (map[string]string, error) {
	var found struct {
		Items []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	for _, part := range archive.File {
		if !strings.EqualFold(part.Name, "xl/_rels/workbook.xml.rels") {
			continue
		}
		reader, err := part.Open()
		if err != nil {
			return nil, ErrStructure
		}
		err = xml.NewDecoder(io.LimitReader(reader, maxUnpackedXML)).Decode(&found)
		_ = reader.Close()
		if err != nil {
			return nil, ErrStructure
		}
	}
	links := map[string]string{}
	for _, item := range found.Items {
		target := strings.TrimPrefix(item.Target, "/")
		if target == item.Target {
			target = path.Join("xl", target)
		}
		links[item.ID] = target
	}
	return links, nil
}
