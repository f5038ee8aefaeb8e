package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"jiangxun/internal/enrolment"
	"jiangxun/internal/identity"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/wechat"
)

// sceneReader answers a scanned poster; the enrolment room is one.
type sceneReader interface {
	Scanned(ctx context.Context, scene, openID string, followed bool) (reply string, err error)
}

// messageEnds hears what became of a message; the notify room does.
type messageEnds interface {
	Ended(ctx context.Context, messageID int64, outcome wechat.Outcome) error
}

// wechatDoor is where WeChat's pushes and sign-ins meet the rooms. The rooms
// are filled in once they are built, before anything is served.
type wechatDoor struct {
	appID     string
	publicURL string
	cookies   httpx.Cookies
	identity  *identity.Service
	notices   messageEnds
	enrolment sceneReader // nil: posters get the welcome alone
}

// newWeChat builds the client, or gives nil where WeChat is switched off. It
// calls nobody: the program starts also when WeChat is away.
func newWeChat(b base) (*wechat.Client, *wechatDoor, error) {
	c := b.cfg.WeChat
	door := &wechatDoor{appID: c.AppID, publicURL: b.cfg.HTTP.PublicURL, cookies: b.cookies}
	if c.AppID == "" {
		return nil, door, nil
	}
	client, err := wechat.New(wechat.Deps{
		Config: wechat.Config{
			AppID: c.AppID, AppSecret: c.AppSecret, Token: c.Token, EncodingAESKey: c.AESKey, OriginalID: c.OriginalID,
			BaseURL: c.BaseURL, OpenBase: c.OpenBase, PublicURL: b.cfg.HTTP.PublicURL, DomainCheck: c.DomainCheck,
			Templates: wechatTemplates(c),
		},
		Store: wechat.NewRedisStore(b.redis, c.AppID), Push: door, SignIn: door, Clock: b.clock, Log: b.log,
	})
	return client, door, err
}

func wechatTemplates(c config.WeChat) map[string]string {
	return map[string]string{
		"review": c.TemplateReview, "class": c.TemplateClass, "exam": c.TemplateExam,
		"score": c.TemplateScore, "certificate": c.TemplateCertificate,
	}
}

// messenger keeps a missing client a nil interface.
func messenger(c *wechat.Client) notify.Messenger {
	if c == nil {
		return nil
	}
	return c
}

// sceneCoder keeps a missing client a nil interface.
func sceneCoder(c *wechat.Client) enrolment.SceneCoder {
	if c == nil {
		return nil
	}
	return c
}

var errNotReady = errors.New("wechat door is not connected to the rooms")

// SignInOpenID implements wechat.SignIn.
func (d *wechatDoor) SignInOpenID(ctx context.Context, r wechat.SignInRequest) (*http.Cookie, error) {
	if d.identity == nil {
		return nil, errNotReady
	}
	in, err := d.identity.SignInByWeChat(ctx, r.AppID, r.OpenID)
	if err != nil {
		return nil, err
	}
	return in.Cookie(d.cookies), nil
}

// Scanned implements wechat.PushHandler. Whoever scans one of our codes
// follows us, by this scan or since earlier.
func (d *wechatDoor) Scanned(ctx context.Context, scene, openID string, followed bool) (string, error) {
	if err := d.follows(ctx, openID, true); err != nil {
		return "", err
	}
	if scene == "" || d.enrolment == nil {
		return d.welcome(), nil
	}
	reply, err := d.enrolment.Scanned(ctx, scene, openID, followed)
	if err != nil {
		return "", err
	}
	if reply == "" {
		return d.welcome(), nil
	}
	return reply, nil
}

// Unfollowed implements wechat.PushHandler.
func (d *wechatDoor) Unfollowed(ctx context.Context, openID string) error {
	return d.follows(ctx, openID, false)
}

// Said implements wechat.PushHandler: a few words are understood, everything
// else gets the ways that there are.
func (d *wechatDoor) Said(ctx context.Context, openID, text string) (string, error) {
	if err := d.follows(ctx, openID, true); err != nil {
		return "", err
	}
	for _, topic := range topics {
		for _, word := range topic.words {
			if strings.Contains(text, word) {
				return topic.text + "\n" + d.link(topic.path, topic.name), nil
			}
		}
	}
	return d.welcome(), nil
}

func (d *wechatDoor) follows(ctx context.Context, openID string, yes bool) error {
	if d.identity == nil {
		return errNotReady
	}
	return d.identity.Followed(ctx, d.appID, openID, yes)
}

// Ended implements wechat.PushHandler.
func (d *wechatDoor) Ended(ctx context.Context, messageID int64, outcome wechat.Outcome) error {
	if d.notices == nil {
		return errNotReady
	}
	return d.notices.Ended(ctx, messageID, outcome)
}

// topics are what people ask about. The first that fits answers.
var topics = []struct {
	words            []string
	text, path, name string
}{
	{[]string{"证书"}, "证书颁发后可以在线查看和下载。", "/me/certificates", "我的证书"},
	{[]string{"成绩", "分数"}, "成绩发布后可以在线查看。", "/me/results", "我的成绩"},
	{[]string{"准考证", "考试", "考场"}, "考试时间、考场和准考证在这里。", "/exams", "我的考试"},
	{[]string{"刷题", "练习", "题"}, "随时可以练习和模拟。", "/practice", "开始练习"},
	{[]string{"课", "班", "学习"}, "班级、课程和学习资料在这里。", "/study", "我的学习"},
	{[]string{"审核", "进度", "材料"}, "报名进度和需要修改的材料在这里。", "/me/applications", "我的报名"},
	{[]string{"报名", "培训", "报考"}, "正在报名的培训在这里，可以直接在线报名。", "/", "查看培训项目"},
}

func (d *wechatDoor) welcome() string {
	return fmt.Sprintf("您好，这里是职业技能培训与认定服务。您可以：\n%s\n%s\n%s",
		d.link("/", "查看正在报名的培训"), d.link("/me/applications", "查看我的报名进度"), d.link("/exams", "查看我的考试"))
}

// link opens a page of the learner app by way of the silent sign-in.
func (d *wechatDoor) link(path, name string) string {
	return `<a href="` + d.publicURL + "/wechat/oauth/start?next=" + url.QueryEscape(path) + `">` + name + `</a>`
}
