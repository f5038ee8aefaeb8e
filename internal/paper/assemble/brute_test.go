package assemble_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/paper/assemble"
)

// every lists all papers that the judge accepts, by trying each set of items.
func every(j *judge, waived map[string]bool) []assemble.Paper {
	var found []assemble.Paper
	chosen := make([][]assemble.Item, len(j.in.Sections))
	var fill func(section, from int)
	fill = func(section, from int) {
		if section == len(chosen) {
			var p assemble.Paper
			for k, items := range chosen {
				p.Sections = append(p.Sections, assemble.PaperSection{Section: j.in.Sections[k], Items: append([]assemble.Item(nil), items...)})
			}
			if j.accepts(p, waived) == nil {
				found = append(found, p)
			}
			return
		}
		if len(chosen[section]) == j.in.Sections[section].Count {
			fill(section+1, 0)
			return
		}
		for i := from; i < len(j.in.Items); i++ {
			if item := j.in.Items[i]; item.Type == j.in.Sections[section].Type {
				chosen[section] = append(chosen[section], item)
				fill(section, i+1)
				chosen[section] = chosen[section][:len(chosen[section])-1]
			}
		}
	}
	fill(0, 0)
	return found
}

func anyForms(j *judge, papers []assemble.Paper, n int) bool {
	var pick func(chosen []assemble.Paper) bool
	pick = func(chosen []assemble.Paper) bool {
		if j.parallel(chosen) != nil {
			return false
		}
		if len(chosen) == n {
			return true
		}
		for _, p := range papers {
			if pick(append(chosen[:len(chosen):len(chosen)], p)) {
				return true
			}
		}
		return false
	}
	return pick(nil)
}

func TestForms_AgreesWithTryingEveryPaper(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(77, 1))
	count := map[string]int{}
	for count["tried"] < 250 {
		in, forms := randomCase(r, []int{2, 4, 4, 5}[r.IntN(4)])
		if len(in.Items) > 11 {
			continue
		}
		count["tried"]++
		j := newJudge(in)
		all := every(j, nil)
		papers, err := assemble.Forms(in, forms)
		var limit *assemble.NotFound
		require.False(t, errors.As(err, &limit))
		possible := anyForms(j, all, forms)
		if s := in.Demands.Importance; s != nil && s.Soft && !possible {
			waived := map[string]bool{"importance.x": true, "importance.y": true, "importance.z": true}
			if possible = anyForms(j, every(j, waived), forms); possible {
				count["soft"]++
				require.NotEmpty(t, papers[0].Figures.Dropped)
			}
		} else if err == nil {
			require.Empty(t, papers[0].Figures.Dropped, "given up without need")
		}
		require.Equal(t, possible, err == nil, "%d forms: %v", forms, err)
		if possible {
			count["possible"]++
		}
	}
	t.Log(count)
	require.Greater(t, count["possible"], 40)
	require.Less(t, count["possible"], 210)
	require.Positive(t, count["soft"])
}
