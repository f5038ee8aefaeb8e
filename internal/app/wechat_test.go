package app_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/identity"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit/apptest"
)

type session struct {
	SignedIn, Wechat bool
	ID               uuid.UUID
}

func sessionOf(t *testing.T, v *apptest.Visitor) session {
	t.Helper()
	var s session
	v.Get("/api/public/session?portal=learner").JSON(t, &s)
	return s
}

// loginByPhone signs in with the code that the phone shows.
func loginByPhone(t *testing.T, p *apptest.Program, v *apptest.Visitor, number string) session {
	t.Helper()
	reply := v.Post("/api/public/login/code", map[string]string{"phone": number})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply = v.Post("/api/public/login/phone", map[string]string{"phone": number, "code": p.Phone.Code(number)})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	var s session
	reply.JSON(t, &s)
	return s
}

func send(t *testing.T, p *apptest.Program, account uuid.UUID, key string) {
	t.Helper()
	require.NoError(t, postgres.InTx(t.Context(), p.DB, func(tx postgres.Tx) error {
		return p.Rooms.Notify.Send(t.Context(), tx, time.Now().UTC(), notify.Notice{
			AccountID: account, Kind: notify.ApplicationReturned, Key: key, Subject: "车工（数控）四级培训报名",
			Detail: "身份证照片不清楚", Link: "/applications/1?from=wechat",
		})
	}))
}

// A stranger scans a poster, follows, comes in by the reply's link, signs in by
// phone once, and from then on WeChat alone is enough.
func TestScanToSilentSignIn(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	poster, err := p.Rooms.WeChat.CreateSceneCode(t.Context(), "p_unknown")
	require.NoError(t, err)

	require.Equal(t, "follow", p.Phone.Order("scan", map[string]any{"persona": "xiaowang", "text": poster}))
	require.Equal(t, "chat", p.Phone.Order("scan", map[string]any{"persona": "xiaowang", "text": poster, "follow": true}))
	chat := p.Phone.Screen("xiaowang").Chat()
	require.Len(t, chat, 2)
	require.Equal(t, "account", chat[1].From)
	link := linkIn(t, chat[1])

	v := p.Visitor()
	at, reply := p.Phone.Open(v, "xiaowang", link)
	require.Equal(t, "/", at)
	require.Equal(t, http.StatusOK, reply.Status)
	require.Equal(t, session{Wechat: true}, sessionOf(t, v), "a visit, not a session")

	me := loginByPhone(t, p, v, "13911112222")
	require.True(t, me.SignedIn)
	require.True(t, me.Wechat)

	again := p.Visitor()
	_, _ = p.Phone.Open(again, "xiaowang", link)
	require.Equal(t, me, sessionOf(t, again))

	send(t, p, me.ID, "one")
	var card apptest.Bubble
	require.Eventually(t, func() bool {
		chat = p.Phone.Screen("xiaowang").Chat()
		card = chat[len(chat)-1]
		return card.Kind == "template"
	}, 20*time.Second, 50*time.Millisecond)
	require.Equal(t, "报名审核结果通知", card.Title)
	require.Equal(t, "车工（数控）四级培训报名", card.Lines[0].Value)
	require.NotContains(t, card.Lines[1].Value, "身份证")
	at, _ = p.Phone.Open(p.Visitor(), "xiaowang", card.URL)
	require.Equal(t, "/applications/1?from=wechat", at)

	p.Phone.Order("follow", map[string]any{"persona": "xiaowang", "follow": false})
	calls := p.Phone.Calls("/cgi-bin/message/template/send")
	send(t, p, me.ID, "two")
	require.Eventually(t, func() bool {
		sms := p.Phone.Screen("xiaowang").SMS
		return strings.Contains(sms[0].Text, "报名材料需要修改") && sms[0].Phone == "13911112222"
	}, 20*time.Second, 50*time.Millisecond)
	require.Equal(t, calls, p.Phone.Calls("/cgi-bin/message/template/send"), "nothing goes to who left")
}

