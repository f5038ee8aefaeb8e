package migrations_test

import (
	"fmt"
	"os"
	"strings"
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
	if first := firstDifference(string(snapshot), current); first != "" {
		t.Fatalf("migrations/schema.sql is out of date, run `make gen` and commit it: %s", first)
	}
}

func firstDifference(old, current string) string {
	before, after := strings.Split(old, "\n"), strings.Split(current, "\n")
	for i := range max(len(before), len(after)) {
		var a, b string
		if i < len(before) {
			a = before[i]
		}
		if i < len(after) {
			b = after[i]
		}
		if a != b {
			return fmt.Sprintf("line %d has %q, the database %q", i+1, a, b)
		}
	}
	return ""
}
