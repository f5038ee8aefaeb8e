//go:build mutant_ack_early

package mutant

// Current is the mutant that this program is.
const Current = AckEarly
