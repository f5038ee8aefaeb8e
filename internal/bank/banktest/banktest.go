// Package banktest gives other rooms' tests a level with a filled bank.
package banktest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Turner is the theory weight table of 车工 2018, 数控车床, level 4.
var Turner = []standard.WeightRow{
	{Group: "基本要求", Name: "职业道德", Percent: 5}, {Group: "基本要求", Name: "基础知识", Percent: 20},
	{Group: "相关知识要求", Name: "轴类工件加工", Percent: 15}, {Group: "相关知识要求", Name: "套类工件加工", Percent: 15},
	{Group: "相关知识要求", Name: "螺纹加工", Percent: 20}, {Group: "相关知识要求", Name: "偏心工件及曲轴加工", Percent: 10},
	{Group: "相关知识要求", Name: "畸形工件加工", Percent: 10}, {Group: "相关知识要求", Name: "设备维护与保养", Percent: 5},
}

// Bank is a bank with the rooms below it.
type Bank struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Blob     *blob.Store
	Standard *standard.Service
	Service  *bank.Service
	LevelID  uuid.UUID
	Elements []standard.Element // all of the level, ranges and points
}

// System is a context in which the system acts.
func System(ctx context.Context) context.Context {
	return actor.With(ctx, actor.AsSystem("test"))
}

// New builds the rooms over a database and loads a level of the turner's
// table with pointsPerRow points a row.
func New(t testing.TB, db postgres.DB, clk clock.Clock, pointsPerRow int) *Bank {
	t.Helper()
	b := &Bank{DB: db, Clock: clk}
	var err error
	b.Audit, err = audit.New(db)
	require.NoError(t, err)
	b.Blob, err = blob.Open(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = b.Blob.Close() })
	b.Standard, err = standard.New(standard.Deps{DB: db, Audit: b.Audit, Clock: clk})
	require.NoError(t, err)
	b.Service, err = bank.New(bank.Deps{DB: db, Audit: b.Audit, Clock: clk, Blob: b.Blob, Standard: b.Standard})
	require.NoError(t, err)
	b.LevelID = b.Level(t, "车工", pointsPerRow)
	b.Elements, err = b.Standard.Elements(System(t.Context()), b.LevelID)
	require.NoError(t, err)
	return b
}

// Level loads one more level, of another occupation.
func (b *Bank) Level(t testing.TB, occupation string, pointsPerRow int) uuid.UUID {
	t.Helper()
	level := standard.LevelDefinition{Track: "数控车床", Code: "4", TheoryMinutes: 90, SkillMinutes: 240, Theory: Turner, Skill: []standard.WeightRow{{Name: "轴类工件加工", Percent: 100}}}
	for i, row := range Turner {
		top := standard.ElementDefinition{Row: row.Name, Code: string(rune('A' + i)), Name: row.Name}
		for p := range pointsPerRow {
			importance := standard.Core
			if p%7 == 6 {
				importance = standard.General
			}
			top.Children = append(top.Children, standard.ElementDefinition{
				Code: fmt.Sprintf("%03d", p+1), Name: fmt.Sprintf("%s要点%d", row.Name, p+1), Importance: importance,
			})
		}
		level.Elements = append(level.Elements, top)
	}
	ids, err := b.Standard.Load(System(t.Context()), standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: occupation},
		Edition:    standard.Edition{Name: "2018年版", Source: "测试", Sample: true},
		Levels:     []standard.LevelDefinition{level},
	})
	require.NoError(t, err)
	return ids[0]
}

// Points lists the level's points.
func (b *Bank) Points() []standard.Element {
	var list []standard.Element
	for _, e := range b.Elements {
		if e.IsPoint {
			list = append(list, e)
		}
	}
	return list
}

// Author and Reviewer are two people of the bank.
func Author(ctx context.Context) context.Context {
	return person(ctx, uuid.UUID{15: 1}, "命题员", "bank.read", "bank.write")
}

// Reviewer is the other one.
func Reviewer(ctx context.Context) context.Context {
	return person(ctx, uuid.UUID{15: 2}, "审题员", "bank.read", "bank.write", "bank.review")
}

func person(ctx context.Context, id uuid.UUID, name string, permissions ...string) context.Context {
	held := map[string]bool{}
	for _, p := range permissions {
		held[p] = true
	}
	return actor.With(ctx, actor.Actor{ID: id, Kind: actor.Staff, Name: name, Permissions: held})
}

// Fill adds, to each point, one live question of each type given. It takes the
// short way: in bulk, and live without the steps that Live goes through.
func (b *Bank) Fill(t testing.TB, pool bank.Pool, kinds ...bank.Type) {
	t.Helper()
	var list []bank.Incoming
	for _, p := range b.Points() {
		for n, kind := range kinds {
			list = append(list, bank.Incoming{Pool: pool, Content: Content(kind, p.ID, fmt.Sprintf("%s %s 第%d题", p.Path, pool, n+1))})
		}
	}
	ctx := Author(t.Context())
	require.NoError(t, postgres.InTx(ctx, b.DB, func(tx postgres.Tx) error {
		checked, err := b.Service.CheckIn(ctx, tx, b.LevelID, list)
		if err != nil {
			return err
		}
		ids, err := b.Service.TakeIn(ctx, tx, clock.System{}.Now(), b.LevelID, uuid.New(), checked)
		if err != nil {
			return err
		}
		texts := make([]string, len(ids))
		for i, id := range ids {
			texts[i] = id.String()
		}
		_, err = tx.ExecContext(ctx, `update questions set state = 'live', approved_number = 1 where id = any (string_to_array($1, ',')::uuid[])`, strings.Join(texts, ","))
		return err
	}))
}

// Live adds a question and takes it through the hands of two people.
func (b *Bank) Live(t testing.TB, level uuid.UUID, pool bank.Pool, c bank.Content) bank.Question {
	t.Helper()
	q, _, err := b.Service.Create(Author(t.Context()), level, pool, nil, c)
	require.NoError(t, err)
	return b.Agree(t, q.ID)
}

// Edit gives a question new content and takes it through two hands again.
func (b *Bank) Edit(t testing.TB, id uuid.UUID, basedOn int, c bank.Content) bank.Question {
	t.Helper()
	_, _, err := b.Service.AddVersion(Author(t.Context()), id, basedOn, "测试", c)
	require.NoError(t, err)
	return b.Agree(t, id)
}

// Agree submits a draft and approves it.
func (b *Bank) Agree(t testing.TB, id uuid.UUID) bank.Question {
	t.Helper()
	_, _, err := b.Service.Act(Author(t.Context()), id, bank.Move{Action: bank.Submit})
	require.NoError(t, err)
	q, _, err := b.Service.Act(Reviewer(t.Context()), id, bank.Move{Action: bank.Approve, To: bank.Live})
	require.NoError(t, err)
	return q
}

// Content makes a question. The right answers are A, AB or T.
func Content(kind bank.Type, point uuid.UUID, stem string) bank.Content {
	c := bank.Content{Difficulty: 3, ElementID: point, Source: "测试"}
	c.Type, c.Stem, c.Explanation = kind, stem, "解析："+stem
	switch kind {
	case bank.Judge:
		c.Key = []string{bank.True}
	case bank.Multiple:
		c.Key = []string{"A", "B"}
	default:
		c.Key = []string{"A"}
	}
	if kind != bank.Judge {
		for i, key := range []string{"A", "B", "C", "D"} {
			c.Options = append(c.Options, bank.Option{Key: key, HTML: fmt.Sprintf("选项%d", i+1), Explanation: fmt.Sprintf("道理%d", i+1)})
		}
	}
	return c
}
