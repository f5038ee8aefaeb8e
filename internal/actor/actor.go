// Package actor says who acts. The session middleware puts an Actor into the
// request's context; services and the audit record take it from there.
package actor

import (
	"context"
	"slices"

	"github.com/google/uuid"
)

// Kind tells people and programs apart.
type Kind string

// The kinds of actors. Nobody is an anonymous visitor of a public page.
const (
	Nobody  Kind = "nobody"
	Trainee Kind = "trainee"
	Staff   Kind = "staff"
	System  Kind = "system"
)

// ScopeKind names the dimension along which a staff member's view is narrowed.
type ScopeKind string

// The dimensions of data scopes.
const (
	ScopeOccupation ScopeKind = "occupation"
	ScopeCohort     ScopeKind = "cohort"
	ScopeSession    ScopeKind = "session"
	ScopeEnterprise ScopeKind = "enterprise"
)

// Scope narrows an actor to one row of a dimension. An actor without any scope
// of a dimension sees all rows of it.
type Scope struct {
	Kind ScopeKind
	ID   uuid.UUID
}

// Actor is whoever asks. The zero value is nobody and may do nothing.
type Actor struct {
	ID          uuid.UUID
	Kind        Kind
	Name        string
	Roles       []string
	Permissions map[string]bool
	Session     uuid.UUID
	Scopes      []Scope
}

// Can reports whether the actor holds the permission. The system may do
// everything.
func (a Actor) Can(permission string) bool {
	return a.Kind == System || a.Permissions[permission]
}

// Within reports whether the row id of the dimension is visible to the actor.
func (a Actor) Within(kind ScopeKind, id uuid.UUID) bool {
	limited := false
	for _, s := range a.Scopes {
		if s.Kind != kind {
			continue
		}
		if s.ID == id {
			return true
		}
		limited = true
	}
	return !limited
}

// ScopeIDs lists the rows of a dimension the actor is narrowed to; nil means
// all of them.
func (a Actor) ScopeIDs(kind ScopeKind) []uuid.UUID {
	var ids []uuid.UUID
	for _, s := range a.Scopes {
		if s.Kind == kind {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// HasRole reports whether the actor holds the role.
func (a Actor) HasRole(role string) bool { return slices.Contains(a.Roles, role) }

type key struct{}

// With puts a into the context.
func With(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, key{}, a)
}

// From takes the actor out of the context; nobody when there is none.
func From(ctx context.Context) Actor {
	a, ok := ctx.Value(key{}).(Actor)
	if !ok {
		return Actor{Kind: Nobody}
	}
	return a
}

// AsSystem gives an actor for jobs and commands; name says which ("closer").
func AsSystem(name string) Actor {
	return Actor{Kind: System, Name: name}
}
