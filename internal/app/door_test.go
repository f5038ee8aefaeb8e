package app_test

import (
	"net/http"
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
