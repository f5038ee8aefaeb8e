package migrations_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/testkit"
	"jiangxun/internal/testkit/schemadump"
)

// The snapshot shows a reviewer what a migration does to the whole; it must
// not fall behind.
func TestSchemaSnapshotIsCurrent(t *testing.T) {
	t.Parallel()
	current, err := schemadump.Dump(t.Context(), testkit.DB(t))
	require.NoError(t, err)
	snapshot, err := os.ReadFile("schema.sql")
	require.NoError(t, err)
	require.Equal(t, string(snapshot), current, "run `make gen` and commit migrations/schema.sql")
}
