package qti_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/exchange/qti/bundle"
	"jiangxun/internal/bank/exchange/qti/flow"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// entry is a file of a package.
type entry struct {
	name, body string
	change     func(*zip.FileHeader)
}

func zipped(t testing.TB, entries ...entry) exchange.File {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.change != nil {
			e.change(header)
		}
		f, err := w.CreateHeader(header)
		require.NoError(t, err)
		_, err = f.Write([]byte(e.body))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return exchange.File{Name: "package.zip", Data: out.Bytes()}
}

// manifest lists resources "type href".
func manifest(resources ...string) entry {
	var out strings.Builder
	out.WriteString(`<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><organizations/><resources>`)
	for i, r := range resources {
		kind, href, _ := strings.Cut(r, " ")
		fmt.Fprintf(&out, `<resource identifier="r%d" type="%s" href="%s"><file href="%s"/></resource>`, i, kind, href, href)
	}
	return entry{name: "imsmanifest.xml", body: out.String() + "</resources></manifest>"}
}

func judged(stem string) string {
	return item2(declare("RESPONSE", "single", "identifier", "", "C1"), "<div>"+stem+"</div>"+choiceBody("1", "正确", "错误"), correctTemplate)
}

const itemType = "imsqti_item_xmlv2p1 "

// refused reads a file that must be refused, and gives the reason.
func refused(t *testing.T, f exchange.File) *fault.Error {
	t.Helper()
	_, err := qti.Read(f, options())
	var refusal *fault.Error
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, fault.Invalid, refusal.Code)
	return refusal
}

// lines gives the rejections of a package, "" for an accepted item.
func lines(t *testing.T, f exchange.File) []fault.Sub {
	t.Helper()
	_, ok := qti.Sniff(f)
	require.True(t, ok)
	result, err := qti.Read(f, options())
	require.NoError(t, err)
	var out []fault.Sub
	for _, item := range result.Items {
		out = append(out, rejection(item))
	}
	return out
}

func TestPackage_ATestGivesTheOrderAndTheSectionsAreTags(t *testing.T) {
	t.Parallel()
	test := `<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><testPart><assessmentSection identifier="s" title="第一章" visible="true"><assessmentItemRef identifier="b" href="items/b.xml"/>` +
		`<assessmentSection identifier="u" title="第一节" visible="true"><assessmentItemRef identifier="a" href="items/a.xml"/></assessmentSection></assessmentSection></testPart></assessmentTest>`
	f := zipped(t, manifest(itemType+"items/a.xml", itemType+"items/b.xml", itemType+"items/c.xml", "imsqti_test_xmlv2p1 test.xml"),
		entry{name: "items/a.xml", body: judged("甲")}, entry{name: "items/b.xml", body: judged("乙")}, entry{name: "items/c.xml", body: judged("丙")}, entry{name: "test.xml", body: test})
	result, err := qti.Read(f, options())
	require.NoError(t, err)
	require.Len(t, result.Items, 3)
	for i, want := range []struct {
		at   string
		tags []string
	}{{"items/b.xml", []string{"第一章"}}, {"items/a.xml", []string{"第一章", "第一节"}}, {"items/c.xml", nil}} {
		require.Equal(t, want.at, result.Items[i].At)
		require.ElementsMatch(t, want.tags, result.Items[i].Tags)
		require.False(t, result.Items[i].Rejected())
	}
}

func TestPackage_PicturesMetadataAndFolders(t *testing.T) {
	t.Parallel()
	picture := string(exchangetest.Picture("a.png", 9).Data)
	list := strings.Replace(manifest(itemType+"items/a.xml").body, "<file", `<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><title><string>标题</string></title><keyword><string>车工</string></keyword></general>`+
		`<educational><difficulty><value>difficult</value></difficulty></educational><classification><taxonPath><taxon><entry><string language="en">Turning</string><string language="zh">车削</string></entry>`+
		`<taxon><entry><string>外圆</string></entry></taxon></taxon></taxonPath></classification></lom></metadata><file`, 1)
	for name, f := range map[string]exchange.File{
		"at the root": zipped(t, entry{name: "imsmanifest.xml", body: list}, entry{name: "items/a.xml", body: judged(`图 <img src="../img/轴%20a.png" alt="轴"/>`)}, entry{name: "img/轴 a.png", body: picture}),
		"in a folder": zipped(t, entry{name: "题库/imsmanifest.xml", body: list}, entry{name: "题库/items/a.xml", body: judged(`图 <img src="../img/轴%20a.png" alt="轴"/>`)}, entry{name: "题库/img/轴 a.png", body: picture},
			entry{name: "__MACOSX/._x", body: "?"}),
	} {
		item := one(t, f)
		require.Empty(t, rejection(item), name)
		require.Equal(t, []string{"车工", "车削", "外圆"}, item.Tags, name)
		require.Equal(t, 4, item.Difficulty, name)
		require.Equal(t, []exchange.Picture{{Name: "轴 a.png", Data: []byte(picture)}}, item.Pictures, name)
		require.Contains(t, item.Stem, `<img data-picture="1" alt="轴">`, name)
	}
}

