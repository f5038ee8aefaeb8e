//go:build mutant_mark_cached

package mutant

// Current is the mutant that this program is.
const Current = MarkFromCache
