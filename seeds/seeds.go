// Package seeds holds the reference data and the demo's data. It is data alone:
// package internal/seed loads it through the services, so that every rule of
// theirs applies.
package seeds

import "embed"

// FS holds the files: standards/, questions/, resources/, people/, demo.toml.
//
//go:embed standards questions resources people demo.toml
var FS embed.FS