func TestPackage_ItemsWithoutAManifestAreFound(t *testing.T) {
	t.Parallel()
	f := zipped(t, entry{name: "b.xml", body: judged("乙")}, entry{name: "a.xml", body: judged("甲")}, entry{name: "notes.txt", body: "x"})
	require.Equal(t, []fault.Sub{"", ""}, lines(t, f))
}

func TestPackage_ACartridgeTellsEachQuestionOnce(t *testing.T) {
	t.Parallel()
	question := func(ident, origin string) string {
		item := asiItem("true_false_question", stem("对吗")+lid("r", "Single", "True", "False"), when(eq("r", "a"), "Set", "100"))
		item = strings.Replace(item, `ident="q1"`, `ident="`+ident+`"`, 1)
		if origin != "" {
			item = strings.Replace(item, "</qtimetadata>", "<qtimetadatafield><fieldlabel>assessment_question_identifierref</fieldlabel><fieldentry>"+origin+"</fieldentry></qtimetadatafield></qtimetadata>", 1)
		}
		return item
	}
	quiz := `<assessment ident="A"><section ident="root_section">` + question("x", "bank1") + "</section></assessment>"
	f := zipped(t, manifest("imsqti_xmlv1p2/imscc_xmlv1p1/assessment A/assessment_qti.xml", "associatedcontent non_cc_assessments/A.xml.qti", "associatedcontent non_cc_assessments/B.xml.qti"),
		entry{name: "A/assessment_qti.xml", body: string(asiFile(quiz).Data)}, entry{name: "non_cc_assessments/A.xml.qti", body: string(asiFile(quiz).Data)},
		entry{name: "non_cc_assessments/B.xml.qti", body: string(asiFile(`<objectbank ident="B">` + question("bank1", "") + question("bank2", "") + "</objectbank>").Data)})
	result, err := qti.Read(f, options())
	require.NoError(t, err)
	var refs []string
	for _, item := range result.Items {
		refs = append(refs, item.Ref)
	}
	require.Equal(t, []string{"x", "bank2"}, refs)
}

func TestN114_NamesThatLeadOutAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../a.xml", "/etc/passwd", `a\b.xml`, "a\x00.xml", "con.xml", strings.Repeat("长", 100) + ".xml"} {
		refusal := refused(t, zipped(t, manifest(itemType+"a.xml"), entry{name: name, body: judged("x")}))
		require.Equal(t, exchange.SubFileForm, refusal.Sub, "%q", name)
	}
}

func TestN115_HostilePackages(t *testing.T) {
	t.Parallel()
	good := zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: judged("x")})
	directory := func(change func(record []byte)) exchange.File {
		raw := bytes.Clone(good.Data)
		change(raw[bytes.Index(raw, []byte("PK\x01\x02")):])
		return exchange.File{Name: "a.zip", Data: raw}
	}
	for name, c := range map[string]struct {
		f   exchange.File
		sub fault.Sub
	}{
		"symlink":   {zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: "/etc/passwd", change: func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }}), exchange.SubFileForm},
		"twice":     {zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: judged("x")}, entry{name: "A.XML", body: judged("y")}), exchange.SubFileForm},
		"bomb":      {zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: judged("x")}, entry{name: "b.bin", body: strings.Repeat("\x00", 70<<20)}), exchange.SubFileForm},
		"large xml": {zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: strings.Repeat(" ", 17<<20)}), exchange.SubFileForm},
		"encrypted": {directory(func(record []byte) { record[8] |= 1 }), exchange.SubFileOld},
		"size lie":  {directory(func(record []byte) { binary.LittleEndian.PutUint32(record[24:], 10) }), exchange.SubFileForm},
		"cut":       {exchange.File{Data: good.Data[:len(good.Data)-9]}, exchange.SubFileForm},
		"no zip":    {exchange.File{Data: []byte("PK\x03\x04hello")}, exchange.SubFileForm},
	} {
		require.Equal(t, c.sub, refused(t, c.f).Sub, name)
	}
	inner := zipped(t, entry{name: "x", body: "y"})
	require.Equal(t, []fault.Sub{""}, lines(t, zipped(t, manifest(itemType+"a.xml"), entry{name: "a.xml", body: judged("x")}, entry{name: "materials.zip", body: string(inner.Data)})),
		"an archive among the materials of a cartridge is let stand, unopened")
}

