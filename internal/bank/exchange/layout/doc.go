// Package layout understands exam papers as Chinese schools write them:
// sections, numbered questions, lettered options, answers beside the question
// or in a table at the end. It takes lines of rich text, from wherever they
// come, and makes the items of package exchange of them. It is pure.
//
// The work goes in steps, each linear in the length of the paper: tables are
// told apart (table.go), lines are sorted into sections, questions and the
// answer zone (split.go, number.go, zone.go), each question is read on its own
// (block.go, option.go, key.go, fill.go, cases.go), and the answers of the zone
// are joined to it.
package layout
