// Package transfer moves questions in and out of the bank (试题导入导出): a file
// is read, previewed row by row, mended, taken in as one batch, and can be
// taken back as one; a level's questions are written as a file.
//
// Invariants:
//   - A preview changes nothing in the bank but its pictures, which are stored
//     once however often a file comes.
//   - A commit takes in all rows or none. Rows that are rejected, changed or in
//     conflict refuse it, unless somebody leaves them out, decides on them, or
//     asks for the good rows alone. Asked again it changes nothing.
//   - The same file again finds every row unchanged: by the file's reference,
//     else by the question's face. One question with two answers is a conflict,
//     shown side by side, never taken in by itself.
//   - A row judged once is judged again when it or a row like it is mended, and
//     all are judged again at the commit, under the lock of the level's bank.
//   - An undo retires what the batch brought and frees the references. Papers
//     keep the versions that they hold.
//
// States of an import: reading → previewed | failed; previewed → committed →
// undone.
package transfer
