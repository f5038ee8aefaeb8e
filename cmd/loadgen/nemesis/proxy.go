package nemesis

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// Proxy stands before the product on a loopback port. It knows just enough
// HTTP/1.1 to tell a request from its answer, so that it can lose either.
type Proxy struct {
	listener net.Listener
	target   string
	upstream *http.Transport
	gone     sync.WaitGroup

	mu     sync.Mutex
	random *rand.Rand
	kind   Kind
	chance float64
	open   map[net.Conn]bool
}

// fate is what happens to one request.
type fate struct {
	kind        Kind // "" = nothing
	first       bool // of two answers, the first is given
	early, late time.Duration
}

const (
	longestDelay = 1500 * time.Millisecond
	maxBody      = 4 << 20 // bytes of a request
)

// StartProxy listens on a free port.
func StartProxy(ctx context.Context, target string, seed uint64) (*Proxy, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		listener: l, target: target, upstream: &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true},
		random: rand.New(rand.NewPCG(seed, 0x70726f7879)), open: map[net.Conn]bool{}, //nolint:gosec // must repeat
	}
	p.gone.Go(func() { p.accept(context.WithoutCancel(ctx)) })
	return p, nil
}

// URL is where clients go.
func (p *Proxy) URL() string { return "http://" + p.listener.Addr().String() }

// Treat lets a share of the requests (0 to 1) meet a fault; "" for none.
func (p *Proxy) Treat(kind Kind, chance float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kind, p.chance = kind, chance
}

// Close ends the proxy with all its connections.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for c := range p.open {
		_ = c.Close()
	}
	p.mu.Unlock()
	p.gone.Wait()
	p.upstream.CloseIdleConnections()
}

func (p *Proxy) accept(ctx context.Context) {
	for {
		conn, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		p.mu.Lock()
		p.open[conn] = true
		p.mu.Unlock()
		p.gone.Go(func() {
			p.serve(ctx, conn)
			p.mu.Lock()
			delete(p.open, conn)
			p.mu.Unlock()
			_ = conn.Close()
		})
	}
}

func (p *Proxy) draw() fate {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := fate{first: p.random.IntN(2) == 0, early: time.Duration(p.random.Int64N(int64(longestDelay))), late: time.Duration(p.random.Int64N(int64(longestDelay)))}
	if p.random.Float64() < p.chance {
		f.kind = p.kind
	}
	return f
}

// serve carries one connection's requests, one after the other.
func (p *Proxy) serve(ctx context.Context, conn net.Conn) {
	in := bufio.NewReader(conn)
	for {
		request, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		body, err := io.ReadAll(io.LimitReader(request.Body, maxBody))
		if err != nil {
			return
		}
		f := p.draw()
		if f.kind == Reset {
			cut(conn)
			return
		}
		if f.kind == Delay && !wait(ctx, f.early) {
			return
		}
		answer, err := p.forward(ctx, request, body, f)
		if err != nil || f.kind == DropReplies {
			cut(conn)
			return
		}
		if f.kind == Delay {
			wait(ctx, f.late)
		}
		if _, err := conn.Write(answer); err != nil || request.Close {
			return
		}
	}
}

// forward carries a request to the product, twice if that is its fate, and
// gives one answer as it goes over the wire.
func (p *Proxy) forward(ctx context.Context, request *http.Request, body []byte, f fate) ([]byte, error) {
	first, err := p.once(ctx, request, body)
	if f.kind != Duplicate {
		return first, err
	}
	second, again := p.once(ctx, request, body)
	if f.first || again != nil {
		return first, err
	}
	return second, again
}

func (p *Proxy) once(ctx context.Context, request *http.Request, body []byte) ([]byte, error) {
	out, err := http.NewRequestWithContext(ctx, request.Method, "http://"+p.target+request.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out.Header = request.Header.Clone()
	answer, err := p.upstream.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	var wire bytes.Buffer
	err = answer.Write(&wire)
	return wire.Bytes(), err
}

// cut resets a connection, as a phone that leaves a tunnel finds it.
func cut(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}
