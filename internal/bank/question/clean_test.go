package question_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

// attacks follow the fixture lists that sanitisers are tested with: scripts,
// handlers, foreign content, clobbering names, mutation, links, loads, overlays.
var attacks = []string{
	`<script>alert(1)</script>`, `<ScRiPt src=//evil/x.js></sCrIpT>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<img src=x onerror=alert(1)>`, `<img src="javascript:alert(1)">`, `<img/src=x/onerror=alert(1)>`, `<image src=x onerror=alert(1)>`,
	`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><g onload=alert(1)></g></svg>`, `<svg><a xlink:href="javascript:alert(1)">x</a></svg>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`, `<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<template><script>alert(1)</script></template>`,
	`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<object data="data:text/html,x"></object>`,
	`<embed src="javascript:alert(1)">`, `<applet code=x></applet>`, `<frameset><frame src=javascript:alert(1)></frameset>`,
	`<a href="javascript:alert(1)">x</a>`, `<a href="JaVaScRiPt&colon;alert(1)">x</a>`, `<a href=" &#14;javascript:alert(1)">x</a>`, `<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>`,
	`<form action="https://evil"><input name=a><button formaction=javascript:alert(1)>x</button></form>`, `<input autofocus onfocus=alert(1)>`,
	`<isindex action="javascript:alert(1)">`, `<textarea autofocus onfocus=alert(1)></textarea>`, `<select onchange=alert(1)><option>x</select>`, `<keygen autofocus onfocus=alert(1)>`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<meta charset="utf-7">`, `<base href="https://evil/">`, `<link rel=stylesheet href="https://evil/x.css">`,
	`<style>@import "https://evil/x.css";</style>`, `<style>body{background:url(javascript:alert(1))}</style>`, `<p style="position:fixed;inset:0">x</p>`,
	`<p style="background:url('https://evil')">x</p>`, `<div style="width:expression(alert(1))">x</div>`, `<p style="behavior:url(x.htc)">x</p>`,
	`<p id="getElementById">x</p>`, `<p name="cookie">x</p>`, `<form id=document><input name=body></form>`, `<a id=x><a id=x name=y href="clob:1">`, `<p class="btn">x</p>`,
	`<body onload=alert(1)>`, `<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)>`, `<details open ontoggle=alert(1)>`, `<marquee onstart=alert(1)>x</marquee>`,
	`<p onclick="alert(1)" onmouseover=alert(1)>x</p>`, `<p/onclick=alert(1)>x`, `<b x="><script>alert(1)</script>">x</b>`, `<td colspan="1;alert(1)" rowspan=-1>x</td>`, `<td background="javascript:alert(1)">x</td>`,
	`<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<!-- --!><img src=x onerror=alert(1)> -->`, `<?xml version="1.0"?><?php echo 1 ?>`, `<![CDATA[<script>alert(1)</script>]]>`,
	`<xss onclick=alert(1) tabindex=1>x</xss>`, `<custom-element onconnected=alert(1)>x</custom-element>`, `<slot name=x></slot>`, `<dialog open>x</dialog>`,
	`<bdo dir=rtl>x</bdo>`, "<p>\u202eevil\u202c</p>", "<img src=\"x\x00\" onerror=alert(1)>", "<scr\x00ipt>alert(1)</scr\x00ipt>", "<p \x0conclick=alert(1)>x</p>",
	`<table background="//evil"><tr><td>x</td></tr></table>`, `<ul type="javascript:alert(1)"><li>x</li></ul>`, `<li value="1" onfocus=alert(1)>x</li>`,
	`</p></div></body><script>alert(1)</script>`, `<div><table><div><script>alert(1)</script></div></table></div>`, `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`<listing>&lt;img onerror="alert(1)" src=x&gt;</listing>`, `<xmp><img src=x onerror=alert(1)></xmp>`, `<plaintext><script>alert(1)</script>`, `<noembed><img src=x onerror=alert(1)></noembed>`,
}

// allowedTag is all that may come out, with the only attributes there are.
var allowedTag = regexp.MustCompile(`^</?(?:p|br|b|strong|i|em|u|s|sub|sup|ul|ol|li|table|thead|tbody|tr|td|th|div|span)(?: (?:colspan|rowspan)="[1-9][0-9]?")*/?>$`)

func TestN104_QuestionHTMLHoldsNothingThatRuns(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	tag := regexp.MustCompile(`<[^>]*>?`)
	for _, attack := range attacks {
		for _, around := range []string{"%s", "前<b>%s</b>后", `<table><tr><td>%s</td></tr></table>`, `<p title="%s">x</p>`, "<p>%s"} {
			in := strings.Replace(around, "%s", attack, 1)
			out := c.Clean(in)
			for _, found := range tag.FindAllString(out, -1) {
				require.Regexp(t, allowedTag, found, "in %q\nout %q", in, out)
			}
			require.NotContains(t, out, "\x00", in)
			require.NotContains(t, out, "\u202e", in)
			require.Equal(t, out, c.Clean(out), "cleaning twice must change nothing: %q", in)
		}
	}
}

func TestClean_KeepsWhatQuestionsNeed(t *testing.T) {
	t.Parallel()
	c := question.NewCleaner()
	for _, text := range []string{
		`I = U/R，单位 <b>Ω</b>`, `10<sup>3</sup> 与 H<sub>2</sub>O`, `第一行<br>第二行`, `<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>`, `a &lt; b`,
	} {
		require.Equal(t, text, c.Clean(text))
	}
	require.Equal(t, "题干", c.Clean("题干<div><br></div>"))
	require.Equal(t, "", c.Clean("<div><br></div> "))
}
