// Package schemadump writes a database's shape as text: tables, columns,
// constraints, indexes, triggers, views and functions, in a fixed order, the
// same on every Postgres from 15 on. It is the snapshot migrations/schema.sql,
// which reviewers read and a test compares. Not a script to run.
package schemadump

import (
	"context"
	_ "embed"
	"fmt"
	"strings"

	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

const head = `-- The shape of the database after all migrations, for reading and for diffs.
-- Written by "make gen"; a test compares it. Never run, never edited by hand.
`

type line struct {
	Owner string `db:"owner"` // the table or view that it belongs to
	Text  string `db:"text"`
}

// Dump describes the public schema. The job queue's tables, which belong to
// River, and goose's own are left out.
func Dump(ctx context.Context, db postgres.DB) (string, error) {
	blocks, err := postgres.Blocks(queriesSQL)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head)
	for _, kind := range []string{"extensions", "types", "sequences"} {
		if err := section(ctx, db, &b, blocks[kind]); err != nil {
			return "", fmt.Errorf("dump %s: %w", kind, err)
		}
	}
	relations, err := read(ctx, db, blocks["relations"])
	if err != nil {
		return "", fmt.Errorf("dump relations: %w", err)
	}
	parts := map[string][]line{}
	for _, kind := range []string{"columns", "constraints", "indexes", "triggers", "sources"} {
		found, err := read(ctx, db, blocks[kind])
		if err != nil {
			return "", fmt.Errorf("dump %s: %w", kind, err)
		}
		for _, l := range found {
			parts[l.Owner] = append(parts[l.Owner], l)
		}
	}
	for _, r := range relations {
		fmt.Fprintf(&b, "\n%s\n", r.Text)
		for _, l := range parts[r.Owner] {
			fmt.Fprintf(&b, "    %s\n", l.Text)
		}
	}
	if err := section(ctx, db, &b, blocks["functions"]); err != nil {
		return "", fmt.Errorf("dump functions: %w", err)
	}
	return b.String(), nil
}

func section(ctx context.Context, db postgres.DB, b *strings.Builder, query string) error {
	found, err := read(ctx, db, query)
	if err == nil && len(found) > 0 {
		b.WriteString("\n")
	}
	for _, l := range found {
		b.WriteString(strings.TrimRight(l.Text, "\n") + "\n")
	}
	return err
}

func read(ctx context.Context, db postgres.DB, query string) ([]line, error) {
	var found []line
	err := db.SelectContext(ctx, &found, query)
	return found, err
}
