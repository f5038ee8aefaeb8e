package certificate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/cnid"
)

func TestNumberHas22Characters(t *testing.T) {
	t.Parallel()
	n := number("S000033001234", 2026, "4", 7)
	require.Equal(t, "S000033001234264000007", n)
	require.Len(t, n, 22)
	require.Regexp(t, numberForm, n)
	require.Regexp(t, numberForm, number("Y000133000001", 2009, "1", maxSerial))
}

func TestTypedNumbersAndNamesAreReadKindly(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"S000033001234264000007", "s0000 3300 1234 2640 00007", "Ｓ０００033001234264000007", "S0000-33-001234-26-4-000007"} {
		require.Equal(t, "S000033001234264000007", plainNumber(typed), typed)
	}
	require.Equal(t, plainName("买买提·艾力"), plainName("买买提 • 艾力"))
	require.NotEqual(t, plainName("张三"), plainName("张三丰"))
}

func TestMaskName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"张三": "张*", "王小明": "王*明", "欧阳小明": "欧**明", "买买提·艾力": "买****力", "": "", "李": "李*", "𱁬某": "𱁬*",
	} {
		require.Equal(t, want, maskName(name), name)
	}
}

func TestN135_CodesAreLongAndNeverTheSame(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		code := newCode()
		require.Regexp(t, codeForm, code)
		require.GreaterOrEqual(t, len(code)*5, 128)
		require.False(t, seen[code])
		seen[code] = true
	}
}

func TestN134_RevokedShowsNoName(t *testing.T) {
	t.Parallel()
	c := Certificate{State: Revoked, Name: "王小明", IDNumber: cnid.IDNumber("E12345678"), Number: "S000033001234264000007", RevokeReason: "冒名顶替"}
	p := c.public()
	require.Empty(t, p.Name)
	require.Equal(t, "revoked", p.State)
	require.NotContains(t, strings.Join([]string{p.Name, p.Occupation, p.Track, p.LevelName, p.Number, p.BodyName}, " "), "冒名")
}
