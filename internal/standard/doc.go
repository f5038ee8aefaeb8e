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
//     frozen papers refer to them. An element with questions never goes away and
//     never changes its row of the weight table.
//   - An edition offers the levels that were created in it and no others.
//   - Every change of a level's tables, be it an import, reference data or one
//     save on a page, leaves the whole state behind as a version that nobody can
//     change. The latest version is the present state; a save that changes
//     nothing leaves none. Saves are not grouped, so that whoever looks at an
//     old paper finds the very tables it was made from.
//   - An uploaded file changes nothing until its commit, which takes all of it or
//     nothing, and only while the tables are those that the preview saw.
//
// Package tables reads the files, plans what they change and tells versions
// apart; this package keeps, guards and records.
package standard
