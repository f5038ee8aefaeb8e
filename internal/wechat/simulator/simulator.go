// Package simulator stands in for WeChat's servers: the endpoints that the
// product calls, their refusals, the pushes to the product's callback, and a
// page that plays a phone. It is for the demo and for tests; the product
// binary does not hold it. State lives in memory; codes, followers and chats
// survive in a file if one is named.
//
// Not played: media beyond a plain upload and download, subscription notices,
// the JS-SDK script, plain and compatible callback modes, reading a QR code
// out of a picture.
package simulator

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"jiangxun/internal/clock"
)

// Config describes the world that is simulated.
type Config struct {
	Accounts []Account
	Personas []Persona // nil: DemoPersonas
	// PushTimeout is how long an attempt of a push waits; 0: five seconds.
	PushTimeout time.Duration
	// SessionCookies are the product's cookies that end when the phone passes
	// to another persona. They reach us because cookies know no ports.
	SessionCookies []string
	File           string // what a restart remembers; empty: nothing
	Clock          clock.Clock
	Log            *slog.Logger
}

// Account is one service account.
type Account struct {
	AppID, Secret, Token, AESKey string
	CallbackURL                  string // the product's callback; its host is also the one that OAuth may return to
	OriginalID                   string // gh_…
	Name                         string
	Menu                         []MenuItem // at most three
	Templates                    []Template // nil: DemoTemplates
}

// MenuItem is a button under the chat that opens a page.
type MenuItem struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Template is a message template as the account's console holds it.
type Template struct {
	ID     string
	Title  string
	Fields []TemplateField
}

// TemplateField is a line of a template; Key is the name that calls use.
type TemplateField struct{ Key, Label string }

// DemoTemplates are one template for each event that people are told about.
// All have the fields thing1 (matter), thing2 (remark) and time3.
func DemoTemplates() []Template {
	titles := [][2]string{
		{"tpl_review", "报名审核结果通知"}, {"tpl_class", "分班通知"}, {"tpl_exam", "考试提醒"},
		{"tpl_score", "成绩发布通知"}, {"tpl_certificate", "证书颁发通知"},
	}
	list := make([]Template, 0, len(titles))
	for _, t := range titles {
		list = append(list, Template{ID: t[0], Title: t[1], Fields: []TemplateField{
			{"thing1", "事项"}, {"thing2", "说明"}, {"time3", "时间"},
		}})
	}
	return list
}

// Persona is a person with a phone.
type Persona struct {
	ID, Name, Note string
	Follows        bool // from the start
	Refuses        bool // template messages
	Snapshot       bool // sees pages as snapshots only
}

// DemoPersonas are the people of the phone page.
func DemoPersonas() []Persona {
	return []Persona{
		{ID: "xiaoli", Name: "小李", Note: "已关注服务号", Follows: true},
		{ID: "xiaowang", Name: "小王", Note: "路人，还没有关注"},
		{ID: "laozhao", Name: "老赵", Note: "已关注，拒收通知", Follows: true, Refuses: true},
		{ID: "xiaosun", Name: "小孙", Note: "只看网页快照", Snapshot: true},
	}
}

// Simulator plays WeChat. Safe for concurrent use.
type Simulator struct {
	cfg  Config
	log  *slog.Logger
	http *http.Client
	done chan struct{}
	work sync.WaitGroup

	dirty chan struct{} // filled when the file is behind

	mu       sync.Mutex
	accounts []*account
	sms      []shortMessage
	rules    []*rule
	calls    map[string]int
	serial   int64
}

// New builds a simulator. Close ends its pushes.
func New(cfg Config) (*Simulator, error) {
	if len(cfg.Accounts) == 0 || cfg.Clock == nil || cfg.Log == nil {
		return nil, errors.New("simulator needs an account, a clock and a log")
	}
	if cfg.Personas == nil {
		cfg.Personas = DemoPersonas()
	}
	if cfg.PushTimeout == 0 {
		cfg.PushTimeout = 5 * time.Second
	}
	s := &Simulator{
		cfg: cfg, log: cfg.Log, http: &http.Client{Timeout: cfg.PushTimeout},
		done: make(chan struct{}), dirty: make(chan struct{}, 1), calls: map[string]int{},
	}
	for _, a := range cfg.Accounts {
		if a.Templates == nil {
			a.Templates = DemoTemplates()
		}
		s.accounts = append(s.accounts, newAccount(a, cfg.Personas))
	}
	// Ids go on rising over restarts: the product knows messages by them.
	s.serial = cfg.Clock.Now().UnixMilli()
	if cfg.File != "" {
		s.restore()
		s.work.Go(s.keepWriting)
	}
	return s, nil
}

// Close stops pushes that are under way and waits for them.
func (s *Simulator) Close() {
	close(s.done)
	s.work.Wait()
	s.http.CloseIdleConnections()
}

// Calls tells how often an endpoint was called.
func (s *Simulator) Calls(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[path]
}

// Handler serves WeChat's endpoints, the control API under /sim/ and the page.
func (s *Simulator) Handler() http.Handler {
	mux := http.NewServeMux()
	endpoints := map[string]http.HandlerFunc{
		"GET /cgi-bin/token":                  s.serveToken,
		"POST /cgi-bin/stable_token":          s.serveStableToken,
		"GET /cgi-bin/ticket/getticket":       s.tokened(s.serveTicket),
		"POST /cgi-bin/qrcode/create":         s.tokened(s.serveCreateCode),
		"GET /cgi-bin/showqrcode":             s.serveShowCode,
		"GET /cgi-bin/user/info":              s.tokened(s.serveUserInfo),
		"POST /cgi-bin/message/template/send": s.tokened(s.serveTemplateSend),
		"POST /cgi-bin/message/custom/send":   s.tokened(s.serveCustomSend),
		"POST /cgi-bin/media/upload":          s.tokened(s.serveUpload),
		"GET /cgi-bin/media/get":              s.tokened(s.serveDownload),
		"GET /connect/oauth2/authorize":       s.serveAuthorize,
		"GET /sns/oauth2/access_token":        s.serveCodeExchange,
		"GET /sns/oauth2/refresh_token":       s.serveRefresh,
		"GET /sns/userinfo":                   s.serveProfile,
		"GET /sns/auth":                       s.serveAuthCheck,
	}
	for pattern, handler := range endpoints {
		mux.Handle(pattern, s.injected(handler))
	}
	s.mountControl(mux)
	s.mountPage(mux)
	return mux
}

func (s *Simulator) now() time.Time { return s.cfg.Clock.Now() }

// detached outlives the request that started it, but not the simulator.
func (s *Simulator) detached(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 4*s.cfg.PushTimeout)
	s.work.Go(func() {
		select {
		case <-s.done:
			cancel()
		case <-ctx.Done():
		}
	})
	return ctx, cancel
}
