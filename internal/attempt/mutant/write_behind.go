//go:build mutant_write_behind

package mutant

// Current is the mutant that this program is.
const Current = WriteBehind
