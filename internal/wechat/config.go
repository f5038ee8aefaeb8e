package wechat

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

const (
	realAPI  = "https://api.weixin.qq.com"
	realOpen = "https://open.weixin.qq.com"
)

// Config names one service account.
type Config struct {
	AppID          string
	AppSecret      string
	Token          string // of the callback
	EncodingAESKey string // of the callback, 43 characters; plaintext mode is not supported
	OriginalID     string // gh_…; pushes to another account are refused; empty: not checked
	BaseURL        string // empty: WeChat's own hosts; else the simulator's address
	OpenBase       string // authorize page as the visitor's browser reaches it; empty: BaseURL or WeChat's
	PublicURL      string // how visitors reach us, no path
	DomainCheck    string // "MP_verify_x.txt:content", or empty
	// Templates are the template ids by event ("review", "class", …).
	Templates map[string]string
}

var (
	appIDShape   = regexp.MustCompile(`^wx[0-9A-Za-z]{6,32}$`)
	aesKeyShape  = regexp.MustCompile(`^[0-9A-Za-z]{43}$`)
	checkedShape = regexp.MustCompile(`^(MP_verify_[0-9A-Za-z]{1,64}\.txt):([0-9A-Za-z]{1,128})$`)
)

// checked fills the defaults in and refuses what could only fail later.
func (c Config) checked() (Config, error) {
	if !appIDShape.MatchString(c.AppID) {
		return c, errors.New("wechat.app_id has not the shape of an app id")
	}
	if c.AppSecret == "" || c.Token == "" {
		return c, errors.New("wechat.app_secret and wechat.token must be set")
	}
	if !aesKeyShape.MatchString(c.EncodingAESKey) {
		return c, errors.New("wechat.aes_key must be 43 letters and digits")
	}
	if c.DomainCheck != "" && !checkedShape.MatchString(c.DomainCheck) {
		return c, errors.New("wechat.domain_check must read MP_verify_<name>.txt:<content>")
	}
	if c.OpenBase == "" {
		c.OpenBase = realOpen
		if c.BaseURL != "" {
			c.OpenBase = c.BaseURL
		}
	}
	if c.BaseURL == "" {
		c.BaseURL = realAPI
	}
	for name, address := range map[string]*string{
		"wechat.base_url": &c.BaseURL, "wechat.open_base": &c.OpenBase, "http.public_url": &c.PublicURL,
	} {
		u, err := url.Parse(*address)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" {
			return c, fmt.Errorf("%s must be an http address without a path", name)
		}
		*address = u.Scheme + "://" + u.Host
	}
	return c, nil
}
