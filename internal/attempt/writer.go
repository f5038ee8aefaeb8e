package attempt

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

const (
	maxWaiting     = 8192 // requests that wait; more are told to come back
	maxBatch       = 512  // requests of one statement
	maxBatchEvents = 2000
)

// saveRequest is one save on its way through the writer. Events hold numbers
// and keys of the form.
type saveRequest struct {
	attempt, account uuid.UUID
	epoch            int
	events           []event
	done             chan saveOutcome // holds one
}

type saveOutcome struct {
	row   saveRow
	whole bool // every accepted event of the batch is new
	err   error
}

// writer is the node's only writer of answers. It has no timer: the moment a
// commit has ended it takes whatever waits and writes it as one statement. So
// one commit serves as many saves as arrived during the commit before it.
type writer struct {
	queue chan *saveRequest
	stop  chan struct{}
	gone  sync.WaitGroup
	save  func(ctx context.Context, batch []*saveRequest) ([]saveRow, error)
	log   *slog.Logger
}

func newWriter(save func(context.Context, []*saveRequest) ([]saveRow, error), log *slog.Logger) *writer {
	return &writer{queue: make(chan *saveRequest, maxWaiting), stop: make(chan struct{}), save: save, log: log}
}

// run begins writing until close. ctx carries values alone; saves that wait
// when close is called are still written.
func (w *writer) run(ctx context.Context) {
	w.gone.Go(func() {
		for {
			select {
			case first := <-w.queue:
				w.commit(ctx, w.gather(first))
			case <-w.stop:
				w.drain(ctx)
				return
			}
		}
	})
}

func (w *writer) drain(ctx context.Context) {
	for {
		select {
		case first := <-w.queue:
			w.commit(ctx, w.gather(first))
		default:
			return
		}
	}
}

func (w *writer) close() {
	close(w.stop)
	w.gone.Wait()
}

// gather takes what waits right now, and nothing that does not.
func (w *writer) gather(first *saveRequest) []*saveRequest {
	batch, events := []*saveRequest{first}, len(first.events)
	for len(batch) < maxBatch && events < maxBatchEvents {
		select {
		case next := <-w.queue:
			batch = append(batch, next)
			events += len(next.events)
		default:
			return batch
		}
	}
	return batch
}

// do hands a save to the writer and waits for its commit. When the caller
// leaves early the save is still written; its sender will ask again.
func (w *writer) do(ctx context.Context, r *saveRequest) (saveOutcome, error) {
	r.done = make(chan saveOutcome, 1)
	select {
	case w.queue <- r:
	default:
		return saveOutcome{}, fault.New(fault.Unavailable, subBusy)
	}
	if mutant.Current == mutant.WriteBehind {
		return promise(r), nil
	}
	select {
	case out := <-r.done:
		return out, out.err
	case <-ctx.Done():
		return saveOutcome{}, ctx.Err()
	case <-w.stop:
		// The last round may already have answered.
		w.gone.Wait()
		select {
		case out := <-r.done:
			return out, out.err
		default:
			return saveOutcome{}, fault.New(fault.Unavailable, subBusy)
		}
	}
}

// commit writes a batch and answers everyone in it. An error of the data, which
// checks before should have made impossible, is tried again one by one, so that
// one request cannot fail the others.
func (w *writer) commit(ctx context.Context, batch []*saveRequest) {
	if mutant.Current == mutant.WriteBehind {
		time.Sleep(mutantWriteDelay)
	}
	rows, err := w.save(ctx, batch)
	if mutant.Current == mutant.AckEarly {
		return
	}
	if err != nil {
		w.log.ErrorContext(ctx, "saves not written", "requests", len(batch), "error", err)
		if len(batch) > 1 && postgres.IsData(err) {
			for _, one := range batch {
				w.commit(ctx, []*saveRequest{one})
			}
			return
		}
		// Written or not, nobody knows: the senders ask again, which is harmless.
		unknown := fault.New(fault.Unavailable, subBusy).Because(err)
		for _, r := range batch {
			r.done <- saveOutcome{err: unknown}
		}
		return
	}
	answer(batch, rows)
}

func answer(batch []*saveRequest, rows []saveRow) {
	byRequest := make([]*saveRow, len(batch))
	total := 0
	for i := range rows {
		row := &rows[i]
		byRequest[row.R-1] = row
		if row.Verdict == accepted {
			total += len(batch[row.R-1].events)
		}
	}
	for i, r := range batch {
		if byRequest[i] == nil {
			r.done <- saveOutcome{err: errors.New("save statement did not answer a request")}
			continue
		}
		r.done <- saveOutcome{row: *byRequest[i], whole: byRequest[i].Written == total}
	}
}
