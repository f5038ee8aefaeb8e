package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"jiangxun/cmd/loadgen/nemesis"
	"jiangxun/cmd/loadgen/world"
	"jiangxun/internal/testkit/pgserver"
	"jiangxun/internal/testkit/redisserver"
)

// target is a stage that nemesis harms.
type target struct {
	*stage
	proxy *nemesis.Proxy
	world world.World
}

// share of the requests that a bad line harms.
const share = 0.3

// within: a stand-in for Redis inside this process can be emptied, no more.
func (t *target) within(k nemesis.Kind) nemesis.Kind {
	if (k == nemesis.KillRedis || k == nemesis.PauseRedis) && !t.redis.Real {
		return nemesis.FlushRedis
	}
	return k
}

// Begin implements nemesis.Target.
func (t *target) Begin(ctx context.Context, k nemesis.Kind) error {
	switch t.within(k) {
	case nemesis.KillProduct:
		t.kill()
		return nil
	case nemesis.PauseProduct:
		return t.product.Process.Signal(syscall.SIGSTOP)
	case nemesis.KillRedis:
		t.redis.Kill()
		return nil
	case nemesis.PauseRedis:
		return t.redis.Pause()
	case nemesis.FlushRedis:
		return t.here.Redis.FlushAll(ctx).Err()
	case nemesis.KillPostgres:
		t.postgres.Kill()
		return nil
	case nemesis.PausePostgres:
		return t.postgres.Pause()
	case nemesis.Grant:
		return t.grant(ctx)
	case nemesis.Reset, nemesis.DropReplies, nemesis.Delay, nemesis.Duplicate:
		t.proxy.Treat(k, share)
		return nil
	}
	return fmt.Errorf("unknown fault %q", k)
}

// End implements nemesis.Target.
func (t *target) End(ctx context.Context, k nemesis.Kind) (err error) {
	switch t.within(k) {
	case nemesis.KillProduct:
		return t.start(ctx)
	case nemesis.PauseProduct:
		return t.product.Process.Signal(syscall.SIGCONT)
	case nemesis.KillRedis:
		_, port, _ := net.SplitHostPort(t.redis.Addr)
		t.redis, err = redisserver.StartOn(ctx, t.dir+"/redis", port)
		return err
	case nemesis.PauseRedis:
		return t.redis.Resume()
	case nemesis.KillPostgres:
		return t.restartPostgres(ctx)
	case nemesis.PausePostgres:
		return t.postgres.Resume()
	}
	t.proxy.Treat("", 0)
	return nil
}

func (t *target) restartPostgres(ctx context.Context) error {
	before := t.postgres.DSN(database)
	server, err := pgserver.Start(ctx, t.postgresOptions())
	if err != nil {
		return err
	}
	t.postgres = server
	if server.DSN(database) != before {
		return errors.New("postgres came back on another port")
	}
	return nil
}

// grant gives every other candidate of the exam one more minute, as an
// invigilator does it.
func (t *target) grant(ctx context.Context) error {
	seats, err := t.here.Rooms.Exam.Seats(t.exams.Sys, t.world.Exam.Session)
	if err != nil {
		return err
	}
	playing := map[string]bool{}
	for n, p := range t.world.Candidates {
		playing[p.Account.String()] = world.InExam(n) && n%4 == 0
	}
	ids := []string{}
	for _, seat := range seats {
		if playing[seat.AccountID.String()] && len(ids) < len(t.world.Candidates)/8+1 {
			ids = append(ids, seat.ID.String())
		}
	}
	direct := "http://127.0.0.1:" + t.port
	cookie, err := post(ctx, direct+"/api/public/login/password", "", map[string]string{"username": t.world.Staff.Username, "password": t.world.Staff.Password})
	if err != nil {
		return err
	}
	_, err = post(ctx, direct+"/api/invigilation/sessions/"+t.world.Exam.Session.String()+"/grants", cookie,
		map[string]any{"minutes": 1, "reason": "电脑故障", "seatIds": ids})
	return err
}

func post(ctx context.Context, address, cookie string, body any) (string, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	limit, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(limit, http.MethodPost, address, bytes.NewReader(text))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", cookie)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= http.StatusMultipleChoices {
		return "", fmt.Errorf("%s: %s", address, answer.Status)
	}
	for _, c := range answer.Cookies() {
		cookie = c.Name + "=" + c.Value
	}
	return cookie, nil
}
