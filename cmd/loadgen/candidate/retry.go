//go:build !mutant_retry_new_seq

package candidate

// again leaves the first n changes in the journal, to be sent under the same
// numbers: the server may already have them, and then nothing happens twice.
func (c *Candidate) again(p *page, _ int) { c.later(p) }
