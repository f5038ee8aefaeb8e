//go:build mutant_retry_new_seq

package candidate

// again is the mutant "a retry is a new change": it numbers the first n changes
// of the journal anew before they are sent again.
func (c *Candidate) again(p *page, n int) {
	for i := range p.queue[:n] {
		p.seq++
		p.queue[i].Seq = p.seq
	}
	c.later(p)
}
