// Package notify tells trainees what concerns them: in the app always, by a
// WeChat template message where the person follows the service account, and by
// SMS where it must be known and WeChat did not reach them.
//
// Invariants:
//   - Send joins the caller's transaction: a notice exists exactly when what it
//     tells of was committed. The same (account, kind, key) is told once.
//   - What leaves the house (WeChat, SMS) is the kind and the subject, never
//     the detail: no reason, no score, no personal data.
//   - A delivery is tried by a job, at least once. A repetition carries the same
//     id to WeChat, which drops it within ten minutes; after that an outcome that
//     nobody knows is left as uncertain. An SMS whose outcome is unknown is never
//     repeated.
//
// States of a delivery: waiting (again later) and parked (the day's quota is
// used up) go on, and so does uncertain by WeChat for ten minutes; sent, unbound
// (no address known), not_following, refused (by the person), uncertain, stopped
// (the template is at fault), off (no provider) and failed are ends.
package notify
