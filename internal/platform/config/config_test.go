package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/config"
)

// ring is a key that no sample is.
const ring = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

func production(more ...string) []string {
	return append([]string{
		"JIANGXUN_POSTGRES__DSN=postgres://college:s3cret@db/jiangxun", "JIANGXUN_HTTP__PUBLIC_URL=https://exam.example.cn",
		"JIANGXUN_KEYS__SEALING=1:" + ring, "JIANGXUN_KEYS__INDEX=" + ring, "JIANGXUN_KEYS__RECEIPT=" + ring,
	}, more...)
}

func TestLoad_ProductionIsTheDefault(t *testing.T) {
	t.Parallel()
	c, err := config.Load(nil, production())
	require.NoError(t, err)
	assert.Equal(t, config.Production, c.Env)
}

func TestLoad_ProductionRefusesDemo(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"sample sealing key":  "JIANGXUN_KEYS__SEALING=1:" + config.SampleKey("seal"),
		"sample key in ring":  "JIANGXUN_KEYS__SEALING=2:" + ring + ",1:" + config.SampleKey("seal"),
		"sample index key":    "JIANGXUN_KEYS__INDEX=" + config.SampleKey("index"),
		"sample receipt key":  "JIANGXUN_KEYS__RECEIPT=" + config.SampleKey("receipt"),
		"simulator":           "JIANGXUN_WECHAT__BASE_URL=http://127.0.0.1:8081",
		"simulated authorize": "JIANGXUN_WECHAT__OPEN_BASE=http://127.0.0.1:8081",
		"console SMS":         "JIANGXUN_SMS__PROVIDER=console",
		"SMS relay":           "JIANGXUN_SMS__RELAY_URL=http://127.0.0.1:8081",
		"plain http":          "JIANGXUN_HTTP__PUBLIC_URL=http://exam.example.cn",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(nil, production(line))
			require.Error(t, err)
			assert.NotContains(t, err.Error(), ring, "an error must not print keys")
			_, err = config.Load(nil, production(line, "JIANGXUN_ENV=demo"))
			assert.NoError(t, err, "the demo may")
		})
	}
}

func TestLoad_UnknownKeys(t *testing.T) {
	t.Parallel()
	_, err := config.Load(nil, production("JIANGXUN_HTTP__LISTENN=:1"))
	require.ErrorContains(t, err, "JIANGXUN_HTTP__LISTENN")

	file := filepath.Join(t.TempDir(), "college.toml")
	require.NoError(t, os.WriteFile(file, []byte("[http]\nlisten = \":1\"\nport = 1\n"), 0o600))
	_, err = config.Load([]string{file}, production())
	require.ErrorContains(t, err, "http.port")

	_, err = config.Load(nil, production("JIANGXUN_DEMO_PORT=1", "JIANGXUN_TEST_REDIS=x"))
	require.NoError(t, err, "switches of the demo and the tests are not configuration")
}

func TestLoad_LaterWins(t *testing.T) {
	t.Parallel()
	first, second := filepath.Join(t.TempDir(), "a.toml"), filepath.Join(t.TempDir(), "b.toml")
	require.NoError(t, os.WriteFile(first, []byte("[jobs]\nparallel = 2\npoll_milliseconds = 111\n[http]\nlisten = \":1\"\n"), 0o600))
	require.NoError(t, os.WriteFile(second, []byte("[jobs]\nparallel = 3\n"), 0o600))
	c, err := config.Load([]string{first, second}, production("JIANGXUN_HTTP__LISTEN=:9"))
	require.NoError(t, err)
	assert.Equal(t, 3, c.Jobs.Parallel)
	assert.Equal(t, 111, c.Jobs.PollMilliseconds)
	assert.Equal(t, ":9", c.HTTP.Listen)
}

func TestLoad_SecretFromFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "dsn")
	require.NoError(t, os.WriteFile(file, []byte("postgres://from-file/x\n"), 0o600))
	c, err := config.Load(nil, append(production()[1:], "JIANGXUN_POSTGRES__DSN_FILE="+file))
	require.NoError(t, err)
	assert.Equal(t, "postgres://from-file/x", c.Postgres.DSN)

	_, err = config.Load(nil, append(production()[1:], "JIANGXUN_POSTGRES__DSN_FILE=/nowhere/at/all"))
	require.ErrorContains(t, err, "JIANGXUN_POSTGRES__DSN_FILE")
}

func TestRedacted(t *testing.T) {
	t.Parallel()
	c, err := config.Load(nil, production("JIANGXUN_REDIS__PASSWORD=hunter2-secret", "JIANGXUN_WECHAT__APP_SECRET=wxsecret-value"))
	require.NoError(t, err)
	text := c.Redacted()
	for _, secret := range []string{"s3cret", "hunter2-secret", "wxsecret-value", ring} {
		assert.NotContains(t, text, secret)
	}
	assert.Contains(t, text, `public_url = "https://exam.example.cn"`)
	assert.Contains(t, text, `password = "(redacted)"`)
	assert.Contains(t, text, `token = ""`, "what is not set shows as not set")
	assert.Equal(t, 1, strings.Count(text, "[keys]"))
}
