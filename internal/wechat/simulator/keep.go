package simulator

import (
	"encoding/json"
	"log/slog"
	"os"
	"time"
)

// keepPause gathers changes into one write.
const keepPause = 300 * time.Millisecond

// keptAccount is what a simulator remembers over a restart: a real WeChat
// forgets neither codes nor followers, and the product counts on that.
type keptAccount struct {
	Codes []keptCode          `json:"codes"`
	Users map[string]keptUser `json:"users"`
}

type keptCode struct {
	ID     string    `json:"id"`
	Ticket string    `json:"ticket"`
	Scene  string    `json:"scene"`
	URL    string    `json:"url"`
	Made   time.Time `json:"made"`
}

type keptUser struct {
	Following bool     `json:"following"`
	Refuses   bool     `json:"refuses"`
	Scene     string   `json:"scene"`
	Chat      []bubble `json:"chat"`
}

// restore reads the file of an earlier run. A file that cannot be read is left
// behind: a demo that starts anew beats one that does not start.
func (s *Simulator) restore() {
	raw, err := os.ReadFile(s.cfg.File)
	if err != nil {
		return
	}
	var kept map[string]keptAccount
	if err := json.Unmarshal(raw, &kept); err != nil {
		s.log.Warn("simulator starts anew, its file is damaged", slog.String("file", s.cfg.File))
		return
	}
	for _, a := range s.accounts {
		for _, c := range kept[a.AppID].Codes {
			a.codes = append(a.codes, &sceneCode{id: c.ID, ticket: c.Ticket, scene: c.Scene, url: c.URL, made: c.Made})
		}
		for id, k := range kept[a.AppID].Users {
			if u := a.persona(id); u != nil {
				u.following, u.refuses, u.scene, u.chat = k.Following, k.Refuses, k.Scene, k.Chat
			}
		}
	}
}

// changed asks for a write; call it under mu or not, it never waits.
func (s *Simulator) changed() {
	select {
	case s.dirty <- struct{}{}:
	default:
	}
}

// keepWriting writes the file after changes until the simulator closes.
func (s *Simulator) keepWriting() {
	for {
		select {
		case <-s.done:
			s.write()
			return
		case <-s.dirty:
		}
		timer := time.NewTimer(keepPause)
		select {
		case <-s.done:
			timer.Stop()
		case <-timer.C:
		}
		s.write()
	}
}

func (s *Simulator) write() {
	raw, err := json.Marshal(s.snapshot())
	if err == nil {
		err = os.WriteFile(s.cfg.File+".new", raw, 0o600)
	}
	if err == nil {
		err = os.Rename(s.cfg.File+".new", s.cfg.File)
	}
	if err != nil {
		s.log.Warn("simulator cannot keep its state", slog.Any("error", err))
	}
}

func (s *Simulator) snapshot() map[string]keptAccount {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := map[string]keptAccount{}
	for _, a := range s.accounts {
		k := keptAccount{Users: map[string]keptUser{}}
		for _, c := range a.codes {
			if c.until.IsZero() {
				k.Codes = append(k.Codes, keptCode{ID: c.id, Ticket: c.ticket, Scene: c.scene, URL: c.url, Made: c.made})
			}
		}
		for _, u := range a.users {
			k.Users[u.ID] = keptUser{Following: u.following, Refuses: u.refuses, Scene: u.scene, Chat: append([]bubble{}, u.chat...)}
		}
		kept[a.AppID] = k
	}
	return kept
}
