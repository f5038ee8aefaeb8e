package seed_test

import (
	"io/fs"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/bank/lint"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/seed"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit/apptest"
	"jiangxun/internal/transfer"
	"jiangxun/seeds"
)

// seedFiles reads every file of questions under seeds/.
func seedFiles(t *testing.T) map[string][]exchange.Item {
	t.Helper()
	files := map[string][]exchange.Item{}
	for _, pattern := range []string{"questions/*.csv", "questions/*.json"} {
		names, err := fs.Glob(seeds.FS, pattern)
		require.NoError(t, err)
		require.Len(t, names, 2, pattern)
		for _, name := range names {
			text, err := fs.ReadFile(seeds.FS, name)
			require.NoError(t, err)
			result, err := formats.Read(exchange.File{Name: path.Base(name), Data: text}, formats.Auto, exchange.Options{Cleaner: question.NewCleaner()})
			require.NoError(t, err, name)
			files[name] = result.Items
		}
	}
	return files
}

func TestSeedQuestions_PassTheLint(t *testing.T) {
	t.Parallel()
	barred := map[fault.Sub]bool{
		lint.SubLongKey: true, lint.SubDoubleNegative: true, lint.SubAllOfAbove: true, lint.SubOverlap: true, lint.SubUnitMixed: true,
		lint.SubUnitMissing: true, lint.SubAllRight: true, lint.SubOneRight: true, lint.SubNoExplanation: true, lint.SubNoReference: true,
	}
	for name, items := range seedFiles(t) {
		for _, item := range items {
			require.False(t, item.Rejected(), "%s %s: %+v", name, item.At, item.Notes)
			require.Equal(t, "平台自编示例", item.Source, item.Ref)
			for _, f := range lint.Lint(item.Body) {
				if barred[f.Sub] {
					t.Errorf("%s %s: %s %v (part %d): %s", name, item.Ref, f.Sub, f.Params, f.Part, question.Plain(item.Stem))
				}
			}
		}
		require.Empty(t, transfer.Alike(items), name)
	}
}

func TestSeedQuestions_HoldEveryTypeAndBalanceTheirKeys(t *testing.T) {
	t.Parallel()
	for name, items := range seedFiles(t) {
		types, keys, singles := map[question.Type]int{}, map[string]map[string]int{}, map[string]int{}
		for _, item := range items {
			types[item.Type]++
			if item.Type == question.Single {
				if keys[item.Pool] == nil {
					keys[item.Pool] = map[string]int{}
				}
				keys[item.Pool][item.Key[0]]++
				singles[item.Pool]++
			}
		}
		if path.Ext(name) == ".json" {
			require.Len(t, types, len(question.Types())-1, "%s: every type but judge", name)
			continue
		}
		for pool, n := range singles {
			require.Len(t, keys[pool], 4, "%s %s", name, pool)
			for letter, times := range keys[pool] {
				require.LessOrEqual(t, times*100, n*30, "%s %s: %s", name, pool, letter)
			}
		}
	}
}

// Full papers of both occupations come from their own pool, by the weight
// table and the demands that every new blueprint starts with.
func TestDemo_FillsFullPapersAndTheDrills(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	ctx := actor.With(t.Context(), actor.AsSystem("test"))
	require.NoError(t, seed.Demo(t.Context(), rooms(p, config.Demo), seeds.FS))
	occupations, _, err := p.Rooms.Standard.ListOccupations(ctx, standard.OccupationFilter{}, 10, 0)
	require.NoError(t, err)
	require.Len(t, occupations, 2)
	sections := []paper.Section{
		{Type: bank.Single, Title: "单项选择题", Count: 80, ScoreHundredths: marking.Hundredths(100)},
		{Type: bank.Judge, Title: "判断题", Count: 20, ScoreHundredths: marking.Hundredths(100)},
	}
	for _, o := range occupations {
		level := o.Editions[0].Levels[0].ID
		for _, purpose := range []paper.Purpose{paper.Mock, paper.Exam} {
			check, err := p.Rooms.Paper.Check(ctx, level, purpose, sections, paper.DefaultDemands(), 1)
			require.NoError(t, err, "%s %s", o.Name, purpose)
			require.True(t, check.OK(), "%s %s: %+v", o.Name, purpose, check)
		}
		drills, err := p.Rooms.Bank.Candidates(ctx, level, bank.Practice)
		require.NoError(t, err)
		types, points := map[bank.Type]int{}, map[string]bool{}
		for _, c := range drills {
			types[c.Type]++
			points[c.ElementID.String()] = true
		}
		elements, err := p.Rooms.Standard.Elements(ctx, level)
		require.NoError(t, err)
		for _, e := range elements {
			require.True(t, !e.IsPoint || points[e.ID.String()], "%s: no drill for %s %s", o.Name, e.Path, e.Name)
		}
		require.GreaterOrEqual(t, types[bank.Single], 70, o.Name)
		require.GreaterOrEqual(t, types[bank.Judge], 25, o.Name)
		require.GreaterOrEqual(t, types[bank.Multiple], 15, o.Name)
	}
}
