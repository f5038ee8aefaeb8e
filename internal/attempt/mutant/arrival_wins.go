//go:build mutant_arrival_wins

package mutant

// Current is the mutant that this program is.
const Current = ArrivalWins
