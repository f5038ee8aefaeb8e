package wechat

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"regexp"

	"jiangxun/internal/fault"
)

var sceneShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// CreateSceneCode makes a permanent code and gives the address to be drawn as
// a QR code. Scanning it pushes the scene (1 to 64 letters, digits, _ and -).
// An account has 100,000 permanent codes for ever: keep the address.
func (c *Client) CreateSceneCode(ctx context.Context, scene string) (string, error) {
	if !sceneShape.MatchString(scene) {
		return "", errors.New("create scene code: scene must be 1 to 64 letters, digits, _ or -")
	}
	type sceneText struct {
		Text string `json:"scene_str"`
	}
	type actionInfo struct {
		Scene sceneText `json:"scene"`
	}
	in := struct {
		Action string     `json:"action_name"`
		Info   actionInfo `json:"action_info"`
	}{"QR_LIMIT_STR_SCENE", actionInfo{sceneText{scene}}}
	var out struct {
		URL string `json:"url"`
	}
	if err := c.post(ctx, "/cgi-bin/qrcode/create", in, &out); err != nil {
		c.log.WarnContext(ctx, "wechat scene code not made", slog.Any("error", err))
		return "", fault.New(fault.Unavailable, subUnavailable).Because(err)
	}
	if u, err := url.Parse(out.URL); err != nil || u.Host == "" {
		return "", fault.New(fault.Unavailable, subUnavailable)
	}
	return out.URL, nil
}
