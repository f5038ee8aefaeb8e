//go:build soak

package main

import (
	"flag"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/cmd/loadgen/nemesis"
)

var (
	soakCandidates = flag.Int("soak.candidates", 1000, "how many sit")
	soakLength     = flag.Duration("soak.length", 15*time.Minute, "how long they answer")
	soakPace       = flag.Duration("soak.pace", 2*time.Second, "mean pause between two actions of one candidate")
	soakSeed       = flag.Uint64("soak.seed", 7, "of the schedule and of every choice")
)

// Every fault there is, one after the other, for as long as one likes.
func TestSoak_EverythingGoesWrong(t *testing.T) {
	s := newStage(t)
	s.binary = s.build("jiangxun")
	report := s.perform(s.build("loadgen"), play{
		candidates: *soakCandidates, length: *soakLength, pace: *soakPace, seed: *soakSeed, habits: allHabits, faults: nemesis.All(),
	})
	require.True(t, report.Passed, summary(report))
	require.Equal(t, *soakCandidates, report.Attempts)
}
