package formula

import (
	"encoding/xml"
	"testing"

	"jiangxun/internal/platform/xmlsafe"
)

func FuzzLaTeX(f *testing.F) {
	for _, latex := range papers {
		f.Add(latex)
	}
	for _, latex := range []string{`\frac`, `x^{2}'`, `{a \over b}`, `\begin{array}{c|c}a&b\\ \hline c&d\end{array}`, `\left(`, `\text{\{}`, `\not=`, `^2_3`, `a_1^'`,
		`\begin{array}{c|c} A&Y\\ \hline 0&1\\ \hline\end{array}`} {
		f.Add(latex)
	}
	font := testFont(f)
	f.Fuzz(func(t *testing.T, latex string) {
		_, _, _ = Draw(latex, font, 6)
		first, err := Canonical(latex)
		if err != nil {
			return
		}
		if len(first) > maxLength {
			return
		}
		second, err := Canonical(first)
		if err != nil {
			t.Fatalf("%q gave %q: %v", latex, first, err)
		}
		third, err := Canonical(second)
		if err != nil || third != second {
			t.Fatalf("%q gave %q, then %q, then %q: %v", latex, first, second, third, err)
		}
		omml, ok := ToOMML(latex)
		if !ok {
			return
		}
		back, _ := FromOMML(ommlTree(t, omml))
		if _, err := parse(back); err != nil && len(back) <= maxLength {
			t.Fatalf("%q gave %q: %v", latex, back, err)
		}
		_, _ = FromEQ(latex)
	})
}

func FuzzOMML(f *testing.F) {
	for _, latex := range papers {
		omml, _ := ToOMML(latex)
		f.Add(omml)
	}
	f.Add(`<m:d><m:dPr><m:begChr m:val=""/></m:dPr><m:e/></m:d>`)
	f.Add(`<m:nary><m:naryPr><m:chr m:val=""/></m:naryPr></m:nary><m:groupChr/><m:acc/><m:eqArr/><m:m/>`)
	f.Fuzz(func(t *testing.T, omml string) {
		node, err := xmlsafe.Parse([]byte(`<x xmlns:m="urn:m" xmlns:w="urn:w">`+omml+`</x>`), xmlsafe.Limits{Spaces: spaces, MaxDepth: 150})
		if err != nil {
			return
		}
		latex, _ := FromOMML(node)
		if len(latex) > maxLength {
			return
		}
		if _, err := parse(latex); err != nil {
			t.Fatalf("%q is not well-formed: %v", latex, err)
		}
		again, ok := ToOMML(latex)
		if ok && xml.Unmarshal([]byte(`<x xmlns:m="urn:m" xmlns:w="urn:w">`+again+`</x>`), new(struct{})) != nil {
			t.Fatalf("%q gave bad XML", latex)
		}
	})
}
