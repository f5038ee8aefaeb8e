package wechat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFitField(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("培", 30)
	for name, test := range map[string]struct{ field, value, want string }{
		"short":            {"thing1", "培训", "培训"},
		"cut":              {"thing1", long, long[:19*3] + "…"},
		"one line":         {"thing2", " 第一行\n第二行\t完 ", "第一行 第二行 完"},
		"control":          {"thing2", "a\x00b", "ab"},
		"phrase":           {"phrase3", "审核已经通过", "审核已经通"},
		"time":             {"time3", "2026-11-24 09:00", "2026-11-24 09:00"},
		"date in Chinese":  {"date3", "2026年11月24日 09:00", "2026年11月24日 09:00"},
		"number":           {"number1", "-3.5", "-3.5"},
		"character string": {"character_string2", "No-0012", "No-0012"},
	} {
		got, err := fitField(test.field, test.value)
		require.NoError(t, err, name)
		require.Equal(t, test.want, got, name)
	}
	for name, test := range map[string]struct{ field, value string }{
		"empty":          {"thing1", " \n"},
		"unknown kind":   {"wish1", "x"},
		"no number":      {"thing", "x"},
		"phrase, latin":  {"phrase1", "ok"},
		"time, words":    {"time3", "明天上午"},
		"number, words":  {"number1", "三"},
		"too long a one": {"character_string1", strings.Repeat("x", 33)},
	} {
		_, err := fitField(test.field, test.value)
		require.Error(t, err, name)
	}
}

func TestCleanNext(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/programmes/abc?ch=1": "/programmes/abc?ch=1", "/": "/", "/me#x": "/me#x",
		"": "/", "me": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example": "/", "/a b": "/",
		"/\tx": "/", "/wechat/oauth/start": "/", "/%5cevil": "/", "javascript:alert(1)": "/", "/" + strings.Repeat("a", 600): "/",
	} {
		require.Equal(t, want, cleanNext(next), next)
	}
}