// The code of a programme's poster leads to that programme, and the scan counts.
func TestPosterLeadsToItsProgramme(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	levels, err := p.Rooms.Standard.Load(actor.With(t.Context(), actor.AsSystem("test")), standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"},
		Edition:    standard.Edition{Name: "2018年版", Source: "测试", Sample: true},
		Levels: []standard.LevelDefinition{{
			Track: "数控车床", Code: "4", TheoryMinutes: 90, SkillMinutes: 300,
			Theory: []standard.WeightRow{{Name: "基础知识", Percent: 100}}, Skill: []standard.WeightRow{{Name: "轴类工件加工", Percent: 100}},
		}},
	})
	require.NoError(t, err)
	staff := p.Staff(identity.RoleRegistrar)
	var programme struct{ ID, Slug string }
	staff.Post("/api/programmes", map[string]any{
		"title": "数控车工<四级>培训", "levelId": levels[0], "kind": "upgrade", "places": 30, "description": "",
		"opensAt": time.Now().Add(-time.Hour), "closesAt": time.Now().Add(time.Hour), "materials": []any{},
	}).JSON(t, &programme)
	require.Equal(t, http.StatusOK, staff.Post("/api/programmes/"+programme.ID+"/open", nil).Status)
	reply := staff.Post("/api/programmes/"+programme.ID+"/posters", map[string]string{"channel": "东门宣传栏"})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)

	codes := p.Phone.Screen("xiaowang").Codes
	require.Len(t, codes, 1)
	for range 2 { // the first one follows, the second one finds a follower
		require.Equal(t, "chat", p.Phone.Order("scan", map[string]any{"persona": "xiaowang", "text": codes[0].URL, "follow": true}))
	}
	chat := p.Phone.Screen("xiaowang").Chat()
	require.Len(t, chat, 3)
	require.Contains(t, chat[1].Words(), "数控车工＜四级＞培训")
	v := p.Visitor()
	at, _ := p.Phone.Open(v, "xiaowang", linkIn(t, chat[2]))
	require.True(t, strings.HasPrefix(at, "/programmes/"+programme.Slug+"?"), at)
	require.True(t, sessionOf(t, v).Wechat)
	var scans int
	require.NoError(t, p.DB.GetContext(t.Context(), &scans, `select count(*) from v_enrolment_scans`))
	require.Equal(t, 1, scans, "once a day for a person")
	require.Equal(t, "unknown", p.Phone.Order("scan", map[string]any{"persona": "xiaowang", "text": "数控车工"}))
}

func linkIn(t *testing.T, b apptest.Bubble) string {
	t.Helper()
	for _, part := range b.Text {
		if part.Href != "" {
			return part.Href
		}
	}
	require.Fail(t, "no link in the reply", b.Words())
	return ""
}

func TestChatAnswersWords(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	p.Phone.Order("say", map[string]any{"persona": "xiaoli", "text": "我的成绩出来了吗"})
	chat := p.Phone.Screen("xiaoli").Chat()
	require.Len(t, chat, 2)
	require.Contains(t, chat[1].Words(), "我的成绩")
	at, _ := p.Phone.Open(p.Visitor(), "xiaoli", linkIn(t, chat[1]))
	require.Equal(t, "/me/results", at)
}

// Who refuses template messages is told by SMS; a snapshot binds nothing.
func TestRefuserAndSnapshot(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	v := p.Visitor()
	_, _ = p.Phone.Open(v, "laozhao", p.URL+"/wechat/oauth/start?next=/me")
	me := loginByPhone(t, p, v, "13911113333")
	send(t, p, me.ID, "one")
	require.Eventually(t, func() bool {
		return strings.Contains(p.Phone.Screen("laozhao").SMS[0].Text, "报名材料需要修改")
	}, 20*time.Second, 50*time.Millisecond)

	snapshot := p.Visitor()
	_, reply := p.Phone.Open(snapshot, "xiaosun", p.URL+"/wechat/oauth/start?next=/me")
	require.Contains(t, reply.Text, "请使用完整服务")
	require.Equal(t, session{}, sessionOf(t, snapshot))
	_, _ = p.Phone.Open(snapshot, "xiaosun", "/sim/open?"+url.Values{
		"persona": {"xiaosun"}, "url": {p.URL + "/wechat/oauth/start?next=/me"}, "full": {"1"},
	}.Encode())
	require.Equal(t, session{Wechat: true}, sessionOf(t, snapshot), "the full page")
}

