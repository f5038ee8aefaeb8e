// Package errata takes trainees' reports of errors in questions (试题纠错) to
// the people who write them, and the answer back.
//
// A report says in two taps what is wrong with a question that the trainee has
// before them. The reports of one question are one case; the case has a clock
// that starts with its first report. Whoever answers it closes it with a
// sentence, which goes to everybody who reported.
//
// Invariants:
//   - Only what the trainee has seen can be reported: a question of their
//     drills, their wrong book or a marked mock. Everything else is not found,
//     in the same words whether it exists or not, so the exam pool cannot be
//     felt out here.
//   - A question has at most one open case, and a person reports a case once;
//     the database holds both. A second report changes nothing, but may add the
//     note that the first went without.
//   - Staff see what was said and when, never who said it.
//   - A case is answered once. The answer, the notices and the audit record
//     commit together.
//
// States of a case: open → fixed (the question was mended or taken out) or
// no_fault (nothing is wrong with it). A report after that opens a new case.
package errata
