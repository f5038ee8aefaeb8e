// Package audit keeps the append-only record of who did what.
//
// A use case writes its record in its own transaction, so a change and its
// record commit or vanish together. Records are chained afterwards: a single
// chainer numbers the rows and links each to the hash of the one before, within
// seconds. Chaining inside the transaction would hold one global lock through
// every commit.
//
// Invariants: the database refuses to change or delete a record; numbers have
// no gaps; the hash of record n covers the hash of record n-1. Records hold no
// personal data in clear, only identifiers and states.
package audit
