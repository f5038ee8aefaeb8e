package transfer_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/internal/transfer"
)

func level(t *testing.T, p *apptest.Program) *banktest.Bank {
	t.Helper()
	b := &banktest.Bank{DB: p.DB, Standard: p.Rooms.Standard, Service: p.Rooms.Bank}
	b.LevelID = b.Level(t, "车工", 2)
	var err error
	b.Elements, err = b.Standard.Elements(banktest.System(t.Context()), b.LevelID)
	require.NoError(t, err)
	return b
}

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

type shownImport struct {
	ID, State, FormatTitle                               string
	Done, Total, Accepted, Rejected, Unchanged, Excluded int
}

func TestHTTP_AFileComesInIsMendedTakenInAndTakenBack(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	base := "/api/transfer/levels/" + b.LevelID.String()
	require.Contains(t, editor.Get("/api/transfer/formats").Text, `"format":"gift"`)
	template := editor.Get(base + "/template")
	require.Equal(t, 200, template.Status)
	require.Contains(t, template.Header.Get("Content-Disposition"), "attachment")

	sent := upload(t, p, editor, base+"/imports?pool=exam", "../题.gift", []byte("主运动是{=旋转 ~进给}\n\n坏题 {\n"))
	require.Equal(t, 201, sent.Status, sent.Text)
	var i shownImport
	sent.JSON(t, &i)
	require.Equal(t, shownImport{ID: i.ID, State: "previewed", FormatTitle: "GIFT 文本", Done: 2, Total: 2, Accepted: 1, Rejected: 1}, i)
	one := "/api/transfer/imports/" + i.ID
	rows := editor.Get(one + "/rows?verdict=rejected")
	require.Contains(t, rows.Text, "bank.gift_brace")
	require.NotContains(t, rows.Text, "旋转")
	refused := editor.Post(one+"/commit", map[string]any{"goodRowsOnly": false})
	require.Equal(t, 409, refused.Status)
	require.Equal(t, "transfer.rows_open", refused.Sub())

	draft := map[string]any{"pool": "exam", "ref": "", "tags": []string{}, "content": map[string]any{
		"body":       map[string]any{"type": "judge", "stem": "好题<script>x</script>", "options": []any{}, "key": []string{"T"}},
		"difficulty": 2, "elementId": b.Points()[0].ID, "pictureIds": []string{}, "source": "",
	}}
	mended := editor.Put(one+"/rows/2", draft)
	require.Equal(t, 200, mended.Status, mended.Text)
	require.Contains(t, mended.Text, `"verdict":"accepted"`)
	require.NotContains(t, mended.Text, "script")
	draft["levelId"] = b.LevelID
	require.Equal(t, 400, editor.Put(one+"/rows/2", draft).Status, "unknown fields are refused")
	require.Equal(t, 404, editor.Get(one+"/rows/3").Status)
	placed := editor.Post(one+"/rows/change", map[string]any{"unplaced": true, "elementId": b.Points()[1].ID})
	require.Equal(t, 200, placed.Status, placed.Text)
	require.Contains(t, placed.Text, `"unplaced":0`)

	done := editor.Post(one+"/commit", map[string]any{"goodRowsOnly": false, "submit": true})
	require.Equal(t, 200, done.Status, done.Text)
	require.Contains(t, done.Text, `"taken":2`)
	check := editor.Get(base + "/export-check?format=gift&pool=exam")
	require.Contains(t, check.Text, `"questions":2`)
	file := editor.Get(base + "/export?format=gift&pool=exam")
	require.Equal(t, 200, file.Status)
	require.Contains(t, file.Text, "旋转")
	require.Equal(t, 422, editor.Get(base+"/export?format=exe").Status)

	undone := editor.Post(one+"/undo", map[string]any{"reason": "选错了级别"})
	require.Equal(t, 200, undone.Status, undone.Text)
	require.Contains(t, undone.Text, `"retired":2`)
	list := editor.Get(base + "/imports?state=undone")
	require.Contains(t, list.Text, "选错了级别")
	require.Equal(t, 409, editor.Post(one+"/undo", map[string]any{"reason": "再来"}).Status)
}

func TestHTTP_ALargeFileIsCheckedByAJobThatSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	sent := upload(t, p, editor, "/api/transfer/levels/"+b.LevelID.String()+"/imports", "大.zip", packed(t, numbered(3500)...))
	require.Equal(t, 201, sent.Status, sent.Text)
	var i shownImport
	sent.JSON(t, &i)
	require.Equal(t, []any{"reading", 3500}, []any{i.State, i.Total})
	early := editor.Post("/api/transfer/imports/"+i.ID+"/commit", map[string]any{"goodRowsOnly": true})
	require.NotEqual(t, 500, early.Status)
	require.Eventually(t, func() bool {
		editor.Get("/api/transfer/imports/"+i.ID).JSON(t, &i)
		return i.State == "previewed"
	}, 30*time.Second, 50*time.Millisecond)
	require.Equal(t, []int{3500, 3500}, []int{i.Done, i.Accepted})
	require.Equal(t, 204, editor.Do(http.MethodDelete, "/api/transfer/imports/"+i.ID, nil).Status)
	require.Equal(t, 404, editor.Get("/api/transfer/imports/"+i.ID).Status)
}

func TestHTTP_RolesThatMayNotImportOrExport(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	base := "/api/transfer/levels/" + b.LevelID.String()
	file := []byte("题{T}")
	require.Equal(t, 401, upload(t, p, p.Visitor(), base+"/imports", "a", file).Status)
	require.Equal(t, 403, upload(t, p, p.Staff(identity.RoleRegistrar), base+"/imports", "a", file).Status)
	teacher := p.Staff(identity.RoleTeacher) // reads the bank, but not its keys as a file
	require.Equal(t, 403, upload(t, p, teacher, base+"/imports", "a", file).Status)
	require.Equal(t, 403, teacher.Get(base+"/imports").Status)
	require.Equal(t, 403, teacher.Get(base+"/export?format=gift").Status)
}

