package app_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/identity"
	"jiangxun/internal/testkit/apptest"
)

func TestN111_BytesThatAreNoTextAreRefused(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	visitor, bank := p.Visitor(), p.Staff(identity.RoleBankEditor)
	login := visitor.Post("/api/public/login/password", map[string]any{"username": "a\x00b", "password": "x"})
	require.Equal(t, http.StatusUnprocessableEntity, login.Status)
	require.Contains(t, login.Text, `"username"`)
	for _, path := range []string{"/api/public/programmes?text=%00", "/api/public/programmes?text=%ff"} {
		require.Equal(t, http.StatusUnprocessableEntity, visitor.Get(path).Status, path)
	}
	for _, path := range []string{"/api/public/programmes/%00", "/api/public/programmes/%ff"} {
		require.Equal(t, http.StatusNotFound, visitor.Get(path).Status, path)
	}
	require.Equal(t, http.StatusUnprocessableEntity, bank.Get("/api/occupations?text=%00").Status)
}

func TestN007_AnIDThatIsNoneIsNotFound(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	trainee := p.Trainee("13900000007")
	for _, id := range []string{"1", "1000", "x%27%20or%201=1--", "..%2f..%2fetc"} {
		require.Equal(t, http.StatusNotFound, trainee.Get("/api/my/attempts/"+id).Status, id)
		save := trainee.Post("/api/my/attempts/"+id+"/answers", map[string]any{"epoch": 1, "events": []any{}})
		require.Equal(t, http.StatusNotFound, save.Status, id)
	}
}

func TestN049_AFloodOfKeysGetsAShortReply(t *testing.T) {
	t.Parallel()
	body := map[string]any{"username": "a", "password": "b"}
	for i := range 10_000 {
		body["k"+strconv.Itoa(i)] = i
	}
	reply := apptest.Start(t).Visitor().Post("/api/public/login/password", body)
	require.Equal(t, http.StatusBadRequest, reply.Status)
	require.Less(t, len(reply.Text), 8<<10)
}

func TestN096_HiddenFilesAreNoPages(t *testing.T) {
	t.Parallel()
	visitor := apptest.Start(t).Visitor()
	for _, path := range []string{"/.git/config", "/.env", "/assets/.git/HEAD", "/assets/index.js.map", "/staff.html"} {
		require.Equal(t, http.StatusNotFound, visitor.Get(path).Status, path)
	}
}

// An upload that breaks off or is none is the visitor's fault, not ours.
func TestN093_AnUploadThatIsNone(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	trainee := p.Trainee("13900000093")
	const part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename="
	for name, upload := range map[string]struct {
		kind, body string
		status     int
	}{
		"no boundary":         {"multipart/form-data", "x", http.StatusUnsupportedMediaType},
		"breaks off":          {"multipart/form-data; boundary=b", part + "\"a.jpg\"\r\n\r\nhalf", http.StatusBadRequest},
		"line break in name":  {"multipart/form-data; boundary=b", part + "\"a\nb.jpg\"\r\n\r\nx\r\n--b--\r\n", http.StatusBadRequest},
		"NUL in name":         {"multipart/form-data; boundary=b", part + "\"a\x00b.jpg\"\r\n\r\nx\r\n--b--\r\n", http.StatusBadRequest},
		"no part named file":  {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n--b--\r\n", http.StatusUnprocessableEntity},
		"a file that is none": {"multipart/form-data; boundary=b", part + "\"a.jpg\"\r\n\r\nx\r\n--b--\r\n", http.StatusUnprocessableEntity},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.URL+"/api/my/photo", strings.NewReader(upload.body))
		require.NoError(t, err)
		request.Header.Set("Content-Type", upload.kind)
		reply := trainee.Send(request)
		require.Equal(t, upload.status, reply.Status, "%s: %s", name, reply.Text)
	}
}
