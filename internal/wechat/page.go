package wechat

import (
	"bytes"
	"html/template"
)

// page is a small page that ends a sign-in which could not go on.
type page struct {
	Title, Text string
	Retry       bool   // offer to start again
	Next        string // where that leads; empty: the first page
	status      int
}

// back makes the page lead where the visitor wanted to go.
func (p page) back(next string) page {
	p.Next = next
	return p
}

var (
	pageExpired  = page{Title: "页面已过期", Text: "请点下面的按钮重新进入。", Retry: true, status: 400}
	pageDenied   = page{Title: "没有完成授权", Text: "您没有同意用微信进入。可以重新进入，也可以用手机号登录。", Retry: true, status: 200}
	pageSnapshot = page{Title: "请使用完整服务", Text: "您现在看到的是网页快照。请点页面右下角的“使用完整服务”，再继续报名。", status: 200}
	pageAway     = page{Title: "微信暂时没有回应", Text: "请稍等片刻再试，也可以用手机号登录。", Retry: true, status: 503}
)

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title><style>
body{margin:0;background:#f5f6f8;color:#1f2329;font:17px/1.7 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{max-width:30rem;margin:18vh auto 0;padding:0 1.5rem;text-align:center}
h1{font-size:1.35rem;margin:0 0 .75rem}p{margin:0 0 2rem;color:#4e5661}
a{display:block;padding:.7rem;border-radius:.5rem;margin-top:.75rem;text-decoration:none;color:#1a5fb4;border:1px solid #1a5fb4}
a.main{background:#1a5fb4;color:#fff}
</style></head><body><main><h1>{{.Title}}</h1><p>{{.Text}}</p>
{{if .Retry}}<a class="main" href="/wechat/oauth/start?next={{if .Next}}{{.Next}}{{else}}/{{end}}">重新进入</a><a href="/login">用手机号登录</a>{{end}}
</main></body></html>`))

func (p page) html() ([]byte, error) {
	var out bytes.Buffer
	err := pageTemplate.Execute(&out, p)
	return out.Bytes(), err
}
