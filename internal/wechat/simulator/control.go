package simulator

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"time"
)

const maxSMS = 100

// shortMessage is an SMS on the phone; Code is the number to be typed off.
type shortMessage struct {
	ID    int64     `json:"id"`
	At    time.Time `json:"at"`
	Phone string    `json:"phone"`
	Text  string    `json:"text"`
	Code  string    `json:"code,omitempty"`
}

var smsCodeShape = regexp.MustCompile(`验证码[^0-9]{0,8}([0-9]{4,8})`)

// mountControl adds the JSON API of the phone page and of tests.
func (s *Simulator) mountControl(mux *http.ServeMux) {
	guard := http.NewCrossOriginProtection()
	post := func(path string, handler http.HandlerFunc) { mux.Handle("POST "+path, guard.Handler(handler)) }
	mux.HandleFunc("GET /sim/api/state", s.serveState)
	mux.HandleFunc("GET /sim/open", s.serveOpen)
	post("/sim/api/scan", s.serveScan)
	post("/sim/api/follow", s.serveFollow)
	post("/sim/api/say", s.serveSay)
	post("/sim/api/refuse", s.serveRefuse)
	post("/sim/api/sms", s.serveSMS)
	post("/sim/api/faults", s.serveAddFault)
	post("/sim/api/faults/clear", s.serveClearFaults)
	post("/sim/api/tokens/kill", s.serveKillTokens)
}

// order is the body of every control call; each reads what it needs.
type order struct {
	AppID   string `json:"appId"` // empty: the first account
	Persona string `json:"persona"`
	Text    string `json:"text"`
	Follow  bool   `json:"follow"`
	Refuses bool   `json:"refuses"`
	Phone   string `json:"phone"`
	Knobs   Knobs  `json:"knobs"`
}

