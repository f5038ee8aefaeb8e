package assemble_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	paperapi "jiangxun/internal/paper/api"
	"jiangxun/internal/paper/assemble"
)

// Each way out that is offered is one, a blueprint may hold it, and where the
// weight table allows a paper there is one.
func TestForms_WaysOutGivePapersAndCanBeEntered(t *testing.T) {
	t.Parallel()
	r, harsh := rand.New(rand.NewPCG(8, 8)), rand.New(rand.NewPCG(8, 9))
	kinds := map[string]int{}
	for round := range 300 {
		in, forms := randomCase(r, 10)
		if round%2 == 1 {
			demandMuch(harsh, &in.Demands)
		}
		_, err := assemble.Forms(in, forms)
		var none *assemble.Infeasible
		if !errors.As(err, &none) {
			continue
		}
		if frame(none.Demands) {
			require.Empty(t, none.Relax)
			require.Empty(t, none.Together)
			continue
		}
		require.NotEmpty(t, append(slices.Clone(none.Relax), none.Together...), "no way out of %v", none.Demands)
		ways := [][]assemble.Relaxation{none.Together}
		for _, way := range none.Relax {
			ways = append(ways, []assemble.Relaxation{way})
		}
		for _, way := range ways {
			if len(way) == 0 {
				continue
			}
			next := in
			for _, step := range way {
				kinds[step.Demand.Name]++
				if step.To["off"] == true {
					kinds["off"]++
				}
				requireEnterable(t, step)
				next.Demands = loosened(next.Demands, step)
			}
			if len(way) > 1 {
				kinds["together"]++
			}
			papers, err := assemble.Forms(next, forms)
			require.NoError(t, err, "%+v", way)
			for _, p := range papers {
				require.NoError(t, newJudge(next).accepts(p, map[string]bool{"importance.x": true, "importance.y": true, "importance.z": true}))
			}
		}
	}
	t.Log(kinds)
	require.Greater(t, len(kinds), 12)
	require.Positive(t, kinds["together"])
}

func frame(demands []assemble.Demand) bool {
	return slices.ContainsFunc(demands, func(d assemble.Demand) bool { return d.Name == assemble.DemandSection || d.Name == assemble.DemandRow })
}

// demandMuch asks for what few banks give.
func demandMuch(r *rand.Rand, d *assemble.Demands) {
	if r.IntN(2) == 0 {
		d.Difficulty = &assemble.Difficulty{Target: float64(r.IntN(2)), Tolerance: 0.01}
	}
	if r.IntN(2) == 0 {
		d.Importance = &assemble.Shares{XPercent: 100 * r.IntN(2)}
	}
	if r.IntN(2) == 0 {
		d.Keys = &assemble.KeyBalance{SinglePercent: 10, JudgePercent: 10}
	}
	if r.IntN(3) == 0 {
		d.Bands = []assemble.Band{{From: 0, To: 0.1, MinPercent: 90}, {From: 0.9, To: 1, MinPercent: 90}}
	}
}

// requireEnterable holds a change against what the contract lets a blueprint ask.
func requireEnterable(t *testing.T, way assemble.Relaxation) {
	t.Helper()
	if way.To["off"] == true {
		return
	}
	holder := map[string]string{
		assemble.DemandDifficulty: "Difficulty", assemble.DemandX: "Shares", assemble.DemandY: "Shares", assemble.DemandZ: "Shares",
		assemble.DemandSingleKey: "KeyBalance", assemble.DemandJudgeKey: "KeyBalance", assemble.DemandRest: "Demands", assemble.DemandUse: "Demands",
		assemble.DemandEarlier: "EarlierForms", assemble.DemandOverlap: "Parallel", assemble.DemandWithin: "Parallel",
	}[way.Demand.Name]
	spec, err := paperapi.GetSpec()
	require.NoError(t, err)
	require.Contains(t, spec.Components.Schemas, holder, way.Demand.Name)
	for name, value := range way.To {
		if way.Demand.Name == assemble.DemandOverlap {
			name = "maxOverlapPercent"
		}
		field := spec.Components.Schemas[holder].Value.Properties[name]
		require.NotNil(t, field, "%s of %s", name, holder)
		n, whole := value.(int)
		if !whole {
			f, ok := value.(float64)
			require.True(t, ok)
			require.NoError(t, field.Value.VisitJSONNumber(f))
			require.InDelta(t, math.Round(f*1000), f*1000, 1e-6, "the page's fields hold a thousandth")
			continue
		}
		require.NoError(t, field.Value.VisitJSONNumber(float64(n)))
	}
}

// Where no tolerance that can be entered helps, the target goes.
func TestAssemble_ADifficultyThatNoToleranceHelpsIsTurnedOff(t *testing.T) {
	t.Parallel()
	in := fullBank(5000)
	for i := range in.Items {
		in.Items[i].Difficulty, in.Items[i].Measured = 2, nil // 0.3
	}
	in.Demands = assemble.Demands{Difficulty: &assemble.Difficulty{Target: 1, Tolerance: 0.01}}
	_, err := assemble.Assemble(in)
	var none *assemble.Infeasible
	require.ErrorAs(t, err, &none)
	require.Len(t, none.Relax, 1)
	require.Equal(t, map[string]any{"off": true}, none.Relax[0].To)
	in.Demands.Difficulty.Target = 0.7
	_, err = assemble.Assemble(in)
	require.ErrorAs(t, err, &none)
	require.Equal(t, map[string]any{"tolerance": 0.4}, none.Relax[0].To)
}

func loosened(d assemble.Demands, way assemble.Relaxation) assemble.Demands {
	if d.Exposure != nil {
		c := *d.Exposure
		d.Exposure = &c
	}
	if way.To["off"] == true {
		switch way.Demand.Name {
		case assemble.DemandEnemies:
			d.AllowEnemies = true
		case assemble.DemandPoints:
			d.RepeatPoints = true
		case assemble.DemandDifficulty:
			d.Difficulty = nil
		case assemble.DemandUse:
			d.Exposure.MaxUse = 0
		case assemble.DemandBand:
			d.Bands = slices.Clone(d.Bands)
			band := &d.Bands[way.Demand.Params["band"].(int)-1]
			band.MinPercent, band.MaxPercent = 0, 0
		}
		return d
	}
	for name, value := range way.To {
		switch name {
		case "tolerance":
			c := *d.Difficulty
			c.Tolerance = value.(float64)
			d.Difficulty = &c
		case "xPercent", "yPercent", "zPercent":
			c := *d.Importance
			*map[string]*int{"xPercent": &c.XPercent, "yPercent": &c.YPercent, "zPercent": &c.ZPercent}[name] = value.(int)
			d.Importance = &c
		case "singlePercent", "judgePercent":
			c := *d.Keys
			*map[string]*int{"singlePercent": &c.SinglePercent, "judgePercent": &c.JudgePercent}[name] = value.(int)
			d.Keys = &c
		case "restDays", "maxUse":
			*map[string]*int{"restDays": &d.Exposure.RestDays, "maxUse": &d.Exposure.MaxUse}[name] = value.(int)
		case "withinPoints":
			c := assemble.Parallel{}
			if d.Parallel != nil {
				c = *d.Parallel
			}
			c.WithinPoints = value.(float64)
			d.Parallel = &c
		case "maxPercent":
			if way.Demand.Name == assemble.DemandEarlier {
				c := *d.Earlier
				c.MaxPercent = value.(int)
				d.Earlier = &c
				continue
			}
			c, most := *d.Parallel, value.(int)
			c.MaxOverlapPercent = &most
			d.Parallel = &c
		}
	}
	return d
}
