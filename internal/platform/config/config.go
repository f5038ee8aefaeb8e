// Package config reads the configuration: defaults, then files, then the
// environment. Unknown keys are errors, secrets never stand in a file that is
// committed, and Redacted prints everything but them.
package config

import "time"

// Env says where the program runs.
type Env string

// The environments.
const (
	Production Env = "production"
	Demo       Env = "demo"
	Test       Env = "test"
)

// Config mirrors configs/default.toml, which documents each key.
type Config struct {
	Env      Env      `koanf:"env"`
	HTTP     HTTP     `koanf:"http"`
	Postgres Postgres `koanf:"postgres"`
	Redis    Redis    `koanf:"redis"`
	Blob     Blob     `koanf:"blob"`
	Keys     Keys     `koanf:"keys"`
	Session  Session  `koanf:"session"`
	SMS      SMS      `koanf:"sms"`
	WeChat   WeChat   `koanf:"wechat"`
	Jobs     Jobs     `koanf:"jobs"`
	Exam     Exam     `koanf:"exam"`
	Log      Log      `koanf:"log"`
}

// HTTP is the section of that name.
type HTTP struct {
	Listen         string   `koanf:"listen"`
	PublicURL      string   `koanf:"public_url"`
	TrustedProxies []string `koanf:"trusted_proxies"`
	MaxJSONBytes   int64    `koanf:"max_json_bytes"`
}

// Postgres is the section of that name.
type Postgres struct {
	DSN              string `koanf:"dsn" secret:"true"`
	MaxConnections   int    `koanf:"max_connections"`
	SaveConnections  int    `koanf:"save_connections"`
	StatementSeconds int    `koanf:"statement_seconds"`
}

// StatementLimit is the limit of one statement.
func (p Postgres) StatementLimit() time.Duration {
	return time.Duration(p.StatementSeconds) * time.Second
}

// Redis is the section of that name.
type Redis struct {
	Addrs    []string `koanf:"addrs"`
	Username string   `koanf:"username"`
	Password string   `koanf:"password" secret:"true"`
	Cluster  bool     `koanf:"cluster"`
}

// Blob is the section of that name.
type Blob struct {
	Dir string `koanf:"dir"`
}

// Keys is the section of that name.
type Keys struct {
	Sealing string `koanf:"sealing" secret:"true"`
	Index   string `koanf:"index" secret:"true"`
	Receipt string `koanf:"receipt" secret:"true"`
}

// Session is the section of that name.
type Session struct {
	StaffIdleMinutes   int `koanf:"staff_idle_minutes"`
	TraineeIdleMinutes int `koanf:"trainee_idle_minutes"`
}

// SMS is the section of that name.
type SMS struct {
	Provider string `koanf:"provider"`
	RelayURL string `koanf:"relay_url"`
}

// WeChat is the section of that name.
type WeChat struct {
	AppID               string `koanf:"app_id"`
	AppSecret           string `koanf:"app_secret" secret:"true"`
	Token               string `koanf:"token" secret:"true"`
	AESKey              string `koanf:"aes_key" secret:"true"`
	OriginalID          string `koanf:"original_id"`
	BaseURL             string `koanf:"base_url"`
	OpenBase            string `koanf:"open_base"`
	DomainCheck         string `koanf:"domain_check"`
	TemplateReview      string `koanf:"template_review"`
	TemplateClass       string `koanf:"template_class"`
	TemplateExam        string `koanf:"template_exam"`
	TemplateScore       string `koanf:"template_score"`
	TemplateCertificate string `koanf:"template_certificate"`
}

// Jobs is the section of that name.
type Jobs struct {
	PollMilliseconds int `koanf:"poll_milliseconds"`
	Parallel         int `koanf:"parallel"`
}

// Exam is the section of that name.
type Exam struct {
	CloseEverySeconds int `koanf:"close_every_seconds"`
}

// Log is the section of that name.
type Log struct {
	Level string `koanf:"level"`
}
