package world

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoadRefusesEveryHostButThisMachine(t *testing.T) {
	t.Parallel()
	good := World{
		URL: "http://127.0.0.1:8080", Codes: "http://[::1]:9/codes", Database: "postgres://u:p@127.0.0.1:5432/d?sslmode=disable", Candidates: []Person{{Phone: "1"}},
	}
	name := filepath.Join(t.TempDir(), "world.json")
	load := func(change func(*World)) error {
		w := good
		change(&w)
		require.NoError(t, w.Save(name))
		_, err := Load(name)
		return err
	}
	require.NoError(t, load(func(*World) {}))
	for _, address := range []string{"http://localhost:8080", "http://10.0.0.1", "https://exam.example.cn", "http://127.0.0.1.example.cn", "", "http://0.0.0.0:80"} {
		require.ErrorContains(t, load(func(w *World) { w.URL = address }), "loopback", address)
		require.ErrorContains(t, load(func(w *World) { w.Database = address }), "loopback", address)
	}
	require.Error(t, load(func(w *World) { w.Candidates = nil }))
}
