// Package loosejson reads questions in the JSON of other people: lists of
// objects that call stem, options and answer by the names that are in use,
// with options as a list, as a map by letter or one by one, and answers as
// letters, texts, places or marks on the options. Every object becomes a row
// of a table, which package tabular reads, so that answers are understood as
// in workbooks. It is pure.
package loosejson