// readOrder finds account and person of a control call, or answers 400.
func (s *Simulator) readOrder(w http.ResponseWriter, r *http.Request) (order, *account, *user) {
	var in order
	if !readBody(r, &in) {
		http.Error(w, "body is not JSON", http.StatusBadRequest)
		return in, nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[0]
	if in.AppID != "" {
		a = s.account(in.AppID)
	}
	if a == nil || a.persona(in.Persona) == nil {
		http.Error(w, "no such account or persona", http.StatusBadRequest)
		return in, nil, nil
	}
	return in, a, a.persona(in.Persona)
}

// serveScan plays the camera on a text: one of our codes becomes an event, any
// other web address is opened. Who does not follow yet is asked first, unless
// the call says follow.
func (s *Simulator) serveScan(w http.ResponseWriter, r *http.Request) {
	in, a, u := s.readOrder(w, r)
	if u == nil {
		return
	}
	target, err := url.Parse(in.Text)
	if err != nil || (target.Scheme != "http" && target.Scheme != "https") || target.Host == "" {
		answer(w, map[string]any{"result": "unknown"})
		return
	}
	s.mu.Lock()
	owner, code := s.findCode(path.Base(target.Path))
	if code != nil {
		a, u = owner, owner.persona(in.Persona)
	}
	following := u.following
	s.mu.Unlock()
	switch {
	case code == nil && path.Dir(target.Path) == "/q":
		answer(w, map[string]any{"result": "expired"})
	case code == nil:
		answer(w, map[string]any{"result": "open", "url": openLink(in.Persona, in.Text)})
	case !following && !in.Follow:
		answer(w, map[string]any{"result": "follow", "appId": a.AppID, "name": a.Name})
	default:
		s.scan(r, a, u, code, in.Knobs)
		answer(w, map[string]any{"result": "chat", "appId": a.AppID})
	}
}

func (s *Simulator) scan(r *http.Request, a *account, u *user, code *sceneCode, k Knobs) {
	e := event{Name: "SCAN", Key: code.scene, Ticket: code.ticket}
	s.mu.Lock()
	if !u.following {
		e.Name, e.Key = "subscribe", "qrscene_"+code.scene
		u.following, u.scene = true, code.scene
		s.show(u, bubble{From: "note", Kind: "text", Text: []segment{{Text: "你已关注“" + a.Name + "”"}}})
	}
	u.open(s.now(), time.Minute, 3)
	s.mu.Unlock()
	s.push(r.Context(), a, u, e, k)
}

// open lets the account write to the user for a while.
func (u *user) open(now time.Time, life time.Duration, credit int) {
	if end := now.Add(life); end.After(u.window) {
		u.window = end
	}
	u.credit = max(u.credit, credit)
}

func (s *Simulator) serveFollow(w http.ResponseWriter, r *http.Request) {
	in, a, u := s.readOrder(w, r)
	if u == nil {
		return
	}
	s.mu.Lock()
	changed := u.following != in.Follow
	u.following = in.Follow
	s.changed()
	e, note := event{Name: "subscribe"}, "你已关注“"+a.Name+"”"
	if !in.Follow {
		e, note = event{Name: "unsubscribe"}, "你已取消关注“"+a.Name+"”"
		u.window, u.credit = time.Time{}, 0
	} else {
		u.open(s.now(), time.Minute, 3)
	}
	if changed {
		s.show(u, bubble{From: "note", Kind: "text", Text: []segment{{Text: note}}})
	}
	s.mu.Unlock()
	if changed {
		s.push(r.Context(), a, u, e, in.Knobs)
	}
	answer(w, map[string]any{"result": "chat"})
}

func (s *Simulator) serveSay(w http.ResponseWriter, r *http.Request) {
	in, a, u := s.readOrder(w, r)
	if u == nil || in.Text == "" {
		return
	}
	s.mu.Lock()
	following := u.following
	if following {
		s.show(u, bubble{From: "me", Kind: "text", Text: []segment{{Text: in.Text}}})
		u.open(s.now(), 48*time.Hour, 5)
	}
	s.mu.Unlock()
	if following {
		s.push(r.Context(), a, u, event{Text: in.Text}, in.Knobs)
	}
	answer(w, map[string]any{"result": "chat"})
}

func (s *Simulator) serveRefuse(w http.ResponseWriter, r *http.Request) {
	in, _, u := s.readOrder(w, r)
	if u == nil {
		return
	}
	s.mu.Lock()
	u.refuses = in.Refuses
	s.changed()
	s.mu.Unlock()
	answer(w, map[string]any{"result": "ok"})
}

func (s *Simulator) serveSMS(w http.ResponseWriter, r *http.Request) {
	var in order
	if !readBody(r, &in) || in.Phone == "" || in.Text == "" {
		http.Error(w, "phone and text are needed", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := shortMessage{ID: s.nextSerial(), At: s.now(), Phone: in.Phone, Text: in.Text}
	if found := smsCodeShape.FindStringSubmatch(in.Text); found != nil {
		m.Code = found[1]
	}
	s.sms = append([]shortMessage{m}, s.sms...)
	if len(s.sms) > maxSMS {
		s.sms = s.sms[:maxSMS]
	}
	answer(w, map[string]any{"result": "ok"})
}

func (s *Simulator) serveAddFault(w http.ResponseWriter, r *http.Request) {
	var f rule
	if !readBody(r, &f) || f.Path == "" {
		http.Error(w, "path is needed", http.StatusBadRequest)
		return
	}
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	s.rules = append(s.rules, &f)
	s.mu.Unlock()
	answer(w, map[string]any{"result": "ok"})
}

func (s *Simulator) serveClearFaults(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	s.rules = nil
	s.mu.Unlock()
	answer(w, map[string]any{"result": "ok"})
}

func (s *Simulator) serveKillTokens(w http.ResponseWriter, r *http.Request) {
	_, a, _ := s.readOrder(w, r)
	if a == nil {
		return
	}
	s.KillTokens(a.AppID)
	answer(w, map[string]any{"result": "ok"})
}
