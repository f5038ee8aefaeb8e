// Package migrations carries the SQL that makes the database, applied in the
// order of the file names. A landed file is never edited.
package migrations

import "embed"

// FS holds the migration files.
//
//go:embed 2*.sql
var FS embed.FS
