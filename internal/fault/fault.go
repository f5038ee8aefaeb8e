// Package fault is the vocabulary in which every room says that something
// cannot be done. A fault carries a code (what kind of refusal, hence the HTTP
// status), a sub-code (which refusal exactly, hence the Chinese sentence that
// the web app shows) and field errors. It never carries a text for people:
// sentences live in one file of the web app.
package fault

import (
	"errors"
	"fmt"
)

// Code is the kind of a refusal; platform/httpx maps each to one HTTP status.
type Code string

// The closed list of codes, with the HTTP status each becomes.
const (
	Malformed       Code = "malformed"       // 400
	Unauthenticated Code = "unauthenticated" // 401
	Forbidden       Code = "forbidden"       // 403
	NotFound        Code = "not_found"       // 404
	Conflict        Code = "conflict"        // 409
	Gone            Code = "gone"            // 410
	TooLarge        Code = "too_large"       // 413
	Unsupported     Code = "unsupported"     // 415
	Invalid         Code = "invalid"         // 422
	TooMany         Code = "too_many"        // 429
	Unavailable     Code = "unavailable"     // 503
	Internal        Code = "internal"        // 500
)

// Sub names one refusal as "room.reason". Every constant of this type has a
// sentence in the web app; a test holds the two together.
type Sub string

// Sub-codes that belong to no room.
const (
	SubNotFound      Sub = "not_found"
	SubInvalidFields Sub = "invalid_fields"
)

// Params fill the {placeholders} of a sentence. Never personal data.
type Params map[string]any

// Field is a refusal of one input field; Name is the JSON name, dotted for
// nested input ("address.city", "items.3.answer").
type Field struct {
	Name   string
	Sub    Sub
	Params Params
}

// Error is a refusal. Build it with New; the zero value is not valid.
type Error struct {
	Code   Code
	Sub    Sub
	Params Params
	Fields []Field
	cause  error
}

// New makes a refusal.
func New(code Code, sub Sub) *Error {
	return &Error{Code: code, Sub: sub}
}

// NotFoundf says that the noun does not exist for this caller; a row that
// belongs to somebody else is refused with the very same words.
func NotFoundf(noun string) *Error {
	return New(NotFound, SubNotFound).With(Params{"noun": noun})
}

// InvalidFields refuses input field by field (422).
func InvalidFields(fields ...Field) *Error {
	return &Error{Code: Invalid, Sub: SubInvalidFields, Fields: fields}
}

// With returns a copy of e carrying p.
func (e *Error) With(p Params) *Error {
	next := *e
	next.Params = p
	return &next
}

// At returns a copy of e with one more refused field.
func (e *Error) At(field string, sub Sub) *Error {
	next := *e
	next.Fields = append(append([]Field(nil), e.Fields...), Field{Name: field, Sub: sub})
	return &next
}

// Because returns a copy of e that wraps cause, for the log alone.
func (e *Error) Because(cause error) *Error {
	next := *e
	next.cause = cause
	return &next
}

// Error is for logs and tests; it never reaches a person.
func (e *Error) Error() string {
	text := fmt.Sprintf("%s (%s)", e.Sub, e.Code)
	for _, f := range e.Fields {
		text += fmt.Sprintf(" %s=%s", f.Name, f.Sub)
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap gives the cause set by Because.
func (e *Error) Unwrap() error { return e.cause }

// Is reports equality of code and sub-code, so that errors.Is works with
// faults made anew by New.
func (e *Error) Is(target error) bool {
	var other *Error
	if !errors.As(target, &other) {
		return false
	}
	return e.Code == other.Code && e.Sub == other.Sub
}

// Wrap adds what was being done ("load form") to err; nil stays nil.
func Wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// CodeOf gives the code of the outermost fault in err, Internal for any other
// error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}

// SubOf gives the sub-code of the outermost fault in err, or "".
func SubOf(err error) Sub {
	var f *Error
	if errors.As(err, &f) {
		return f.Sub
	}
	return ""
}
