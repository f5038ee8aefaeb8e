// Package configs carries the complete default configuration.
package configs

import _ "embed"

// Default is default.toml: every key with its default and its comment.
//
//go:embed default.toml
var Default []byte
