// Package identity knows who is who: accounts of trainees and staff, their
// sessions, roles, data scopes, and the WeChat accounts bound to them.
//
// Invariants: one trainee account per phone number and one per WeChat account;
// a session token is stored as its hash only; sessions live in Postgres alone,
// so an emptied Redis signs nobody out; a change of password, roles or activity
// ends the account's other sessions; a login code works once, for ten minutes,
// five tries. Login answers the same way whether or not the account exists.
package identity
