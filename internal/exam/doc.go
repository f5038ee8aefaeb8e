// Package exam is the unified certification exam (统一认定考试) before and
// around the sitting: plans, sessions, rooms, candidates, seats, admission
// tickets, check-in, and the rules by which a candidate may begin.
//
// Invariants:
//   - A plan's rules are copied from the body when it is made; a later change of
//     the body's settings never reaches it. Only a drafted plan can be changed.
//   - A theory session takes a frozen form of purpose exam and of the plan's
//     level; nothing else can be set or published.
//   - One candidate per plan and person, one seat per candidate, part and try,
//     one person per place, and a ticket number is given once: seating anew needs
//     a reason, and the audit record keeps it.
//   - A sitting begins only with one's own seat in a published plan, checked in,
//     after the start and not after the late cut-off, the pledge accepted. The
//     database's clock decides, never a device's. Beginning twice gives the same
//     attempt.
//   - This room never closes an attempt. A session can be finished only when none
//     of its attempts is open any more.
//
// States of a plan: drafted → published → running → finished; published goes
// back to drafted while nobody may enter yet. Of a session: planned → ready
// (published) → running (start time reached) → finished. Of a seat: assigned →
// checked_in → started; assigned → absent at the late cut-off, checked_in →
// absent when the session is finished. "submitted" is what the attempt says, and
// is never stored here.
//
// Who is narrowed to sessions (actor.ScopeSession) sees those alone; the id of a
// room is a scope of the same kind and narrows to the seats of that room. Anything
// else is not found.
package exam
