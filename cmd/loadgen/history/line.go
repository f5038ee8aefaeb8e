// Package history is the record of what candidates asked of the product and
// what came back: one JSON line a request, durable before its candidate goes
// on. The judge believes this record and nothing that the product says of
// itself.
package history

// Op is what a request was for.
type Op string

// The requests of a candidate.
const (
	Login   Op = "login"
	Start   Op = "start"   // begins the sitting, or gives the one that goes on
	Paper   Op = "paper"   // the questions, with the letters of this candidate
	Lease   Op = "lease"   // a page becomes the one that may save
	Save    Op = "save"    // changes of answers
	Read    Op = "read"    // the sitting with its answers
	Pulse   Op = "pulse"   // the sitting without them
	Submit  Op = "submit"  // hand in
	Receipt Op = "receipt" // the receipt of an ended sitting
)

// Outcome is what the sender may believe of a request.
type Outcome string

// The outcomes. Unknown is no answer, or one that says nothing about what was
// done (5xx): the request may have had its effect, or will still have it.
const (
	OK      Outcome = "ok"
	Fail    Outcome = "fail"
	Unknown Outcome = "unknown"
)

// Line is one request and its answer. Times are nanoseconds since the run
// began, of the recorder's own monotonic clock; all else that has a time is the
// server's word.
type Line struct {
	Run       string  `json:"run"`
	Candidate int     `json:"candidate"` // from 0
	Op        Op      `json:"op"`
	Attempt   string  `json:"attempt,omitempty"`
	Session   string  `json:"session,omitempty"` // the page: its own random id
	Epoch     int     `json:"epoch,omitempty"`   // under which it was sent
	Events    []Event `json:"events,omitempty"`  // of a save, or the list of a submit
	Send      int64   `json:"t_send"`
	Recv      int64   `json:"t_recv"`
	Outcome   Outcome `json:"outcome"`
	Status    int     `json:"status,omitempty"` // HTTP; 0 = no answer
	Sub       string  `json:"sub,omitempty"`    // of a refusal
	Kept      int     `json:"kept,omitempty"`   // events that a refusal says are in the late store

	// What the server said, as far as the operation says it.
	ServerEpoch  int        `json:"server_epoch,omitempty"`
	ServerTimeMS int64      `json:"server_time,omitempty"` // since 1970
	DeadlineMS   int64      `json:"deadline,omitempty"`    // since 1970; 0 = none
	State        string     `json:"state,omitempty"`
	Missing      []int      `json:"missing,omitempty"` // questions that a submit was refused for
	Answers      []Answer   `json:"answers,omitempty"`
	Answered     bool       `json:"answered,omitempty"` // Answers is the whole script, though it may be empty
	Receipt      *Signed    `json:"receipt,omitempty"`
	Questions    []Question `json:"questions,omitempty"`
	Cookie       string     `json:"cookie,omitempty"` // of a login; sessions of a run live no longer than it
}

// Event is one change of one answer. Change counts what the candidate typed on
// this page and never changes; seq is the number it is sent under. A page that
// is sound gives every change one seq and keeps it.
type Event struct {
	Seq    int64  `json:"seq"`
	Q      int    `json:"q"`
	Value  string `json:"value"`
	Clear  bool   `json:"clear,omitempty"`
	Change int64  `json:"change,omitempty"`
	Epoch  int    `json:"epoch,omitempty"` // of a submit's list alone
}

// Answer is a winning answer as the server tells it. (Epoch, Seq) names the
// write that it comes from, which letters alone could not.
type Answer struct {
	Q     int    `json:"q"`
	Value string `json:"value"`
	Epoch int    `json:"epoch"`
	Seq   int64  `json:"seq"`
}

// Signed is a receipt.
type Signed struct {
	Answered  int    `json:"answered"`
	Digest    string `json:"digest"` // hexadecimal
	At        string `json:"at"`
	Signature string `json:"signature"`
	State     string `json:"state"`
}

// Question is a question of one candidate's paper.
type Question struct {
	Q       int      `json:"q"`
	Type    string   `json:"type"`
	Stem    string   `json:"stem"`
	Options []Option `json:"options"`
}

// Option is one option under its letter on this paper.
type Option struct {
	Letter string `json:"letter"`
	HTML   string `json:"html"`
}
