package attempt

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
)

func writerOf(t *testing.T, save func(context.Context, []*saveRequest) ([]saveRow, error)) *writer {
	t.Helper()
	w := newWriter(save, slog.New(slog.DiscardHandler))
	w.run(t.Context())
	return w
}

func allAccepted(batch []*saveRequest) []saveRow {
	rows, total := make([]saveRow, len(batch)), 0
	for i, r := range batch {
		rows[i] = saveRow{R: i + 1, Epoch: r.epoch}
		total += len(r.events)
	}
	for i := range rows {
		rows[i].Written = total
	}
	return rows
}

func TestWriter_WhatWaitsDuringACommitGoesIntoTheNext(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var sizes []int
	entered, leave := make(chan struct{}, 1), make(chan struct{})
	w := writerOf(t, func(_ context.Context, batch []*saveRequest) ([]saveRow, error) {
		mu.Lock()
		sizes = append(sizes, len(batch))
		first := len(sizes) == 1
		mu.Unlock()
		if first {
			entered <- struct{}{}
			<-leave
		}
		return allAccepted(batch), nil
	})
	var wg sync.WaitGroup
	send := func() {
		out, err := w.do(t.Context(), &saveRequest{epoch: 1, events: []event{{Seq: 1}}})
		if err != nil || !out.whole {
			t.Error("not acknowledged", err)
		}
	}
	wg.Go(send)
	<-entered
	for range 40 {
		wg.Go(send)
	}
	require.Eventually(t, func() bool { return len(w.queue) == 40 }, waitLong, waitStep)
	close(leave)
	wg.Wait()
	require.Equal(t, []int{1, 40}, sizes)
	w.close()
}

func TestWriter_OneBadRequestDoesNotFailTheOthers(t *testing.T) {
	t.Parallel()
	w := newWriter(func(_ context.Context, batch []*saveRequest) ([]saveRow, error) {
		for _, r := range batch {
			if r.epoch == 13 {
				return nil, &pq.Error{Code: "22003"}
			}
		}
		return allAccepted(batch), nil
	}, slog.New(slog.DiscardHandler))
	var batch []*saveRequest
	for i := range 20 {
		batch = append(batch, &saveRequest{epoch: i, done: make(chan saveOutcome, 1)})
	}
	w.commit(t.Context(), batch)
	for i, r := range batch {
		require.Equal(t, i == 13, (<-r.done).err != nil)
	}
}

func TestF45_LostCommitIsUnknownAndTheSenderAsksAgain(t *testing.T) {
	t.Parallel()
	w := writerOf(t, func(context.Context, []*saveRequest) ([]saveRow, error) { return nil, errors.New("connection reset") })
	_, err := w.do(t.Context(), &saveRequest{})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	w.close()
}

func TestWriter_FullQueueSendsAway(t *testing.T) {
	t.Parallel()
	w := newWriter(nil, slog.New(slog.DiscardHandler)) // nobody writes
	for range maxWaiting {
		w.queue <- &saveRequest{}
	}
	_, err := w.do(t.Context(), &saveRequest{})
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	require.Equal(t, subBusy, fault.SubOf(err))
}

func TestWriter_CloseWritesWhatWaits(t *testing.T) {
	t.Parallel()
	written := 0
	var first atomic.Int64 // requests that the first batch took
	entered, leave := make(chan struct{}), make(chan struct{})
	w := writerOf(t, func(_ context.Context, batch []*saveRequest) ([]saveRow, error) {
		if written == 0 {
			first.Store(int64(len(batch)))
			close(entered)
			<-leave
		}
		written += len(batch)
		return allAccepted(batch), nil
	})
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := w.do(t.Context(), &saveRequest{events: []event{{}}}); err != nil {
				t.Error(err)
			}
		})
	}
	<-entered
	require.Eventually(t, func() bool { return len(w.queue)+int(first.Load()) == 10 }, waitLong, waitStep)
	go func() { close(leave) }()
	w.close()
	wg.Wait()
	require.Equal(t, 10, written)
}
