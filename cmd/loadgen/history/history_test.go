package history

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWriterKeepsEveryLineOfEverybody(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "history.jsonl")
	w, err := Create(name)
	require.NoError(t, err)
	const people, lines = 20, 30
	var wg sync.WaitGroup
	for n := range people {
		wg.Go(func() {
			for i := range lines {
				if err := w.Write(Line{Candidate: n, Op: Save, Events: []Event{{Seq: int64(i), Value: "AB"}}, Outcome: OK}); err != nil {
					t.Error(err)
				}
				// Durable means that it can be read now.
				if list, err := Load(name); i == lines-1 && (err != nil || !holds(list, n, i)) {
					t.Error("a line was not durable when its write returned", err)
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, w.Close())
	list, err := Load(name)
	require.NoError(t, err)
	require.Len(t, list, people*lines)
	_, err = Create(name)
	require.Error(t, err, "a history is evidence and never written over")
}

func holds(list []Line, n, i int) bool {
	for _, l := range list {
		if l.Candidate == n && l.Events[0].Seq == int64(i) {
			return true
		}
	}
	return false
}

func TestParseLeavesNoEvidenceOut(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`{"op":"save"`, `{"op":"save","surprise":1}`, "{}\nnonsense"} {
		_, err := Parse(strings.NewReader(bad))
		require.Error(t, err, bad)
	}
	list, err := Parse(strings.NewReader(fmt.Sprintf("{%q:%q}\n\n", "op", "read")))
	require.NoError(t, err)
	require.Equal(t, []Line{{Op: Read}}, list)
}
