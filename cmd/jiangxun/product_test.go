package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The product carries no demo: no simulator, no embedded servers, no stand-ins,
// no demo people.
func TestProductHoldsNoDemoCode(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	deps := strings.Fields(string(out))
	require.Contains(t, deps, "jiangxun/internal/app")
	for _, dep := range deps {
		for _, foreign := range []string{
			"jiangxun/cmd/", "jiangxun/internal/testkit", "jiangxun/internal/wechat/simulator", "jiangxun/internal/seed",
			"github.com/alicebob/miniredis", "github.com/peterldowns/pgtestdb", "github.com/stretchr/testify",
		} {
			if dep == foreign || strings.HasPrefix(dep, strings.TrimSuffix(foreign, "/")+"/") {
				require.Equal(t, "jiangxun/cmd/jiangxun", dep, "the product must not depend on it")
			}
		}
	}
}
