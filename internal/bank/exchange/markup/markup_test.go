package markup

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
)

func convert(t *testing.T, text string) (string, exchange.Item) {
	t.Helper()
	item := exchange.Item{}
	shaft := exchangetest.Picture("shaft.png", 90)
	got := Convert(text, func(src string) (string, []byte, bool) {
		return shaft.Name, shaft.Data, strings.HasSuffix(src, "shaft.png")
	}, &item)
	return got, item
}

func TestConvert_KeepsTheSubsetAndUnwrapsTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"a & b", "a &amp; b"},
		{"a&nbsp;b &lt;p&gt;", "a\u00a0b &lt;p&gt;"},
		{"<p>one</p>", "one"},
		{"<p dir=\"ltr\" style=\"color:red\">one<br></p>\n", "one<br>"},
		{"<div class=\"no-overflow\"><p>one</p></div>", "one"},
		{"<p>one</p>\n<p>two</p>", "<p>one</p><p>two</p>"},
		{"<p>one\n   two</p>", "one two"},
		{"<span style=\"font-weight: bold\">a</span><span lang=\"en\">b</span>", "<b>a</b>b"},
		{"x<sup>2</sup> <del>no</del> <ins>yes</ins>", "x<sup>2</sup> <s>no</s> <u>yes</u>"},
		{"<h3>Head</h3>text", "<p><b>Head</b></p>text"},
		{"see <a href=\"https://example.org\" onclick=\"x()\">the page</a>", "see the page"},
		{"<table border=1><tr>\n<td colspan=\"2\" onclick=x>a</td>\n</tr></table>", "<table><tr><td colspan=\"2\">a</td></tr></table>"},
		{"<pre>if (a &lt; b) {\n  $$x$$\n}</pre>", "<pre>if (a &lt; b) {\n  $$x$$\n}</pre>"},
		{"若 a<b 则", "若 a&lt;b 则"},
		{"1<2 and 3>2", "1&lt;2 and 3&gt;2"},
		{"#include <stdio.h> and List<String>", "#include &lt;stdio.h&gt; and List&lt;String&gt;"},
		{"<o:p>Word</o:p><!--[if gte mso 9]><xml>x</xml><![endif]-->", "Word"},
		{"<p></p><p>one</p><div></div>", "<p>one</p>"},
		{"<b>open", "<b>open</b>"},
		{"", ""},
	} {
		got, item := convert(t, c.in)
		require.Equal(t, c.want, got, c.in)
		require.Empty(t, item.Notes, c.in)
	}
}

func TestConvert_Formulas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{`<p>\(a&lt;b\) and \[x^2\]</p>`, `\(a&lt;b\) and \[x^2\]`},
		{`energy $$E=mc^2$$ is`, `energy \(E=mc^2\) is`},
		{`<p>Look</p><p>$$E=mc^2$$</p>`, `<p>Look</p><p>\[E=mc^2\]</p>`},
		{`[tex]\sqrt{2}[/tex]`, `\(\sqrt{2}\)`},
		{`it costs $5 or $10`, `it costs $5 or $10`},
		{`<img class="equation_image" data-equation-content="\frac{1}{2}" src="/equation_images/x">`, `\(\frac{1}{2}\)`},
		{`<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>`, `\(\frac{a}{2}\)`},
		{`<math display="block"><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msqrt><mi>y</mi></msqrt></math>`, `\[x^{2}+\sqrt{y}\]`},
		{`<m:math><m:msub><m:mi>v</m:mi><m:mi>c</m:mi></m:msub></m:math>`, `\(v_{c}\)`},
		{`<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>a</mi><mi>i</mi></msub></math>`, `\(\sum_{i=1}^{n}a_{i}\)`},
		{`<math><mi>α</mi><mi>x</mi><mo>≤</mo><mi>π</mi></math>`, `\(\alpha x\le\pi\)`},
		{`<math><mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable><mo>]</mo></math>`, `\(\left[\begin{matrix}1 &amp; 2\end{matrix}\right]\)`},
		{`<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>`, `\(\left(a,b\right)\)`},
		{`<math><semantics><mi>q</mi><annotation encoding="application/x-tex">\theta</annotation></semantics></math>`, `\(\theta\)`},
		{`<img class="Wirisformula" data-mathml="«math xmlns=¨x¨»«msqrt»«mn»2«/mn»«/msqrt»«/math»" src="data:image/svg+xml,x">`, `\(\sqrt{2}\)`},
		{`<math><mi>sin</mi><mi>x</mi><mtext>速度</mtext></math>`, `\(\sin x\text{速度}\)`},
		{`<math><mover><mi>F</mi><mo>→</mo></mover></math>`, `\(\vec{F}\)`},
	} {
		got, item := convert(t, c.in)
		require.Equal(t, c.want, got, c.in)
		require.Empty(t, item.Notes, c.in)
	}
}

func TestConvert_PicturesAreNumbered(t *testing.T) {
	t.Parallel()
	data := exchangetest.Picture("x", 10).Data
	uri := "data:image/png;base64," + base64.StdEncoding.EncodeToString(data)
	got, item := convert(t, `<p>a <img src="@@PLUGINFILE@@/shaft.png" alt="轴"> b <img src="`+uri+`"> c <img src="x/shaft.png"></p>`)
	require.Equal(t, `a <img data-picture="1" alt="轴"> b <img data-picture="2" alt=""> c <img data-picture="1" alt="">`, got)
	require.Len(t, item.Pictures, 2)
	require.Equal(t, data, item.Pictures[1].Data)
	require.Empty(t, item.Notes)
}

