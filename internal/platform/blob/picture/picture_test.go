package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

func drawn(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 80, 255})
		}
	}
	return img
}

func asJPEG(t *testing.T, img image.Image) []byte {
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

func TestSanitise_EncodesAnewAndDropsWhatFollows(t *testing.T) {
	polyglot := append(asJPEG(t, drawn(200, 300)), []byte("<script>alert(1)</script>")...)
	p, err := Sanitise(bytes.NewReader(polyglot), Limits{})
	require.NoError(t, err)
	require.Equal(t, "image/jpeg", p.ContentType)
	require.Equal(t, [2]int{200, 300}, [2]int{p.Width, p.Height})
	require.NotContains(t, string(p.Bytes), "script")
}

func TestSanitise_RefusesOtherFormatsWhateverTheyAreCalled(t *testing.T) {
	var g bytes.Buffer
	require.NoError(t, gif.Encode(&g, drawn(10, 10), nil))
	for _, raw := range [][]byte{nil, []byte("hello"), g.Bytes(), []byte("<svg onload=alert(1)>"), []byte("\xff\xd8\xffnothing")} {
		_, err := Sanitise(bytes.NewReader(raw), Limits{})
		require.ErrorIs(t, err, ErrNotPicture)
	}
}

func TestN057_PictureBombIsRefusedBeforeDecoding(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, 30000)
	binary.BigEndian.PutUint32(head[4:], 30000)
	head[8], head[9] = 8, 2
	chunk := append([]byte("IHDR"), head...)
	require.NoError(t, binary.Write(&b, binary.BigEndian, uint32(13)))
	b.Write(chunk)
	require.NoError(t, binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(chunk)))
	_, err := Sanitise(&b, Limits{})
	require.ErrorIs(t, err, ErrPixels)
}

func TestSanitise_HoldsItsLimits(t *testing.T) {
	raw := asJPEG(t, drawn(800, 600))
	_, err := Sanitise(bytes.NewReader(raw), Limits{MaxBytes: 100})
	require.ErrorIs(t, err, ErrTooLarge)
	_, err = Sanitise(bytes.NewReader(raw), Limits{MinWidth: 900})
	require.ErrorIs(t, err, ErrTooSmall)
	p, err := Sanitise(bytes.NewReader(raw), Limits{FitWidth: 400, FitHeight: 400, MaxOutBytes: 60_000})
	require.NoError(t, err)
	require.Equal(t, [2]int{400, 300}, [2]int{p.Width, p.Height})
	require.LessOrEqual(t, len(p.Bytes), 60_000)
}

func TestSanitise_KeepsPNGWhereAsked(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, drawn(50, 50)))
	p, err := Sanitise(bytes.NewReader(b.Bytes()), Limits{KeepPNG: true})
	require.NoError(t, err)
	require.Equal(t, ".png", p.Extension())
}

func TestSanitise_TurnsThePictureUpright(t *testing.T) {
	raw := asJPEG(t, drawn(40, 20))
	exif := []byte{
		0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
		0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
	}
	withExif := append(append(append([]byte(nil), raw[:2]...), exif...), raw[2:]...)
	p, err := Sanitise(bytes.NewReader(withExif), Limits{})
	require.NoError(t, err)
	require.Equal(t, [2]int{20, 40}, [2]int{p.Width, p.Height})
	require.NotContains(t, string(p.Bytes), "Exif")
}
