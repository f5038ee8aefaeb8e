package bank_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/testkit"
)

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }

// heads is a typical heading of the field.
var heads = []string{"题型", "题干（必填）", "选项A", "选项B", "选项C", "选项D", "答案", "知识点", "难度", "解析", "题库", "图片", "试题编号"}

func workbook(t *testing.T, rows ...[]any) []byte {
	t.Helper()
	table := sheet.Table{Name: "试题", Title: "车工题库", Rows: rows}
	for _, h := range heads {
		table.Columns = append(table.Columns, sheet.Column{Header: h})
	}
	var out bytes.Buffer
	require.NoError(t, sheet.WriteXLSX(&out, table))
	return out.Bytes()
}

func csvText(rows ...string) []byte {
	return []byte(strings.Join(append([]string{strings.Join(heads, ",")}, rows...), "\r\n"))
}

func preview(t *testing.T, b *banktest.Bank, file []byte) (bank.Batch, []bank.ImportRow) {
	t.Helper()
	ctx := banktest.System(t.Context())
	batch, err := b.Service.Preview(ctx, b.LevelID, "题.xlsx", bytes.NewReader(file), "")
	require.NoError(t, err)
	rows, total, err := b.Service.BatchRows(ctx, batch.ID, "", 100, 0)
	require.NoError(t, err)
	require.Equal(t, total, len(rows))
	return batch, rows
}

func notes(r bank.ImportRow) []string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, n.Column+" "+string(n.Sub))
	}
	return out
}

func TestImport_SaysWhatIsWrongWithEachRow(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 3)
	file := workbook(t,
		[]any{"单选题", "车刀前角的作用是（ ）", "减小切削力", "增大摩擦", "保护刀尖", "散热", "A", "A-001", "3", "前角大则锋利", "", "", "Q1"},
		[]any{"多项选择题", "下列属于车刀材料的有", "高速钢", "硬质合金", "木材", "", "A、B", "基础知识要点1", "易", "", "考试", "", ""},
		[]any{"判断", "车床可以反转停车", "", "", "", "", "×", "A-002 职业道德要点2", "", "", "", "", ""},
		[]any{"论述题", "论述车削", "", "", "", "", "略", "A-001", "", "", "", "", ""},
		[]any{"单选题", "缺选项", "甲", "", "丙", "", "A", "A-001", "", "", "", "", ""},
		[]any{"单选题", "键不在选项内", "甲", "乙", "", "", "D", "A-001", "", "", "", "", ""},
		[]any{"单选题", "无此鉴定点", "甲", "乙", "", "", "A", "Z-999", "", "", "", "", ""},
		[]any{"单选题", "范围不是点", "甲", "乙", "", "", "A", "A", "9", "", "", "", ""},
		[]any{"单选题", "车刀前角的作用是( )。", "增大摩擦", "减小切削力", "保护刀尖", "散热", "B", "A-001", "", "", "", "", ""},
		[]any{"单选题", "图不在", "甲", "乙", "", "", "A", "A-001", "", "", "", "缺.png", ""},
		[]any{"单选题", "", "甲", "乙", "", "", "", "", "", "", "", "", ""},
	)
	batch, rows := preview(t, b, file)
	require.Equal(t, []int{3, 8, 0}, []int{batch.Accepted, batch.Rejected, batch.Unchanged})
	require.Len(t, rows, 11)
	require.Equal(t, 3, rows[0].Line, "row as the spreadsheet shows it")
	for i := range 3 {
		require.Empty(t, notes(rows[i]), i)
	}
	require.Equal(t, []string{"题型 bank.type_unknown"}, notes(rows[3])[:1])
	require.Equal(t, []string{"选项 bank.option_empty"}, notes(rows[4]))
	require.Equal(t, []string{"答案 bank.key_unknown"}, notes(rows[5]))
	require.Equal(t, []string{"鉴定点 bank.element_unknown"}, notes(rows[6]))
	require.ElementsMatch(t, []string{"鉴定点 bank.element_not_point", "难度 bank.difficulty"}, notes(rows[7]))
	require.Equal(t, []string{" bank.row_repeated"}, notes(rows[8]))
	require.Equal(t, []string{"图片 bank.picture_unknown"}, notes(rows[9]))
	require.ElementsMatch(t, []string{"题干 bank.stem_missing", "答案 bank.key_missing", "鉴定点 bank.element_missing"}, notes(rows[10]))

	ctx := banktest.System(t.Context())
	_, err := b.Service.Commit(ctx, batch.ID, false)
	require.Equal(t, fault.Sub("bank.rows_rejected"), fault.SubOf(err))
	done, err := b.Service.Commit(ctx, batch.ID, true)
	require.NoError(t, err)
	require.True(t, done.Committed)
	again, err := b.Service.Commit(ctx, batch.ID, true)
	require.NoError(t, err)
	require.Equal(t, done, again)
	list, total, err := b.Service.List(ctx, bank.Filter{LevelID: b.LevelID, Limit: 20})
	require.NoError(t, err)
	require.Equal(t, 3, total)
	require.Equal(t, bank.Draft, list[0].State)
}

