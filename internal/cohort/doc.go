// Package cohort puts approved applicants into training classes (培训班) and
// tells them when and where: members, timetable, the class group's QR code,
// the roster.
//
// A class is planned → published → completed. Members see it once it is
// published. What they see of it (name, days, place, teacher, timetable) has a
// revision; publishing again after a change makes a new revision, and each
// member is told once of each.
//
// Invariants:
//   - A member is an approved application of the class's own programme; an
//     application is a living member of one class at most (partial index).
//   - A class never has more living members than its capacity: counted under a
//     lock on the class.
//   - An automatic fill carries out the plan that was shown, whole, or nothing:
//     its digest is held against the plan as it is under the locks.
//   - Moving and removing end a membership and give a reason; no row is deleted.
//   - A completed class does not change.
//   - Staff with scopes of classes or occupations see those alone; any other
//     class does not exist for them. A trainee sees published classes they are
//     a member of.
//   - Whole identity numbers leave by the full roster alone, with a reason in
//     the audit record.
package cohort
