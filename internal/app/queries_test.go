package app_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
	"jiangxun/migrations"
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

var (
	migrationName = regexp.MustCompile(`^\d{14}_([a-z]+)__`)
	createdTable  = regexp.MustCompile(`(?i)\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(\w+)`)
	createdView   = regexp.MustCompile(`(?i)\bcreate\s+(?:or\s+replace\s+)?(?:materialized\s+)?view\s+(\w+)`)
	touched       = regexp.MustCompile(`(?i)\b(?:from|join|into|update|using)\s+(?:only\s+)?([a-z_]+)`)
)

// A table has one owning room; the others read the views that the owner
// publishes, so that a table can change without a search through the house.
func TestRoomsReadOnlyTheirOwnTables(t *testing.T) {
	t.Parallel()
	owner := map[string]string{}
	files, err := fs.Glob(migrations.FS, "*.sql")
	require.NoError(t, err)
	for _, file := range files {
		room := migrationName.FindStringSubmatch(file)
		require.NotNil(t, room, "%s: name it YYYYMMDDHHMMSS_<room>__<what>.sql", file)
		text, err := fs.ReadFile(migrations.FS, file)
		require.NoError(t, err)
		for _, m := range createdTable.FindAllStringSubmatch(string(text), -1) {
			owner[m[1]] = room[1]
		}
		for _, m := range createdView.FindAllStringSubmatch(string(text), -1) {
			if strings.HasPrefix(m[1], "v_") {
				assert.True(t, strings.HasPrefix(m[1], "v_"+room[1]+"_"), "%s: a published view of %s is called v_%s_…, not %s", file, room[1], room[1], m[1])
				continue
			}
			owner[m[1]] = room[1] // for the room's own use
		}
	}
	queries, err := filepath.Glob(filepath.Join(testkit.Root(), "internal/*/queries.sql"))
	require.NoError(t, err)
	for _, file := range queries {
		room := filepath.Base(filepath.Dir(file))
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range touched.FindAllStringSubmatch(string(text), -1) {
			if of, ok := owner[m[1]]; ok && of != "platform" {
				assert.Equal(t, room, of, "%s touches %s, which belongs to %s: read a view that %s publishes", room, m[1], of, of)
			}
		}
	}
}
