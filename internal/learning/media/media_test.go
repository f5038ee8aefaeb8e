package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	return raw
}

const seeds = "../../../seeds/resources/"

func TestSniffLooksAtTheContent(t *testing.T) {
	t.Parallel()
	for want, raw := range map[Kind][]byte{
		MP4: read(t, seeds+"chuck-key.mp4"), WebM: read(t, "testdata/test.webm"), PDF: read(t, seeds+"lathe-start-check.pdf"),
		Picture: read(t, seeds+"lathe-parts.png"), Unknown: []byte("<html><script>alert(1)</script>"),
	} {
		require.Equal(t, want, Sniff(raw[:min(len(raw), HeadBytes)]))
	}
	require.Equal(t, Unknown, Sniff(nil))
	require.Equal(t, Unknown, Sniff([]byte("MZ %PDF-1.4")), "a PDF that is something else first")
	require.Equal(t, Unknown, Sniff([]byte("\x00\x00\x00\x14ftypqt  ....")))
}

func TestSeconds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		kind Kind
		want int
		err  error
	}{
		"mp4":             {seeds + "chuck-key.mp4", MP4, 16, nil},
		"webm":            {"testdata/test.webm", WebM, 3, nil},
		"H.265":           {"testdata/h265.mp4", MP4, 0, ErrCodec},
		"sound alone":     {"testdata/audio.mp4", MP4, 0, ErrCodec},
		"fragments":       {"testdata/frag.mp4", MP4, 0, ErrNoLength},
		"not what it was": {seeds + "lathe-parts.png", MP4, 0, ErrDamaged},
		"nor this":        {seeds + "lathe-parts.png", WebM, 0, ErrDamaged},
	} {
		raw := read(t, c.file)
		got, err := Seconds(c.kind, bytes.NewReader(raw), int64(len(raw)))
		require.ErrorIs(t, err, c.err, name)
		require.Equal(t, c.want, got, name)
	}
}

// Whatever a file claims, looking into it ends, and without a panic.
func TestDamagedVideosAreRefused(t *testing.T) {
	t.Parallel()
	for kind, file := range map[Kind]string{MP4: seeds + "chuck-key.mp4", WebM: "testdata/test.webm"} {
		raw := read(t, file)
		for cut := 0; cut < min(len(raw), 3000); cut += 7 {
			_, err := Seconds(kind, bytes.NewReader(raw[:cut]), int64(cut))
			if err == nil && kind == MP4 {
				require.Fail(t, "half a header was taken for a film", "%d bytes", cut)
			}
			mad := bytes.Clone(raw)
			copy(mad[cut:], []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
			_, _ = Seconds(kind, bytes.NewReader(mad), int64(len(mad)))
		}
	}
	moov := append([]byte{0, 0, 0, 0}, []byte("moov")...)
	binary.BigEndian.PutUint32(moov, 0xfffffff0)
	_, err := Seconds(MP4, bytes.NewReader(moov), 8)
	require.ErrorIs(t, err, ErrDamaged)
}

func TestPages(t *testing.T) {
	const end = "\n%%EOF\n"
	t.Parallel()
	n, err := Pages(read(t, seeds+"lathe-start-check.pdf"))
	require.NoError(t, err)
	require.Equal(t, 2, n)

	tree := `1 0 obj <</Type /Outlines /Count 40>> endobj 2 0 obj <</Type/Pages /Kids [3 0 R <</Type/Pages/Count 3>>] /Count 7 /Resources <</X <<>> >> >> endobj`
	n, err = Pages([]byte("%PDF-1.4\n" + tree + end))
	require.NoError(t, err)
	require.Equal(t, 7, n, "the root's count, not the outline's")

	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(`10 0 11 60 <</Count 99/Type/Outlines>><</Count 12/Kids[1 0 R]/Type/Pages>>`))
	require.NoError(t, z.Close())
	n, err = Pages(fmt.Appendf(nil, "%%PDF-1.5\n5 0 obj <</Type /ObjStm /N 2 /First 11 /Filter /FlateDecode /Length %d>> stream\r\n%s\nendstream endobj\n%%%%EOF", packed.Len(), packed.Bytes()))
	require.NoError(t, err)
	require.Equal(t, 12, n)

	_, err = Pages([]byte("%PDF-1.4\n" + tree))
	require.ErrorIs(t, err, ErrDamaged, "broken off")
	_, err = Pages([]byte("%PDF-1.4 nothing in it" + end))
	require.ErrorIs(t, err, ErrDamaged)
	_, err = Pages([]byte("%PDF-1.4 " + tree + " trailer <</Encrypt 9 0 R>>" + end))
	require.ErrorIs(t, err, ErrEncrypted)
	_, err = Pages([]byte("%PDF-1.4 <</Type/Pages/Count 900000>>" + end))
	require.ErrorIs(t, err, ErrTooLong)
}
