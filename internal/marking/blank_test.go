package marking

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestF67_AnswersToBlanksAreRightByOneTable(t *testing.T) {
	t.Parallel()
	text := Blank{Answers: []string{"45 钢", "CA6140", "μm"}}
	exact := Blank{Answers: []string{"kW"}, CaseSensitive: true}
	shaft := Blank{Number: &Number{Value: "25", Tolerance: "0.02", Unit: "mm"}}
	speed := Blank{Number: &Number{Value: "-1200", Tolerance: "0", Unit: "r/min"}}
	for _, c := range []struct {
		blank Blank
		given string
		right bool
	}{
		{text, "45钢", true}, {text, " 45 钢 。", true}, {text, "４５钢", true}, {text, "45\u200b钢", true}, {text, "ca6140", true}, {text, "ＣＡ６１４０", true},
		{text, "µm", true}, {text, "45鋼", false}, {text, "", false}, {text, "。", false}, {text, "45钢😀", false}, {text, "😀", false}, {text, "45", false},
		{text, strings.Repeat("45钢", 100), false}, {text, "45\xff钢", true},
		{exact, "kW", true}, {exact, "KW", false}, {exact, "ｋＷ", true},
		{shaft, "25", true}, {shaft, "25.02", true}, {shaft, "24.98", true}, {shaft, "25.0200", true}, {shaft, "25.021", false}, {shaft, "25mm", true},
		{shaft, "25 mm", true}, {shaft, "２５ｍｍ", true}, {shaft, "25cm", false}, {shaft, "2.5e1", true}, {shaft, "2.5×10", false}, {shaft, "2.5×10^1", true},
		{shaft, "+25", true}, {shaft, "25。", true}, {shaft, "25..", true}, {shaft, "二十五", false}, {shaft, "25 25", false}, {shaft, "1e999999999", false},
		{shaft, "NaN", false}, {shaft, "Inf", false}, {shaft, "0x19", false}, {shaft, "25/1", false},
		{speed, "-1,200", true}, {speed, "−1200r/min", true}, {speed, "1200", false}, {speed, "-1200 r / min", true}, {speed, "-1200 rpm", false},
	} {
		require.Equal(t, c.right, c.blank.Right(c.given), "%q for %+v", c.given, c.blank)
	}
}

func FuzzBlankRight(f *testing.F) {
	for _, seed := range []string{"25", "2.5e1", "-1,200r/min", "45钢", "\xff", "1e99"} {
		f.Add(seed)
	}
	b := Blank{Answers: []string{"45钢"}, Number: &Number{Value: "25", Tolerance: "0.02", Unit: "mm"}}
	f.Fuzz(func(t *testing.T, given string) {
		if b.Right(given) != b.Right(given+" ") && len([]rune(given)) < 200 {
			t.Fatalf("a blank at the end decides: %q", given)
		}
	})
}
