package standard_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/identity"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit/apptest"
)

func upload(t *testing.T, p *apptest.Program, v *apptest.Visitor, path, name string, content []byte) apptest.Reply {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, form.Close())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL+path, &body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	return v.Send(request)
}

func bytesOf(t *testing.T, r io.Reader) []byte {
	t.Helper()
	raw, err := io.ReadAll(r)
	require.NoError(t, err)
	return raw
}

type shownImport struct {
	ID     string
	Errors int
	Faults []struct {
		Sub, Sheet, Column string
		Row                int
		Params             map[string]any
	}
	Levels []struct {
		Version int
		Changes []struct {
			Kind, Subject, Path, Name, Was, Now string
			Questions                           int
		}
	}
}

func TestHTTP_ImportOfTables(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := &banktest.Bank{DB: p.DB, Standard: p.Rooms.Standard, Service: p.Rooms.Bank}
	b.LevelID = b.Level(t, "车工", 2)
	elements, err := p.Rooms.Standard.Elements(banktest.System(t.Context()), b.LevelID)
	require.NoError(t, err)
	b.Elements = elements
	editor, reader := p.Staff(identity.RoleBankEditor), p.Staff(identity.RoleTeacher)
	base := "/api/levels/" + b.LevelID.String()

	// One of the points has a question; the file lacks all of them.
	point := b.Points()[0]
	b.Live(t, b.LevelID, bank.Practice, banktest.Content(bank.Judge, point.ID, "题"))

	file := bytesOf(t, book(t, [2]string{"理论", "项目|权重\n甲|=1+1\n乙|100"}))
	reply := upload(t, p, editor, base+"/table-imports", "a.xlsx", file)
	require.Equal(t, 201, reply.Status, reply.Text)
	var shown shownImport
	reply.JSON(t, &shown)
	require.Equal(t, "standard.table_number", shown.Faults[0].Sub)
	require.Equal(t, []any{"理论", "B", 2, "=1+1"}, []any{shown.Faults[0].Sheet, shown.Faults[0].Column, shown.Faults[0].Row, shown.Faults[0].Params["text"]})
	commit := editor.Post("/api/table-imports/"+shown.ID+"/commit", map[string]any{"reason": "x"})
	require.Equal(t, "standard.import_faults", commit.Sub())

	require.Equal(t, 403, upload(t, p, reader, base+"/table-imports", "a.xlsx", file).Status)
	require.Equal(t, 404, upload(t, p, editor, "/api/levels/"+uuid.NewString()+"/table-imports", "a.xlsx", file).Status)
	require.Equal(t, 404, editor.Get("/api/table-imports/"+uuid.NewString()).Status)
	require.Equal(t, 403, reader.Post("/api/table-imports/"+shown.ID+"/commit", map[string]any{"reason": "x"}).Status)
	require.Equal(t, 403, reader.Get("/api/table-imports/"+shown.ID).Status)

	rows, err := p.Rooms.Standard.WeightTable(banktest.System(t.Context()), b.LevelID, standard.Theory)
	require.NoError(t, err)
	lines := []string{"范围代码|鉴定范围|鉴定点代码|鉴定点名称|重要程度"}
	for i, r := range rows {
		lines = append(lines, string(rune('A'+i))+"|"+r.Name+"|900|新的点"+r.Name+"|X")
	}
	reply = upload(t, p, editor, base+"/table-imports", "b.xlsx", bytesOf(t, book(t, [2]string{"细目表", strings.Join(lines, "\n")})))
	require.Equal(t, 201, reply.Status, reply.Text)
	shown = shownImport{}
	reply.JSON(t, &shown)
	require.Equal(t, 1, shown.Errors, reply.Text)
	require.Equal(t, "standard.table_gone", shown.Faults[len(shown.Faults)-1].Sub)
	require.Equal(t, point.Path, shown.Faults[len(shown.Faults)-1].Params["path"])

	reply = upload(t, p, editor, base+"/table-imports?keepMissing=true", "b.xlsx", bytesOf(t, book(t, [2]string{"细目表", strings.Join(lines, "\n")})))
	require.Equal(t, 201, reply.Status, reply.Text)
	shown = shownImport{}
	reply.JSON(t, &shown)
	require.Zero(t, shown.Errors, reply.Text)
	commit = editor.Post("/api/table-imports/"+shown.ID+"/commit", map[string]any{"reason": "补充"})
	require.Equal(t, 200, commit.Status, commit.Text)
	commit.JSON(t, &shown)
	require.Equal(t, 2, shown.Levels[0].Version)

	list := reader.Get(base + "/table-versions")
	require.Equal(t, 200, list.Status, list.Text)
	require.Contains(t, list.Text, `"reason":"补充"`)
	require.Contains(t, list.Text, `"total":2`)
	detail := reader.Get(base + "/table-versions/2")
	require.Equal(t, 200, detail.Status, detail.Text)
	require.Contains(t, detail.Text, "新的点")
	changes := reader.Get(base + "/table-changes?from=1&to=2")
	require.Equal(t, 200, changes.Status, changes.Text)
	require.Contains(t, changes.Text, `"kind":"added"`)
	require.Equal(t, 404, reader.Get(base+"/table-versions/9").Status)
	require.Equal(t, 409, editor.Do(http.MethodDelete, "/api/elements/"+point.ID.String(), nil).Status)

	for query, total := range map[string]string{"level=4": `"total":1`, "level=1": `"total":0`, "catalogueEdition=1999": `"total":0`, "text=%25": `"total":0`, "text=6-18": `"total":1`} {
		require.Contains(t, reader.Get("/api/occupations?"+query).Text, total, query)
	}
}

