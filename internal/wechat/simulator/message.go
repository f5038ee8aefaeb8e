package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	duplicateWindow = time.Minute
	clientIDWindow  = 10 * time.Minute
	maxChat         = 200
)

// bubble is one entry of a chat as the phone shows it.
type bubble struct {
	ID    int64     `json:"id"`
	At    time.Time `json:"at"`
	From  string    `json:"from"` // "me", "account" or "note"
	Kind  string    `json:"kind"` // "text" or "template"
	Text  []segment `json:"text,omitempty"`
	Title string    `json:"title,omitempty"`
	Lines []line    `json:"lines,omitempty"`
	URL   string    `json:"url,omitempty"`
}

type segment struct {
	Text string `json:"text"`
	Href string `json:"href,omitempty"`
}

type line struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// sentMessage remembers a send, to know repetitions.
type sentMessage struct {
	at time.Time
	id int64
}

var linkShape = regexp.MustCompile(`<a\s+href=["']([^"'<>]+)["'][^>]*>([^<]*)</a>|(https?://[\x21-\x7e]+)`)

// segments cuts a text into words and links, as the chat shows them.
func segments(text string) []segment {
	var out []segment
	last := 0
	for _, m := range linkShape.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > last {
			out = append(out, segment{Text: text[last:m[0]]})
		}
		if m[2] >= 0 {
			out = append(out, segment{Text: text[m[4]:m[5]], Href: text[m[2]:m[3]]})
		} else {
			out = append(out, segment{Text: text[m[6]:m[7]], Href: text[m[6]:m[7]]})
		}
		last = m[1]
	}
	if last < len(text) {
		out = append(out, segment{Text: text[last:]})
	}
	return out
}

// show adds a bubble; call it under mu.
func (s *Simulator) show(u *user, b bubble) {
	b.ID, b.At = s.nextSerial(), s.now()
	u.chat = append(u.chat, b)
	if len(u.chat) > maxChat {
		u.chat = u.chat[len(u.chat)-maxChat:]
	}
	s.changed()
}

func (s *Simulator) showText(u *user, from, text string) {
	s.show(u, bubble{From: from, Kind: "text", Text: segments(text)})
}

type templateOrder struct {
	To       string `json:"touser"`
	Template string `json:"template_id"`
	URL      string `json:"url"`
	ClientID string `json:"client_msg_id"`
	Data     map[string]struct {
		Value string `json:"value"`
	} `json:"data"`
}

func (s *Simulator) serveTemplateSend(w http.ResponseWriter, r *http.Request, a *account) {
	var in templateOrder
	if !readBody(r, &in) {
		refuse(w, 47001)
		return
	}
	u, template := a.byOpenID(in.To), a.template(in.Template)
	switch {
	case u == nil:
		refuse(w, 40003)
		return
	case template == nil:
		refuse(w, 40037)
		return
	case !u.following:
		refuse(w, 43004)
		return
	case u.refuses:
		refuse(w, 43101)
		return
	}
	lines, ok := template.fill(in)
	if !ok {
		refuse(w, 47003)
		return
	}
	id, code := s.remember(a, in)
	if code != 0 {
		refuse(w, code)
		return
	}
	if id == 0 {
		id = s.nextSerial() + 4_000_000_000
		s.rememberSent(a, in, id)
		s.show(u, bubble{From: "account", Kind: "template", Title: template.Title, Lines: lines, URL: in.URL})
		s.pushLater(r.Context(), a, u, event{Name: "TEMPLATESENDJOBFINISH", SentID: strconv.FormatInt(id, 10), Status: "success"})
	}
	answer(w, map[string]any{"errcode": 0, "errmsg": "ok", "msgid": id})
}

func (a *account) template(id string) *Template {
	for i := range a.Templates {
		if a.Templates[i].ID == id {
			return &a.Templates[i]
		}
	}
	return nil
}

// fill checks the values as WeChat does: every field there, none too long.
func (t *Template) fill(in templateOrder) ([]line, bool) {
	lines := make([]line, 0, len(t.Fields))
	for _, f := range t.Fields {
		value := in.Data[f.Key].Value
		if value == "" || utf8.RuneCountInString(value) > maxRunes(f.Key) {
			return nil, false
		}
		lines = append(lines, line{Label: f.Label, Value: value})
	}
	return lines, true
}

var kindShape = regexp.MustCompile(`^[a-z_]+`)

func maxRunes(key string) int {
	switch kindShape.FindString(key) {
	case "thing", "const":
		return 20
	case "phrase", "symbol":
		return 5
	case "name":
		return 10
	}
	return 32
}

// remember gives the id of an earlier send with the same client id, or the
// code for a duplicate without one.
func (s *Simulator) remember(a *account, in templateOrder) (int64, int) {
	if in.ClientID != "" {
		if old, ok := a.sent["id:"+in.To+in.ClientID]; ok && s.now().Sub(old.at) < clientIDWindow {
			return old.id, 0
		}
		return 0, 0
	}
	if old, ok := a.sent["text:"+in.digest()]; ok && s.now().Sub(old.at) < duplicateWindow {
		return 0, 40241
	}
	return 0, 0
}

func (s *Simulator) rememberSent(a *account, in templateOrder, id int64) {
	kept := sentMessage{at: s.now(), id: id}
	if in.ClientID != "" {
		a.sent["id:"+in.To+in.ClientID] = kept
		return
	}
	a.sent["text:"+in.digest()] = kept
}

func (s *Simulator) serveCustomSend(w http.ResponseWriter, r *http.Request, a *account) {
	var in struct {
		To   string `json:"touser"`
		Type string `json:"msgtype"`
		Text struct {
			Content string `json:"content"`
		} `json:"text"`
	}
	if !readBody(r, &in) || in.Type != "text" {
		refuse(w, 47001)
		return
	}
	u := a.byOpenID(in.To)
	switch {
	case u == nil:
		refuse(w, 40003)
	case !u.following || !s.now().Before(u.window):
		refuse(w, 45015)
	case u.credit == 0:
		refuse(w, 45047)
	default:
		u.credit--
		s.showText(u, "account", in.Text.Content)
		answer(w, map[string]any{"errcode": 0, "errmsg": "ok"})
	}
}

// digest is the same for two sends of the same words to the same person.
func (o templateOrder) digest() string {
	raw, _ := json.Marshal(o)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