func TestImport_TheSameFileTwiceGivesNoDuplicates(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 3)
	ctx := banktest.System(t.Context())
	file := workbook(t,
		[]any{"单选题", "车刀前角的作用是（ ）", "减小切削力", "增大摩擦", "", "", "A", "A-001", "", "", "", "图1.png", "Q1"},
		[]any{"判断题", "图中为外圆车刀", "", "", "", "", "对", "A-002", "", "", "", "", "Q2"})
	pictures := map[string][]byte{"图1.png": pngOf(t, 50)}
	first, err := b.Service.Import(ctx, b.LevelID, "a.xlsx", bytes.NewReader(file), pictures)
	require.NoError(t, err)
	require.Equal(t, 2, first.Accepted)
	require.Empty(t, first.Faults)
	second, err := b.Service.Import(ctx, b.LevelID, "a.xlsx", bytes.NewReader(file), pictures)
	require.NoError(t, err)
	require.Equal(t, []int{0, 2}, []int{second.Accepted, second.Unchanged})

	// Two previews of one file, both committed: the second finds the rows there.
	more := workbook(t, []any{"判断题", "主轴转速越高越好", "", "", "", "", "错", "A-002", "", "", "", "", ""})
	one, _ := preview(t, b, more)
	two, _ := preview(t, b, more)
	_, err = b.Service.Commit(ctx, one.ID, true)
	require.NoError(t, err)
	late, err := b.Service.Commit(ctx, two.ID, true)
	require.NoError(t, err)
	require.Equal(t, []int{0, 1}, []int{late.Accepted, late.Unchanged})
	_, total, err := b.Service.List(ctx, bank.Filter{LevelID: b.LevelID, Limit: 20})
	require.NoError(t, err)
	require.Equal(t, 3, total)

	// What contradicts the bank is said, not taken.
	_, rows := preview(t, b, workbook(t,
		[]any{"单选题", "换了题干", "减小切削力", "增大摩擦", "", "", "A", "A-001", "", "", "", "", "Q1"},
		[]any{"判断题", "图中为外圆车刀", "", "", "", "", "错", "A-002", "", "", "", "", ""},
		[]any{"判断题", "主轴转速越高越好", "", "", "", "", "错", "A-002", "", "", "考试", "", ""},
		[]any{"单选题", "车刀前角的作用是（ ）", "别的", "选项", "", "", "A", "A-001", "", "", "", "", ""}))
	require.Equal(t, []string{"试题编号 bank.external_taken"}, notes(rows[0]))
	require.Equal(t, []string{"答案 bank.other_key"}, notes(rows[1]))
	require.Equal(t, []string{"题库 bank.other_pool"}, notes(rows[2]))
	require.Equal(t, []string{"题干 bank.stem_repeated"}, notes(rows[3]))
	require.Equal(t, bank.Accepted, rows[3].Verdict)
}

func TestImport_ARetiredQuestionIsNotTakenInAgain(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	ctx := banktest.System(t.Context())
	file := workbook(t,
		[]any{"判断题", "有编号", "", "", "", "", "对", "A-001", "", "", "", "", "R1"}, []any{"判断题", "没有编号", "", "", "", "", "对", "A-001", "", "", "", "", ""})
	_, err := b.Service.Import(ctx, b.LevelID, "a.xlsx", bytes.NewReader(file), nil)
	require.NoError(t, err)
	list, _, err := b.Service.List(ctx, bank.Filter{LevelID: b.LevelID, Limit: 2})
	require.NoError(t, err)
	for _, q := range list {
		_, _, err = b.Service.Act(ctx, q.ID, bank.Move{Action: bank.Retire, Reason: "过时"})
		require.NoError(t, err)
	}
	again, err := b.Service.Import(ctx, b.LevelID, "a.xlsx", bytes.NewReader(file), nil)
	require.NoError(t, err)
	require.Equal(t, []string{" bank.retired"}, notes(again.Faults[0]))
	require.Equal(t, 1, again.Accepted, "without a reference it is a new question")
}

