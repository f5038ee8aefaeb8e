package simulator

import (
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
)

const (
	shortCodeLife = 60 * time.Second
	maxCodeLife   = 2592000
	maxPermanent  = 100000
)

var sceneTextShape = regexp.MustCompile(`^.{1,64}$`)

// sceneCode is a code of an account; until is zero for permanent ones.
type sceneCode struct {
	id, ticket, scene, url string
	made, until            time.Time
}

func (c *sceneCode) alive(now time.Time) bool { return c.until.IsZero() || now.Before(c.until) }

type codeOrder struct {
	Seconds int    `json:"expire_seconds"`
	Action  string `json:"action_name"`
	Info    struct {
		Scene struct {
			Text string `json:"scene_str"`
		} `json:"scene"`
	} `json:"action_info"`
}

func (s *Simulator) serveCreateCode(w http.ResponseWriter, r *http.Request, a *account) {
	var in codeOrder
	if !readBody(r, &in) {
		refuse(w, 47001)
		return
	}
	scene := in.Info.Scene.Text
	permanent := in.Action == "QR_LIMIT_STR_SCENE"
	if !sceneTextShape.MatchString(scene) || (!permanent && in.Action != "QR_STR_SCENE") {
		refuse(w, 40097)
		return
	}
	code := a.addCode(s.now(), scene, permanent, in.Seconds, "http://"+r.Host)
	if code == nil {
		refuse(w, 45009)
		return
	}
	s.changed()
	out := map[string]any{"ticket": code.ticket, "url": code.url}
	if !permanent {
		out["expire_seconds"] = int(code.until.Sub(code.made).Seconds())
	}
	answer(w, out)
}

// addCode gives the existing code of a permanent scene, or a new one; nil when
// the account has used up its permanent codes.
func (a *account) addCode(now time.Time, scene string, permanent bool, seconds int, base string) *sceneCode {
	count := 0
	for _, c := range a.codes {
		if !c.until.IsZero() {
			continue
		}
		if count++; permanent && c.scene == scene {
			return c
		}
	}
	if permanent && count >= maxPermanent {
		return nil
	}
	id := random(8)
	code := &sceneCode{id: id, ticket: "gQ+" + random(20) + "/" + id + "==", scene: scene, url: base + "/q/" + id, made: now}
	if !permanent {
		life := time.Duration(min(seconds, maxCodeLife)) * time.Second
		if life <= 0 {
			life = shortCodeLife
		}
		code.until = now.Add(life)
	}
	a.codes = append(a.codes, code)
	return code
}

func (s *Simulator) serveShowCode(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	target := s.codeURL(r.URL.Query().Get("ticket"))
	s.mu.Unlock()
	if target == "" {
		http.NotFound(w, r)
		return
	}
	code, err := qr.Encode(target, qr.M, qr.Auto)
	if err == nil {
		code, err = barcode.Scale(code, 430, 430)
	}
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_ = png.Encode(w, code)
}

func (s *Simulator) codeURL(ticket string) string {
	for _, a := range s.accounts {
		for _, c := range a.codes {
			if c.ticket == ticket && c.alive(s.now()) {
				return c.url
			}
		}
	}
	return ""
}

// findCode reads the address that a code's picture holds. Codes are known by
// the last part alone: the picture may name the host otherwise than we do.
func (s *Simulator) findCode(id string) (*account, *sceneCode) {
	for _, a := range s.accounts {
		for _, c := range a.codes {
			if c.id == id && c.alive(s.now()) {
				return a, c
			}
		}
	}
	return nil, nil
}

func ticketQuery(ticket string) string { return url.Values{"ticket": {ticket}}.Encode() }
