// Package body holds the evaluation body's own settings (评价机构): its name,
// the 13 characters that its certificate numbers begin with, its seal, and the
// default rules that plans, sessions and programmes copy when they are made.
//
// Invariant: there is exactly one row, made with defaults at the first read of
// an empty database. A change never reaches what was made before it: rules are
// copied, not referred to.
package body
