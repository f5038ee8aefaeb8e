//go:build !mutant_ack_early && !mutant_write_behind && !mutant_arrival_wins && !mutant_drop_refused && !mutant_ignore_grants && !mutant_mark_cached

package mutant

// Current is the mutant that this program is: none.
const Current = ""