// arrive asks for the callback as WeChat would send a browser there.
func arrive(v *apptest.Visitor, q url.Values) apptest.Reply {
	return v.Get("/wechat/oauth/callback?" + q.Encode())
}

// state starts a sign-in in the visitor's browser and gives its state.
func state(t *testing.T, v *apptest.Visitor) string {
	t.Helper()
	u, err := url.Parse(v.Location("/wechat/oauth/start?next=/me"))
	require.NoError(t, err)
	return u.Query().Get("state")
}

// code lets a persona of the simulator grant a code to a state.
func code(t *testing.T, p *apptest.Program, persona, state string) string {
	t.Helper()
	phone := p.Visitor()
	_, _ = p.Phone.Open(phone, persona, p.URL+"/healthz") // now the phone is theirs
	q := url.Values{
		"appid": {p.Phone.Account.AppID}, "redirect_uri": {p.URL + "/wechat/oauth/callback"},
		"response_type": {"code"}, "scope": {"snsapi_base"}, "state": {state},
	}
	u, err := url.Parse(phone.LocationOf(p.Phone.URL + "/connect/oauth2/authorize?" + q.Encode()))
	require.NoError(t, err)
	require.Equal(t, state, u.Query().Get("state"))
	return u.Query().Get("code")
}

func TestN022_StateMissingForeignOrReused(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	v := p.Visitor()
	first := state(t, v)
	granted := code(t, p, "xiaoli", first)

	require.Equal(t, http.StatusBadRequest, arrive(v, url.Values{"code": {granted}}).Status, "no state")
	require.Equal(t, http.StatusBadRequest, arrive(v, url.Values{"code": {granted}, "state": {strings.Repeat("a", 32)}}).Status, "unknown state")
	require.Equal(t, http.StatusBadRequest, arrive(v, url.Values{"code": {granted}, "state": {first, first}}).Status, "twice")
	require.Equal(t, session{}, sessionOf(t, v))

	victim := p.Visitor()
	require.Equal(t, http.StatusBadRequest, arrive(victim, url.Values{"code": {granted}, "state": {first}}).Status, "another browser's state")
	require.Equal(t, session{}, sessionOf(t, victim))

	second := state(t, v)
	q := url.Values{"code": {code(t, p, "xiaoli", second)}, "state": {second}}
	require.Equal(t, http.StatusOK, arrive(v, q).Status)
	require.True(t, sessionOf(t, v).Wechat)
	require.Equal(t, http.StatusBadRequest, arrive(v, q).Status, "reused")
}

func TestN023_CodeReplayedOrForeign(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	v := p.Visitor()
	first := state(t, v)
	granted := code(t, p, "xiaoli", first)
	require.Equal(t, http.StatusOK, arrive(v, url.Values{"code": {granted}, "state": {first}}).Status)

	for name, stolen := range map[string]string{
		"replayed": granted, "foreign": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", "shape": "x&appid=wx0000000000000000",
	} {
		thief := p.Visitor()
		own := state(t, thief)
		require.Equal(t, http.StatusBadRequest, arrive(thief, url.Values{"code": {stolen}, "state": {own}}).Status, name)
		require.Equal(t, session{}, sessionOf(t, thief), name)
	}
}