func TestN118_DoctypesAndEntitiesAreRefused(t *testing.T) {
	t.Parallel()
	xxe := `<!DOCTYPE assessmentItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>`
	for name, text := range map[string]string{
		"external entity": `<?xml version="1.0"?>` + xxe + strings.Replace(judged("x"), "<div>x", "<div>&x;", 1),
		"plain doctype":   `<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd">` + string(asiFile(asiItem("", stem("x"), "")).Data[38:]),
	} {
		f := exchange.File{Name: "a.xml", Data: []byte(text)}
		_, ok := qti.Sniff(f)
		require.True(t, ok, name)
		require.Equal(t, exchange.SubFileEntity, refused(t, f).Sub, name)
		require.Equal(t, []fault.Sub{exchange.SubFileEntity, ""}, lines(t, zipped(t, manifest(itemType+"a.xml", itemType+"b.xml"), entry{name: "a.xml", body: text}, entry{name: "b.xml", body: judged("y")})), name)
	}
	require.Equal(t, exchange.SubFileEntity, refused(t, zipped(t, entry{name: "imsmanifest.xml", body: xxe + manifest().body}, entry{name: "a.xml", body: judged("x")})).Sub)
}

func TestN119_FilesOutsideMissingAndInCircles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		entries []entry
		want    []fault.Sub
	}{
		"item outside":    {[]entry{manifest(itemType+"../../a.xml", itemType+"b.xml"), {name: "b.xml", body: judged("x")}}, []fault.Sub{flow.SubOutside, ""}},
		"item elsewhere":  {[]entry{manifest(itemType+"http://example.org/a.xml", itemType+"b.xml"), {name: "b.xml", body: judged("x")}}, []fault.Sub{flow.SubOutside, ""}},
		"item missing":    {[]entry{manifest(itemType+"a.xml", itemType+"b.xml"), {name: "b.xml", body: judged("x")}}, []fault.Sub{flow.SubFileMissing, ""}},
		"picture outside": {[]entry{manifest(itemType + "b.xml"), {name: "b.xml", body: judged(`<img src="../../../etc/passwd" alt="x"/>`)}}, []fault.Sub{flow.SubOutside}},
		"picture fetched": {[]entry{manifest(itemType + "b.xml"), {name: "b.xml", body: judged(`<img src="http://169.254.169.254/x.png" alt="x"/>`)}}, []fault.Sub{flow.SubOutside}},
		"picture missing": {[]entry{manifest(itemType + "b.xml"), {name: "b.xml", body: judged(`<img src="a.png" alt="x"/>`)}}, []fault.Sub{exchange.SubPictureMissing}},
		"include outside": {[]entry{manifest(itemType + "b.xml"), {name: "b.xml", body: judged(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>`)}}, []fault.Sub{flow.SubOutside}},
		"include in circles": {[]entry{manifest(itemType + "b.xml"), {name: "b.xml", body: judged(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="c.xml"/>`)},
			{name: "c.xml", body: `<div xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="c.xml"/></div>`}}, []fault.Sub{flow.SubFileMissing}},
		"sections in circles": {[]entry{manifest("imsqti_test_xmlv2p1 t.xml"), {name: "t.xml", body: `<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><testPart><assessmentSectionRef href="s.xml"/></testPart></assessmentTest>`},
			{name: "s.xml", body: `<assessmentSection xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><assessmentItemRef href="b.xml"/><assessmentSectionRef href="s.xml"/><assessmentSectionRef href="t.xml"/></assessmentSection>`},
			{name: "b.xml", body: judged("x")}}, []fault.Sub{""}},
		"broken item": {[]entry{manifest(itemType+"a.xml", itemType+"b.xml"), {name: "a.xml", body: "<assessmentItem>\n<itemBody>"}, {name: "b.xml", body: judged("x")}}, []fault.Sub{exchange.SubFileXML, ""}},
	} {
		require.Equal(t, c.want, lines(t, zipped(t, c.entries...)), name)
	}
	require.Equal(t, exchange.SubFileNone, refused(t, zipped(t, manifest("webcontent a.html"), entry{name: "a.html", body: "x"})).Sub)
	broken := refused(t, zipped(t, entry{name: "imsmanifest.xml", body: "<manifest>\n\n<resources>"}, entry{name: "a.xml", body: judged("x")}))
	require.Equal(t, bundle.SubManifest, broken.Sub)
	require.Equal(t, 3, broken.Params["line"])
	require.Equal(t, bundle.SubManifestOnly, refused(t, exchange.File{Name: "imsmanifest.xml", Data: []byte(manifest().body)}).Sub)
}

