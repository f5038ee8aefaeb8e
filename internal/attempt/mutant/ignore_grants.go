//go:build mutant_ignore_grants

package mutant

// Current is the mutant that this program is.
const Current = IgnoreGrants
