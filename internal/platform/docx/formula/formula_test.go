package formula

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCanonical(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`x^2`:                                   `x^{2}`,
		`\frac12`:                               `\frac{1}{2}`,
		`a \over b`:                             `\frac{a}{b}`,
		`\alpha x`:                              `\alpha x`,
		`\sqrt[3] {x}`:                          `\sqrt[3]{x}`,
		`f'(x)`:                                 `f'(x)`,
		`f^\prime`:                              `f'`,
		`\mathrm{10 kW}`:                        `10\mathrm{kW}`,
		`\left( x \right)`:                      `\left(x\right)`,
		`\lim_{x\to0}f`:                         `\lim_{x\to 0}f`,
		`\sum_{i=1}^n x_i`:                      `\sum_{i=1}^{n}x_{i}`,
		`\text{功率} P`:                           `\text{功率}P`,
		`功率P=UI`:                                `\text{功率}P=UI`,
		`x \leq y`:                              `x\le y`,
		`{}_{a}^{b}X`:                           `{}_{a}^{b}X`,
		`\begin{cases}x&x>0\\-x&x<0\end{cases}`: `\begin{cases} x&x>0\\ -x&x<0\end{cases}`,
		`\begin{pmatrix}1&0\\0&1\end{pmatrix}`:  `\begin{pmatrix} 1&0\\ 0&1\end{pmatrix}`,
		`\overset{a}{b}`:                        `\overset{a}{b}`,
		`\foo{a}{b}x`:                           `\foo{a}{b}x`,
		`{x^2}'`:                                `{x^{2}}'`,
		`\xrightarrow[a]{b}`:                    `\xrightarrow[a]{b}`,
		`\big( x \big)`:                         `(x)`,
	} {
		got, err := Canonical(in)
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
		again, err := Canonical(got)
		require.NoError(t, err, in)
		require.Equal(t, got, again, in)
	}
}
