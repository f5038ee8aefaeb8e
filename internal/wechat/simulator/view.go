package simulator

import (
	"net/http"
	"slices"
	"time"
)

// phoneView is all that the page shows, for one persona.
type phoneView struct {
	Now      time.Time      `json:"now"`
	Personas []personaView  `json:"personas"`
	Accounts []accountView  `json:"accounts"`
	SMS      []shortMessage `json:"sms"`
	Codes    []codeView     `json:"codes"`
	Pushes   []pushRecord   `json:"pushes"`
	Faults   []rule         `json:"faults"`
}

type personaView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Note string `json:"note"`
	// Snapshot tells that pages open as snapshots first, with a button for more.
	Snapshot bool `json:"snapshot"`
}

type accountView struct {
	AppID     string     `json:"appId"`
	Name      string     `json:"name"`
	Menu      []MenuItem `json:"menu"`
	Following bool       `json:"following"`
	Refuses   bool       `json:"refuses"`
	Chat      []bubble   `json:"chat"`
}

type codeView struct {
	Account string    `json:"account"`
	Scene   string    `json:"scene"`
	URL     string    `json:"url"`
	Image   string    `json:"image"`
	At      time.Time `json:"at"`
}

const maxCodesShown = 12

// serveState gives the phone of ?persona=, with links already turned into
// links that the phone follows.
func (s *Simulator) serveState(w http.ResponseWriter, r *http.Request) {
	persona := r.URL.Query().Get("persona")
	if persona == "" {
		persona = s.cfg.Personas[0].ID
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accounts[0].persona(persona) == nil {
		http.Error(w, "no such persona", http.StatusBadRequest)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	answer(w, s.view(persona))
}

func (s *Simulator) view(persona string) phoneView {
	v := phoneView{
		Now: s.now(), SMS: append([]shortMessage{}, s.sms...), Accounts: []accountView{},
		Codes: []codeView{}, Pushes: []pushRecord{}, Faults: []rule{},
	}
	for _, p := range s.cfg.Personas {
		note := p.note(s.accounts[0].persona(p.ID).following)
		v.Personas = append(v.Personas, personaView{ID: p.ID, Name: p.Name, Note: note, Snapshot: p.Snapshot})
	}
	for _, a := range s.accounts {
		v.Accounts = append(v.Accounts, a.view(persona))
		v.Codes = append(v.Codes, a.codeViews(s.now())...)
		v.Pushes = append(v.Pushes, a.pushes...)
	}
	slices.SortStableFunc(v.Codes, func(x, y codeView) int { return y.At.Compare(x.At) })
	v.Codes = v.Codes[:min(len(v.Codes), maxCodesShown)]
	slices.SortStableFunc(v.Pushes, func(x, y pushRecord) int { return y.At.Compare(x.At) })
	for _, f := range s.rules {
		v.Faults = append(v.Faults, *f)
	}
	return v
}

// note is the persona's, until following or leaving made it untrue.
func (p Persona) note(following bool) string {
	switch {
	case following == p.Follows || p.Snapshot:
		return p.Note
	case following:
		return "已关注服务号"
	default:
		return "已取消关注"
	}
}

func (a *account) view(persona string) accountView {
	u := a.persona(persona)
	v := accountView{AppID: a.AppID, Name: a.Name, Menu: []MenuItem{}, Following: u.following, Refuses: u.refuses, Chat: []bubble{}}
	for _, m := range a.Menu {
		v.Menu = append(v.Menu, MenuItem{Name: m.Name, URL: openLink(persona, m.URL)})
	}
	for _, b := range u.chat {
		shown := b
		shown.Text = slices.Clone(b.Text)
		for i, part := range shown.Text {
			if part.Href != "" {
				shown.Text[i].Href = openLink(persona, part.Href)
			}
		}
		if b.URL != "" {
			shown.URL = openLink(persona, b.URL)
		}
		v.Chat = append(v.Chat, shown)
	}
	return v
}

func (a *account) codeViews(now time.Time) []codeView {
	var list []codeView
	for _, c := range a.codes {
		if c.alive(now) {
			image := "/cgi-bin/showqrcode?" + ticketQuery(c.ticket)
			list = append(list, codeView{Account: a.Name, Scene: c.scene, URL: c.url, Image: image, At: c.made})
		}
	}
	return list
}
