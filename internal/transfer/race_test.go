package transfer_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
	"jiangxun/internal/transfer"
)

// atOnce calls each function at the same time and gives their errors.
func atOnce(calls ...func() error) []error {
	errs := make([]error, len(calls))
	start := make(chan struct{})
	var all sync.WaitGroup
	for n, call := range calls {
		all.Go(func() {
			<-start
			errs[n] = call()
		})
	}
	close(start)
	all.Wait()
	return errs
}

// settled requires that every error is one that a person is told.
func settled(t *testing.T, errs []error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			require.Equal(t, fault.Conflict, fault.CodeOf(err), "%v", err)
		}
	}
}

func TestF63_CommitsOfOneImportAtOnceTakeItInOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(numbered(40)...)
	commit := func() error {
		_, err := h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
		return err
	}
	settled(t, atOnce(commit, commit, commit, commit))
	require.Equal(t, 40, h.held())
	require.Equal(t, transfer.Committed, h.get(i).State)
}

func TestF63_TheSameFileTwiceAtOnceMakesNoDuplicates(t *testing.T) {
	t.Parallel()
	for name, items := range map[string]int{"with references": 0, "by their texts": 1} {
		h := newHouse(t)
		list := numbered(40)
		for n := range list {
			if items == 1 {
				list[n].Ref = ""
			}
		}
		file := packed(t, list...)
		whole := func() error {
			i, err := h.service.Start(h.author, h.LevelID, "题.json", bytes.NewReader(file), "auto", "")
			if err != nil {
				return err
			}
			_, err = h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
			return err
		}
		settled(t, atOnce(whole, whole, whole))
		require.Equal(t, 40, h.held(), name)
	}
}

func TestF63_CommitAndUndoAtOnceLeaveAllOrNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	i := h.preview(numbered(40)...)
	commit := func() error {
		_, err := h.service.Commit(h.author, i.ID, transfer.CommitOptions{})
		return err
	}
	undo := func() error {
		_, err := h.service.Undo(h.author, i.ID, "选错了级别")
		return err
	}
	discard := func() error { return h.service.Discard(h.author, i.ID) }
	for _, err := range atOnce(commit, undo, commit, discard, undo) {
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			require.Equal(t, fault.Conflict, fault.CodeOf(err), "%v", err)
		}
	}
	require.Contains(t, []int{0, 40}, h.held())
	_ = atOnce(undo, undo)
	again := h.preview(numbered(40)...)
	h.commit(again, transfer.CommitOptions{})
	require.LessOrEqual(t, h.held(), 80)
	require.Equal(t, 40, h.preview(numbered(40)...).Counts.Unchanged, "each is known once")
}
