package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
)

// Every named statement of every room is understood by a freshly migrated
// database: a misspelt column is found here and not by a person.
func TestEveryQueryPrepares(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(testkit.Root(), "internal/*/queries.sql"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	db := testkit.DB(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		blocks, err := postgres.Blocks(string(text))
		require.NoError(t, err, file)
		for name, query := range blocks {
			statement, err := db.PrepareContext(t.Context(), query)
			if assert.NoError(t, err, "%s: %s", file, name) {
				assert.NoError(t, statement.Close())
			}
		}
	}
}