// zipped makes an archive that looks like a workbook, with more parts.
func zipped(t *testing.T, change func(name, text string) string, more map[string]string) []byte {
	t.Helper()
	raw := bytesOf(t, book(t, [2]string{"理论", "项目|权重\n甲|100"}))
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name, text string) {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(part, text)
		require.NoError(t, err)
	}
	for _, f := range in.File {
		r, err := f.Open()
		require.NoError(t, err)
		write(f.Name, change(f.Name, string(bytesOf(t, r))))
	}
	for name, text := range more {
		write(name, text)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func refuses(t *testing.T, files map[string][]byte, subs map[string]string) {
	t.Helper()
	p := apptest.Start(t)
	b := &banktest.Bank{DB: p.DB, Standard: p.Rooms.Standard, Service: p.Rooms.Bank}
	b.LevelID = b.Level(t, "车工", 1)
	editor := p.Staff(identity.RoleBankEditor)
	for name, raw := range files {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		reply := upload(t, p, editor, "/api/levels/"+b.LevelID.String()+"/table-imports", name+".xlsx", raw)
		runtime.ReadMemStats(&after)
		require.Equal(t, 422, reply.Status, "%s: %s", name, reply.Text)
		want := "standard.file_form"
		if subs[name] != "" {
			want = subs[name]
		}
		require.Equal(t, want, reply.Sub(), name)
		require.Less(t, after.HeapSys, before.HeapSys+(150<<20), "%s: memory stays flat", name)
	}
}

func same(_, text string) string { return text }

func TestN115_HostileArchivesAreNoTables(t *testing.T) {
	t.Parallel()
	twice := func() []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for range 2 {
			part, err := w.Create("xl/workbook.xml")
			require.NoError(t, err)
			_, err = io.WriteString(part, "<workbook/>")
			require.NoError(t, err)
		}
		require.NoError(t, w.Close())
		return out.Bytes()
	}
	many := map[string]string{}
	for range 2100 {
		many["xl/media/"+uuid.NewString()] = ""
	}
	// The size of 2^63 in a zip64 field: some 160 bytes that panicked a parser once.
	huge := func() []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		part, err := w.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", Method: zip.Store, UncompressedSize64: 1 << 63, CompressedSize64: 3})
		require.NoError(t, err)
		_, err = io.WriteString(part, "<a>")
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return out.Bytes()
	}
	size := zipped(t, same, nil)
	at := bytes.Index(size, []byte("PK\x01\x02"))
	copy(size[at+24:], []byte{0xff, 0xff, 0xff, 0xff})
	refuses(t, map[string][]byte{
		"bomb":          zipped(t, same, map[string]string{"xl/worksheets/sheet9.xml": strings.Repeat(" ", 70<<20)}),
		"two to the 63": huge(),
		"wrong size":    size,
		"twice":         twice(),
		"many":          zipped(t, same, many),
		"outside":       zipped(t, same, map[string]string{"../../etc/passwd": "x"}),
		"broken":        zipped(t, same, nil)[:300],
		"nothing":       []byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
		"no workbook":   []byte("PK\x03\x04"),
		"binary":        []byte("\x00\x01\x02"),
		"old":           []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
		"no table":      []byte("a,b\n1,2\n"),
		"not a number":  zipped(t, func(_, text string) string { return strings.ReplaceAll(text, `r="A1"`, `r="A9223372036854775808"`) }, nil),
	}, map[string]string{"old": "standard.file_old", "no table": "standard.table_unknown"})
}

func TestN117_ActiveWorkbooksAreNoTables(t *testing.T) {
	t.Parallel()
	refuses(t, map[string][]byte{
		"macros":   zipped(t, same, map[string]string{"xl/vbaProject.bin": "x"}),
		"external": zipped(t, same, map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"}),
		"template": zipped(t, same, map[string]string{"xl/worksheets/_rels/sheet1.xml.rels": `<Relationships><Relationship Type="attachedTemplate"/></Relationships>`}),
	}, map[string]string{"macros": "standard.file_active", "external": "standard.file_active", "template": "standard.file_active"})
}

func TestN118_EntitiesAreNoTables(t *testing.T) {
	t.Parallel()
	refuses(t, map[string][]byte{
		"doctype": zipped(t, func(name, text string) string {
			if name == "xl/worksheets/sheet1.xml" {
				return strings.Replace(text, "<worksheet", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet`, 1)
			}
			return text
		}, nil),
	}, nil)
}