func TestN024_OpenIDFromTheVisitorIsIgnored(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	owner := p.Visitor()
	_, _ = p.Phone.Open(owner, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	me := loginByPhone(t, p, owner, "13911114444")
	require.True(t, me.SignedIn)

	thief := p.Visitor()
	own := state(t, thief)
	arrive(thief, url.Values{
		"code": {code(t, p, "xiaowang", own)}, "state": {own}, "openid": {p.Phone.OpenID(p.Phone.Account.AppID, "xiaoli")}, "phone": {"13911114444"},
	})
	require.Equal(t, session{Wechat: true}, sessionOf(t, thief), "still a stranger")
	reply := thief.Post("/api/public/login/phone", map[string]string{"phone": "13911114444", "code": "000000", "openid": "o123456"})
	require.Equal(t, http.StatusBadRequest, reply.Status, reply.Text)
}

func TestN025_BoundAccountKeepsItsWeChat(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	owner := p.Visitor()
	_, _ = p.Phone.Open(owner, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	me := loginByPhone(t, p, owner, "13911115555")

	other := p.Visitor()
	_, _ = p.Phone.Open(other, "xiaowang", p.URL+"/wechat/oauth/start?next=/me")
	require.Equal(t, session{Wechat: true}, sessionOf(t, other))
	_, err := p.DB.ExecContext(t.Context(), `update phone_codes set sent_at = sent_at - interval '2 minutes'`)
	require.NoError(t, err)
	require.Equal(t, me.ID, loginByPhone(t, p, other, "13911115555").ID, "the phone proves the person")

	stranger := p.Visitor()
	_, _ = p.Phone.Open(stranger, "xiaowang", p.URL+"/wechat/oauth/start?next=/me")
	require.False(t, sessionOf(t, stranger).SignedIn, "the second WeChat was not bound")
	again := p.Visitor()
	_, _ = p.Phone.Open(again, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	require.Equal(t, me.ID, sessionOf(t, again).ID)
}

// WeChat being away keeps neither the program from starting nor people from
// using it.
func TestWeChatAway(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	p.Phone.Order("faults", map[string]any{"path": "/cgi-bin/", "http": 503, "times": 1000})
	p.Phone.Order("faults", map[string]any{"path": "/sns/", "http": 503, "times": 1000})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := p.Rooms.WeChat.CreateSceneCode(ctx, "p_1")
	require.Error(t, err)
	v := p.Visitor()
	_, reply := p.Phone.Open(v, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	require.Equal(t, http.StatusServiceUnavailable, reply.Status)
	require.Contains(t, reply.Text, "微信暂时没有回应")
	require.True(t, loginByPhone(t, p, v, "13911116666").SignedIn)
}

// lines collects the program's log.
type lines struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A sign-in with its faults, a notice by WeChat and one by SMS leave neither a
// phone number, an open id, a code nor a secret in the log.
func TestN121_NothingPersonalInTheLog(t *testing.T) {
	t.Parallel()
	log := &lines{}
	p := apptest.StartWith(t, apptest.Options{WeChat: true, Log: log})
	const number = "13911117777"
	p.Phone.Order("say", map[string]any{"persona": "xiaoli", "text": "我的身份证号是11010519491231002X"})
	p.Phone.Order("faults", map[string]any{"path": "/sns/oauth2/access_token", "http": 502})
	v := p.Visitor()
	_, _ = p.Phone.Open(v, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	_, _ = p.Phone.Open(v, "xiaoli", p.URL+"/wechat/oauth/start?next=/me")
	me := loginByPhone(t, p, v, number)
	require.True(t, me.Wechat)
	code := p.Phone.Code(number)
	p.Phone.Order("faults", map[string]any{"path": "/cgi-bin/message/template/send", "errcode": 43101})
	send(t, p, me.ID, "one")
	require.Eventually(t, func() bool { return strings.Count(log.all(), "notice delivery") == 2 }, 20*time.Second, 50*time.Millisecond)

	text := log.all()
	require.Contains(t, text, "wechat sign-in failed")
	for name, secret := range map[string]string{
		"phone": number, "login code": code, "open id": p.Phone.OpenID(p.Phone.Account.AppID, "xiaoli"), "app secret": p.Phone.Account.Secret,
		"callback token": p.Phone.Account.Token, "what was said": "身份证", "id number": "11010519491231002X", "query": "access_token=", "reason": "不清楚",
	} {
		require.NotContains(t, text, secret, name)
	}
}

func TestWithoutWeChat(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	require.Nil(t, p.Rooms.WeChat)
	v := p.Visitor()
	require.Equal(t, http.StatusNotFound, v.Get("/wechat/oauth/start?next=/").Status)
	require.Equal(t, http.StatusNotFound, v.Post("/wechat/callback", "<xml/>").Status)
}
