package tabular

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// book builds a workbook; each sheet is filled by a function.
func book(t testing.TB, fill ...func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	for i, with := range fill {
		name := fmt.Sprintf("Sheet%d", i+1)
		if i > 0 {
			_, err := f.NewSheet(name)
			require.NoError(t, err)
		}
		with(f, name)
	}
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func rows(t testing.TB, f *excelize.File, sheet string, from int, lines ...string) {
	t.Helper()
	for i, line := range lines {
		cells := strings.Split(line, "|")
		require.NoError(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", from+i), &cells))
	}
}

// repacked changes the files of an archive; nil drops one.
func repacked(t testing.TB, raw []byte, change func(name string, data []byte) []byte, more map[string][]byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, data []byte) {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = part.Write(data)
		require.NoError(t, err)
	}
	for _, file := range in.File {
		r, err := file.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(r)
		require.NoError(t, err)
		if data = change(file.Name, data); data != nil {
			put(file.Name, data)
		}
	}
	for name, data := range more {
		put(name, data)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func TestF64_CellsThatAreNoText(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|选项A|选项B|答案|难度|分值", "判断|真|||", "判断|假|||", "多选|日期|甲|乙|", "单选|数|甲|乙|", "单选|式|甲|乙|", "单选|坏|甲|乙|", "单选|选项|||A", "判断|数|||")
		for cell, v := range map[string]any{"E2": true, "E3": false, "E4": time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), "E5": 2.0, "F5": 4.0, "G5": 0.5, "C8": 0.1, "D8": 1.0, "E9": 1} {
			require.NoError(t, f.SetCellValue(s, cell, v))
		}
		day := "m\"月\"d\"日\""
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
		require.NoError(t, err)
		require.NoError(t, f.SetCellStyle(s, "E4", "E4", style))
		require.NoError(t, f.SetCellFormula(s, "E6", `CHAR(66)`))
		require.NoError(t, f.SetCellStr(s, "E7", "x"))
	})
	raw = repacked(t, raw, func(name string, data []byte) []byte {
		if name != "xl/worksheets/sheet1.xml" {
			return data
		}
		text := regexp.MustCompile(`<f>CHAR\(66\)</f><v>\d+</v>`).ReplaceAllString(string(data), `<f>CHAR(66)</f><v>B</v>`)
		i := strings.Index(text, `<c r="E7"`)
		j := i + strings.Index(text[i:], `</c>`)
		return []byte(text[:i] + `<c r="E7" t="e"><v>#NAME?</v>` + text[j:])
	}, nil)
	items := read(t, "x.xlsx", raw).Items
	require.Len(t, items, 8)
	for i, want := range []string{"T", "F", "", "B", "B", "", "A", "T"} {
		require.Equal(t, want, strings.Join(items[i].Key, ""), "%d %v", i, reasons(items[i]))
	}
	require.Equal(t, []string{"答案 bank.key_date"}, reasons(items[2]))
	require.Equal(t, []string{"答案 bank.key_unread"}, reasons(items[5]))
	require.Equal(t, []int{4, 50}, []int{items[3].Difficulty, items[3].Score})
	require.Equal(t, "0.1", items[6].Options[0].HTML)
	require.Equal(t, "1", items[6].Options[1].HTML)
	require.Equal(t, "Sheet1!A2", items[0].At)
}

func TestF64_MergedCellsAndHeadings(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "2026 年车工题库", "制表：教务处|||||2026", "序号|题型|题目内容|选项||参考答案", "|||A|B|", "1|单选题|题目甲|一|二|A", "2||题目乙|三|四|B", "", "序号|题型|题目内容|A|B|参考答案", "3|多选题|题目丙|五|六|AB", "二、判断题（每题 1 分）", "4||题目丁||||√")
		for _, area := range [][2]string{{"A1", "F1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"D3", "E3"}, {"F3", "F4"}, {"B5", "B6"}, {"A10", "F10"}} {
			require.NoError(t, f.MergeCell(s, area[0], area[1]))
		}
		require.NoError(t, f.SetCellStr(s, "F11", "√"))
	})
	items := read(t, "x.xlsx", raw).Items
	require.Len(t, items, 4)
	for i, want := range []string{"A", "B", "AB", "T"} {
		require.False(t, items[i].Rejected(), "%d %v", i, reasons(items[i]))
		require.Equal(t, want, strings.Join(items[i].Key, ""))
	}
	require.Equal(t, question.Single, items[1].Type, "the type is merged over two rows")
	require.Equal(t, 100, items[3].Score)
}

