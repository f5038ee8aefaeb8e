package bank

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// State is a question's state.
type State string

// The states, in the order of a question's life.
const (
	Draft     State = "draft"     // 草稿: being written, or returned
	Review    State = "review"    // 待审: waits for a second person
	Trial     State = "trial"     // 试用: drilled and mocked with, never examined with
	Live      State = "live"      // 在用
	Suspended State = "suspended" // 暂停: doubted, drawn no more until cleared
	Retired   State = "retired"   // 停用
)

// Action is a step of a question's life.
type Action string

// The actions. Editing what a candidate sees or what is right takes a question
// back to Draft; that is no action of its own.
const (
	Submit   Action = "submit"
	Withdraw Action = "withdraw"
	Approve  Action = "approve" // by somebody who wrote nothing of it since the last approval
	Return   Action = "return"
	Promote  Action = "promote"
	Suspend  Action = "suspend"
	Resume   Action = "resume"
	Retire   Action = "retire"
	Restore  Action = "restore"
)

// move says where an action leads from, and what it needs.
type move struct {
	from   []State
	to     State
	review bool // needs the permission to review
	reason bool // needs a reason
	placed bool // needs a place in the element table
}

var moves = map[Action]move{
	Submit:   {from: []State{Draft}, to: Review, placed: true},
	Withdraw: {from: []State{Review}, to: Draft},
	Approve:  {from: []State{Review}, to: Trial, review: true, placed: true},
	Return:   {from: []State{Review, Trial}, to: Draft, review: true, reason: true},
	Promote:  {from: []State{Trial}, to: Live, review: true},
	Suspend:  {from: []State{Trial, Live}, to: Suspended, reason: true},
	Resume:   {from: []State{Suspended}, to: Live, review: true, reason: true},
	Retire:   {from: []State{Draft, Review, Trial, Live, Suspended}, to: Retired, reason: true},
	Restore:  {from: []State{Retired}, to: Draft},
}

// ReviewerActions lists the actions that need the permission to review.
func ReviewerActions() []Action { return []Action{Approve, Return, Promote, Resume} }

// Step is one step that a question took.
type Step struct {
	QuestionID    uuid.UUID
	VersionNumber int
	Action        Action
	From, To      State
	ActorName     string
	Reason        string
	At            time.Time
}

// allows reports whether the action may start from the state.
func (m move) allows(s State) bool { return slices.Contains(m.from, s) }
