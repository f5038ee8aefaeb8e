// Package tabular reads banks of questions that people keep in tables (.xlsx
// and CSV) and writes them as workbooks. Columns are known by their headings,
// whatever their order, and where there is none by what stands in them.
//
// Read goes in steps: pages of cells come from package sheet; each page is cut
// into blocks of rows under one heading (blocks.go, header.go with the
// spellings of heading.go, bare.go); the key column of a block is looked at as
// a whole (profile.go), because a "1" may be an option's number or its text;
// each row becomes a draft (row.go, options.go, answer.go, judge.go, fill.go);
// drafts that share a stem become cases (cases.go).
package tabular
