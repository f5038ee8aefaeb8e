// Package mutant lets the history checker be proved: each mutant is the product
// with one promise broken on purpose, chosen by a build tag, and a checker that
// does not catch it proves nothing. In the product Current is the constant "",
// so that the compiler drops every branch that asks for a mutant; there is
// nothing to switch at run time.
package mutant

// The mutants, by the build tag "mutant_" + name.
const (
	AckEarly      = "ack_early"     // a save is acknowledged before its commit
	WriteBehind   = "write_behind"  // a save is acknowledged from memory and written seconds later
	ArrivalWins   = "arrival_wins"  // the write that arrives last wins, whatever its number
	DropRefused   = "drop_refused"  // what is refused with 409 is not kept, though the reply says so
	IgnoreGrants  = "ignore_grants" // the closer does not know of granted time
	MarkFromCache = "mark_cached"   // marks come from a script that the node remembers
)

// RetryNewSeq is a client that numbers a repeated change anew, a mutant of
// cmd/loadgen's own candidate: the tag is mutant_retry_new_seq.
const RetryNewSeq = "retry_new_seq"
