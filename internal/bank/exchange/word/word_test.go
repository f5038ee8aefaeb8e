package word

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/layout"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func options() exchange.Options { return exchange.Options{Cleaner: question.NewCleaner()} }

func readBack(t *testing.T, items []exchange.Item) exchange.Result {
	t.Helper()
	written, err := Write(items, PaperOptions{Title: "车工题库"})
	require.NoError(t, err)
	f := exchange.File{Name: "questions.docx", Data: written.Data}
	format, ok := Sniff(f)
	require.True(t, ok)
	require.Equal(t, exchange.Word, format)
	result, err := Read(f, options())
	require.NoError(t, err)
	require.Equal(t, exchange.Word, result.Format)
	return result
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	var held []exchange.Item
	for _, item := range exchangetest.Items() {
		if item.Type != question.Hotspot {
			held = append(held, item)
		}
	}
	result := readBack(t, held)
	for _, item := range result.Items {
		for _, n := range item.Notes {
			require.True(t, n.Warning, "%s: %s %v", item.At, n.Sub, n.Params)
		}
	}
	exchangetest.Equal(t, held, result.Items, layoutOnly)
}

var (
	paragraph = regexp.MustCompile(`</?p>|<br>`)
	braced    = regexp.MustCompile(`([_^])\{(\w)\}`)
)

// layoutOnly takes off what a Word file says in another way: paragraphs as
// line breaks, the names of pictures, braces around one letter of a formula.
func layoutOnly(item *exchange.Item) {
	item.Body = item.Map(func(text string) string { return braced.ReplaceAllString(paragraph.ReplaceAllString(text, ""), "$1$2") })
	for i := range item.Pictures {
		item.Pictures[i].Name = strconv.Itoa(i + 1)
	}
}

func TestHotspotsAreLeftByName(t *testing.T) {
	t.Parallel()
	items := exchangetest.Only(exchangetest.Items(), question.Hotspot)
	written, err := Write(items, PaperOptions{})
	require.NoError(t, err)
	require.Len(t, written.Left, 1)
	require.Equal(t, exchange.SubNotHeld, written.Left[0].Note.Sub)
	require.Equal(t, "Q-013", written.Left[0].At)
	_, err = Read(exchange.File{Data: written.Data}, options())
	refused(t, err, exchange.SubFileNone)
}

func refused(t *testing.T, err error, sub fault.Sub) {
	t.Helper()
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, sub, f.Sub)
}

func TestWhatIsNoWordFileIsRefused(t *testing.T) {
	t.Parallel()
	for sub, data := range map[fault.Sub]string{
		exchange.SubFileUnknown: "一、单选题",
		exchange.SubFileOld:     "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
	} {
		_, err := Read(exchange.File{Data: []byte(data)}, options())
		refused(t, err, sub)
	}
}

// handmade is a file as Word writes it: lists that number themselves, colours,
// underlined blanks, a grid of answers.
func handmade(t *testing.T) []byte {
	t.Helper()
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	list := func(id, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	line := func(runs string) string { return `<w:p>` + runs + `</w:p>` }
	run := func(look, text string) string {
		return `<w:r><w:rPr>` + look + `</w:rPr><w:t xml:space="preserve">` + text + `</w:t></w:r>`
	}
	row := func(cells ...string) string {
		out := `<w:tr>`
		for _, c := range cells {
			out += `<w:tc>` + line(run("", c)) + `</w:tc>`
		}
		return out + `</w:tr>`
	}
	body := list("1", "单项选择题（每题2分）") +
		list("2", "车刀安装过高，工作前角（　　）。") + list("3", "增大") + list("3", "减小") + list("3", "不变") +
		list("2", "游标卡尺不能直接测量（　　）。") + list("4", "外径") + list("4", "表面粗糙度") +
		list("1", "多项选择题") +
		list("5", "切削三要素包括（　　）。") + line(run("", "A. 切削速度  ")+run(`<w:color w:val="FF0000"/>`, "B. 颜色")) + line(run("", "C. 进给量")) + line(run("", "答案：AC")) +
		list("1", "填空题") +
		list("6", "钢的含碳量小于") + line(run("", "2. 三相电源有")+run(`<w:u w:val="single"/>`, "        ")+run("", "和三角形两种接法。")) + line(run("", "答案：星形")) +
		line(run("", "参考答案")) + line(run("", "一、单项选择题")) +
		`<w:tbl>` + row("题号", "1", "2") + row("答案", "A", "B") + `</w:tbl>` +
		line(run("", "三、填空题")) + line(run("", "1. 2.11%"))
	level := func(format, text string) string {
		return `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/><w:lvlText w:val="` + text + `"/></w:lvl>`
	}
	numbering := `<w:numbering ` + ns + `>`
	for i, l := range []string{level("chineseCounting", "%1、"), level("decimal", "%1."), level("upperLetter", "%1、"), level("upperLetter", "%1、"), level("decimal", "%1."), level("decimal", "%1.")} {
		numbering += `<w:abstractNum w:abstractNumId="` + strconv.Itoa(i) + `">` + l + `</w:abstractNum>`
	}
	for i := range 6 {
		numbering += `<w:num w:numId="` + strconv.Itoa(i+1) + `"><w:abstractNumId w:val="` + strconv.Itoa(i) + `"/></w:num>`
	}
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + ns + `><w:body>` + body + `</w:body></w:document>`},
		{"word/numbering.xml", numbering + `</w:numbering>`},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p[0])
		require.NoError(t, err)
		_, err = w.Write([]byte(p[1]))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return out.Bytes()
}

