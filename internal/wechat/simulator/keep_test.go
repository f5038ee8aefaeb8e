package simulator

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/clock"
)

func startKept(t *testing.T, file string) (*Simulator, *httptest.Server) {
	t.Helper()
	s, err := New(Config{
		Accounts: []Account{{AppID: "wx1", CallbackURL: "http://127.0.0.1:1/wechat/callback", AESKey: otherKey, Name: "学院"}},
		File:     file, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	return s, httptest.NewServer(s.Handler())
}

func post(t *testing.T, url, body string) string {
	t.Helper()
	reply, err := http.Post(url, "application/json", bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, reply.StatusCode, string(text))
	return string(text)
}

// Posters that were printed yesterday still lead somewhere today.
func TestRestartRemembersCodesAndFollowers(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "wechat.json")
	s, server := startKept(t, file)
	code := s.accounts[0].addCode(s.now(), "p_1", true, 0, server.URL)
	post(t, server.URL+"/sim/api/follow", `{"persona":"xiaowang","follow":true}`)
	post(t, server.URL+"/sim/api/refuse", `{"persona":"xiaowang","refuses":true}`)
	before := s.serial
	server.Close()
	s.Close()

	s, server = startKept(t, file)
	defer s.Close()
	defer server.Close()
	u := s.accounts[0].persona("xiaowang")
	require.True(t, u.following)
	require.True(t, u.refuses)
	require.NotEmpty(t, u.chat)
	require.Contains(t, post(t, server.URL+"/sim/api/scan", `{"persona":"xiaowang","text":"`+code.url+`"}`), `"chat"`)
	require.Same(t, s.accounts[0].codes[0], s.accounts[0].addCode(s.now(), "p_1", true, 0, server.URL), "the same scene has the same code")
	require.Greater(t, s.serial, before)

	require.NoError(t, os.WriteFile(file, []byte("{"), 0o600))
	damaged, other := startKept(t, file)
	require.Empty(t, damaged.accounts[0].codes)
	other.Close()
	damaged.Close()
}
