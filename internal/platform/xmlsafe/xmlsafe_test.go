package xmlsafe

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
)

func TestParse_GivesATree(t *testing.T) {
	t.Parallel()
	node, err := Parse([]byte("<?xml version=\"1.0\"?>\n<w:a xmlns:w=\"urn:w\" w:v=\"1\">\n甲<b/><!-- <!DOCTYPE --><![CDATA[<乙>]]><w:c>丙</w:c></w:a>"),
		Limits{Spaces: map[string]string{"urn:w": "w"}})
	require.NoError(t, err)
	require.True(t, node.Is("w", "a"))
	require.Equal(t, "1", node.Attr("w", "v"))
	require.Equal(t, "\n甲<乙>丙", node.Content())
	require.Equal(t, "丙", node.Child("w", "c").Content())
	require.Equal(t, "", node.Child("w", "x").Child("w", "y").Attr("", "z"))
	require.Equal(t, 3, node.Child("w", "c").Line)
}

func TestN118_DoctypeAndEntities(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`,
		`<?xml version="1.0"?><!doctype a><a/>`,
		`<!DOCTYPE a SYSTEM "http://127.0.0.1/x"><a/>`,
		`<a><!ENTITY b "c"></a>`,
	} {
		_, err := Parse([]byte(text), Limits{})
		require.ErrorIs(t, err, ErrDoctype, text)
		wide, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().String(text)
		require.NoError(t, err)
		_, err = Parse([]byte(wide), Limits{})
		require.ErrorIs(t, err, ErrDoctype, text)
	}
	_, err := Parse([]byte("<a>&x;</a>"), Limits{})
	require.ErrorIs(t, err, ErrSyntax)
	_, err = Parse([]byte("<a>&nbsp;</a>"), Limits{HTMLEntities: true})
	require.NoError(t, err)
}

func TestF62_Encodings(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`<?xml version="1.0" encoding="GB2312"?><a>车床</a>`)
	require.NoError(t, err)
	bare, err := simplifiedchinese.GBK.NewEncoder().String(`<a>车床</a>`)
	require.NoError(t, err)
	le, err := textunicode.UTF16(textunicode.LittleEndian, textunicode.IgnoreBOM).NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?><a>车床</a>`)
	require.NoError(t, err)
	be, err := textunicode.UTF16(textunicode.BigEndian, textunicode.UseBOM).NewEncoder().String(`<a>车床</a>`)
	require.NoError(t, err)
	for name, text := range map[string]string{
		"utf-8": "<a>车床</a>", "mark": "\ufeff<a>车床</a>", "gbk": gbk, "gbk, undeclared": bare, "utf-16le": le, "utf-16be": be,
		"label forgotten": `<?xml version="1.0" encoding="utf-16"?><a>车床</a>`,
	} {
		node, err := Parse([]byte(text), Limits{})
		require.NoError(t, err, name)
		require.Equal(t, "车床", node.Content(), name)
	}
	node, err := Parse([]byte("<?xml version='1.0' encoding='Windows-1252'?><a>\x80 caf\xe9</a>"), Limits{})
	require.NoError(t, err)
	require.Equal(t, "€ café", node.Content())
	for _, text := range []string{"<?xml version='1.0' encoding='UTF-8'?><a>\xb3\xb5</a>", "<?xml version='1.0' encoding='ebcdic'?><a/>"} {
		_, err := Parse([]byte(text), Limits{})
		require.ErrorIs(t, err, ErrEncoding)
	}
}

func TestF62_Bounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		err  error
	}{
		"deep":      {strings.Repeat("<a>", 2_000_000), ErrDeep},
		"many":      {"<a>" + strings.Repeat("<b/>", 1_100_000) + "</a>", ErrMany},
		"attribute": {`<a b="` + strings.Repeat("x", 2<<20) + `"/>`, ErrLong},
		"large":     {strings.Repeat(" ", 16<<20+1), ErrTooLarge},
		"unclosed":  {"<a>\n<b></a>", ErrSyntax},
		"empty":     {"", ErrSyntax},
		"two roots": {"<a/><b/>", ErrSyntax},
		"nul":       {"<a>&#0;</a>", ErrSyntax},
	} {
		_, err := Parse([]byte(c.text), Limits{})
		require.ErrorIs(t, err, c.err, name)
	}
	_, err := Parse([]byte("<a>\n<b></a>"), Limits{})
	var at *Error
	require.ErrorAs(t, err, &at)
	require.Equal(t, 2, at.Line)
}

func TestUnmarshal(t *testing.T) {
	t.Parallel()
	var into struct {
		B []string `xml:"b"`
	}
	require.NoError(t, Unmarshal([]byte("<a><b>1</b><b>2</b></a>"), Limits{}, &into))
	require.Equal(t, []string{"1", "2"}, into.B)
	require.ErrorIs(t, Unmarshal([]byte("<!DOCTYPE a><a/>"), Limits{}, &into), ErrDoctype)
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("<a b='c'>d<!-- e --><f/></a>"))
	f.Add([]byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		if node, err := Parse(raw, Limits{}); err == nil {
			_ = node.Content()
		}
	})
}
