package attempt

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// SaveReply tells the page what is committed.
type SaveReply struct {
	Epoch      int
	Acked      []int64 // all that were sent
	DeadlineAt time.Time
	ServerTime time.Time
}

// maxLate bounds what one attempt may put into the late store.
const maxLate = 5000

// save commits changes of answers and returns after the commit. Sending them
// again changes nothing. What may not enter the script is kept in the late
// store, and the refusal says so: attempt.lease_moved, attempt.closed,
// attempt.deadline_passed, each with the number kept. attempt.seq_taken names
// numbers that stand for something else already; the page gives new ones.
func (s *Service) save(ctx context.Context, id uuid.UUID, in saveInput) (SaveReply, error) {
	at, err := s.seat(ctx, id)
	if err != nil {
		return SaveReply{}, err
	}
	account := actor.From(ctx).ID
	if at.account != account {
		return SaveReply{}, fault.NotFoundf("attempt")
	}
	if !at.pace.Allow() {
		return SaveReply{}, fault.New(fault.TooMany, subTooFast)
	}
	events, err := at.events(in)
	if err != nil {
		return SaveReply{}, err
	}
	out, err := s.writer.do(ctx, &saveRequest{attempt: id, account: account, epoch: in.Epoch, events: events})
	if err != nil {
		return SaveReply{}, err
	}
	switch out.row.Verdict {
	case accepted:
		if !out.whole {
			if err := s.confirm(ctx, id, in.Epoch, events); err != nil {
				return SaveReply{}, err
			}
		}
		return replyOf(in, out.row), nil
	case ended:
		return SaveReply{}, s.keep(ctx, id, in.Epoch, "closed", events, fault.New(fault.Conflict, subClosed), out.row)
	case tooLate:
		return SaveReply{}, s.keep(ctx, id, in.Epoch, "late", events, fault.New(fault.Conflict, subDeadline), out.row)
	case stale:
		return SaveReply{}, s.keep(ctx, id, in.Epoch, "stale", events, fault.New(fault.Conflict, subLeaseMoved), out.row)
	default:
		return SaveReply{}, fault.NotFoundf("attempt")
	}
}

func replyOf(in saveInput, row saveRow) SaveReply {
	reply := SaveReply{Epoch: row.Epoch, Acked: make([]int64, len(in.Events)), ServerTime: time.UnixMilli(row.NowMS).UTC()}
	for i, e := range in.Events {
		reply.Acked[i] = e.Seq
	}
	if row.DeadlineMS != 0 {
		reply.DeadlineAt = time.UnixMilli(row.DeadlineMS).UTC()
	}
	return reply
}

// events translates a save into numbers and keys of the form, or refuses it
// whole.
func (at *seat) events(in saveInput) ([]event, error) {
	events := make([]event, len(in.Events))
	for i, e := range in.Events {
		index, ok := at.layout.formIndex(e.Q)
		if !ok {
			return nil, fault.InvalidFields(fault.Field{Name: fmt.Sprintf("events.%d.q", i), Sub: subQuestion})
		}
		if e.Clear && e.Value != "" {
			return nil, fault.InvalidFields(fault.Field{Name: fmt.Sprintf("events.%d.clear", i), Sub: subClearValue})
		}
		keys, ok := at.layout.toForm(index, e.Value)
		if !ok {
			return nil, fault.InvalidFields(fault.Field{Name: fmt.Sprintf("events.%d.value", i), Sub: subOption})
		}
		events[i] = event{Epoch: in.Epoch, Seq: e.Seq, Question: index + 1, Value: keys, Cleared: e.Clear, DeviceMS: e.At}
	}
	return events, nil
}

// confirm makes sure that events which were not new stand in the database just
// as they were sent now.
func (s *Service) confirm(ctx context.Context, id uuid.UUID, epoch int, events []event) error {
	seqs := make([]int64, len(events))
	for i, e := range events {
		seqs[i] = e.Seq
	}
	held, err := s.store.listEventsAt(ctx, s.saves, id, epoch, seqs)
	if err != nil {
		return err
	}
	bySeq := make(map[int64]event, len(held))
	for _, h := range held {
		bySeq[h.Seq] = h
	}
	var taken []int64
	for _, e := range events {
		if h, ok := bySeq[e.Seq]; !ok || !h.same(e) {
			taken = append(taken, e.Seq)
		}
	}
	if len(taken) > 0 {
		slices.Sort(taken)
		return fault.New(fault.Conflict, subSeqTaken).With(fault.Params{"seqs": taken})
	}
	return nil
}

// keep puts what may not enter the script into the late store and gives the
// refusal, which says how many were kept.
func (s *Service) keep(ctx context.Context, id uuid.UUID, epoch int, reason string, events []event, refusal *fault.Error, row saveRow) error {
	kept := 0
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		var held int
		if err := tx.GetContext(ctx, &held, s.store.q.CountLate, id); err != nil {
			return err
		}
		if held >= maxLate {
			return nil
		}
		kept = len(events)
		if mutant.Current == mutant.DropRefused {
			return nil
		}
		return s.store.insertLate(ctx, tx, id, epoch, reason, events)
	})
	if err != nil {
		return err
	}
	return refusal.With(fault.Params{"epoch": row.Epoch, "kept": kept})
}
