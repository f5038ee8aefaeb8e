//go:build mutant_drop_refused

package mutant

// Current is the mutant that this program is.
const Current = DropRefused