func TestAFileWithListsThatNumberThemselves(t *testing.T) {
	t.Parallel()
	result, err := Read(exchange.File{Name: "paper.docx", Data: handmade(t)}, options())
	require.NoError(t, err)
	require.Len(t, result.Items, 5)
	for i, want := range []struct {
		kind question.Type
		at   string
		key  []string
	}{
		{question.Single, "第 1 题（第 2 段）", []string{"A"}},
		{question.Single, "第 2 题（第 6 段）", []string{"B"}},
		{question.Multiple, "第 1 题（第 10 段）", []string{"A", "C"}},
		{question.Fill, "第 1 题（第 15 段）", nil},
		{question.Fill, "第 2 题（第 16 段）", nil},
	} {
		item := result.Items[i]
		require.False(t, item.Rejected(), "%s %v", item.At, item.Notes)
		require.Equal(t, want.kind, item.Type)
		require.Equal(t, want.at, item.At)
		require.Equal(t, want.key, item.Key)
	}
	require.Equal(t, 200, result.Items[0].Score)
	require.Equal(t, "三相电源有____和三角形两种接法。", result.Items[4].Stem)
	require.Equal(t, []string{"2.11%"}, result.Items[3].Blanks[0].Answers)
}

// Every question of the papers that package layout is tested with comes back
// as it went out.
func TestWholePapersAreReadBack(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../layout/testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(t, err)
		var paper layout.Paper
		for i, l := range strings.Split(string(raw), "\n") {
			paper.Lines = append(paper.Lines, layout.Line{Row: i + 1, Text: layout.Plain(l)})
		}
		paper.Objects = &layout.Objects{}
		var held []exchange.Item
		parsed, err := layout.Parse(paper, options())
		require.NoError(t, err)
		for _, item := range parsed.Items {
			if !item.Rejected() {
				held = append(held, item)
			}
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			exchangetest.Equal(t, held, readBack(t, held).Items, layoutOnly)
		})
	}
}

func FuzzRead(f *testing.F) {
	written, err := Write(exchangetest.Items(), PaperOptions{Title: "题"})
	require.NoError(f, err)
	f.Add(written.Data)
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = Read(exchange.File{Data: data}, options())
	})
}

func BenchmarkFiveThousandQuestions(b *testing.B) {
	one := exchangetest.Only(exchangetest.Items(), question.Single, question.Judge, question.Fill)
	var items []exchange.Item
	for len(items) < 5000 {
		items = append(items, one...)
	}
	written, err := Write(items, PaperOptions{})
	require.NoError(b, err)
	for b.Loop() {
		result, err := Read(exchange.File{Data: written.Data}, options())
		require.NoError(b, err)
		require.Len(b, result.Items, len(items))
	}
}

func TestF62_EndlessDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		sub  fault.Sub
	}{
		"paragraphs": {strings.Repeat("<w:p/>", maxParagraphs+1), exchange.SubTooManyItems},
		"words":      {"<w:tbl><w:tr>" + strings.Repeat("<w:tc><w:p><w:r><w:t>"+strings.Repeat("x", layout.MaxRunes/2)+"</w:t></w:r></w:p></w:tc>", 2) + "</w:tr></w:tbl>", exchange.SubFileTooLarge},
		"breaks":     {"<w:p><w:r>" + strings.Repeat("<w:t>x</w:t><w:br/>", layout.MaxLines+1) + "</w:r></w:p>", exchange.SubTooManyItems},
	} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for part, text := range map[string]string{
			"_rels/.rels":       `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
			"word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + c.body + `</w:body></w:document>`,
		} {
			file, err := w.Create(part)
			require.NoError(t, err)
			_, err = file.Write([]byte(text))
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		_, err := Read(exchange.File{Data: out.Bytes()}, options())
		require.Equal(t, c.sub, fault.SubOf(err), name)
	}
}
