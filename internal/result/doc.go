// Package result decides who passed: it takes the theory marks of exam
// sittings, lets examiners enter skill scores, and releases the results of a
// plan by two people.
//
// Invariants:
//   - A candidate passes when theory and skill each reach the plan's pass mark
//     (both at least; there is no weighing of one against the other). Absent
//     from a part means no score and not passed. The database holds the same
//     rule against what is released.
//   - Who checks a plan does not release it, and neither of them typed a skill
//     score in it. A release lets out exactly what was checked.
//   - Trainees learn nothing before the release, not even whether marks exist.
//   - Released results never change. A correction of a skill score keeps the old
//     one and a reason, and is refused once the plan was checked.
//
// States of a plan: entered → checked → released; a checked plan can be
// returned to entered, with a reason.
package result
