package assemble

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
)

// contradictions has ten questions of each kind that matters and demands of
// which a pair and, apart from it, three contradict each other. The pair: six of
// ten items easy, six of ten hard. The three: at most three items of importance
// Y, at most three of Z, and at most three with the same answer, which all of
// importance X have.
func contradictions() Input {
	in := Input{
		Sections: []Section{{Type: marking.Single, Count: 10, ScoreHundredths: 1000}}, TotalHundredths: 10000,
		Rows: []Row{{ID: uuid.UUID{1}, Percent: 100}},
		Demands: Demands{
			Bands:      []Band{{From: 0, To: 0.4, MinPercent: 60}, {From: 0.6, To: 1, MinPercent: 60}},
			Importance: &Shares{XPercent: 0, YPercent: 30, ZPercent: 30}, Keys: &KeyBalance{SinglePercent: 30},
		},
	}
	for i := range 120 {
		item := Item{
			VersionID: uuid.UUID{2, byte(i)}, QuestionID: uuid.UUID{3, byte(i)}, PointID: uuid.UUID{4, byte(i)}, RowID: uuid.UUID{1}, Type: marking.Single,
			Difficulty: 1 + 4*(i%2), Importance: []Importance{X, Y, Z}[i/2%3], Key: "A",
		}
		if item.Importance != X {
			item.Key = string(rune('B' + i/6%4))
		}
		in.Items = append(in.Items, item)
	}
	return in
}

func names(demands []Demand) []string {
	var list []string
	for _, d := range demands {
		list = append(list, d.key())
	}
	return list
}

func TestSmallest_FindsThePairBesideThreeThatAreIrreducible(t *testing.T) {
	t.Parallel()
	pair, three := []string{"band band 1", "band band 2"}, []string{DemandY, DemandZ, DemandSingleKey}
	r := newRun(contradictions())
	r.budget = budget * r.work
	first := r.decide(r.limits, 1, map[string]bool{"band band 1": true})
	require.Equal(t, no, first.outcome)
	out := &Infeasible{}
	papers := r.reduce(out, r.limits, 1, map[string]bool{}, first.proof, func(name string) bool { return !isFrame(name) })
	require.Equal(t, three, names(out.Demands))
	require.True(t, out.Irreducible)
	require.False(t, out.Smallest)
	require.Len(t, papers, 3)

	r.smallest(out, r.limits, 1, papers)
	require.Equal(t, pair, names(out.Demands))
	require.True(t, out.Smallest)
	require.NoError(t, out.Proof.Verify())
	require.Len(t, out.Proof.demands(), 2, "nothing but the pair")

	_, err := Assemble(contradictions())
	var none *Infeasible
	require.ErrorAs(t, err, &none)
	require.Equal(t, pair, names(none.Demands))
	require.True(t, none.Smallest)
	require.Equal(t, three, names(none.Further[0]))
}

func TestSmallest_WithoutWorkLeavesTheIrreducibleSetAndSaysSo(t *testing.T) {
	t.Parallel()
	in := contradictions()
	r := newRun(in)
	r.budget = budget * r.work
	first := r.decide(r.limits, 1, map[string]bool{"band band 1": true})
	out := &Infeasible{}
	r.reduce(out, r.limits, 1, map[string]bool{}, first.proof, func(name string) bool { return !isFrame(name) })
	r.work = huntShare
	r.smallest(out, r.limits, 1, nil)
	require.Len(t, out.Demands, 3)
	require.True(t, out.Irreducible)
	require.False(t, out.Smallest)
}