func TestF62_EncodingsAndBrokenXML(t *testing.T) {
	t.Parallel()
	text := `<?xml version="1.0" encoding="ENCODING"?>` + "\n" + judged("车削外圆")
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.Replace(text, "ENCODING", "GBK", 1))
	require.NoError(t, err)
	wide, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().String(strings.Replace(text, "ENCODING", "UTF-16", 1))
	require.NoError(t, err)
	for name, raw := range map[string]string{"gbk": gbk, "utf-16": wide, "bom": "\xef\xbb\xbf" + strings.Replace(text, "ENCODING", "utf-8", 1)} {
		item := one(t, exchange.File{Name: "a.xml", Data: []byte(raw)})
		require.Empty(t, rejection(item), name)
		require.Contains(t, item.Stem, "车削外圆", name)
	}
	for name, c := range map[string]struct {
		raw  string
		sub  fault.Sub
		line any
	}{
		"not closed": {"<assessmentItem>\n<itemBody>\n", exchange.SubFileXML, 3},
		"crossed":    {"<questestinterop>\n<item>\n</questestinterop>", exchange.SubFileXML, 3},
		"nested":     {"<questestinterop>" + strings.Repeat("<flow>", 2_000_000), exchange.SubFileForm, nil},
		"attribute":  {`<questestinterop a="` + strings.Repeat("x", 5<<20) + `"/>`, exchange.SubFileForm, nil},
		"wrong code": {`<?xml version="1.0" encoding="klingon"?><questestinterop/>`, exchange.SubFileXML, 1},
		"other root": {`<quiz/>`, exchange.SubFileUnknown, nil},
	} {
		refusal := refused(t, exchange.File{Name: "a.xml", Data: []byte(c.raw)})
		require.Equal(t, c.sub, refusal.Sub, name)
		require.Equal(t, c.line, refusal.Params["line"], name)
	}
}

// many packs n items of QTI 2.1, or writes them into one document of 1.2.
func many(t testing.TB, n int) (one12, pack21 exchange.File) {
	t.Helper()
	var all strings.Builder
	var resources []string
	entries := []entry{{}}
	for i := range n {
		all.WriteString(asiItem("multiple_choice_question", stem(fmt.Sprintf("第 %d 题，主运动是", i))+lid("r", "Single", "旋转", "进给", "移动", "停止"), when(eq("r", "b"), "Set", "100")))
		name := fmt.Sprintf("items/q%05d.xml", i)
		resources = append(resources, itemType+name)
		entries = append(entries, entry{name: name, body: item2(declare("RESPONSE", "single", "identifier", "", "C2"), choiceBody("1", "旋转", "进给", "移动", "停止"), correctTemplate)})
	}
	entries[0] = manifest(resources...)
	return asiFile(all.String()), zipped(t, entries...)
}

func TestRead_ManyItems(t *testing.T) {
	t.Parallel()
	one12, pack21 := many(t, 500)
	for name, f := range map[string]exchange.File{"1.2": one12, "2.1": pack21} {
		result, err := qti.Read(f, options())
		require.NoError(t, err)
		require.Len(t, result.Items, 500, name)
		for i := range result.Items {
			require.False(t, result.Items[i].Rejected(), name)
			require.Equal(t, []string{"B"}, result.Items[i].Key, name)
		}
	}
}

// BenchmarkRead reads 5,000 items.
func BenchmarkRead(b *testing.B) {
	one12, pack21 := many(b, 5000)
	for name, f := range map[string]exchange.File{"1.2": one12, "2.1": pack21} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := qti.Read(f, options())
				require.NoError(b, err)
			}
		})
	}
}

