//go:build mutants

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/cmd/loadgen/judge"
	"jiangxun/internal/attempt/mutant"
)

// A checker that never failed proves nothing. Each mutant breaks one promise;
// any of the rules named may be the first to see it.
func TestMutants_EveryOneIsCaughtAndTheProductIsNot(t *testing.T) {
	s := newStage(t)
	sound, client := s.build("jiangxun"), s.build("loadgen")
	const most = 3 * time.Minute // for one mutant, from its start to the verdict
	for _, m := range []struct {
		name  string
		rules []judge.Rule
	}{
		{"", nil},
		{mutant.AckEarly, []judge.Rule{judge.NoLoss}},
		{mutant.WriteBehind, []judge.Rule{judge.NoLoss}},
		{mutant.ArrivalWins, []judge.Rule{judge.NoResurrection}},
		{mutant.DropRefused, []judge.Rule{judge.LateStore}},
		{mutant.IgnoreGrants, []judge.Rule{judge.ClosedIsClosed}},
		{mutant.RetryNewSeq, []judge.Rule{judge.ExactlyOne}},
		{mutant.MarkFromCache, []judge.Rule{judge.Score, judge.ClosedIsClosed}},
	} {
		t.Run("mutant_"+m.name, func(t *testing.T) {
			s.t = t
			loadgen := client
			s.binary = sound
			switch m.name {
			case "":
			case mutant.RetryNewSeq:
				loadgen = s.build("loadgen", "mutant_"+m.name)
			default:
				s.binary = s.build("jiangxun", "mutant_"+m.name)
			}
			began := time.Now()
			report := s.perform(loadgen, proof(25*time.Second))
			took := time.Since(began)
			t.Logf("%q: passed %v, %v, %.0f s", m.name, report.Passed, report.Counts, took.Seconds())
			require.Equal(t, m.name == "", report.Passed)
			require.Less(t, took, most)
			for _, rule := range m.rules {
				require.NotZero(t, report.Counts[rule], rule)
			}
		})
	}
}
