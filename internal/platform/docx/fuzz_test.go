package docx

import (
	"bytes"
	"testing"
)

func FuzzRead(f *testing.F) {
	f.Add(file(f, listItem("1", "0", "a")+listItem("2", "1", "b")+`<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>`))
	written, err := paper(f).Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written)
	f.Fuzz(func(t *testing.T, raw []byte) {
		readAnything(t, raw)
	})
}

// FuzzBody gets behind the check sums of the archive: only the text changes.
func FuzzBody(f *testing.F) {
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>EQ \f(1,2)</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><mc:AlternateContent><mc:Choice><w:pict><v:shape style="width:1pt"/></w:pict></mc:Choice></mc:AlternateContent></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		readAnything(t, file(t, body))
	})
}

func readAnything(t *testing.T, raw []byte) {
	d, err := Read(bytes.NewReader(raw), int64(len(raw)), Limits{MaxUnpacked: 4 << 20})
	if err != nil {
		return
	}
	w := NewWriter(Setup{})
	for i, p := range d.Paragraphs() {
		if p.Index < 0 || p.Level < 0 {
			t.Fatal("an index below zero")
		}
		for j := range p.Runs {
			if p.Runs[j].Kind == Image && !p.Runs[j].Picture.Shown() {
				p.Runs[j] = Run{}
			}
		}
		if i < 100 {
			w.Paragraph(*p)
		}
	}
	_, _ = w.Bytes() // broken pictures are refused; nothing may panic
}
