// Package redisx opens Redis. Redis is a view that can be rebuilt: never the
// only copy of anything. Keys carry hash tags, so that one server and a
// cluster behave alike.
package redisx

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Options name the servers.
type Options struct {
	Addrs    []string // host:port; several make a cluster client
	Username string
	Password string
	Cluster  bool // a single seed address of a cluster
}

// Client is one server or a cluster.
type Client = redis.UniversalClient

// A server that hangs must not hold up whoever would do without it.
const (
	patience = time.Second // for a connection, a reply, a place in the pool
	retries  = 1
)

// Open makes the client and checks that the server answers.
func Open(ctx context.Context, o Options) (Client, error) {
	if len(o.Addrs) == 0 {
		return nil, errors.New("no redis address configured")
	}
	client := redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: o.Addrs, Username: o.Username, Password: o.Password,
		IsClusterMode: o.Cluster, DisableIdentity: true,
		DialTimeout: patience, ReadTimeout: patience, WriteTimeout: patience, PoolTimeout: patience,
		MaxRetries: retries, DialerRetries: retries, ContextTimeoutEnabled: true,
	})
	if err := client.Ping(ctx).Err(); err != nil {
		_ = client.Close()
		return nil, fmt.Errorf("reach redis: %w", err)
	}
	return client, nil
}

// IsNil reports that a key does not exist.
func IsNil(err error) bool { return errors.Is(err, redis.Nil) }
