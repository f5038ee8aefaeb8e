package archive

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
)

type entry struct {
	name, body string
	change     func(*zip.FileHeader)
}

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.change != nil {
			e.change(header)
		}
		w, err := writer.CreateHeader(header)
		require.NoError(t, err)
		_, err = w.Write([]byte(e.body))
		require.NoError(t, err)
	}
	require.NoError(t, writer.Close())
	return out.Bytes()
}

func TestOpen_ReadsWhatIsThere(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("图片/车床.png")
	require.NoError(t, err)
	raw := pack(t, entry{name: "word/"}, entry{name: "word/Document.xml", body: "<a/>"},
		entry{name: gbk, body: "x", change: func(h *zip.FileHeader) { h.NonUTF8 = true }}, entry{name: "./b.txt", body: ""})
	a, err := Open(raw, Limits{})
	require.NoError(t, err)
	require.Equal(t, []string{"word/Document.xml", "图片/车床.png", "b.txt"}, a.Names())
	body, err := a.Read("WORD/document.XML")
	require.NoError(t, err)
	require.Equal(t, "<a/>", string(body))
	_, err = a.Read("word")
	require.ErrorIs(t, err, ErrMissing)
	require.False(t, a.Has("word"))
	require.True(t, a.Has("b.txt"))
	require.NoError(t, a.Walk(nil))
}

func TestN114_ForbiddenNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"../x", "/etc/passwd", "a/../../x", `a\b`, "a\x00b", "C:/x", "nul", "a/CON.txt", "com1",
		strings.Repeat("长", 100), "a//b", "a\nb"} {
		_, err := Open(pack(t, entry{name: name}), Limits{})
		require.ErrorIs(t, err, ErrName, "%q", name)
	}
}

func TestN115_HostileZip(t *testing.T) {
	t.Parallel()
	inner := pack(t, entry{name: "a", body: "b"})
	bomb := strings.Repeat("\x00", 1<<20)
	for name, c := range map[string]struct {
		raw    []byte
		limits Limits
		err    error
	}{
		"symlink":         {pack(t, entry{name: "a", body: "/etc/passwd", change: func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }}), Limits{}, ErrLink},
		"twice":           {pack(t, entry{name: "a"}, entry{name: "A"}), Limits{}, ErrDuplicate},
		"file and folder": {pack(t, entry{name: "a"}, entry{name: "a/"}), Limits{}, ErrDuplicate},
		"encrypted":       {patchFlags(pack(t, entry{name: "a"})), Limits{}, ErrEncrypted},
		"nested":          {pack(t, entry{name: "a.bin", body: string(inner)}), Limits{}, ErrNested},
		"bomb":            {pack(t, entry{name: "a", body: bomb}), Limits{MaxUnpacked: 1000}, ErrUnpacked},
		"bomb of parts":   {pack(t, entry{name: "a", body: bomb}, entry{name: "b", body: bomb}), Limits{MaxUnpacked: 3 << 19}, ErrUnpacked},
		"large xml":       {pack(t, entry{name: "a.xml", body: bomb}), Limits{MaxXML: 1000}, ErrUnpacked},
		"2^63":            {claim(pack(t, entry{name: "a"}), 1<<63), Limits{}, ErrUnpacked},
		"2^64-1":          {claim(pack(t, entry{name: "a"}), 1<<64-1), Limits{}, ErrUnpacked},
		"cut":             {inner[:len(inner)-5], Limits{}, ErrDamaged},
		"no zip":          {[]byte("hello"), Limits{}, ErrNotArchive},
		"empty":           {nil, Limits{}, ErrNotArchive},
	} {
		_, err := Open(c.raw, c.limits)
		require.ErrorIs(t, err, c.err, name)
	}
	_, err := Open(pack(t, entry{name: "a.bin", body: string(inner)}), Limits{AllowNested: true})
	require.NoError(t, err)
}

func TestN115_ManyEntriesCostLittle(t *testing.T) {
	t.Parallel()
	// Only the directory is repeated: a million records, none behind which anything stands.
	one := pack(t, entry{name: "a"})
	at := bytes.Index(one, []byte("PK\x01\x02"))
	end := bytes.Index(one, []byte("PK\x05\x06"))
	raw := append([]byte{}, one[:at]...)
	raw = append(raw, bytes.Repeat(one[at:end], 300_000)...)
	tail := append([]byte{}, one[end:]...)
	binary.LittleEndian.PutUint16(tail[8:], uint16(300_000&0xffff))
	binary.LittleEndian.PutUint16(tail[10:], uint16(300_000&0xffff))
	binary.LittleEndian.PutUint32(tail[12:], uint32((end-at)*300_000))
	raw = append(raw, tail...)
	_, err := Open(raw, Limits{})
	require.ErrorIs(t, err, ErrEntries)
	_, err = Open(pack(t, many(2001)...), Limits{})
	require.ErrorIs(t, err, ErrEntries)
}

func TestN115_SizeLieIsSeenWhenRead(t *testing.T) {
	t.Parallel()
	raw := pack(t, entry{name: "a", body: strings.Repeat("x", 100_000)})
	for _, size := range []uint64{10, 200_000} {
		a, err := Open(claim(raw, size), Limits{})
		require.NoError(t, err)
		_, err = a.Read("a")
		require.ErrorIs(t, err, ErrDamaged)
		require.ErrorIs(t, a.Walk(nil), ErrDamaged)
	}
}

func many(n int) []entry {
	out := make([]entry, n)
	for i := range out {
		out[i] = entry{name: fmt.Sprint(i)}
	}
	return out
}

// patchFlags sets the encryption bit of the first record.
func patchFlags(raw []byte) []byte {
	at := bytes.Index(raw, []byte("PK\x01\x02"))
	raw[at+8] |= 1
	return raw
}

// claim writes another unpacked size into the only record of the directory, in
// the zip64 form where it must.
func claim(raw []byte, size uint64) []byte {
	at := bytes.Index(raw, []byte("PK\x01\x02"))
	end := bytes.Index(raw, []byte("PK\x05\x06"))
	record := append([]byte{}, raw[at:end]...)
	if size < 1<<32-1 {
		binary.LittleEndian.PutUint32(record[24:], uint32(size))
	} else {
		binary.LittleEndian.PutUint32(record[24:], 1<<32-1)
		extra := make([]byte, 12)
		binary.LittleEndian.PutUint16(extra, 1)
		binary.LittleEndian.PutUint16(extra[2:], 8)
		binary.LittleEndian.PutUint64(extra[4:], size)
		binary.LittleEndian.PutUint16(record[30:], 12)
		name := int(binary.LittleEndian.Uint16(record[28:]))
		record = append(record[:46+name:46+name], extra...)
	}
	tail := append([]byte{}, raw[end:]...)
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(record)))
	return append(append(append([]byte{}, raw[:at]...), record...), tail...)
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, entry{name: "word/document.xml", body: "<a/>"}))
	f.Add(claim(pack(f, entry{name: "a"}), 1<<63))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := Open(raw, Limits{MaxUnpacked: 1 << 20})
		if err != nil {
			return
		}
		total := 0
		for _, name := range a.Names() {
			body, err := a.Read(name)
			if err == nil {
				total += len(body)
			}
		}
		require.LessOrEqual(t, total, 1<<20)
	})
}
