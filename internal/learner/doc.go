// Package learner keeps what a trainee says about themselves once and for all
// applications: the registration fields (after the field set of the Zhejiang
// examination affairs system), the identity number, the photo.
//
// Invariants:
//   - A profile may be incomplete or hold something mistaken: what was typed is
//     kept. Only a complete one may go to review, and Complete says so.
//   - An identity number that passed its checks belongs to one account, however
//     it was written (small letters, full-width, blanks). A number that somebody
//     else holds is kept as typed but never counts.
//   - Number and phone are sealed; other rooms see masks.
//   - Birth date and sex of an 18-digit number come from the number.
//   - The groups that a review holds (Hold) cannot be changed until released.
//   - A photo is a JPEG encoded by us; an old photo stays stored, since
//     applications refer to what was submitted.
package learner
