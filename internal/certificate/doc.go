// Package certificate issues skill-level certificates (职业技能等级证书) for
// released and passed results: number, printed sheet, public verification,
// revocation.
//
// Invariants:
//   - A certificate exists only for a released outcome that passed; the database
//     holds the same by a foreign key. One certificate a plan and person.
//   - A number is the body's 13 characters, two digits of the year, the level and
//     a serial of six digits. Serials of one prefix, year and level have no gap
//     and are never used again: the serial's row is locked while certificates are
//     inserted, and certificates are never deleted.
//   - What a certificate says is a snapshot of the moment of issue and is never
//     changed. Every character was checked against the font before.
//   - The public learns nothing by guessing: the code has 128 random bits, the
//     number alone shows nothing without the name, an unknown certificate answers
//     in the same shape, and a revoked one shows no name.
//
// States: valid → revoked, with a reason that stays inside the house.
package certificate
