package learner

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
)

var today = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

func TestN111_TextIsStoredPlainAndComposed(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"  张  三 ":                              "张 三",
		"张\u202e三\u200b":                       "张三",
		"张\x00三\x07":                           "张三",
		"张\u3000三":                             "张 三",
		"e\u0301":                              "é",
		"a" + strings.Repeat("\u0301", 10_000): "á\u0301\u0301",
		"\xff张":                                "张",
		"𬜬":                                    "𬜬",
		"第一行\n第二行":                             "第一行 第二行",
		"\ufffd\ufeff":                         "",
		"<script>1</script>":                   "<script>1</script>",
	} {
		require.Equal(t, want, PlainLine(in), "%q", in)
	}
	require.Equal(t, "第一行\n\n第二行", PlainText("\n第一行 \r\n\n\n\n 第二行\n"))
}

func TestNumber_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind  IDType
		typed string
		want  fault.Sub
	}{
		{cnid.ResidentID, "330482199003072311", ""},
		{cnid.ResidentID, "33048219900307231", subIDLength},
		{cnid.ResidentID, "330482199003072312", subIDChecksum},
		{cnid.ResidentID, "33048219900307231A", subIDForm},
		{cnid.ResidentID, "810000199408230021", subIDArea},
		{cnid.ResidencePermit, "810000199408230021", ""},
		{cnid.ResidencePermit, "330482199003072311", subIDArea},
		{cnid.Passport, "E12345678", ""},
		{cnid.Passport, "E1", subIDForm},
		{cnid.HongKongMacau, "h12345678", ""},
		{"library_card", "1", subIDKind},
	} {
		n, wrong := Profile{IDType: c.kind, Typed: Typed(c.typed)}.number(today)
		if c.want == "" {
			require.Nil(t, wrong, c.typed)
			require.NotEmpty(t, n)
			continue
		}
		require.NotNil(t, wrong, c.typed)
		require.Equal(t, c.want, wrong.Sub, c.typed)
		require.Empty(t, n)
	}
}

func TestDerive_ComparesSexAndBirthDate(t *testing.T) {
	t.Parallel()
	n := cnid.IDNumber("330482199003072311")
	born := time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC)
	p, problems := Profile{IDType: cnid.ResidentID}.derive(n)
	require.Empty(t, problems)
	require.Equal(t, "male", p.Sex)
	require.Equal(t, born, p.BirthDate)

	_, problems = Profile{IDType: cnid.ResidentID, Sex: "female", BirthDate: born.AddDate(1, 0, 0)}.derive(n)
	require.Equal(t, []fault.Field{{Name: "birthDate", Sub: subBirthDiffers}, {Name: "sex", Sub: subSexMismatch}}, problems)
}

func TestProblems_NamesAndChoices(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{
		"张三": true, "买买提·艾力": true, "阿卜杜拉·买买提": true, "John Smith": true, "𬜬": false, "王𬜬": true, "〇一": true,
		"张3": false, "<b>": false, "张三！": false, "·张": false,
	} {
		problems := Profile{Name: name}.problems(today)
		require.Equal(t, good, len(problems) == 0, name)
	}
	p := Profile{IDType: "x", Sex: "x", Ethnic: "x", Education: "x", Source: "x", Email: "x", BirthDate: today.AddDate(1, 0, 0)}
	var names []string
	for _, f := range p.problems(today) {
		names = append(names, f.Name)
	}
	require.ElementsMatch(t, []string{"idType", "sex", "ethnic", "education", "source", "email", "birthDate"}, names)
	require.Len(t, ethnicNames, 57)
}

func TestMiddleDotsAreOne(t *testing.T) {
	t.Parallel()
	require.Equal(t, "买买提·艾力", ProfileInput{Name: "买买提•艾力"}.clean().Name)
}
