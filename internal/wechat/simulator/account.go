package simulator

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// account is the state of one service account, under Simulator.mu.
type account struct {
	Account
	tokens   map[string]time.Time // every token that was ever good, with its end
	legacy   string
	stable   string
	forced   []time.Time
	ticket   string
	ticketTo time.Time
	codes    []*sceneCode
	grants   map[string]*grant // by OAuth code
	users    []*user
	sent     map[string]sentMessage
	media    map[string]medium
	pushes   []pushRecord
}

// user is a persona as one account sees it.
type user struct {
	Persona
	openID    string
	following bool
	refuses   bool
	scene     string // of the code by which they came
	chat      []bubble
	window    time.Time // customer-service messages are allowed until
	credit    int       // and this many of them
}

func newAccount(a Account, personas []Persona) *account {
	made := &account{
		Account: a, tokens: map[string]time.Time{}, grants: map[string]*grant{},
		sent: map[string]sentMessage{}, media: map[string]medium{},
	}
	for _, p := range personas {
		made.users = append(made.users, &user{
			Persona: p, openID: openIDOf(a.AppID, p.ID), following: p.Follows, refuses: p.Refuses,
		})
	}
	return made
}

// openIDOf is stable over restarts, so that a database of yesterday still
// knows the personas.
func openIDOf(appID, persona string) string {
	sum := sha256.Sum256([]byte(appID + "/" + persona))
	return "o" + base64.RawURLEncoding.EncodeToString(sum[:])[:27]
}

// OpenID tells the open id of a persona at an account.
func (s *Simulator) OpenID(appID, persona string) string { return openIDOf(appID, persona) }

func (s *Simulator) account(appID string) *account {
	for _, a := range s.accounts {
		if a.AppID == appID {
			return a
		}
	}
	return nil
}

func (a *account) persona(id string) *user {
	for _, u := range a.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}

func (a *account) byOpenID(openID string) *user {
	for _, u := range a.users {
		if u.openID == openID {
			return u
		}
	}
	return nil
}

// nextSerial numbers messages; call it under mu.
func (s *Simulator) nextSerial() int64 {
	s.serial++
	return s.serial
}

func random(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}

// texts are WeChat's words for its codes; people meet them in logs.
var texts = map[int]string{
	-1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40003: "invalid openid",
	40007: "invalid media_id", 40013: "invalid appid", 40014: "invalid access_token", 40029: "invalid code",
	40030: "invalid refresh_token", 40037: "invalid template_id", 40097: "invalid args", 40125: "invalid appsecret",
	40163: "code been used", 40241: "duplicate message", 41001: "access_token missing", 41008: "missing code",
	42001: "access_token expired", 42003: "oauth_code expired", 43004: "require subscribe", 43101: "user refuse to accept the msg",
	45009: "reach max api daily quota limit", 45015: "response out of time limit or subscription is canceled",
	45047: "out of response count limit", 47001: "data format error", 47003: "argument invalid!", 48001: "api unauthorized",
}

// refuse answers as WeChat does: status 200, the code in the body.
func refuse(w http.ResponseWriter, code int) {
	answer(w, map[string]any{"errcode": code, "errmsg": texts[code] + " rid: " + random(4) + "-" + random(4)})
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body)
}

func readBody(r *http.Request, into any) bool {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	return err == nil && json.Unmarshal(raw, into) == nil
}
