// Package practice is what a trainee does before the exam: drills (刷题) with
// the answer and its explanation after each question, the wrong book (错题本),
// and mock exams (模拟考试), which are sittings of the attempt room with purpose
// "mock".
//
// Invariants:
//   - Only the practice and mock pools are served here. A question of the exam pool never
//     appears, whatever is asked for.
//   - A person drills the levels that they are registered for: an approved
//     application or a place in a class.
//   - The key and the explanation of a drilled question leave the server after
//     the answer was stored. The first answer in a drill counts; the same
//     request again gives the same reply.
//   - A drill is a frozen list of versions with a position, so it goes on where
//     it stopped, on any device.
//   - A question enters the wrong book with a wrong answer, in a drill or a
//     mock, and leaves it after two right answers in a row or by hand. A later
//     wrong answer brings it back.
//   - Results of mocks are kept in the transaction that keeps the marks, and
//     never mixed with those of exams.
//
// States of a mock exam: draft → published → closed. A closed one can be read,
// and its open sittings run on to their deadlines.
package practice
