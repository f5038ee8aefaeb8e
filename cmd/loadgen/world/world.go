// Package world names the place where a run happens: the product's address,
// the people, what they sit. Whoever sets the stage writes it as a JSON file.
package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"

	"github.com/google/uuid"
)

// World is a stage that stands ready.
type World struct {
	URL        string   `json:"url"`        // of the product or of a proxy before it; loopback
	Codes      string   `json:"codes"`      // GET ?phone= gives the last short message to it; loopback
	Database   string   `json:"database"`   // DSN that the judge reads; loopback
	Exam       Exam     `json:"exam"`       // of candidates with an even number
	Mock       Mock     `json:"mock"`       // of all others
	Staff      Staff    `json:"staff"`      // may read results and tries
	Candidates []Person `json:"candidates"` // who may sit both
}

// Exam is a published session with everybody checked in.
type Exam struct {
	Plan    uuid.UUID `json:"plan"`
	Session uuid.UUID `json:"session"`
}

// Mock is a published mock exam.
type Mock struct {
	ID uuid.UUID `json:"id"`
}

// Staff signs in with a password.
type Staff struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

// Person signs in with a phone number.
type Person struct {
	Account uuid.UUID `json:"account"`
	Phone   string    `json:"phone"`
}

// InExam reports whether the n-th candidate sits the exam, not the mock.
func InExam(n int) bool { return n%2 == 0 }

// Load reads a file and refuses any address that is not this machine's own:
// what loadgen does to a server must never be done to somebody else's.
func Load(name string) (World, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return World{}, fmt.Errorf("read world: %w", err)
	}
	var w World
	if err := json.Unmarshal(text, &w); err != nil {
		return World{}, fmt.Errorf("read world: %w", err)
	}
	for _, address := range []string{w.URL, w.Codes, w.Database} {
		if err := loopback(address); err != nil {
			return World{}, err
		}
	}
	if len(w.Candidates) == 0 {
		return World{}, errors.New("world: nobody to sit anything")
	}
	return w, nil
}

// Save writes the file for its owner alone: it holds passwords of the stage.
func (w World) Save(name string) error {
	text, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o600)
}

// loopback takes literal addresses only: a name can point anywhere tomorrow.
func loopback(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("world: address: %w", err)
	}
	if ip := net.ParseIP(u.Hostname()); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("world: %q is not a loopback address, and loadgen speaks to no other", u.Host)
	}
	return nil
}
