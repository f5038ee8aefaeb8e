package assemble_test

import (
	"fmt"
	"math/big"

	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/paper/assemble/linear"
)

// arithmetic recomputes the tree in fractions of whole numbers: at each leaf
// the weighted rows ask for more than the bounds allow, and the two sides of
// each branch leave no whole number between them.
func arithmetic(p *assemble.Proof, n *linear.Node, lo, hi []int64) error {
	if n == nil {
		return fmt.Errorf("half a branch")
	}
	if n.Low != nil || n.High != nil {
		l, h := lo[n.Var], hi[n.Var]
		hi[n.Var] = min(h, n.At)
		if err := arithmetic(p, n.Low, lo, hi); err != nil {
			return err
		}
		hi[n.Var], lo[n.Var] = h, max(l, n.At+1)
		err := arithmetic(p, n.High, lo, hi)
		lo[n.Var] = l
		return err
	}
	demanded, allowed := new(big.Int), new(big.Int)
	coefs := make([]*big.Int, len(lo))
	for _, m := range n.Multipliers {
		row := p.Linear.Rows[m.Row]
		side := row.Lo
		if m.Y < 0 {
			side = row.Hi
		}
		if side > 1<<60 || side < -1<<60 {
			return fmt.Errorf("an open side")
		}
		demanded.Add(demanded, new(big.Int).Mul(big.NewInt(m.Y), big.NewInt(side)))
		for _, t := range row.Terms {
			if coefs[t.Var] == nil {
				coefs[t.Var] = new(big.Int)
			}
			coefs[t.Var].Add(coefs[t.Var], new(big.Int).Mul(big.NewInt(m.Y), big.NewInt(t.Coef)))
		}
	}
	for v, c := range coefs {
		if c == nil {
			continue
		}
		if lo[v] > hi[v] {
			return nil
		}
		a, b := new(big.Int).Mul(c, big.NewInt(lo[v])), new(big.Int).Mul(c, big.NewInt(hi[v]))
		if a.Cmp(b) < 0 {
			a = b
		}
		allowed.Add(allowed, a)
	}
	if demanded.Cmp(allowed) <= 0 {
		return fmt.Errorf("a leaf proves nothing")
	}
	return nil
}
