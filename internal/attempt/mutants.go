package attempt

import (
	"context"
	"strings"
	"time"

	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/postgres"
)

// What the mutants do instead of the room's own code, gathered here so that
// the room reads as if they did not exist. Each is called behind a comparison of
// constants (internal/attempt/mutant), so none of this is in the product.

// How long the mutants that promise too early take to keep their promise.
const (
	mutantCommitDelay = 100 * time.Millisecond
	mutantWriteDelay  = 2 * time.Second
)

// commitLate is mutant.AckEarly: everybody is answered while the transaction
// still waits for its commit.
func (s *saver) commitLate(ctx context.Context, batch []*saveRequest) ([]saveRow, error) {
	answered := false
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		rows, err := s.run(ctx, tx.StmtxContext(ctx, s.stmt), batch)
		if err != nil {
			return err
		}
		for i := range rows { // nobody looks whether all of it is new: it cannot be seen yet
			rows[i].Written = acceptedEvents(batch, rows)
		}
		answer(batch, rows)
		answered = true
		time.Sleep(mutantCommitDelay)
		return nil
	})
	for _, r := range batch {
		if !answered {
			r.done <- saveOutcome{err: fault.New(fault.Unavailable, subBusy).Because(err)}
		}
	}
	return nil, err
}

func acceptedEvents(batch []*saveRequest, rows []saveRow) int {
	n := 0
	for _, row := range rows {
		if row.Verdict == accepted {
			n += len(batch[row.R-1].events)
		}
	}
	return n
}

// promise is mutant.WriteBehind: an answer for what only memory holds. What the
// database would refuse is not known yet, so nothing is refused.
func promise(r *saveRequest) saveOutcome {
	return saveOutcome{row: saveRow{Verdict: accepted, Epoch: r.epoch}, whole: true}
}

// arrivalOrder and byArrival are mutant.ArrivalWins: the order in which rows
// came stands in for their numbers.
const arrivalOrder = " order by saved_at"

func byArrival(list []marking.Event[int]) []marking.Event[int] {
	for i := range list {
		list[i].Epoch, list[i].Seq = 1, int64(i)
	}
	return list
}

// withoutGrants is mutant.IgnoreGrants: the closer's query as if no time had
// been granted.
func withoutGrants(query string) string {
	return strings.Replace(query, "closes_at < app_now()",
		`closes_at - coalesce((select sum(minutes) from attempt_grants g where g.attempt_id = attempts.id), 0) * interval '1 minute' < app_now()`, 1)
}
