package nemesis

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestScheduleFollowsFromItsSeedAndNothingOverlaps(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		steps := Schedule(seed, time.Minute, All()...)
		require.Equal(t, steps, Schedule(seed, time.Minute, All()...))
		require.Len(t, steps, len(All()))
		require.Equal(t, Grant, steps[0].Kind, "time can be granted only to those who still sit")
		end, met := time.Duration(0), map[Kind]bool{}
		for _, s := range steps {
			require.GreaterOrEqual(t, s.At, end)
			end = s.At + s.For
			met[s.Kind] = true
		}
		require.Less(t, end, time.Minute)
		require.Len(t, met, len(All()))
	}
	require.NotEqual(t, Schedule(1, time.Minute, All()...), Schedule(2, time.Minute, All()...))
}

func TestProxyLosesWhatItIsToldTo(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		arrived.Add(1)
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.Method+" "+r.URL.RequestURI()+" "+string(body)+" "+r.Header.Get("Cookie"))
	}))
	t.Cleanup(server.Close)
	p, err := StartProxy(t.Context(), strings.TrimPrefix(server.URL, "http://"), 1)
	require.NoError(t, err)
	t.Cleanup(p.Close)
	client := http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	t.Cleanup(client.CloseIdleConnections)
	ask := func() (string, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.URL()+"/x?y=1", strings.NewReader("body"))
		require.NoError(t, err)
		r.Header.Set("Cookie", "a=b")
		reply, err := client.Do(r)
		if err != nil {
			return "", err
		}
		defer func() { _ = reply.Body.Close() }()
		text, err := io.ReadAll(reply.Body)
		return string(text), err
	}
	for _, c := range []struct {
		kind    Kind
		answers bool
		arrive  int32
	}{{"", true, 1}, {Duplicate, true, 2}, {DropReplies, false, 1}, {Reset, false, 0}, {"", true, 1}} {
		p.Treat(c.kind, 1)
		before := arrived.Load()
		text, err := ask()
		require.Equal(t, c.answers, err == nil, "%s: %v", c.kind, err)
		if c.answers {
			require.Equal(t, "POST /x?y=1 body a=b", text)
		}
		require.Equal(t, c.arrive, arrived.Load()-before, c.kind)
	}
}

// harmed remembers what was begun and ended.
type harmed struct{ begun, ended []Kind }

func (h *harmed) Begin(_ context.Context, k Kind) error { h.begun = append(h.begun, k); return nil }
func (h *harmed) End(_ context.Context, k Kind) error   { h.ended = append(h.ended, k); return nil }

func TestRunEndsWhatItHasBegun(t *testing.T) {
	t.Parallel()
	h := &harmed{}
	ctx, stop := context.WithCancelCause(t.Context())
	steps := []Step{{Kind: KillRedis}, {Kind: PausePostgres, For: time.Hour}, {At: time.Hour, Kind: Grant}}
	err := Run(ctx, steps, h, func(text string) {
		if strings.Contains(text, string(PausePostgres)) {
			stop(errors.New("enough"))
		}
	})
	require.NoError(t, err)
	require.Equal(t, []Kind{KillRedis, PausePostgres}, h.begun)
	require.Equal(t, h.begun, h.ended)
}
