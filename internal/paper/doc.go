// Package paper makes papers (试卷): blueprints of a level (sections by type,
// count and score) and the forms that are assembled from them and frozen.
//
// Invariants:
//   - A frozen form never changes: the database refuses updates and deletes. It
//     holds question versions, so edits of the bank never reach it.
//   - Every form matches the level's weight table exactly; the table of that
//     moment is kept with the form. What does not match is not frozen.
//   - A form holds versions of its own level and pool alone, by composite
//     foreign keys: exams from the exam pool, mocks from the practice pool.
//   - The key lies in a table of its own and leaves the room only through Key,
//     for marking, and KeySheet, for staff, whose reading is recorded.
//   - What is printed for candidates is made of faces, in package print; the
//     printed key is a file of its own, and its reading is recorded too.
//
// Twins of a form hold its questions in another order; their codes differ in
// the last letter (A for the form), and together they are one use of their
// questions.
//
// A blueprint is a draft until its sections add up to the total and can meet
// the weight table; then it is ready. Only ready ones are frozen or drawn from.
// A form is either frozen by a person, for all who sit with it, or drawn for
// one attempt at a mock exam.
package paper