func TestF64_StemsMergedOverRows(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|选项|答案", "单选|谁对|A.甲|B", "||B.乙|", "||C.丙|", "判断|丁对||错")
		for _, column := range []string{"A", "B", "D"} {
			require.NoError(t, f.MergeCell(s, column+"2", column+"4"))
		}
	}, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "材料|小题|题型|选项A|选项B|答案", "某厂加工轴|选刀|单选|甲|乙|A", "|要冷却|判断|||对")
		require.NoError(t, f.MergeCell(s, "A2", "A3"))
	})
	items := read(t, "x.xlsx", raw).Items
	require.Len(t, items, 3)
	require.Len(t, items[0].Options, 3)
	require.Equal(t, "丙", items[0].Options[2].HTML)
	require.Equal(t, question.Case, items[2].Type)
	require.Len(t, items[2].Parts, 2)
	for _, i := range items {
		require.False(t, i.Rejected(), "%v", reasons(i))
	}
}

func TestF64_RichText(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|答案")
		rows(t, f, s, 2, "判断||对")
		require.NoError(t, f.SetCellRichText(s, "B2", []excelize.RichTextRun{{Text: "面积 m"}, {Text: "2", Font: &excelize.Font{VertAlign: "superscript"}}, {Text: " 与 "}, {Text: "H", Font: &excelize.Font{Bold: true}}, {Text: "2", Font: &excelize.Font{VertAlign: "subscript", Bold: true}}}))
		rows(t, f, s, 3, "判断|<p>网页<br/>x&lt;5</p><p>H<sub>2</sub></p>|对")
	})
	items := read(t, "x.xlsx", raw).Items
	require.Equal(t, "面积 m<sup>2</sup> 与 <b>H</b><b><sub>2</sub></b>", items[0].Stem)
	require.Contains(t, items[1].Stem, "x&lt;5")
	require.Contains(t, items[1].Stem, "H<sub>2</sub>")
}

func TestRead_PicturesOnCells(t *testing.T) {
	t.Parallel()
	put := func(f *excelize.File, s, cell string, p exchange.Picture) {
		require.NoError(t, f.AddPictureFromBytes(s, cell, &excelize.Picture{Extension: ".png", File: p.Data, Format: &excelize.GraphicOptions{AltText: p.Name}}))
	}
	stem, option, named := exchangetest.Picture("s.png", 1), exchangetest.Picture("o.png", 2), exchangetest.Picture("n.png", 3)
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|选项A|选项B|答案|图片", "单选|看图||乙|A|", "判断|如图|||对|n.png，缺.png", `判断|旧图|||对|`)
		put(f, s, "B2", stem)
		put(f, s, "C2", option)
		put(f, s, "F3", named)
		require.NoError(t, f.SetCellFormula(s, "F4", `_xlfn.DISPIMG("ID_1",1)`))
	})
	raw = repacked(t, raw, func(_ string, data []byte) []byte { return data }, map[string][]byte{
		"xl/cellimages.xml":            []byte(`<etc:cellImages xmlns:etc="e" xmlns:xdr="x" xmlns:a="a" xmlns:r="r"><etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ID_1" descr="w"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>`),
		"xl/_rels/cellimages.xml.rels": []byte(`<Relationships><Relationship Id="rId1" Type="image" Target="media/w.png"/></Relationships>`),
		"xl/media/w.png":               exchangetest.Picture("w.png", 9).Data,
	})
	items := read(t, "x.xlsx", raw).Items
	require.Len(t, items, 3)
	require.False(t, items[0].Rejected(), "%v", reasons(items[0]))
	require.Equal(t, []int{1}, question.PicturesIn(items[0].Stem))
	require.Equal(t, []int{2}, question.PicturesIn(items[0].Options[0].HTML))
	require.Equal(t, stem.Data, items[0].Pictures[0].Data)
	require.Equal(t, []exchange.Picture{named, {Name: "缺.png"}}, items[1].Pictures)
	require.Equal(t, exchange.SubPictureMissing, items[1].Notes[0].Sub)
	require.Equal(t, exchangetest.Picture("w.png", 9).Data, items[2].Pictures[0].Data)
}

