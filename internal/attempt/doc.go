// Package attempt is one sitting of one paper by one candidate, exam or mock:
// opening, saving answers, time, the lease of the one page that may save,
// handing in, closing at the deadline, receipts and objective marks.
//
// Invariants:
//   - One attempt per (context, account, try), by a unique index.
//   - A save is acknowledged only after its COMMIT. answer_events is append-only
//     with the key (attempt, epoch, seq): repetition and order change nothing,
//     and the winner of a question is its highest (epoch, seq). A blank value
//     that is not an explicit clear never wins.
//   - Saves, and everything that ends or extends a sitting, meet at the row of the
//     attempt: saves hold it FOR SHARE until commit, close, submit, grant and
//     takeover take it FOR NO KEY UPDATE. So whoever closes sees every save that
//     was or will be acknowledged, and a save that comes after sees the end.
//   - Deadlines follow the database's clock, app_now(), and nothing else. Typing
//     ends at deadline_at; what arrives until closes_at (the allowance) counts.
//     A grant moves the deadline and the window of its attempt alike.
//   - What comes too late, after the end, or under an old epoch is kept in
//     late_events for a person to decide; it never enters the script by itself.
//     A decision is a row of late_decisions, the newest of an answer wins; neither
//     it nor anything else changes answer_events, late_events or a receipt.
//   - Marks are a pure function of form, events and counted late answers, which
//     stand above the events. Marking again adds a version only if it comes out
//     differently, and tells the purpose's Closed only then.
//   - What a candidate gets is made of types that have no room for a key, a weight
//     or an explanation, in the order of a layout that follows from the seed, with
//     letters that say nothing about how the author ordered the options.
//
// States: open → submitted (by the candidate) or closed (by the deadline);
// void is set by nobody yet. Epoch 0 means that no page has taken the lease.
//
// Stored questions are numbers on the form and stored values are option keys of
// the form, so that marking does not hang on a layout; candidates speak in
// numbers and letters of their own paper, and layout translates.
//
// Nothing here is kept in Redis. A node caches only what can never change:
// whose an attempt is, its layout, its form.
package attempt
