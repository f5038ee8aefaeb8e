package simulator

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	personaCookie = "sim_persona"
	fullCookie    = "sim_full"
	codeLife      = 5 * time.Minute
	maxState      = 128
)

// grant is what an OAuth code stands for.
type grant struct {
	user    *user
	scope   string
	made    time.Time
	used    bool
	full    bool // no snapshot, whoever it is
	token   string
	refresh string
}

func (s *Simulator) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(personaCookie)
	if err != nil {
		notice(w, http.StatusOK, "请在微信客户端打开链接", "这是模拟的微信授权页。请从模拟手机的聊天里点开链接，或先在模拟手机上扫码。")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	a := s.account(q.Get("appid"))
	if a == nil {
		notice(w, http.StatusOK, "参数错误", "AppID 不存在（40013）")
		return
	}
	u := a.persona(cookie.Value)
	back, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case u == nil:
		notice(w, http.StatusOK, "请在微信客户端打开链接", "模拟手机上没有这个人物。")
	case err != nil || !a.mayReturnTo(back):
		notice(w, http.StatusOK, "参数错误", "redirect_uri 域名与后台配置不一致（10003）")
	case q.Get("scope") != "snsapi_base" && q.Get("scope") != "snsapi_userinfo":
		notice(w, http.StatusOK, "参数错误", "Scope 参数错误或没有权限（10005）")
	case len(q.Get("state")) > maxState:
		notice(w, http.StatusOK, "参数错误", "State 参数过长")
	case q.Get("scope") == "snsapi_userinfo" && q.Get("answer") == "":
		askConsent(w, r.URL, u.Name, a.Name)
	case q.Get("answer") == "deny":
		http.Redirect(w, r, withQuery(back, "", q.Get("state")), http.StatusFound)
	default:
		code := "0" + random(15)
		full, _ := r.Cookie(fullCookie)
		a.grants[code] = &grant{user: u, scope: q.Get("scope"), made: s.now(), full: full != nil && full.Value == "1"}
		http.Redirect(w, r, withQuery(back, code, q.Get("state")), http.StatusFound)
	}
}

// mayReturnTo compares hosts: that of the callback is the one "configured".
func (a *account) mayReturnTo(back *url.URL) bool {
	home, err := url.Parse(a.CallbackURL)
	return err == nil && back.Host != "" && back.Hostname() == home.Hostname()
}

func withQuery(back *url.URL, code, state string) string {
	q := back.Query()
	if code != "" {
		q.Set("code", code)
	}
	q.Set("state", state)
	to := *back
	to.RawQuery = q.Encode()
	return to.String()
}

func (s *Simulator) serveCodeExchange(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	a := s.credentials(w, q.Get("appid"), q.Get("secret"))
	if a == nil {
		return
	}
	g, known := a.grants[q.Get("code")]
	switch {
	case q.Get("code") == "":
		refuse(w, 41008)
	case !known:
		refuse(w, 40029)
	case g.used:
		refuse(w, 40163)
	case s.now().Sub(g.made) > codeLife:
		refuse(w, 42003)
	default:
		g.used, g.token, g.refresh = true, "90_"+random(32), "91_"+random(32)
		answer(w, g.answer())
	}
}

func (g *grant) answer() map[string]any {
	out := map[string]any{
		"access_token": g.token, "expires_in": int(tokenLife.Seconds()), "refresh_token": g.refresh,
		"openid": g.user.openID, "scope": g.scope,
	}
	if g.user.Snapshot && !g.full {
		out["is_snapshotuser"] = 1
		out["openid"] = "o" + strings.Repeat("v", 27) // a stand-in, the same for everybody
	}
	return out
}

func (s *Simulator) findGrant(by func(*grant) bool) *grant {
	for _, a := range s.accounts {
		for _, g := range a.grants {
			if g.used && by(g) {
				return g
			}
		}
	}
	return nil
}

func (s *Simulator) serveRefresh(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	wanted := r.URL.Query().Get("refresh_token")
	g := s.findGrant(func(g *grant) bool { return g.refresh == wanted })
	switch {
	case g == nil:
		refuse(w, 40030)
	case s.now().Sub(g.made) > 30*24*time.Hour:
		refuse(w, 42002)
	default:
		g.token = "90_" + random(32)
		answer(w, g.answer())
	}
}

// profileGrant checks token and open id of a profile call.
func (s *Simulator) profileGrant(w http.ResponseWriter, r *http.Request) *grant {
	q := r.URL.Query()
	g := s.findGrant(func(g *grant) bool { return g.token == q.Get("access_token") })
	switch {
	case g == nil:
		refuse(w, 40001)
	case s.now().Sub(g.made) > tokenLife:
		refuse(w, 42001)
	case g.user.openID != q.Get("openid"):
		refuse(w, 40003)
	default:
		return g
	}
	return nil
}

func (s *Simulator) serveProfile(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.profileGrant(w, r)
	if g == nil {
		return
	}
	if g.scope != "snsapi_userinfo" {
		refuse(w, 48001)
		return
	}
	answer(w, map[string]any{"openid": g.user.openID, "nickname": g.user.Name, "headimgurl": "", "privilege": []string{}})
}

func (s *Simulator) serveAuthCheck(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.profileGrant(w, r) != nil {
		answer(w, map[string]any{"errcode": 0, "errmsg": "ok"})
	}
}

func (s *Simulator) serveUserInfo(w http.ResponseWriter, r *http.Request, a *account) {
	u := a.byOpenID(r.URL.Query().Get("openid"))
	if u == nil {
		refuse(w, 40003)
		return
	}
	if !u.following {
		answer(w, map[string]any{"subscribe": 0, "openid": u.openID})
		return
	}
	answer(w, map[string]any{
		"subscribe": 1, "openid": u.openID, "language": "zh_CN", "qr_scene": 0, "qr_scene_str": u.scene,
	})
}
