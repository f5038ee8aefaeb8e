package sheet

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// zipped makes an archive of files, name and text in turn.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		part, err := w.Create(files[i])
		require.NoError(t, err)
		_, err = part.Write([]byte(files[i+1]))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// A workbook as a program other than Excel writes it: prefixed names, absolute
// targets, cells without references, inline text, a hidden sheet.
func foreignBook(t *testing.T, cells string) []byte {
	t.Helper()
	return zipped(t,
		"xl/workbook.xml", `<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="一" sheetId="1" r:id="a"/><x:sheet name="二" sheetId="2" state="veryHidden" r:id="b"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="/xl/tables/first.xml"/><Relationship Id="b" Target="second.xml"/></Relationships>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="0.00_ "/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", `<sst><si><t>甲_x000D_</t><rPh><t>jia</t></rPh></si><si><r><t>m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r></si></sst>`,
		"xl/tables/first.xml", `<x:worksheet xmlns:x="m"><x:sheetData>`+cells+`</x:sheetData></x:worksheet>`,
		"xl/second.xml", `<worksheet/>`)
}

func TestPages_KindsAndLooks(t *testing.T) {
	t.Parallel()
	pages, isText, err := Pages(foreignBook(t, `<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>乙</x:t></x:is></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c s="1"><x:v>46024</x:v></x:c><x:c s="2"><x:v>0.5</x:v></x:c><x:c s="3"><x:v>0.05</x:v></x:c><x:c><x:v>0.30000000000000004</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c s="4"><x:v>0.5</x:v></x:c></x:row><x:row r="5"><x:c r="C5"><x:v>1</x:v></x:c></x:row>`), Limits{})
	require.NoError(t, err)
	require.False(t, isText)
	require.Len(t, pages, 1)
	var texts []string
	var kinds []Kind
	for _, v := range pages[0].Lines[0].Values {
		texts, kinds = append(texts, v.Text), append(kinds, v.Kind)
	}
	require.Equal(t, []string{"甲\r", "m2", "乙", "TRUE", "2026-01-02", "0.50", "5%", "0.3", "#N/A", "12:00:00"}, texts)
	require.Equal(t, []Kind{Text, Text, Text, Bool, Date, Number, Number, Number, Failed, Date}, kinds)
	require.Equal(t, []Run{{Text: "m"}, {Text: "2", Sup: true}}, pages[0].Lines[0].Values[1].Runs)
	require.Equal(t, 5, pages[0].Lines[1].Number)
	require.Len(t, pages[0].Lines[1].Values, 3)
}

func TestPages_RefuseWhatIsBroken(t *testing.T) {
	t.Parallel()
	for name, cells := range map[string]string{"string": `<x:row><x:c t="s"><x:v>99</x:v></x:c></x:row>`, "reference": `<x:row><x:c r="??"><x:v>9</x:v></x:c></x:row>`, "cut": `<x:row><x:c><x:v>`} {
		_, _, err := Pages(foreignBook(t, cells), Limits{})
		require.ErrorIs(t, err, ErrStructure, name)
	}
	_, _, err := Pages(foreignBook(t, `<x:row><x:c r="CW1"><x:v>1</x:v></x:c></x:row>`), Limits{})
	require.ErrorIs(t, err, ErrManyCols)
}

// A quote that is never closed does not swallow the rest of the file.
func TestPages_OpenQuotes(t *testing.T) {
	t.Parallel()
	text := "甲,乙\n\"开,1\n"
	for range 100 {
		text += "丙,2\n"
	}
	pages, isText, err := Pages([]byte(text), Limits{})
	require.NoError(t, err)
	require.True(t, isText)
	require.Len(t, pages[0].Lines, 102)
}

func TestF64_FewBrokenCharacters(t *testing.T) {
	t.Parallel()
	text, err := simplifiedchinese.GBK.NewEncoder().String(strings.Repeat("车床的主轴,转速\n", 60))
	require.NoError(t, err)
	pages, _, err := Pages([]byte(text+"\xff,\xb5\xe7\n"), Limits{})
	require.NoError(t, err)
	require.Len(t, pages[0].Lines, 61)
	_, _, err = Pages([]byte(strings.Repeat("\xff\xfe\xfd,", 60)+"a"), Limits{})
	require.Error(t, err)
}
