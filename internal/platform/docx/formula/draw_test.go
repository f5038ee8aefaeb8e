package formula

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

func testFont(t testing.TB) *sfnt.Font {
	t.Helper()
	font, err := sfnt.Parse(goregular.TTF)
	require.NoError(t, err)
	return font
}

func TestDraw(t *testing.T) {
	t.Parallel()
	font := testFont(t)
	for _, latex := range append(papers, `\foo{x}`, `\begin{array}{c|c} A&Y\\ \hline 0&1\end{array}`, `\frac{`) {
		picture, foot, err := Draw(latex, font, 40)
		require.NoError(t, err, latex)
		require.Contains(t, string(picture.Pix), "\x00", "%s: there is ink", latex)
		require.GreaterOrEqual(t, foot, 0, latex)
		require.Less(t, foot, picture.Bounds().Dy(), latex)
	}
	line, _, err := Draw("a", font, 40)
	require.NoError(t, err)
	tall, _, err := Draw(`\frac{a}{b}`, font, 40)
	require.NoError(t, err)
	require.Greater(t, tall.Bounds().Dy(), line.Bounds().Dy()*3/2)
	_, _, err = Draw(strings.Repeat("a", 5000), font, 40)
	require.ErrorIs(t, err, ErrTooLarge)
	_, _, err = Draw(strings.Repeat("a", maxLength+1), font, 40)
	require.ErrorIs(t, err, ErrLong)
}

func TestArraysWithLines(t *testing.T) {
	t.Parallel()
	for _, latex := range []string{`\begin{array}{c|c} A&Y\\ \hline 0&1\\ 1&0\\ \hline\end{array}`, `\begin{array}{cc} \hline A&Y\end{array}`} {
		got, err := Canonical(latex)
		require.NoError(t, err)
		require.Equal(t, latex, got)
		_, ok := ToOMML(latex)
		require.False(t, ok, "Office Math has no lines in arrays")
	}
}
