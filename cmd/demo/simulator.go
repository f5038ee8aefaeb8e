package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"jiangxun/internal/clock"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/wechat/simulator"
)

// The sample service account that simulator and product agree on.
const (
	sampleAppID      = "wxsample0000000001"
	sampleSecret     = "sample-secret-of-the-simulator"
	sampleToken      = "sampletoken"
	sampleAESKey     = "SAMPLEabcdefghijklmnopqrstuvwxyz0123456789A"
	sampleOriginalID = "gh_sample000001"
	accountName      = "匠训技师学院"
)

// newSimulator plays WeChat for a product that is reached at productURL. Codes
// and chats are kept in file, if one is named.
func newSimulator(productURL, file string, log *slog.Logger) (*simulator.Simulator, error) {
	return simulator.New(simulator.Config{
		Accounts: []simulator.Account{{
			AppID: sampleAppID, Secret: sampleSecret, Token: sampleToken, AESKey: sampleAESKey,
			CallbackURL: productURL + "/wechat/callback", OriginalID: sampleOriginalID, Name: accountName,
			Menu: []simulator.MenuItem{
				{Name: "培训报名", URL: productURL + "/wechat/oauth/start?next=/"}, {Name: "我的学习", URL: productURL + "/wechat/oauth/start?next=/study"},
				{Name: "我的", URL: productURL + "/wechat/oauth/start?next=/me"},
			},
		}},
		SessionCookies: []string{httpx.Cookies{}.Name(httpx.PortalTrainee), httpx.Cookies{}.End("visit").Name},
		File:           file,
		Clock:          clock.System{}, Log: log,
	})
}

// serveSimulator answers on l until ctx ends.
func serveSimulator(ctx context.Context, s *simulator.Simulator, l net.Listener) error {
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("simulator: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("simulator: %w", err)
	}
	return nil
}

// runSimulator is `demo wechat`: the simulator alone, for a product that runs
// elsewhere on this machine.
func runSimulator(ctx context.Context, o options) error {
	l, err := listen(ctx, o.simulatorPort, "JIANGXUN_DEMO_SIMULATOR_PORT")
	if err != nil {
		return err
	}
	s, err := newSimulator(address(o.port), "", slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Printf("微信模拟器 WeChat simulator %s → %s\n\n", address(o.simulatorPort), address(o.port))
	for _, line := range wechatEnvironment(o) {
		fmt.Println("  " + line)
	}
	return serveSimulator(ctx, s, l)
}

// wechatEnvironment points a product at the simulator.
func wechatEnvironment(o options) []string {
	sim := address(o.simulatorPort)
	lines := []string{
		"JIANGXUN_WECHAT__APP_ID=" + sampleAppID, "JIANGXUN_WECHAT__APP_SECRET=" + sampleSecret,
		"JIANGXUN_WECHAT__TOKEN=" + sampleToken, "JIANGXUN_WECHAT__AES_KEY=" + sampleAESKey,
		"JIANGXUN_WECHAT__ORIGINAL_ID=" + sampleOriginalID,
		"JIANGXUN_WECHAT__BASE_URL=" + sim, "JIANGXUN_WECHAT__OPEN_BASE=" + sim,
	}
	keys := map[string]string{
		"tpl_review": "TEMPLATE_REVIEW", "tpl_class": "TEMPLATE_CLASS", "tpl_exam": "TEMPLATE_EXAM",
		"tpl_score": "TEMPLATE_SCORE", "tpl_certificate": "TEMPLATE_CERTIFICATE",
	}
	for _, t := range simulator.DemoTemplates() {
		if key, ok := keys[t.ID]; ok {
			lines = append(lines, "JIANGXUN_WECHAT__"+key+"="+t.ID)
		}
	}
	return lines
}
