package httpx

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"jiangxun/internal/clock"
)

// Options make a Server.
type Options struct {
	Rooms          []Room
	Others         []func(Router) // routes outside the contracts: WeChat's callback, health
	Auth           Authenticator
	Web            fs.FS  // the built web app
	Secure         bool   // the public address is https
	FramedBy       string // origin that may show our pages in a frame: the simulated phone of the demo; empty: nobody
	TrustedProxies []string
	MaxJSONBytes   int64
	Clock          clock.Clock
	Log            *slog.Logger
}

// Server is the whole HTTP side of the program.
type Server struct {
	echo     *echo.Echo
	contract *Contract
	http     *http.Server
}

// New checks the contracts against the mounted routes and builds the server.
func New(o Options) (*Server, error) {
	contract, err := LoadContract(o.Rooms)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Binder = bodyBinder{}
	e.HTTPErrorHandler = problems(o.Log)
	if e.IPExtractor, err = ipExtractor(o.TrustedProxies); err != nil {
		return nil, err
	}
	e.Use(identify(Cookies{Secure: o.Secure}), observe(o.Log, o.Clock), recoverPanics, secureHeaders(o.Secure, o.FramedBy), refuseCrossSite,
		enforce(contract, o.Auth, o.MaxJSONBytes))
	group := e.Group("")
	for _, room := range o.Rooms {
		room.Mount(group)
	}
	for _, mount := range o.Others {
		mount(group)
	}
	if err := contract.checkRoutes(e.Routes()); err != nil {
		return nil, err
	}
	if err := mountWeb(e, o.Web); err != nil {
		return nil, err
	}
	return &Server{echo: e, contract: contract, http: &http.Server{
		Handler: e, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 120 * time.Second, IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}}, nil
}

// Contract gives the checked contract of all rooms.
func (s *Server) Contract() *Contract { return s.contract }

// ServeHTTP lets tests call without a listener.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Serve answers on l until ctx ends, then lets running requests finish for
// up to ten seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(drain); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

func ipExtractor(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range proxies {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy %q: %w", text, err)
		}
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}