func FuzzQTI(f *testing.F) {
	written, err := qti.Write(exchangetest.Items())
	require.NoError(f, err)
	f.Add(written.Data)
	f.Add([]byte(judged("x")))
	f.Add([]byte(in3(judged("x"))))
	f.Add(asiFile(asiItem("numerical_question", stem("n")+str("r", `fibtype="Decimal"`), when(eq("r", "1e9"), "Set", "100"))).Data)
	f.Add(asiFile(asiItem("matching_question", lid("a", "Single", "x", "y")+lid("b", "Multiple", "x", "y"), when(eq("a", "a"), "Add", "50"))).Data)
	if folder := foreign(); folder != "" {
		for _, name := range foreignNames(f, folder) {
			if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".qti") {
				f.Add(foreignFile(f, folder, name))
			}
		}
	}
	cleaner := question.NewCleaner()
	f.Fuzz(func(t *testing.T, raw []byte) {
		file := exchange.File{Name: "x.xml", Data: raw}
		qti.Sniff(file)
		result, err := qti.Read(file, exchange.Options{Cleaner: cleaner})
		if err != nil {
			return
		}
		for i := range result.Items {
			if item := &result.Items[i]; !item.Rejected() {
				require.Empty(t, item.Check(len(item.Pictures)))
			}
		}
	})
}

func TestF61_AnItemOfManyThousandPartsCostsLittle(t *testing.T) {
	t.Parallel()
	labels, rules := strings.Repeat(`<response_label ident="a"><material><mattext>甲</mattext></material></response_label>`, 20_000), strings.Repeat(when(eq("r", "a"), "Add", "1"), 10_000)
	f := asiFile(asiItem("", stem("x")+`<response_lid ident="r" rcardinality="Multiple"><render_choice>`+labels+"</render_choice></response_lid>", rules))
	require.Equal(t, question.SubTooLong, rejection(one(t, f)))
	var refs strings.Builder
	refs.WriteString(`<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><testPart><assessmentSection>`)
	var resources []string
	for i := range 4_000 {
		fmt.Fprintf(&refs, `<assessmentItemRef href="q%d.xml"/>`, i)
		resources = append(resources, fmt.Sprintf("%sq%d.xml", itemType, i))
	}
	result, err := qti.Read(zipped(t, manifest(append(resources, "imsqti_test_xmlv2p1 t.xml")...), entry{name: "t.xml", body: refs.String() + "</assessmentSection></testPart></assessmentTest>"}), options())
	require.NoError(t, err)
	require.Len(t, result.Items, 4_000)
	body := strings.Repeat(`<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>`, 10_000)
	require.Equal(t, question.SubTooLong, rejection(one(t, exchange.File{Name: "a.xml", Data: []byte(item2(declare("RESPONSE", "single", "string", "", "a"), body, correctTemplate))})))
}

func TestPackage_APassageInAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	stimulus := `<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s"><qti-stimulus-body><p>工艺卡</p><p><img src="img/a.png" alt="卡"/></p></qti-stimulus-body></qti-assessment-stimulus>`
	item := strings.Replace(in3(judged("材料是钢。")), "<qti-item-body>", `<qti-assessment-stimulus-ref identifier="s" href="../passages/s.xml"/><qti-item-body>`, 1)
	files := []entry{manifest("imsqti_item_xmlv3p0 items/a.xml"), {name: "items/a.xml", body: item}, {name: "passages/s.xml", body: stimulus}}
	picture := entry{name: "passages/img/a.png", body: string(exchangetest.Picture("a.png", 3).Data)}
	got := one(t, zipped(t, append(files, picture)...))
	require.Empty(t, rejection(got))
	require.Contains(t, got.Stem, "工艺卡")
	require.Contains(t, got.Stem, "材料是钢。")
	require.Len(t, got.Pictures, 1)
	require.NotNil(t, got.Pictures[0].Data)
	require.Equal(t, []fault.Sub{flow.SubFileMissing}, lines(t, zipped(t, files[:2]...)))
}

func TestPackage_FilesBelowABase(t *testing.T) {
	t.Parallel()
	item := judged("铁导电。")
	for name, c := range map[string]struct{ base, href, file string }{
		"Blackboard names the file's own folder": {"res00001", `bb:file="res00001.dat"`, "res00001.dat"},
		"a folder without a slash":               {"items", `href="a.xml"`, "items/a.xml"},
		"a folder":                               {"items/", `href="a.xml"`, "items/a.xml"},
		"a file beside it":                       {"items/index.html", `href="a.xml"`, "items/a.xml"},
	} {
		manifest := entry{name: "imsmanifest.xml", body: `<manifest xmlns:bb="http://www.blackboard.com/content-packaging/"><resources>` +
			`<resource identifier="r" type="imsqti_item_xmlv2p1" xml:base="` + c.base + `" ` + c.href + `/></resources></manifest>`}
		result, err := qti.Read(zipped(t, manifest, entry{name: c.file, body: item}), exchange.Options{Cleaner: question.NewCleaner()})
		require.NoError(t, err, name)
		require.Len(t, result.Items, 1, name)
		require.False(t, result.Items[0].Rejected(), "%s: %+v", name, result.Items[0].Notes)
	}
}
