// Package bank is the question bank (题库): questions of a level, each hanging
// on one assessment point, their versions, pictures and search. Files of
// questions come in and go out through room transfer.
//
// Invariants:
//   - A version is never changed or deleted; an edit makes the next version. The
//     database refuses anything else, so a paper that pins versions stays the
//     same for ever.
//   - A question belongs to the practice pool or to the exam pool for life. Its
//     versions carry the pool under a composite foreign key, and what practice
//     asks for is filtered by it in SQL: an exam question cannot leak through a
//     method made for practice.
//   - The same face (stem, options, pictures) exists once per level among the
//     questions that are not retired.
//   - HTML is cleaned when it comes in, by hand or by import.
//   - A judge question has the two options T (正确) and F (错误); other types
//     have options A, B, C … without a gap.
//
// States of a question: draft → live → retired, retired → live, draft →
// retired. Only live questions are given to papers and practice.
//
// Version holds the key and the explanation; Face, made for whoever prepares
// what candidates see, is a type that has no room for either.
package bank
