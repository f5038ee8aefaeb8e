package notify

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
)

// Kind says what a notice is about.
type Kind string

// The kinds of notices.
const (
	ApplicationApproved Kind = "application_approved"
	ApplicationReturned Kind = "application_returned"
	ApplicationRejected Kind = "application_rejected"
	ClassPublished      Kind = "class_published"
	ExamScheduled       Kind = "exam_scheduled"
	ScoreReleased       Kind = "score_released"
	CertificateIssued   Kind = "certificate_issued"
	MockPublished       Kind = "mock_published"
	ErrataResolved      Kind = "errata_resolved"
)

// Notice is one thing that one person is told.
type Notice struct {
	AccountID uuid.UUID
	Kind      Kind
	Key       string // the same (account, kind, key) is told once only
	Subject   string // programme, class or exam title, cut to 60 characters. Never personal data or a score
	Detail    string // shown in the app alone (e.g. the reviewer's reason), cut to 2,000 characters
	Link      string // path of the learner app, "/applications/<id>"
}

const (
	maxSubject = 60
	maxDetail  = 2000
	maxKey     = 200
)

// traits of a kind: how it reads outside of the app, and how hard it is tried.
type traits struct {
	template  string // event of the WeChat template; empty: none
	words     string // at most 20 characters, for WeChat's remark and for SMS
	mustKnow  bool   // by SMS when WeChat does not reach the person
	attention string // what to do, for SMS
}

var kinds = map[Kind]traits{
	ApplicationApproved: {template: "review", words: "报名审核已通过", mustKnow: true, attention: "请登录平台查看后续安排"},
	ApplicationReturned: {template: "review", words: "报名材料需要修改，请尽快处理", mustKnow: true, attention: "请登录平台修改后重新提交"},
	ApplicationRejected: {template: "review", words: "报名审核未通过，请查看说明", mustKnow: true, attention: "请登录平台查看说明"},
	ClassPublished:      {template: "class", words: "已分班，请查看班级和课程安排", mustKnow: true, attention: "请登录平台查看班级和课程安排"},
	ExamScheduled:       {template: "exam", words: "考试已安排，请查看时间和准考证", mustKnow: true, attention: "请登录平台查看时间和准考证"},
	ScoreReleased:       {template: "score", words: "成绩已发布，请登录查看"},
	CertificateIssued:   {template: "certificate", words: "证书已颁发，请登录查看"},
	MockPublished:       {words: "有新的模拟考试"},
	ErrataResolved:      {words: "您反馈的试题已有答复"},
}

// cleaned cuts what is only long and refuses what is a mistake of the caller.
func (n Notice) cleaned() (Notice, error) {
	if _, known := kinds[n.Kind]; !known {
		return n, fmt.Errorf("notify: unknown kind %q", n.Kind)
	}
	if n.AccountID == uuid.Nil || n.Key == "" || len(n.Key) > maxKey {
		return n, fmt.Errorf("notify %s: needs an account and a key of 1 to %d bytes", n.Kind, maxKey)
	}
	if !strings.HasPrefix(n.Link, "/") || strings.HasPrefix(n.Link, "//") {
		return n, fmt.Errorf("notify %s: link must be a path of the learner app", n.Kind)
	}
	n.Subject = cut(strings.Join(strings.Fields(n.Subject), " "), maxSubject)
	if n.Subject == "" {
		return n, fmt.Errorf("notify %s: subject is empty", n.Kind)
	}
	n.Detail = cut(strings.TrimSpace(n.Detail), maxDetail)
	return n, nil
}

func cut(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return string([]rune(text)[:limit-1]) + "…"
}

// Channel is a way to a person.
type Channel string

// The channels, in the order in which they are tried after the app.
const (
	InApp    Channel = "app"
	ByWeChat Channel = "wechat"
	BySMS    Channel = "sms"
)

// State is what became of a delivery.
type State string

// The states of a delivery; doc.go says what each means.
const (
	Waiting      State = "waiting"
	Sent         State = "sent"
	Unbound      State = "unbound"
	NotFollowing State = "not_following"
	Refused      State = "refused"
	Parked       State = "parked"
	Uncertain    State = "uncertain"
	Stopped      State = "stopped"
	Off          State = "off"
	Failed       State = "failed"
)

func (s State) goesOn() bool { return s == Waiting || s == Parked }

// Told is a notice as its reader sees it.
type Told struct {
	ID        uuid.UUID
	AccountID uuid.UUID
	Kind      Kind
	Subject   string
	Detail    string
	Link      string
	CreatedAt time.Time
	ReadAt    time.Time // zero until read
}

// Delivery is one channel's part of a notice.
type Delivery struct {
	ID        uuid.UUID
	NoticeID  uuid.UUID
	Channel   Channel
	State     State
	Attempts  int
	Code      int // WeChat's, 0 when it gave none
	MessageID int64
	CreatedAt time.Time
	TriedAt   time.Time // of the first try; zero before it
	UpdatedAt time.Time
}

// Logged is a line of the delivery log.
type Logged struct {
	Delivery
	AccountID uuid.UUID
	Kind      Kind
	Subject   string
	Name      string // of the person, empty until given
	Phone     string // masked
}

// untilTomorrow is how long a delivery waits for the next day's quota, which
// WeChat counts by days in China.
func untilTomorrow(now time.Time) time.Duration {
	day := now.In(clock.China)
	next := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 10, 0, 0, clock.China)
	return next.Sub(now)
}
