package simulator

import (
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
)

//go:embed page
var pageFiles embed.FS

func (s *Simulator) mountPage(mux *http.ServeMux) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	server := http.FileServerFS(files)
	plain := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data: blob:; frame-src http: https:; frame-ancestors 'none'")
		server.ServeHTTP(w, r)
	})
	mux.Handle("GET /", plain)
	mux.HandleFunc("GET /q/{id}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/?scan="+url.QueryEscape("http://"+r.Host+"/q/"+r.PathValue("id")), http.StatusFound)
	})
}

// openLink is how links on the phone are followed: by way of serveOpen.
func openLink(persona, target string) string {
	return "/sim/open?" + url.Values{"persona": {persona}, "url": {target}}.Encode()
}

// serveOpen hands the browser to a persona and goes on to the page. From then
// on the authorize page knows who holds the phone, and (full=1) whether they
// asked for the full page in place of a snapshot.
func (s *Simulator) serveOpen(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	target, err := url.Parse(q.Get("url"))
	if err != nil || (target.Scheme != "http" && target.Scheme != "https") || target.Host == "" {
		notice(w, http.StatusBadRequest, "打不开", "这不是网页地址。")
		return
	}
	s.mu.Lock()
	known := s.accounts[0].persona(q.Get("persona")) != nil
	s.mu.Unlock()
	if !known {
		notice(w, http.StatusBadRequest, "打不开", "模拟手机上没有这个人物。")
		return
	}
	before, err := r.Cookie(personaCookie)
	if err != nil || before.Value != q.Get("persona") {
		for _, name := range s.cfg.SessionCookies {
			http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1})
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name: personaCookie, Value: q.Get("persona"), Path: "/", MaxAge: 86400, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	full := &http.Cookie{Name: fullCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: -1}
	if q.Get("full") == "1" {
		full.Value, full.MaxAge = "1", 86400
	}
	http.SetCookie(w, full)
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, target.String(), http.StatusFound)
}

var noticeTemplate = template.Must(template.New("notice").Parse(`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title><link rel="stylesheet" href="/notice.css"></head>
<body><main><h1>{{.Title}}</h1><p>{{.Text}}</p>
{{range .Links}}<a href="{{.URL}}">{{.Name}}</a>{{end}}</main></body></html>`))

type noticePage struct {
	Title, Text string
	Links       []MenuItem
}

func notice(w http.ResponseWriter, status int, title, text string) {
	writeNotice(w, status, noticePage{Title: title, Text: text})
}

func writeNotice(w http.ResponseWriter, status int, p noticePage) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = noticeTemplate.Execute(w, p)
}

// askConsent is the pop-up of the scope that shows a name and a picture.
func askConsent(w http.ResponseWriter, address *url.URL, person, account string) {
	link := func(value string) string {
		q := address.Query()
		q.Set("answer", value)
		return address.Path + "?" + q.Encode()
	}
	writeNotice(w, http.StatusOK, noticePage{
		Title: account + " 申请使用", Text: "你的昵称、头像（" + person + "）",
		Links: []MenuItem{{Name: "允许", URL: link("allow")}, {Name: "拒绝", URL: link("deny")}},
	})
}
