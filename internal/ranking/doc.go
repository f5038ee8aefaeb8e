// Package ranking keeps a leaderboard (排行榜) for each mock exam.
//
// Invariants:
//   - A board is a view: everything on it follows from practice's results in
//     Postgres. It lives in Redis, which may be emptied or go away at any
//     moment; then it is rebuilt, or computed from Postgres for the while.
//   - A person stands on a board once, with the best score; of equal scores the
//     one that took less time, then the one that was earlier.
//   - Other trainees see a masked name. Who left the leaderboards stands on none
//     of them from the next reading on.
//   - Trainees see the boards of the mocks that are for them.
package ranking
