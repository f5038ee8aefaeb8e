package redisx_test

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/redisx"
)

// A server that takes connections and never answers.
func TestF40_AServerThatHangsIsGivenUpSoon(t *testing.T) {
	t.Parallel()
	silent, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = silent.Close() })
	start := time.Now()
	_, err = redisx.Open(t.Context(), redisx.Options{Addrs: []string{silent.Addr().String()}})
	require.Error(t, err)
	require.Less(t, time.Since(start), 4*time.Second)
}