// Excel's "place in cell".
func TestRead_PicturesInCells(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|选项A|选项B|答案", "单选|看图|x|乙|A")
	})
	raw = repacked(t, raw, func(name string, data []byte) []byte {
		if name != "xl/worksheets/sheet1.xml" {
			return data
		}
		text := string(data)
		i := strings.Index(text, `<c r="C2"`)
		j := i + strings.Index(text[i:], `</c>`)
		return []byte(text[:i] + `<c r="C2" t="e" vm="1"><v>#VALUE!</v>` + text[j:])
	}, map[string][]byte{
		"xl/metadata.xml":                         []byte(`<metadata xmlns:xlrd="x"><futureMetadata name="XLRICHVALUE" count="1"><bk><extLst><ext uri="u"><xlrd:rvb i="0"/></ext></extLst></bk></futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>`),
		"xl/richData/rdrichvalue.xml":             []byte(`<rvData><rv s="0"><v>0</v><v>5</v></rv></rvData>`),
		"xl/richData/richValueRel.xml":            []byte(`<richValueRels xmlns:r="r"><rel r:id="rId1"/></richValueRels>`),
		"xl/richData/_rels/richValueRel.xml.rels": []byte(`<Relationships><Relationship Id="rId1" Type="image" Target="../media/i.png"/></Relationships>`),
		"xl/media/i.png":                          exchangetest.Picture("i.png", 9).Data,
	})
	item := read(t, "x.xlsx", raw).Items[0]
	require.False(t, item.Rejected(), "%v", reasons(item))
	require.Equal(t, []int{1}, question.PicturesIn(item.Options[0].HTML))
}

// F66: a picture is known by its head; nothing is unpacked.
func TestF66_HugePicturesAreRefusedByTheirSize(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|答案", "判断|如图|对")
		require.NoError(t, f.AddPictureFromBytes(s, "B2", &excelize.Picture{Extension: ".png", File: exchangetest.Picture("a.png", 1).Data}))
	})
	raw = repacked(t, raw, func(name string, data []byte) []byte {
		if strings.HasPrefix(name, "xl/media/") {
			copy(data[16:], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff}) // 65,535 × 65,535
			fixed := append([]byte(nil), data...)
			return withChecksum(fixed)
		}
		return data
	}, nil)
	item := read(t, "x.xlsx", raw).Items[0]
	require.Equal(t, []string{"图片 bank.item_picture_form"}, reasons(item))
}

func TestN117_SheetsThatHideOrHarm(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|答案", "判断|看得见|对")
	}, func(f *excelize.File, s string) {
		rows(t, f, s, 1, "题型|题干|答案", "判断|看不见|对")
		require.NoError(t, f.SetSheetVisible(s, false))
	}, func(f *excelize.File, s string) { rows(t, f, s, 1, "姓名|电话", "张三|1") })
	result := read(t, "x.xlsx", raw)
	require.Len(t, result.Items, 1)
	require.Equal(t, "看得见", result.Items[0].Stem)
	require.Equal(t, []exchange.Note{{Sub: SubSheetSkipped, Warning: true, Params: fault.Params{"name": "Sheet3"}}}, result.Notes)

	same := func(_ string, data []byte) []byte { return data }
	for name, c := range map[string]struct {
		raw  []byte
		want fault.Sub
	}{
		"macros":   {repacked(t, raw, same, map[string][]byte{"xl/vbaProject.bin": []byte("x")}), exchange.SubFileActive},
		"external": {repacked(t, raw, same, map[string][]byte{"xl/externalLinks/externalLink1.xml": []byte("<x/>")}), exchange.SubFileActive},
		"doctype":  {repacked(t, raw, same, map[string][]byte{"xl/x.xml": []byte("<!DOCTYPE x><x/>")}), exchange.SubFileForm},
		"columns": {book(t, func(f *excelize.File, s string) {
			rows(t, f, s, 1, "题型|题干|答案")
			require.NoError(t, f.SetCellStr(s, "XFD2", "x"))
		}), exchange.SubFileForm},
	} {
		_, err := Read(exchange.File{Data: c.raw}, exchange.Options{Cleaner: question.NewCleaner()})
		require.Equal(t, c.want, fault.SubOf(err), name)
	}
}

// F61: a sheet that claims to be small and is not ends soon.
func TestF61_BombsEndSoon(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, s string) { rows(t, f, s, 1, "题型|题干|答案", "判断|题|对") })
	bomb := repacked(t, raw, func(name string, data []byte) []byte {
		if name == "xl/worksheets/sheet1.xml" {
			return bytes.Repeat([]byte(" "), 80<<20)
		}
		return data
	}, nil)
	started := time.Now()
	_, err := Read(exchange.File{Data: bomb}, exchange.Options{Cleaner: question.NewCleaner()})
	require.Equal(t, exchange.SubFileTooLarge, fault.SubOf(err))
	require.Less(t, time.Since(started), 5*time.Second)
}

