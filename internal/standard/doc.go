// Package standard is the spine of the house: occupations (职业), the editions
// of their national standards, the skill levels that an edition describes, and
// for each level its weight tables (权重表) and its assessment elements (鉴定点).
// The bank, papers, practice and statistics hang on the rows of this room.
//
// Invariants:
//   - An occupation is known by code, edition of the catalogue and name; the
//     code alone repeats.
//   - A smaller level code is a higher level; only Rank orders levels.
//   - Every weight table is empty or adds up to exactly 100, at every commit. A
//     row that a standard prints as "—" is absent, not 0.
//   - Elements form a tree of at most four ranges above a point; a child has
//     its parent's weight row, and points alone carry an importance.
//   - Weight rows and elements keep their ids for life, since questions and
//     frozen papers refer to them.
package standard