func TestN008_ImportsOfAnotherOccupationAreNotFound(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(numbered(2)...)
	other, err := h.Standard.Level(h.author, h.Level(t, "铣工", 1))
	require.NoError(t, err)
	narrow := actor.With(t.Context(), actor.Actor{
		Kind: actor.Staff, Permissions: map[string]bool{"bank.write": true}, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: other.OccupationID}},
	})
	s := h.service
	for name, call := range map[string]func() error{
		"get":     func() error { _, err := s.Get(narrow, i.ID); return err },
		"list":    func() error { _, _, err := s.List(narrow, h.LevelID, "", 1, 0); return err },
		"rows":    func() error { _, _, err := s.Rows(narrow, i.ID, transfer.RowFilter{Limit: 1}); return err },
		"row":     func() error { _, err := s.Row(narrow, i.ID, 1); return err },
		"mend":    func() error { _, err := s.Mend(narrow, i.ID, 1, transfer.Draft{}); return err },
		"change":  func() error { _, err := s.ChangeRows(narrow, i.ID, transfer.Change{}); return err },
		"commit":  func() error { _, err := s.Commit(narrow, i.ID, transfer.CommitOptions{}); return err },
		"undo":    func() error { _, err := s.Undo(narrow, i.ID, "x"); return err },
		"discard": func() error { return s.Discard(narrow, i.ID) },
		"start": func() error {
			_, err := s.Start(narrow, h.LevelID, "a", strings.NewReader("题{T}"), "", "")
			return err
		},
		"export":  func() error { _, err := s.Export(narrow, h.LevelID, filterAll, "gift"); return err },
		"foreign": func() error { _, err := s.Get(h.author, uuid.New()); return err },
	} {
		require.Equal(t, fault.NotFound, fault.CodeOf(call()), name)
	}
}

// zip64Bomb is an archive of about 159 bytes whose part claims 2^63 bytes.
func zip64Bomb() []byte {
	var out bytes.Buffer
	put := func(parts ...any) {
		for _, p := range parts {
			_ = binary.Write(&out, binary.LittleEndian, p)
		}
	}
	name := []byte("xl/workbook.xml")
	put(uint32(0x04034b50), uint16(45), uint16(0), uint16(0), uint32(0), uint32(0), uint32(0xffffffff), uint32(0xffffffff), uint16(len(name)), uint16(0))
	out.Write(name)
	start := out.Len()
	put(uint32(0x02014b50), uint16(45), uint16(45), uint16(0), uint16(0), uint32(0), uint32(0), uint32(0xffffffff), uint32(0xffffffff),
		uint16(len(name)), uint16(20), uint16(0), uint16(0), uint16(0), uint32(0), uint32(0))
	out.Write(name)
	put(uint16(1), uint16(16), uint64(1)<<63, uint64(1)<<63)
	size := out.Len() - start
	put(uint32(0x06054b50), uint16(0), uint16(0), uint16(1), uint16(1), uint32(size), uint32(start), uint16(0))
	return out.Bytes()
}

func zipOf(t *testing.T, write func(w *zip.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write(w)
	require.NoError(t, w.Close())
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func entry(t *testing.T, name string, content io.Reader) []byte {
	t.Helper()
	return zipOf(t, func(w *zip.Writer) {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = io.Copy(part, content)
		require.NoError(t, err)
	})
}

func TestF61_HostileFilesAreRefusedOverHTTP(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	b := level(t, p)
	editor := p.Staff(identity.RoleBankEditor)
	path := "/api/transfer/levels/" + b.LevelID.String() + "/imports"
	for name, file := range map[string][]byte{
		"2^63 size":       zip64Bomb(),
		"300 MB workbook": entry(t, "xl/worksheets/sheet1.xml", io.LimitReader(zeros{}, 300<<20)),
		"300 MB package":  entry(t, "questions.json", io.LimitReader(zeros{}, 300<<20)),
		"300 MB item":     entry(t, "imsmanifest.xml", io.LimitReader(zeros{}, 300<<20)),
		"100,000 entries": zipOf(t, func(w *zip.Writer) {
			for i := range 100_000 {
				_, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("a%d", i), Method: zip.Store})
				require.NoError(t, err)
			}
		}),
		"nested":      entry(t, "xl/workbook.xml", bytes.NewReader(zip64Bomb())),
		"path out":    entry(t, "../../etc/xl/workbook.xml", strings.NewReader("x")),
		"doctype":     []byte(`<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse"><name><text>&a;</text></name></question></quiz>`),
		"deep XML":    []byte("<quiz>" + strings.Repeat("<question>", 1_000_000)),
		"cut off XML": []byte(`<quiz><question type="truefalse"><name>`),
		"not a file":  []byte("PK\x03\x04 nonsense"),
		"picture":     pngHeader(10, 10),
		"empty":       {},
		"old":         []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook"),
		"spaces":      bytes.Repeat([]byte(" "), 1<<20),
		"braces":      bytes.Repeat([]byte("{"), 1<<20),
	} {
		reply := upload(t, p, editor, path, name, file)
		require.Equal(t, 422, reply.Status, "%s: %s", name, reply.Text)
		require.NotContains(t, reply.Text, "root:")
	}
	require.Equal(t, 413, upload(t, p, editor, path, "big", make([]byte, 34<<20)).Status)
	_, total, err := p.Rooms.Transfer.List(banktest.System(t.Context()), b.LevelID, "", 10, 0)
	require.NoError(t, err)
	require.Zero(t, total, "nothing is left behind")
}