func TestImport_ReadsCSVInUTF8AndGBK(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	text := csvText(`单选题,螺纹的牙型角,55°,60°,30°,,B,A-001,2,,,,`, `判断题,切断刀可以车外圆,,,,,F,A-002,,,,,`)
	_, rows := preview(t, b, text)
	require.Len(t, rows, 2)
	require.Empty(t, notes(rows[0]))
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes(text)
	require.NoError(t, err)
	_, same := preview(t, b, gbk)
	require.Equal(t, "螺纹的牙型角", same[0].Stem)
	require.Equal(t, rows, same)
}

// zip64Bomb is a workbook of about 159 bytes whose part claims 2^63 bytes.
func zip64Bomb() []byte {
	var out bytes.Buffer
	le := binary.LittleEndian
	put := func(parts ...any) {
		for _, p := range parts {
			_ = binary.Write(&out, le, p)
		}
	}
	name := []byte("xl/workbook.xml")
	put(uint32(0x04034b50), uint16(45), uint16(0), uint16(0), uint32(0), uint32(0), uint32(0xffffffff), uint32(0xffffffff), uint16(len(name)), uint16(0))
	out.Write(name)
	start := out.Len()
	put(uint32(0x02014b50), uint16(45), uint16(45), uint16(0), uint16(0), uint32(0), uint32(0), uint32(0xffffffff), uint32(0xffffffff),
		uint16(len(name)), uint16(20), uint16(0), uint16(0), uint16(0), uint32(0), uint32(0))
	out.Write(name)
	put(uint16(1), uint16(16), uint64(1)<<63, uint64(1)<<63)
	size := out.Len() - start
	put(uint32(0x06054b50), uint16(0), uint16(0), uint16(1), uint16(1), uint32(size), uint32(start), uint16(0))
	return out.Bytes()
}

