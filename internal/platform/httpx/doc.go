// Package httpx is the door through which every request comes in.
//
// A room hands in its contract and its generated handlers; httpx checks each
// request against the contract before a handler sees it: session, permission
// (x-permission or x-public beside the operation), body size, strict JSON,
// parameters and body. A route without an operation in a contract, or an
// operation without a permission, stops the program at start-up.
//
// Errors leave through one place, as RFC 9457 problems that carry a sub-code
// and parameters, never a text for people and never internal detail.
//
// Two portals share one origin: trainees and staff have sessions of their own
// (two cookies), and the operation decides which of them speaks: permissions
// that end in ".own" belong to trainees, all others to staff.
package httpx
