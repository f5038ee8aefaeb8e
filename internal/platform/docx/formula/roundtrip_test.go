package formula

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/xmlsafe"
)

var spaces = map[string]string{"urn:m": "m", "urn:w": "w"}

func ommlTree(t testing.TB, omml string) *xmlsafe.Node {
	t.Helper()
	node, err := xmlsafe.Parse([]byte(`<x xmlns:m="urn:m" xmlns:w="urn:w">`+omml+`</x>`), xmlsafe.Limits{Spaces: spaces})
	assert.NoError(t, err, omml)
	return node.Children[0]
}

// papers are formulas as mechanical and electrical papers hold them, in this
// package's spelling.
var papers = []string{
	`x^{2}+y^{2}=r^{2}`, `v_{c}=\frac{\pi dn}{1000}`, `P=\sqrt{3}U_{L}I_{L}\cos\varphi`, `I=\frac{U}{R+r}`, `R=\rho\frac{l}{S}`,
	`n=\frac{60f}{p}(1-s)`, `f=\frac{1}{2\pi\sqrt{LC}}`, `X_{L}=\omega L=2\pi fL`, `X_{C}=\frac{1}{2\pi fC}`, `|Z|=\sqrt{R^{2}+\left(X_{L}-X_{C}\right)^{2}}`,
	`T=9550\frac{P}{n}`, `\sigma=\frac{F}{A}\le[\sigma]`, `\tau_{max}=\frac{T}{W_{p}}`, `\sigma_{\mathrm{b}}=600\,\mathrm{MPa}`, `\varnothing 50_{0}^{+0.025}`,
	`\varphi 30_{-0.021}^{0}`, `u=U_{m}\sin\left(\omega t+\varphi_{0}\right)`, `\dot{U}=\dot{I}Z`, `\eta=\frac{P_{2}}{P_{1}}\times 100\%`,
	`C=\frac{C_{1}C_{2}}{C_{1}+C_{2}}`, `\sum_{i=1}^{n}F_{i}=0`, `\sum M_{A}\left(F\right)=0`, `Q=\int_{0}^{t}I^{2}R\,dt`, `\int f(x)dx=F(x)+C`,
	`\lim_{x\to 0}\frac{\sin x}{x}=1`, `\prod_{k=1}^{n}k=n!`, `\frac{\partial u}{\partial t}=a^{2}\frac{\partial^{2}u}{\partial x^{2}}`, `\vec{F}=m\vec{a}`,
	`\overline{A\cdot B}=\overline{A}+\overline{B}`, `Y=\overline{A}B+A\overline{B}`, `Y=A\oplus B`, `\sqrt[3]{27}=3`, `a^{\frac{m}{n}}=\sqrt[n]{a^{m}}`,
	`\tan\alpha=\frac{D-d}{2L}`, `\alpha\approx 28.7^{\circ}\times\frac{D-d}{L}`, `i=\frac{n_{1}}{n_{2}}=\frac{z_{2}}{z_{1}}`, `d_{a}=m(z+2)`, `\log_{2}8=3`,
	`\ln e=1`, `\left|x\right|=\begin{cases} x&x\ge 0\\ -x&x<0\end{cases}`, `\begin{cases} x+y=5\\ x-y=1\end{cases}`,
	`\begin{pmatrix} 1&0\\ 0&1\end{pmatrix}`, `\begin{vmatrix} a&b\\ c&d\end{vmatrix}=ad-bc`, `\begin{bmatrix} 1\\ 2\end{bmatrix}`,
	`\begin{aligned} a&=b+c\\ &=d\end{aligned}`, `\binom{n}{k}`, `\left\{x\middle|x>0\right\}`, `\left.\frac{dy}{dx}\right|_{x=0}`, `f'(x)=2x`, `y''+y=0`,
	`U_{\text{线}}=\sqrt{3}U_{\text{相}}`, `\text{效率}\eta=85\%`, `\angle ABC=60^{\circ}`, `\triangle ABC`, `AB\perp CD`, `A\subseteq B`, `x\in\mathbb{R}`,
	`\mathbf{F}`, `\boldsymbol{\omega}`, `\mathcal{L}`, `H_{2}SO_{4}`, `CaCO_{3}\xrightarrow{\text{高温}}CaO+CO_{2}\uparrow`, `N_{2}+3H_{2}\xrightleftharpoons[\text{催化剂}]{\text{高温高压}}2NH_{3}`,
	`{}_{92}^{235}U`, `\underbrace{a+\ldots+a}_{n}`, `\overbrace{x+y}^{2}`, `\hat{x}\pm\Delta x`, `\widehat{AB}`, `\overrightarrow{AB}`, `\boxed{x=1}`, `\cancel{x}`,
	`\phantom{x}y`, `\underset{x}{y}`, `\overset{\text{def}}{=}`, `\oint_{L}\vec{B}\cdot d\vec{l}=\mu_{0}I`, `\iint_{D}f\,d\sigma`, `\bigcup_{i=1}^{n}A_{i}`, `\max_{x}f(x)`,
	`\sin^{2}\alpha+\cos^{2}\alpha=1`, `\arctan 1=\frac{\pi}{4}`, `\operatorname{sgn}x`, `a\ne b`, `\begin{array}{lr} a&b\\ c&d\end{array}`, `e^{i\pi}+1=0`, `\sqrt{\frac{a}{b}}`,
	`\left(\frac{a}{b}\right)^{n}`, `x_{1,2}=\frac{-b\pm\sqrt{b^{2}-4ac}}{2a}`, `10\mathrm{kV}\cdot\mathrm{A}`, `0.02\,\mathrm{mm}`, `\int\limits_{a}^{b}f`, `\sum\nolimits_{i}x`,
}

func TestPapersRoundTrip(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(papers), 60)
	for _, latex := range papers {
		canonical, err := Canonical(latex)
		assert.NoError(t, err, latex)
		assert.Equal(t, latex, canonical)
		omml, ok := ToOMML(latex)
		assert.True(t, ok, latex)
		back, whole := FromOMML(ommlTree(t, omml))
		assert.True(t, whole, latex)
		assert.Equal(t, latex, back, omml)
	}
}
