package simulator

import (
	"net/http"
	"regexp"
	"time"
)

const (
	tokenLife    = 7200 * time.Second
	tokenOverlap = 5 * time.Minute
	forcePause   = 30 * time.Second
	forcesADay   = 20
)

var tokenShape = regexp.MustCompile(`^[A-Za-z0-9_-]{32,512}$`)

func (a *account) newToken(now time.Time) string {
	token := "82_" + random(48)
	a.tokens[token] = now.Add(tokenLife)
	return token
}

// retire leaves an old token alive for the overlap alone.
func (a *account) retire(token string, now time.Time, overlap time.Duration) {
	if end, ok := a.tokens[token]; ok && end.After(now.Add(overlap)) {
		a.tokens[token] = now.Add(overlap)
	}
}

func (s *Simulator) credentials(w http.ResponseWriter, appID, secret string) *account {
	a := s.account(appID)
	if a == nil {
		refuse(w, 40013)
		return nil
	}
	if a.Secret != secret {
		refuse(w, 40125)
		return nil
	}
	return a
}

func (s *Simulator) serveToken(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := r.URL.Query()
	a := s.credentials(w, q.Get("appid"), q.Get("secret"))
	if a == nil {
		return
	}
	now := s.now()
	a.retire(a.legacy, now, tokenOverlap)
	a.legacy = a.newToken(now)
	answer(w, map[string]any{"access_token": a.legacy, "expires_in": int(tokenLife.Seconds())})
}

func (s *Simulator) serveStableToken(w http.ResponseWriter, r *http.Request) {
	var in struct {
		AppID  string `json:"appid"`
		Secret string `json:"secret"`
		Force  bool   `json:"force_refresh"`
	}
	if !readBody(r, &in) {
		refuse(w, 47001)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.credentials(w, in.AppID, in.Secret)
	if a == nil {
		return
	}
	now := s.now()
	if in.Force && !a.forceToken(now) {
		refuse(w, 45009)
		return
	}
	if left := a.tokens[a.stable].Sub(now); left <= tokenOverlap {
		a.stable = a.newToken(now)
	}
	answer(w, map[string]any{"access_token": a.stable, "expires_in": int(a.tokens[a.stable].Sub(now).Seconds())})
}

// forceToken kills the stable token at once; too soon after the last time it
// does nothing, too often in a day it is refused.
func (a *account) forceToken(now time.Time) bool {
	recent := a.forced[:0]
	for _, at := range a.forced {
		if now.Sub(at) < 24*time.Hour {
			recent = append(recent, at)
		}
	}
	a.forced = recent
	if n := len(recent); n > 0 && now.Sub(recent[n-1]) < forcePause {
		return true
	}
	if len(recent) >= forcesADay {
		return false
	}
	a.forced = append(a.forced, now)
	delete(a.tokens, a.stable)
	a.stable = ""
	return true
}

// checkToken gives the account of a token, or the code that refuses it.
func (s *Simulator) checkToken(token string) (*account, int) {
	switch {
	case token == "":
		return nil, 41001
	case !tokenShape.MatchString(token):
		return nil, 40014
	}
	for _, a := range s.accounts {
		end, known := a.tokens[token]
		if known && !s.now().Before(end) {
			return nil, 42001
		}
		if known {
			return a, 0
		}
	}
	return nil, 40001
}

// tokened runs handler for the token's account, under the lock.
func (s *Simulator) tokened(handler func(http.ResponseWriter, *http.Request, *account)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		a, code := s.checkToken(r.URL.Query().Get("access_token"))
		if code != 0 {
			refuse(w, code)
			return
		}
		handler(w, r, a)
	}
}

func (s *Simulator) serveTicket(w http.ResponseWriter, _ *http.Request, a *account) {
	now := s.now()
	if !now.Before(a.ticketTo) {
		a.ticket, a.ticketTo = "sM4A"+random(40), now.Add(tokenLife)
	}
	answer(w, map[string]any{"errcode": 0, "errmsg": "ok", "ticket": a.ticket, "expires_in": int(a.ticketTo.Sub(now).Seconds())})
}

// KillTokens makes every token of an account unknown, as a fetch by another
// system would.
func (s *Simulator) KillTokens(appID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.account(appID); a != nil {
		a.tokens, a.stable, a.legacy = map[string]time.Time{}, "", ""
	}
}
