// Package enrolment takes people in: training programmes (培训项目) with their
// posters, applications (报名申请) with their materials, and the review of them.
//
// A programme is draft → open ↔ closed. It takes applications while it is open,
// within its registration window, as long as there are places.
//
// An application is draft → submitted → approved | returned | rejected, returned
// → submitted again, and withdrawn by the trainee until it is approved. What
// was submitted is kept as a snapshot: reviewers judge the snapshot, not the
// profile behind it. A review judges items: groups of profile fields, the
// photo, the clause (申报条件), and each material. A returned application reopens
// the returned items alone; of those, what stood there before is kept beside.
//
// Invariants:
//   - One living application per programme and person, by a partial index.
//   - Submitted, returned and approved ones hold a place; there are never more
//     of them than places: counted under a lock on the programme.
//   - A decision names the version it was made on; of two at once one wins.
//   - The profile groups that a submitted application rests on are held in the
//     learner room until a review returns them.
//   - A file once submitted is never deleted; what was sent is encoded anew
//     (pictures) or recognised by its content (PDF) and stored under a random key.
//   - Every decision leaves a review row, an audit record and a notice, in one
//     transaction.
package enrolment
