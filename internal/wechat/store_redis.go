package wechat

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// storeLimit bounds one round trip: the callback has four seconds in all.
const storeLimit = time.Second

var dropIfEqual = redis.NewScript(`if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`)

// RedisStore implements Store. All keys of an account share a hash tag.
type RedisStore struct {
	client redis.UniversalClient
	prefix string
}

// NewRedisStore keeps the shared memory of one account.
func NewRedisStore(client redis.UniversalClient, appID string) *RedisStore {
	return &RedisStore{client: client, prefix: "wechat:{" + appID + "}:"}
}

func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, storeLimit)
}

func (s *RedisStore) find(ctx context.Context, key string) (string, bool, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	value, err := s.client.Get(ctx, s.prefix+key).Result()
	if err == redis.Nil { //nolint:errorlint // the client returns the sentinel itself
		return "", false, nil
	}
	return value, err == nil, err
}

func (s *RedisStore) set(ctx context.Context, key, value string, life time.Duration) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	return s.client.Set(ctx, s.prefix+key, value, life).Err()
}

func (s *RedisStore) setNew(ctx context.Context, key, value string, life time.Duration) (bool, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	err := s.client.SetArgs(ctx, s.prefix+key, value, redis.SetArgs{Mode: "NX", TTL: life}).Err()
	if err == redis.Nil { //nolint:errorlint // the client returns the sentinel itself
		return false, nil
	}
	return err == nil, err
}

func (s *RedisStore) drop(ctx context.Context, key, value string) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	return dropIfEqual.Run(ctx, s.client, []string{s.prefix + key}, value).Err()
}

// Token implements TokenStore.
func (s *RedisStore) Token(ctx context.Context) (string, bool, error) { return s.find(ctx, "token") }

// SetToken implements TokenStore.
func (s *RedisStore) SetToken(ctx context.Context, token string, life time.Duration) error {
	return s.set(ctx, "token", token, max(life, time.Second))
}

// DropToken implements TokenStore.
func (s *RedisStore) DropToken(ctx context.Context, token string) error {
	return s.drop(ctx, "token", token)
}

// LockToken implements TokenStore.
func (s *RedisStore) LockToken(ctx context.Context, owner string, life time.Duration) (bool, error) {
	return s.setNew(ctx, "token_lock", owner, life)
}

// UnlockToken implements TokenStore.
func (s *RedisStore) UnlockToken(ctx context.Context, owner string) error {
	return s.drop(ctx, "token_lock", owner)
}

const (
	inboxRunning = "running:"
	inboxDone    = "done:"
)

// Claim implements Inbox.
func (s *RedisStore) Claim(ctx context.Context, id, owner string, life time.Duration) (Claim, error) {
	key := "push:" + id
	won, err := s.setNew(ctx, key, inboxRunning+owner, life)
	if err != nil || won {
		return Claim{Won: won}, err
	}
	value, found, err := s.find(ctx, key)
	if err != nil || !found {
		return Claim{}, err
	}
	reply, done := strings.CutPrefix(value, inboxDone)
	return Claim{Done: done, Reply: reply}, nil
}

// Finish implements Inbox.
func (s *RedisStore) Finish(ctx context.Context, id, reply string, life time.Duration) error {
	return s.set(ctx, "push:"+id, inboxDone+reply, life)
}

// Release implements Inbox.
func (s *RedisStore) Release(ctx context.Context, id, owner string) error {
	return s.drop(ctx, "push:"+id, inboxRunning+owner)
}

// PutState implements StateStore.
func (s *RedisStore) PutState(ctx context.Context, state string, visit Visit, life time.Duration) error {
	raw, err := json.Marshal(visit)
	if err != nil {
		return fmt.Errorf("encode visit: %w", err)
	}
	return s.set(ctx, "state:"+state, string(raw), life)
}

// TakeState implements StateStore.
func (s *RedisStore) TakeState(ctx context.Context, state string) (Visit, bool, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	raw, err := s.client.GetDel(ctx, s.prefix+"state:"+state).Bytes()
	if err == redis.Nil { //nolint:errorlint // the client returns the sentinel itself
		return Visit{}, false, nil
	}
	if err != nil {
		return Visit{}, false, err
	}
	var visit Visit
	if err := json.Unmarshal(raw, &visit); err != nil {
		return Visit{}, false, fmt.Errorf("decode visit: %w", err)
	}
	return visit, true, nil
}
