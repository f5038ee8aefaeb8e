package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit"
)

// asProgram makes the test binary the program itself.
const asProgram = "JIANGXUN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type ran struct {
	status   int
	out, err string
}

// program runs the program with nothing in its environment but what is given.
func program(t *testing.T, stdin string, environ []string, args ...string) ran {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append([]string{asProgram + "=1"}, environ...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return ran{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

func (r ran) report(t *testing.T) map[string]any {
	t.Helper()
	var shape map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.out), &shape), r.out+r.err)
	return shape
}

const giftFile = `$CATEGORY: 车工

::一:: 主运动是{=旋转 ~进给 ~移动}

车床能车螺纹。{T}

坏题 {
`

func TestImport_DryRunNeedsNothingButTheFile(t *testing.T) {
	t.Parallel()
	r := program(t, giftFile, nil, "import", "questions", "-", "--dry-run", "--json")
	require.Equal(t, 0, r.status, r.err)
	require.Equal(t, `{
  "format": "gift",
  "found": 3,
  "accepted": 2,
  "rejected": [
    {
      "at": "第 7 行",
      "code": "bank.gift_brace",
      "message": "答案：花括号没有成对，看不出答案从哪里到哪里。请补上括号，文字中的括号写成 \\{ 和 \\}。"
    }
  ],
  "warnings": []
}
`, r.out)
	people := program(t, giftFile, nil, "import", "questions", "-", "--dry-run")
	require.Contains(t, people.out, "共 3 题，可以导入 2 题，不能导入 1 题。")
	require.Contains(t, people.out, "第 7 行")
	broken := program(t, giftFile, []string{"JIANGXUN_ENV=nonsense", "JIANGXUN_NO_SUCH_KEY=1"}, "import", "questions", "-", "--dry-run")
	require.Equal(t, 0, broken.status, "the configuration does not matter: %s", broken.err)
}

func TestImport_ExitStatus(t *testing.T) {
	t.Parallel()
	refused := program(t, "\x00\x01\x02 no file", nil, "import", "questions", "-", "--dry-run", "--json")
	require.Equal(t, 2, refused.status)
	require.Equal(t, []any{map[string]any{
		"at": "", "code": "bank.file_unknown", "message": refused.report(t)["rejected"].([]any)[0].(map[string]any)["message"],
	}}, refused.report(t)["rejected"])
	require.Equal(t, []any{"", 0.0, 0.0, []any{}}, []any{refused.report(t)["format"], refused.report(t)["found"], refused.report(t)["accepted"], refused.report(t)["warnings"]})
	require.Equal(t, 2, program(t, "PK\x03\x04 nonsense", nil, "import", "questions", "-", "--dry-run").status)
	require.Equal(t, 1, program(t, "", nil, "import", "questions", filepath.Join(t.TempDir(), "none"), "--dry-run").status)
	wanted := program(t, giftFile, nil, "import", "questions", "-", "--occupation", "车工", "--level", "4")
	require.Equal(t, 1, wanted.status)
	require.Contains(t, wanted.err, "JIANGXUN_POSTGRES__DSN")
	require.NotContains(t, wanted.err, "config")
}

func TestImport_IntoALevelAndOutAgain(t *testing.T) {
	t.Parallel()
	dsn := testkit.DSN(t)
	db, err := postgres.Open(t.Context(), postgres.Options{DSN: dsn, MaxConnections: 4})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	b := banktest.New(t, db, testkit.Clock(), 2)
	dir := t.TempDir()
	environ := []string{"JIANGXUN_POSTGRES__DSN=" + dsn, "JIANGXUN_BLOB__DIR=" + filepath.Join(dir, "files")}
	file := filepath.Join(dir, "题.gift")
	require.NoError(t, os.WriteFile(file, []byte(giftFile), 0o600))
	level := []string{"--occupation", "车工", "--level", "4", "--json"}

	dry := program(t, "", environ, append([]string{"import", "questions", file, "--dry-run"}, level...)...)
	require.Equal(t, 0, dry.status, dry.err)
	require.Equal(t, []any{3.0, 2.0, 0.0}, []any{dry.report(t)["found"], dry.report(t)["accepted"], dry.report(t)["unchanged"]})
	require.NotContains(t, dry.out, "batch")

	whole := program(t, "", environ, append([]string{"import", "questions", file}, level...)...)
	require.Equal(t, 0, whole.status, whole.err)
	require.Contains(t, whole.err, "--good-rows-only")
	require.NotContains(t, whole.out, "batch")

	good := program(t, "", environ, append([]string{"import", "questions", file, "--good-rows-only", "--pool", "exam"}, level...)...)
	require.Equal(t, 0, good.status, good.err)
	require.Equal(t, 2.0, good.report(t)["accepted"])
	require.NotEmpty(t, good.report(t)["batch"])
	again := program(t, "", environ, append([]string{"import", "questions", file, "--good-rows-only", "--pool", "exam"}, level...)...)
	require.Equal(t, []any{0.0, 2.0}, []any{again.report(t)["accepted"], again.report(t)["unchanged"]}, again.out)

	out := filepath.Join(dir, "out.json")
	wrote := program(t, "", environ, append([]string{"export", "questions", out, "--format", "jiangxun-json"}, level...)...)
	require.Equal(t, 0, wrote.status, wrote.err)
	require.Equal(t, 2.0, wrote.report(t)["questions"])
	back := program(t, "", nil, "import", "questions", out, "--dry-run", "--json")
	require.Equal(t, []any{"jiangxun-json", 2.0}, []any{back.report(t)["format"], back.report(t)["accepted"]})

	unknown := program(t, "", environ, "export", "questions", out, "--format", "aiken", "--occupation", "车工")
	require.Equal(t, 1, unknown.status)
	require.Contains(t, unknown.err, "不能导出为这种格式")
	lost := program(t, "", environ, "import", "questions", file, "--occupation", "铣工")
	require.Equal(t, 1, lost.status)
	require.Contains(t, lost.err, "6-18-01-01 车工")
	require.NotEmpty(t, b.LevelID)
}