func zipOf(t *testing.T, write func(w *zip.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write(w)
	require.NoError(t, w.Close())
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestF61_HostileWorkbooksAreRefused(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	ctx := banktest.System(t.Context())
	files := map[string][]byte{
		"2^63 size": zip64Bomb(),
		"80 MB unpacked": zipOf(t, func(w *zip.Writer) {
			part, err := w.Create("xl/workbook.xml")
			require.NoError(t, err)
			_, err = io.CopyN(part, zeros{}, 80<<20)
			require.NoError(t, err)
		}),
		"30,000 entries": zipOf(t, func(w *zip.Writer) {
			for i := range 30_000 {
				_, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("a%d", i), Method: zip.Store})
				require.NoError(t, err)
			}
		}),
		"nested": zipOf(t, func(w *zip.Writer) {
			part, err := w.Create("xl/workbook.xml")
			require.NoError(t, err)
			_, err = part.Write(zip64Bomb())
			require.NoError(t, err)
		}),
		"path out": zipOf(t, func(w *zip.Writer) {
			_, err := w.Create("../../etc/xl/workbook.xml")
			require.NoError(t, err)
		}),
		"doctype": zipOf(t, func(w *zip.Writer) {
			part, err := w.Create("xl/workbook.xml")
			require.NoError(t, err)
			_, err = part.Write([]byte(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>`))
			require.NoError(t, err)
		}),
		"not a file": []byte("PK\x03\x04 nonsense"),
		"picture":    pngOf(t, 1),
	}
	for name, file := range files {
		_, err := b.Service.Preview(ctx, b.LevelID, name, bytes.NewReader(file), "")
		require.Equal(t, fault.Invalid, fault.CodeOf(err), "%s: %v", name, err)
	}
	_, err := b.Service.Preview(ctx, b.LevelID, "big", io.LimitReader(zeros{}, 6<<20), "")
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
	require.Less(t, len(zip64Bomb()), 170)
	// The process is alive and takes a good file.
	preview(t, b, workbook(t, []any{"判断题", "好文件", "", "", "", "", "对", "A-001", "", "", "", "", ""}))
}

func TestN108_FormulaCellsComeInAndGoOutAsText(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	ctx := banktest.System(t.Context())
	hostile := []string{`=cmd|' /C calc'!A0`, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1", `=HYPERLINK("http://evil","x")`}
	for i, text := range hostile {
		c := banktest.Content(bank.Single, b.Points()[0].ID, fmt.Sprintf("%s 第%d题", text, i))
		c.Options[0].HTML, c.Source = text, text
		_, _, err := b.Service.Create(ctx, b.LevelID, bank.Practice, nil, c)
		require.NoError(t, err)
	}
	var out bytes.Buffer
	require.NoError(t, b.Service.Export(ctx, b.LevelID, bank.Filter{}, &out))
	file, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	require.NoError(t, err)
	defer file.Close()
	rows, err := file.GetRows("试题")
	require.NoError(t, err)
	require.Len(t, rows, len(hostile)+1)
	for r := range rows {
		for c := range rows[r] {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := file.GetCellFormula("试题", cell)
			require.NoError(t, err)
			require.Empty(t, formula, cell)
		}
	}
	// What went out is what the bank holds: it reads back as nothing new.
	batch, err := b.Service.Preview(ctx, b.LevelID, "x.xlsx", bytes.NewReader(out.Bytes()), "")
	require.NoError(t, err)
	require.Equal(t, []int{0, 0, len(hostile)}, []int{batch.Accepted, batch.Rejected, batch.Unchanged})

	// A formula in a file that comes in is never run; its text or stored value
	// is taken as it stands.
	in := excelize.NewFile()
	for c, h := range heads {
		name, _ := excelize.CoordinatesToCellName(c+1, 1)
		require.NoError(t, in.SetCellStr("Sheet1", name, h))
	}
	require.NoError(t, in.SetCellStr("Sheet1", "A2", "判断题"))
	require.NoError(t, in.SetCellFormula("Sheet1", "B2", `WEBSERVICE("http://127.0.0.1:1/")`))
	require.NoError(t, in.SetCellStr("Sheet1", "G2", "对"))
	require.NoError(t, in.SetCellStr("Sheet1", "H2", "A-001"))
	var raw bytes.Buffer
	require.NoError(t, in.Write(&raw))
	_, got := preview(t, b, raw.Bytes())
	require.Equal(t, bank.Rejected, got[0].Verdict)

	var template bytes.Buffer
	require.NoError(t, b.Service.WriteTemplate(ctx, b.LevelID, &template))
	_, err = b.Service.Preview(ctx, b.LevelID, "t.xlsx", bytes.NewReader(template.Bytes()), "")
	require.Equal(t, exchange.SubEmpty, fault.SubOf(err))
}

func TestN114_FileNamesNeverBecomePaths(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	ctx := banktest.System(t.Context())
	file := workbook(t, []any{"判断题", "文件名", "", "", "", "", "对", "A-001", "", "", "", "../../图.png", ""})
	for name, want := range map[string]string{
		"../../../etc/passwd": "passwd", `..\..\windows\win.ini`: "win.ini", "/abs/题库.xlsx": "题库.xlsx", "a\x00b\r\n.xlsx": "ab.xlsx",
		"..": "试题文件", "": "试题文件", strings.Repeat("长", 300): strings.Repeat("长", 100), "CON": "CON", "a\u202excod.xlsx": "axcod.xlsx",
	} {
		batch, err := b.Service.Preview(ctx, b.LevelID, name, bytes.NewReader(file), "")
		require.NoError(t, err, name)
		require.Equal(t, want, batch.FileName)
	}
	p, err := b.Service.AddPicture(ctx, b.LevelID, "../../图.png", bytes.NewReader(pngOf(t, 4)))
	require.NoError(t, err)
	require.Equal(t, "图.png", p.Name)
	require.Regexp(t, `^bank/pictures/[0-9a-f-]{36}/[0-9a-f]{64}\.png$`, p.BlobKey)
	_, rows := preview(t, b, file)
	require.Equal(t, bank.Accepted, rows[0].Verdict)
}