func withChecksum(png []byte) []byte {
	sum := crc32.ChecksumIEEE(png[12:29])
	binary.BigEndian.PutUint32(png[29:], sum)
	return png
}

func bank10k(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { require.NoError(t, f.Close()) }()
	w, err := f.NewStreamWriter("Sheet1")
	require.NoError(t, err)
	require.NoError(t, w.SetRow("A1", []any{"题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "知识点", "分数", "出处"}))
	for i := range 10_000 {
		require.NoError(t, w.SetRow(fmt.Sprintf("A%d", i+2), []any{"单选题", fmt.Sprintf("第 %d 题：车削外圆时，主运动是（　　），请在下列各项中选出正确的一项。", i), "工件的旋转", "刀具的纵向进给",
			"刀具的横向进给", "尾座的移动", string(rune('A' + i%4)), "主运动消耗的功率最大，速度最高。", i%5 + 1, "A-A-001", 1, "自编"}))
	}
	require.NoError(t, w.Flush())
	var out bytes.Buffer
	require.NoError(t, f.Write(&out))
	return out.Bytes()
}

func BenchmarkRead10000Rows(b *testing.B) {
	raw := bank10k(b)
	o := exchange.Options{Cleaner: question.NewCleaner()}
	b.ReportAllocs()
	for b.Loop() {
		result, err := Read(exchange.File{Data: raw}, o)
		require.NoError(b, err)
		require.Len(b, result.Items, 10_000)
	}
}

func FuzzRead(f *testing.F) {
	written, err := Write(awkward())
	require.NoError(f, err)
	f.Add(written.Data)
	f.Add(csvOf("题型|题干|选项A|选项B|答案", "单选|1、题|甲|乙|A", "多选|题 A.x B.y|||1,2", "填空|____和( )|||a；b"))
	f.Add(csvOf("1|电阻与电压成正比|对", "2|熔断器是保护电器|错"))
	f.Add([]byte("题号;父题号;题干;答案\n1;;案例;\n2;1;（1）甲;对\n\"x"))
	f.Add([]byte("\xff\xfe\x98\x98"))
	o := exchange.Options{Cleaner: question.NewCleaner()}
	f.Fuzz(func(t *testing.T, raw []byte) {
		Sniff(exchange.File{Data: raw})
		result, err := Read(exchange.File{Data: raw}, o)
		if err != nil {
			return
		}
		for i := range result.Items {
			if !result.Items[i].Rejected() && len(result.Items[i].Check(len(result.Items[i].Pictures))) > 0 {
				t.Fatal("accepted what is no question")
			}
		}
	})
}

// A number is the same identity however its cell shows it.
func TestRead_AnIdentityThatIsShownWithDecimals(t *testing.T) {
	t.Parallel()
	raw := book(t, func(f *excelize.File, sheet string) {
		rows(t, f, sheet, 1, "序号|试题编号|题型|题干|选项A|选项B|答案", "1||单选|甲是|子|丑|A", "2||单选|乙是|子|丑|A", "3|A-1.0|单选|丙是|子|丑|A", "4|1.10|单选|丁是|子|丑|A", "5||单选|戊是|子|丑|A")
		style, err := f.NewStyle(&excelize.Style{NumFmt: 2}) // 0.00
		require.NoError(t, err)
		require.NoError(t, f.SetCellStyle(sheet, "B2", "B2", style))
		require.NoError(t, f.SetCellStyle(sheet, "B6", "B6", style))
		for cell, n := range map[string]float64{"B2": 1, "B3": 2, "B6": 1.5} {
			require.NoError(t, f.SetCellFloat(sheet, cell, n, -1, 64))
		}
	})
	var refs []string
	for _, i := range read(t, "x.xlsx", raw).Items {
		refs = append(refs, i.Ref)
	}
	require.Equal(t, []string{"1", "2", "A-1.0", "1.10", "1.50"}, refs)
	i := one(t, "序号|试题编号|题型|题干|选项A|选项B|答案", "9|7.00|单选|甲是|子|丑|A")
	require.Equal(t, "7", i.Ref, "a text as a spreadsheet saves it")
}
