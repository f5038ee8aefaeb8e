package qr

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPNG_IsSquareWithAQuietBorder(t *testing.T) {
	raw, err := PNG("https://example.com/v/Y000133000000264000001", 400)
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, 400, img.Bounds().Dx())
	require.Equal(t, 400, img.Bounds().Dy())
	r, g, b, _ := img.At(3, 200).RGBA()
	require.Equal(t, [3]uint32{0xffff, 0xffff, 0xffff}, [3]uint32{r, g, b})
}

func TestPNG_RefusesWhatDoesNotFit(t *testing.T) {
	_, err := PNG("https://example.com/a", 20)
	require.ErrorIs(t, err, ErrSize)
	_, err = PNG(strings.Repeat("长", 5000), 400)
	require.Error(t, err)
}

func TestCode_HasFinderPatternsInThreeCorners(t *testing.T) {
	code, err := New("匠训")
	require.NoError(t, err)
	last := code.Modules() - 1
	for _, corner := range [][2]int{{0, 0}, {last, 0}, {0, last}} {
		require.True(t, code.Dark(corner[0], corner[1]))
	}
	require.False(t, code.Dark(-1, 0))
	require.False(t, code.Dark(last+1, last))
}
