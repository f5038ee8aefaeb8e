package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
)

const problemFile = `{
 "rows": [{"id": "R1", "name": "职业道德", "percent": 40}, {"id": "R2", "name": "基础知识", "percent": 60}],
 "sections": [{"type": "single", "count": 5, "scoreHundredths": 2000}],
 "demands": {DEMANDS},
 "items": [
  {"id": "S1", "type": "single", "row": "R1", "importance": "X", "difficulty": 2, "key": "A"},
  {"id": "S2", "type": "single", "row": "R1", "importance": "X", "difficulty": 2, "key": "B"},
  {"id": "S3", "type": "single", "row": "R2", "importance": "X", "difficulty": 2, "key": "A"},
  {"id": "S4", "type": "single", "row": "R2", "importance": "Y", "difficulty": 2, "key": "C"},
  {"id": "S5", "type": "single", "row": "R2", "importance": "X", "difficulty": 2, "key": "D"}]
}`

func problemWith(demands string) string { return strings.Replace(problemFile, "DEMANDS", demands, 1) }

func TestPaperAssemble_PapersOfAProblemNeedNothingButTheFile(t *testing.T) {
	t.Parallel()
	people := program(t, problemWith(`"keys": {"singlePercent": 40}`), nil, "paper", "assemble", "--blueprint", "-", "--seed", "3")
	require.Equal(t, 0, people.status, people.err)
	require.Equal(t, `组出 1 份试卷。

第 1 份（种子 3）
  单项选择题：5 题，每题 20 分
  权重表：
    职业道德（40%）：应得 40 分，实得 40 分，2 题
    基础知识（60%）：应得 60 分，实得 60 分，3 题
  难度：0.300，标准差 0.000，预期平均分 70.0
  重要程度：X 4 题，Y 1 题，Z 0 题；考查 5 个鉴定点
  答案：单项选择题：A 2 题（40.0%），B 1 题（20.0%），C 1 题（20.0%），D 1 题（20.0%）
  曝光：首次使用 5 题，使用最多的一题用过 0 次
`, people.out)
	first := program(t, problemWith(""), nil, "paper", "assemble", "--blueprint", "-", "--seed", "3", "--json")
	again := program(t, problemWith(""), []string{"JIANGXUN_ENV=nonsense"}, "paper", "assemble", "--blueprint", "-", "--seed", "3", "--json")
	require.Equal(t, first.out, again.out, "the same seed gives the same paper")
	require.Equal(t, []any{true, "paper"}, []any{first.report(t)["feasible"], first.report(t)["outcome"]})
}

func TestPaperAssemble_SaysWhyThereIsNone(t *testing.T) {
	t.Parallel()
	run := func(file string, more ...string) ran {
		return program(t, file, nil, append([]string{"paper", "assemble", "--blueprint", "-"}, more...)...)
	}
	hard := run(problemWith(`"difficulty": {"target": 0.9, "tolerance": 0.02}`))
	require.Equal(t, 3, hard.status, hard.err)
	require.Equal(t, `组不出试卷，已经证明。

互相矛盾的要求（最少的一组，去掉任何一项，其余就不矛盾）：
  平均难度 0.9 ± 0.02

办法（任选其一）：
  去掉“平均难度 0.9 ± 0.02”
`, hard.out)
	told := run(problemWith(`"difficulty": {"target": 0.9, "tolerance": 0.02}`), "--json").report(t)
	require.Equal(t, []any{true, true}, []any{told["irreducible"], told["smallest"]})

	short := run(strings.Replace(problemWith(""), `{"id": "S5", "type": "single"`, `{"id": "S5", "type": "judge"`, 1))
	require.Equal(t, 3, short.status)
	require.Contains(t, short.out, "单项选择题：需要 5 题，现有 4 题，缺 1 题")
	contradictory := run(strings.Replace(problemWith(""), `"percent": 60`, `"percent": 50`, 1))
	require.Equal(t, 3, contradictory.status)
	require.Equal(t, "组不出试卷：权重表各行合计不是 100%。\n", contradictory.out)
	indivisible := run(strings.NewReplacer(`"percent": 60`, `"percent": 55`, `"percent": 40`, `"percent": 45`).Replace(problemWith("")), "--json")
	require.Equal(t, 3, indivisible.status)
	require.Equal(t, []any{false, "contradictory", "row_not_divisible"}, []any{indivisible.report(t)["feasible"], indivisible.report(t)["outcome"], indivisible.report(t)["reason"]})

	for name, file := range map[string]string{
		"no JSON": "{", "unknown field": `{"rowz": []}`, "unknown row": strings.Replace(problemWith(""), `"row": "R2"`, `"row": "R9"`, 1),
		"level without occupation's level": `{"occupation": "车工"}`, "purpose": `{"occupation": "车工", "level": "4", "purpose": "fun"}`, "nothing": "",
	} {
		bad := run(file)
		require.Equal(t, 2, bad.status, name)
		require.Contains(t, bad.err, "蓝图文件有误", name)
		require.Empty(t, bad.out, name)
	}
	require.Equal(t, 2, program(t, "", nil, "paper", "assemble", "--blueprint", filepath.Join(t.TempDir(), "none")).status)
	require.Equal(t, 2, run(problemWith(""), "--forms", "11").status)
	require.Contains(t, run("", "--help").out, `"scoreHundredths": 100`)
}

func TestPaperAssemble_BlueprintIsFilledFromTheDatabase(t *testing.T) {
	t.Parallel()
	dsn := testkit.DSN(t)
	db, err := postgres.Open(t.Context(), postgres.Options{DSN: dsn, MaxConnections: 4})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	b := banktest.New(t, db, testkit.Clock(), 4)
	b.Fill(t, bank.Exam, bank.Single, bank.Judge)
	environ := []string{"JIANGXUN_POSTGRES__DSN=" + dsn, "JIANGXUN_BLOB__DIR=" + filepath.Join(t.TempDir(), "files")}
	file := filepath.Join(t.TempDir(), "blueprint.json")
	const sections = `"sections": [{"type": "single", "count": 16, "scoreHundredths": 500}, {"type": "judge", "count": 4, "scoreHundredths": 500}]`
	write := func(head string) { require.NoError(t, os.WriteFile(file, []byte("{"+head+sections+"}"), 0o600)) }
	assemble := func() ran {
		return program(t, "", environ, "paper", "assemble", "--blueprint", file, "--forms", "2", "--json")
	}
	write(`"occupation": "车工", "level": "4", "purpose": "exam", "demands": {"maxUse": 3, "restDays": 30, "earlier": {"forms": 2, "maxPercent": 50}}, `)
	made := assemble()
	require.Equal(t, 0, made.status, made.err+made.out)
	require.Len(t, made.report(t)["forms"], 2)
	require.Contains(t, made.out, banktest.Turner[0].Name)
	write(`"occupation": "车工", "level": "4", "pool": "mock", `)
	short := assemble()
	require.Equal(t, 3, short.status, short.err)
	require.NotEmpty(t, short.report(t)["shortfalls"])
	write(`"occupation": "铣工", "level": "4", `)
	require.Contains(t, assemble().err, "没有找到职业“铣工”")
	write(`"occupation": "车工", "level": "4", "demands": {"maxUse": -1}, `)
	require.Equal(t, 2, assemble().status)
}
