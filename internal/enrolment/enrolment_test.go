package enrolment

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/standard"
)

func TestN114_FileNamesBecomeHarmless(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"身份证正面.png":                     "身份证正面.jpg",
		"../../etc/passwd":              "passwd.jpg",
		`C:\Users\x\证明.JPG`:             "证明.jpg",
		"a\x00b.jpg":                    "ab.jpg",
		"\u202egpj.exe":                 "gpj.jpg",
		"":                              "文件.jpg",
		"..":                            "文件.jpg",
		".htaccess":                     "htaccess.jpg",
		`a<b>"c|d?.jpg`:                 "a_b__c_d_.jpg",
		strings.Repeat("长", 300) + ".x": strings.Repeat("长", 116) + ".jpg",
	} {
		require.Equal(t, want, fileName(in, ".jpg"), "%q", in)
	}
}

func TestPhase(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	p := Programme{State: ProgrammeOpen, Places: 2, OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour)}
	require.Equal(t, PhaseOpen, p.Phase(now))
	require.Equal(t, PhaseNotYet, p.Phase(now.Add(-2*time.Hour)))
	require.Equal(t, PhaseOver, p.Phase(now.Add(time.Hour)))
	p.Taken = 2
	require.Equal(t, PhaseFull, p.Phase(now))
	p.State = ProgrammeClosed
	require.Equal(t, PhaseOver, p.Phase(now))
	require.Equal(t, subNotOpen, fault.SubOf(p.takes(now)))
}

func TestClauses_FollowTheEdition(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"5", "4", "3", "2", "1"} {
		for edition, set := range map[string]string{"2018年版": "2018", "2023年版": "2023", "2022 年版": "2018", "2025": "2023", "试行": "2018"} {
			l := standard.Level{Code: code, EditionName: edition}
			list := Clauses(l)
			require.NotEmpty(t, list)
			require.Equal(t, set+"-"+code+"-1", list[0].Key, edition)
			require.Equal(t, "（1）", list[0].Number)
			_, known := clauseOf(l, list[len(list)-1].Key)
			require.True(t, known)
		}
	}
	_, known := clauseOf(standard.Level{Code: "4", EditionName: "2018年版"}, "2023-4-1")
	require.False(t, known)
}

func TestDecision_NeedsReasons(t *testing.T) {
	t.Parallel()
	p := Programme{Materials: []Material{{Key: "id_front", Name: "身份证正面"}}}
	returned := ItemJudgement{Key: "material.id_front", State: ItemReturned, Reason: "看不清"}
	for name, c := range map[string]struct {
		d    Decision
		want fault.Sub
	}{
		"approve":               {Decision{Action: ActionApprove}, ""},
		"approve with returned": {Decision{Action: ActionApprove, Items: []ItemJudgement{returned}}, fault.SubInvalidFields},
		"return":                {Decision{Action: ActionReturn, Items: []ItemJudgement{returned}}, ""},
		"return nothing":        {Decision{Action: ActionReturn}, subNoReturned},
		"return without reason": {Decision{Action: ActionReturn, Items: []ItemJudgement{{Key: ItemPhoto, State: ItemReturned, Reason: " \u200b"}}}, fault.SubInvalidFields},
		"unknown item":          {Decision{Action: ActionReturn, Items: []ItemJudgement{{Key: "material.other", State: ItemReturned, Reason: "x"}}}, fault.SubInvalidFields},
		"reject":                {Decision{Action: ActionReject, Reason: "不符合条件"}, ""},
		"reject without reason": {Decision{Action: ActionReject}, fault.SubInvalidFields},
	} {
		_, err := c.d.clean(p)
		require.Equal(t, c.want, fault.SubOf(err), name)
	}
}

func TestHeldGroups(t *testing.T) {
	t.Parallel()
	all := []learner.Group{learner.Identity, learner.Background, learner.Photo}
	returned := Application{State: Returned, Items: []Item{{Key: ItemPhoto, State: ItemReturned}, {Key: ItemIdentity, State: ItemPassed}}}
	require.Nil(t, heldGroups(nil))
	require.Equal(t, all, heldGroups([]Application{{State: Approved}}))
	require.Equal(t, all[:2], heldGroups([]Application{returned}))
	require.Equal(t, all[:2], heldGroups([]Application{{State: Approved}, returned}))
}

func TestProgrammeInput(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 1, 0, 0, 0, time.UTC)
	in := ProgrammeInput{Title: " 数控\u202e车工 ", OpensAt: now, ClosesAt: now.Add(1), Materials: []Material{{Key: "a", Name: "甲"}, {Key: "b", Name: "乙"}}}
	out, err := in.clean()
	require.NoError(t, err)
	require.Equal(t, "数控车工", out.Title)
	for _, spoil := range []func(*ProgrammeInput){
		func(p *ProgrammeInput) { p.Title = "\u200b" },
		func(p *ProgrammeInput) { p.ClosesAt = p.OpensAt },
		func(p *ProgrammeInput) { p.Materials = []Material{{Key: "a", Name: "甲"}, {Key: "a", Name: "乙"}} },
		func(p *ProgrammeInput) { p.Materials = []Material{{Key: "../a", Name: "甲"}} },
		func(p *ProgrammeInput) { p.Materials = []Material{{Key: "a", Name: "\x00"}} },
	} {
		bad := in
		spoil(&bad)
		_, err := bad.clean()
		require.Equal(t, fault.Invalid, fault.CodeOf(err))
	}
}

func TestTitleInAReplyMakesNoLink(t *testing.T) {
	t.Parallel()
	s := &Service{publicURL: "https://x.example"}
	require.Equal(t, `<a href="https://x.example/wechat/oauth/start?next=%2Fprogrammes%2Fabc%3Fch%3D1%26via%3Dwechat">去</a>`,
		s.link(pagePath("abc", "1", sourceWeChat), "去"))
	require.Equal(t, "＜a href＞", plainForLink("<a href>"))
}
