package formula

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func r(text string) string {
	return `<m:r><w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr><m:t>` + text + `</m:t></m:r>`
}

func p(text string) string {
	return `<m:r><m:rPr><m:sty m:val="p"/></m:rPr><m:t>` + text + `</m:t></m:r>`
}

const ctrl = `<m:ctrlPr><w:rPr><w:rFonts w:ascii="Cambria Math"/><w:i/></w:rPr></m:ctrlPr>`

// TestFromOMML has equations as Word, WPS and converters write them.
func TestFromOMML(t *testing.T) {
	t.Parallel()
	for omml, want := range map[string]string{
		r("x=") + `<m:f><m:fPr>` + ctrl + `</m:fPr><m:num>` + r("1") + `</m:num><m:den>` + r("2") + `</m:den></m:f>`:                                                               `x=\frac{1}{2}`,
		`<m:f><m:fPr><m:type m:val="lin"/></m:fPr><m:num>` + r("a") + `</m:num><m:den>` + r("b") + `</m:den></m:f>`:                                                                `{a}/{b}`,
		`<m:d><m:dPr>` + ctrl + `</m:dPr><m:e>` + r("x+1") + `</m:e></m:d>`:                                                                                                        `\left(x+1\right)`,
		`<m:d><m:dPr><m:sepChr m:val=","/></m:dPr><m:e>` + r("a") + `</m:e><m:e>` + r("b") + `</m:e></m:d>`:                                                                        `\left(a,b\right)`,
		`<m:d><m:dPr><m:begChr m:val="（"/><m:endChr m:val="）"/></m:dPr><m:e>` + r("x") + `</m:e></m:d>`:                                                                            `\left(x\right)`,
		`<m:d><m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr><m:e><m:eqArr><m:e>` + r("x,&amp;x&gt;0") + `</m:e><m:e>` + r("0,&amp;x≤0") + `</m:e></m:eqArr></m:e></m:d>`: `\begin{cases} x,&x>0\\ 0,&x\le 0\end{cases}`,
		`<m:eqArr><m:e>` + r("a") + `</m:e><m:e>` + r("b") + `</m:e></m:eqArr>`:                                                                                                    `\begin{gathered} a\\ b\end{gathered}`,
		r("a&amp;b"): `a\&b`,
		`<m:nary><m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="undOvr"/>` + ctrl + `</m:naryPr><m:sub>` + r("i=1") + `</m:sub><m:sup>` + r("n") + `</m:sup><m:e>` + r("i") + `</m:e></m:nary>`: `\sum_{i=1}^{n}i`,
		`<m:nary><m:naryPr><m:subHide m:val="1"/><m:supHide m:val="on"/></m:naryPr><m:sub/><m:sup/><m:e>` + r("fdx") + `</m:e></m:nary>`:                                                      `\int fdx`,
		`<m:nary><m:naryPr><m:chr m:val="∑"/><m:limLoc m:val="subSup"/></m:naryPr><m:sub>` + r("i") + `</m:sub><m:sup/><m:e>` + r("x") + `</m:e></m:nary>`:                                    `\sum\nolimits_{i}x`,
		`<m:func><m:fName>` + p("sin") + `</m:fName><m:e>` + r("α") + `</m:e></m:func>`:                                                                                                       `\sin\alpha`,
		`<m:func><m:fName><m:limLow><m:e>` + p("lim") + `</m:e><m:lim>` + r("x→0") + `</m:lim></m:limLow></m:fName><m:e>` + r("f") + `</m:e></m:func>`:                                        `\lim_{x\to 0}f`,
		`<m:func><m:fName><m:sSup><m:e>` + p("cos") + `</m:e><m:sup>` + r("2") + `</m:sup></m:sSup></m:fName><m:e>` + r("φ") + `</m:e></m:func>`:                                              `\cos^{2}\varphi`,
		`<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>` + r("2") + `</m:e></m:rad>`:                                                                                           `\sqrt{2}`,
		`<m:rad><m:deg>` + r("3") + `</m:deg><m:e>` + r("2") + `</m:e></m:rad>`:                                                                                                               `\sqrt[3]{2}`,
		`<m:acc><m:e>` + r("x") + `</m:e></m:acc>`:                                         `\hat{x}`,
		`<m:acc><m:accPr><m:chr m:val="⃗"/></m:accPr><m:e>` + r("AB") + `</m:e></m:acc>`:   `\overrightarrow{AB}`,
		`<m:acc><m:accPr><m:chr m:val="̅"/></m:accPr><m:e>` + r("x") + `</m:e></m:acc>`:    `\bar{x}`,
		`<m:bar><m:barPr><m:pos m:val="top"/></m:barPr><m:e>` + r("AB") + `</m:e></m:bar>`: `\overline{AB}`,
		`<m:groupChr><m:e>` + r("x") + `</m:e></m:groupChr>`:                               `\underbrace{x}`,
		`<m:box><m:boxPr><m:opEmu m:val="1"/></m:boxPr><m:e><m:groupChr><m:groupChrPr><m:chr m:val="→"/><m:vertJc m:val="bot"/></m:groupChrPr><m:e>` + r("点燃") + `</m:e></m:groupChr></m:e></m:box>`: `\xrightarrow{\text{点燃}}`,
		`<m:sSup><m:e>` + r("10") + `</m:e><m:sup>` + r("−3") + `</m:sup></m:sSup>`:                                                                                                          `{10}^{-3}`,
		`<m:sSubSup><m:e>` + r("x") + `</m:e><m:sub>` + r("1") + `</m:sub><m:sup>` + r("2") + `</m:sup></m:sSubSup>`:                                                                         `x_{1}^{2}`,
		`<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val="2"/><m:mcJc m:val="center"/></m:mcPr></m:mc></m:mcs></m:mPr><m:mr><m:e>` + r("a") + `</m:e><m:e>` + r("b") + `</m:e></m:mr></m:m>`: `\begin{matrix} a&b\end{matrix}`,
		`<m:r><m:rPr><m:nor/></m:rPr><m:t>其中 </m:t></m:r>` + r("P=5") + p("kW"):                                                                                                              `\text{其中 }P=5\mathrm{kW}`,
		`<m:r><m:rPr><m:scr m:val="double-struck"/></m:rPr><m:t>R</m:t></m:r>` + r("𝒙𝑦"):                                                                                                     `\mathbb{R}\boldsymbol{x}y`,
		r("U线＝380Ｖ"):                                                 `U\text{线}=380V`,
		r("20℃") + r("x²") + r("f″"):                                 `20^{\circ}\mathrm{C}x^{2}f''`,
		`<w:ins>` + r("a") + `</w:ins><w:del>` + r("b") + `</w:del>`: `a`,
		`<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr><m:e>` + r("a") + `</m:e></m:phant>`: `\phantom{a}`,
		`<m:sPre><m:sub>` + r("92") + `</m:sub><m:sup/><m:e>` + r("U") + `</m:e></m:sPre>`:       `{}_{92}U`,
		`<m:limUpp><m:e>` + r("→") + `</m:e><m:lim>` + r("点燃") + `</m:lim></m:limUpp>`:           `\xrightarrow{\text{点燃}}`,
		`<m:limLow><m:e>` + r("a+b") + `</m:e><m:lim>` + r("⏟") + `</m:lim></m:limLow>`:          `\underbrace{a+b}`,
		`<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:mcJc m:val="right"/></m:mcPr></m:mc><m:mc><m:mcPr><m:mcJc m:val="left"/></m:mcPr></m:mc></m:mcs></m:mPr><m:mr><m:e>` + r("a") + `</m:e><m:e>` + r("=b") + `</m:e></m:mr></m:m>`: `\begin{aligned} a&=b\end{aligned}`,
		r("⌀50"):    `\varnothing 50`,
		r("50%{x}"): `50\%\{x\}`,
	} {
		latex, whole := FromOMML(ommlTree(t, "<m:oMath>"+omml+"</m:oMath>"))
		require.True(t, whole, want)
		require.Equal(t, want, latex, omml)
		_, err := Canonical(latex)
		require.NoError(t, err)
	}
	latex, whole := FromOMML(ommlTree(t, `<m:oMath><m:new><m:e>`+r("x")+`</m:e></m:new></m:oMath>`))
	require.False(t, whole)
	require.Equal(t, "x", latex, "the text of unknown parts is kept")
}