func TestConvert_WhatIsNotThereIsSaid(t *testing.T) {
	t.Parallel()
	got, item := convert(t, `<img src="http://evil.example/a%20b.png?x=1" alt="图"><audio src="a.mp3"></audio><iframe src="x"></iframe><video></video><script>alert(1)</script>`)
	require.Equal(t, `<img data-picture="1" alt="图">`, got)
	require.Nil(t, item.Pictures[0].Data)
	require.Equal(t, exchange.SubPictureMissing, item.Notes[0].Sub)
	require.Equal(t, "a b.png", item.Notes[0].Params["name"])
	kinds := []any{}
	for _, n := range item.Notes[1:] {
		require.Equal(t, exchange.SubMediaDropped, n.Sub)
		kinds = append(kinds, n.Params["kind"])
	}
	require.Equal(t, []any{"声音", "嵌入内容", "视频", "脚本"}, kinds)
	require.False(t, item.Rejected())

	_, item = convert(t, `<img src="data:image/svg+xml;base64,PHN2Zy8+"><img src="data:text/html,<script>">`)
	require.Empty(t, item.Pictures)
	require.Equal(t, exchange.SubPictureForm, item.Notes[0].Sub)
	require.True(t, item.Rejected(), "nothing says what it showed")
	got, item = convert(t, `a <img src="data:image/svg+xml;base64,PHN2Zy8+" alt="轴"> <img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">b`)
	require.Equal(t, "a 轴 b", got)
	require.False(t, item.Rejected())
	require.Len(t, item.Notes, 1)
}

func TestN104_ForeignHTMLCannotAct(t *testing.T) {
	t.Parallel()
	cleaner := question.NewCleaner()
	for _, in := range []string{
		`<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `<math><mi//xlink:href="data:x,<script>alert(1)</script>">`,
		`<p id=attributes name=body>x</p>`, `<a href="javascript:alert(1)">x</a>`, `<form action=x><input name=y></form>`, `<base href=//evil>`,
		`<meta http-equiv=refresh content=0>`, `<style>*{}</style>`, `<template><script>x</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, `<iframe srcdoc="<script>">`, `<x onclick=alert(1)>`,
		`<img data-picture="1" onload="x">`, `<<script>alert(1)//<</script>`, `<details open ontoggle=alert(1)>`, "<scr\x00ipt>alert(1)</scr\x00ipt>",
	} {
		got, _ := convert(t, in)
		clean := cleaner.Clean(got)
		require.NotRegexp(t, `(?i)<(script|svg|iframe|form|input|base|meta|style|object|details|x)\b|<[^>]+(\son\w+|\sid|\sname|\shref|\ssrc)\s*=`, clean, in)
	}
}

func TestConvert_DepthAndSizeAreHarmless(t *testing.T) {
	t.Parallel()
	got, _ := convert(t, strings.Repeat("<div>", 10_000)+"deep")
	require.Contains(t, got, "deep")
	for _, in := range []string{strings.Repeat("<", 200_000), strings.Repeat(`<a "`, 50_000), strings.Repeat("$$", 1<<20), strings.Repeat("<b><p>", 1<<18)} {
		got, _ = convert(t, in)
		require.Greater(t, len(got), 24_000, "too long for a stem")
		require.Less(t, len(got), 2_000_000)
		require.NotEmpty(t, FromMarkdown(in))
	}
	_, item := convert(t, `<img src="data:image/png;base64,`+base64.StdEncoding.EncodeToString(exchangetest.Picture("x", 1).Data)+strings.Repeat("A", 200_000)+`">`)
	require.Len(t, item.Pictures, 1, "a large picture is no long text")
}

func TestOutward_ReadsBackTheSame(t *testing.T) {
	t.Parallel()
	for _, item := range exchangetest.Items() {
		back := exchange.Item{}
		item.Map(func(h string) string {
			out := Outward(h, func(n int) string { return DataURI(item.Pictures[n-1]) })
			require.Equal(t, h, Convert(out, nil, &back))
			return h
		})
		require.Equal(t, len(item.Pictures) > 0 && item.Type != question.Hotspot, len(back.Pictures) > 0)
	}
	for _, h := range []string{"<p>one</p>", "<div>one</div>", "<div><p>x</p></div>", "<p>a</p><p>b</p>", "a<br>b", "<table><tbody><tr><td>a</td></tr></tbody></table>"} {
		require.Equal(t, h, Convert(Outward(h, nil), nil, &exchange.Item{}))
	}
}

func TestFromMarkdown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"Who's **bold** and *soft*?", "<p>Who's <strong>bold</strong> and <em>soft</em>?</p>"},
		{"a_b_c and 2 * 3 * 4", "<p>a_b_c and 2 * 3 * 4</p>"},
		{"one\n\ntwo", "<p>one</p><p>two</p>"},
		{"- a\n- b", "<ul><li>a</li><li>b</li></ul>"},
		{"1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
		{"`x<y`", "<p><code>x&lt;y</code></p>"},
		{"```c\nif (a<b)\n```", "<pre>if (a&lt;b)</pre>"},
		{"![alt](pic.png) [t](http://x)", `<p><img src="pic.png" alt="alt"> t</p>`},
		{"# Head", "<p><b>Head</b></p>"},
		{`\*no\* \\(x_1 * x_2 * x\\)`, `<p>*no* \(x_1 * x_2 * x\)</p>`},
		{"| a | b |\n|---|---|\n| 1 | 2 |", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"},
	} {
		require.Equal(t, c.want, FromMarkdown(c.in), c.in)
	}
}
