package paper

import (
	"math/rand/v2"
	"slices"

	"jiangxun/internal/paper/assemble"
)

// twin gives the k-th twin of a paper: its questions in another order within
// each section, after the paper's seed. The 0th is the paper itself.
func twin(p assemble.Paper, k int) assemble.Paper {
	if k == 0 {
		return p
	}
	rng := rand.New(rand.NewPCG(uint64(p.Seed), 0x7317+uint64(k))) //nolint:gosec // an order, not a secret
	p.Sections = slices.Clone(p.Sections)
	for i, section := range p.Sections {
		items := slices.Clone(section.Items)
		rng.Shuffle(len(items), func(a, b int) { items[a], items[b] = items[b], items[a] })
		p.Sections[i].Items = items
	}
	return p
}

// twinCode names a form among its twins; a form without twins keeps the code.
func twinCode(code string, k, twins int) string {
	if twins == 0 {
		return code
	}
	return code + string(rune('A'+k))
}
