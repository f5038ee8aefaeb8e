package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rare holds characters of real names that small fonts lack; the second lies
// beyond the first 65,536 characters of Unicode.
const rare = "䶮𬭎喆玥㛃𱁬"

func sample(t testing.TB, p *Press) []byte {
	d, err := p.Document(Options{Title: "准考证", CreatedAt: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)})
	require.NoError(t, err)
	d.Text(20, 20, 170, "职业技能等级认定准考证", Style{Size: 22, Weight: Bold, Align: Center})
	d.FittedText(20, 40, 60, "姓名："+rare, Style{Size: 14})
	d.FittedText(20, 50, 60, "工作单位：平湖市某某精密机械制造股份有限公司第二分公司", Style{Size: 14})
	d.Text(20, 62, 100, "一、考生应当在开考前三十分钟到达考点，凭本人准考证和有效身份证件（原件）进入考场；迟到三十分钟以上的，不得入场。二、computer-based examination 3.14159 自动交卷。", Style{Color: Color{40, 40, 40}})
	var picture bytes.Buffer
	require.NoError(t, jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 295, 413)), nil))
	d.Picture(150, 40, 30, 40, picture.Bytes())
	d.Box(150, 40, 30, 40, 0.3, Color{})
	d.QR(150, 85, 30, "https://example.com/v/1")
	table := Table{Columns: []Column{{"序号", 15, Center}, {"姓名", 30, Left}, {"单位", 80, Left}, {"成绩", 25, Right}}}
	for i := range 60 {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i + 1), "张三" + rare, strings.Repeat("某某公司", 1+i%9), "86.50"})
	}
	d.Table(20, 120, table)
	d.NumberPages()
	require.Greater(t, d.Pages(), 1)
	raw, err := d.Bytes()
	require.NoError(t, err)
	return raw
}

func TestDocument_DrawsRareCharactersAndIsTheSameEachTime(t *testing.T) {
	press := New()
	raw := sample(t, press)
	require.True(t, bytes.HasPrefix(raw, []byte("%PDF")))
	require.Less(t, len(raw), 400_000)
	require.True(t, bytes.Equal(raw, sample(t, press)), "same drawing, same bytes")
	if path := os.Getenv("PDF_SAMPLE"); path != "" {
		require.NoError(t, os.WriteFile(path, raw, 0o600))
	}
}

func TestMissingGlyphs(t *testing.T) {
	press := New()
	missing, err := press.MissingGlyphs("张三" + rare + "ABC123，。（）①㎡‰℃Ωμ≥±×÷√\n\t")
	require.NoError(t, err)
	require.Empty(t, string(missing))
	missing, err = press.MissingGlyphs("王ᚠ😀王😀")
	require.NoError(t, err)
	require.Equal(t, "ᚠ😀", string(missing))
}

func TestDocument_RefusesACharacterItCannotDraw(t *testing.T) {
	press := New()
	for lenient, wantErr := range map[bool]bool{false: true, true: false} {
		d, err := press.Document(Options{Lenient: lenient})
		require.NoError(t, err)
		d.Text(20, 20, 100, "张😀", Style{})
		d.Text(20, 40, 100, "后面的内容", Style{})
		_, err = d.Bytes()
		var glyphs *GlyphError
		if wantErr {
			require.ErrorAs(t, err, &glyphs)
			require.Equal(t, []rune{'😀'}, glyphs.Runes)
			continue
		}
		require.NoError(t, err)
	}
}

func TestDocument_BadPictureFailsTheDocument(t *testing.T) {
	d, err := New().Document(Options{})
	require.NoError(t, err)
	d.Picture(0, 0, 10, 10, []byte("not a picture"))
	_, err = d.Bytes()
	require.Error(t, err)
}

func TestPress_ServesManyAtOnceAndLetsItsFontsGo(t *testing.T) {
	before := heap()
	press := New()
	want := sample(t, press)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if !bytes.Equal(want, sample(t, press)) {
				t.Error("documents drawn at once disturb each other")
			}
		})
	}
	group.Wait()
	full := heap()
	press.letGo()
	require.Less(t, heap(), before+4<<20, "unpacked fonts stay in memory")
	t.Logf("unpacked fonts: %d MB", (full-before)>>20)
	require.True(t, bytes.Equal(want, sample(t, press)), "fonts come back")
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // pools give way at the second run only
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func TestWrap_KeepsPunctuationAndWordsTogether(t *testing.T) {
	measure := func(s string) float64 {
		width := 0.0
		for _, r := range s {
			width += 1
			if wide(r) {
				width += 1
			}
		}
		return width
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"一二三四五六", []string{"一二三四五", "六"}},
		{"一二三四五，六", []string{"一二三四", "五，六"}},
		{"一二三四（五）", []string{"一二三四", "（五）"}},
		{"第一行\n\n第三行", []string{"第一行", "", "第三行"}},
		{"one two three", []string{"one two", "three"}},
		{"abcdefghijklmno", []string{"abcdefghij", "klmno"}},
		{"一二 computer", []string{"一二", "computer"}},
		{"，，，，，，，", []string{"，，，，，", "，，"}},
	} {
		require.Equal(t, c.want, wrap(c.text, 10, measure), c.text)
	}
}

func BenchmarkDocument(b *testing.B) {
	press := New()
	for b.Loop() {
		sample(b, press)
	}
}