func TestFromEQ(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		`\f(1,2)`: `\frac{1}{2}`, `\F(a+b,\r(2))`: `\frac{a+b}{\sqrt{2}}`, `\r(3,x)`: `\sqrt[3]{x}`, `x\s\up5(2)`: `x^{2}`, `x\s\do4(1)`: `x_{1}`,
		`x\s(2,1)`: `x_{1}^{2}`, `\o\ac(○,3)`: `\text{③}`, `\o(F,→)`: `\vec{F}`, `\i\su(i=1,n,x)`: `\sum_{i=1}^{n}x`, `\i(0,1,x)`: `\int_{0}^{1}x`,
		`\b\lc\{(\a\al(x=1,y=2))`: `\begin{cases} x=1\\ y=2\end{cases}`, `\b\bc\[(x)`: `\left[x\right]`, `\x\to(AB)`: `\overline{AB}`, `\f(功,时间)`: `\frac{\text{功}}{\text{时间}}`,
		`\x(a)`: `\boxed{a}`,
	} {
		latex, whole := FromEQ(code)
		require.True(t, whole, code)
		require.Equal(t, want, latex, code)
	}
	_, whole := FromEQ(`\z(1)`)
	require.False(t, whole)
	text, plain := Plain(`\text{③}`)
	require.True(t, plain)
	require.Equal(t, "③", text)
}
