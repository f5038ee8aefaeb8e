package simulator

import (
	"net/http"
	"strings"
	"time"
)

// rule is one injected fault: calls of paths that begin with Path fail Times
// times (0: once).
type rule struct {
	Path       string `json:"path"`
	Code       int    `json:"errcode,omitempty"`
	Status     int    `json:"http,omitempty"`
	DelayMS    int    `json:"delay,omitempty"` // milliseconds before the work
	LoseAnswer bool   `json:"loseAnswer,omitempty"`
	Times      int    `json:"times"`
}

// takeRule gives the fault for this call, if one is due, and counts the call.
func (s *Simulator) takeRule(path string) *rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls[path]++
	for i, f := range s.rules {
		if !strings.HasPrefix(path, f.Path) {
			continue
		}
		taken := *f
		if f.Times--; f.Times <= 0 {
			s.rules = append(s.rules[:i:i], s.rules[i+1:]...)
		}
		return &taken
	}
	return nil
}

func (s *Simulator) injected(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := s.takeRule(r.URL.Path)
		if f == nil {
			next.ServeHTTP(w, r)
			return
		}
		if f.DelayMS > 0 && !s.sleep(r, time.Duration(f.DelayMS)*time.Millisecond) {
			return
		}
		switch {
		case f.Status != 0:
			http.Error(w, "simulated fault", f.Status)
		case f.Code != 0:
			refuse(w, f.Code)
		case f.LoseAnswer:
			next.ServeHTTP(discard{header: http.Header{}}, r)
			panic(http.ErrAbortHandler) // the server cuts the connection
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (s *Simulator) sleep(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.done:
	}
	return false
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header            { return d.header }
func (d discard) Write(body []byte) (int, error) { return len(body), nil }
func (d discard) WriteHeader(int)                {}
