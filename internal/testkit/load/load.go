// Package load sends requests as fast as they are answered, over connections
// that stay open, and keeps every latency. It speaks just enough HTTP/1.1 to be
// cheap: on a machine that runs server and generator side by side, a real
// client would be most of what is measured.
package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"jiangxun/internal/clock"
)

// Request writes the next request of a connection into buf and returns it.
type Request func(connection int, n int64, buf []byte) []byte

// Options say what to send.
type Options struct {
	Addr        string
	Connections int
	For         time.Duration
	Request     Request
	OK          func(status int, body []byte) bool // nil: 200
}

// Result is what came of it.
type Result struct {
	Requests  int
	Refused   int // answers that were not OK
	Elapsed   time.Duration
	Latencies []time.Duration // ascending
	FirstBad  string
}

// PerSecond is the throughput of good answers.
func (r Result) PerSecond() float64 { return float64(r.Requests-r.Refused) / r.Elapsed.Seconds() }

// Percentile gives a latency, p from 0 to 100.
func (r Result) Percentile(p float64) time.Duration {
	if len(r.Latencies) == 0 {
		return 0
	}
	return r.Latencies[min(int(float64(len(r.Latencies))*p/100), len(r.Latencies)-1)]
}

// Run sends until the time is over or ctx ends.
func Run(ctx context.Context, o Options) (Result, error) {
	if o.OK == nil {
		o.OK = func(status int, _ []byte) bool { return status == 200 }
	}
	results, faults := make([]Result, o.Connections), make([]error, o.Connections)
	begin := clock.System{}.Now()
	end := begin.Add(o.For)
	var wg sync.WaitGroup
	for i := range o.Connections {
		wg.Go(func() { results[i], faults[i] = o.one(ctx, i, end) })
	}
	wg.Wait()
	total := Result{Elapsed: clock.System{}.Now().Sub(begin)}
	for _, r := range results {
		total.Requests += r.Requests
		total.Refused += r.Refused
		total.Latencies = append(total.Latencies, r.Latencies...)
		if total.FirstBad == "" {
			total.FirstBad = r.FirstBad
		}
	}
	slices.Sort(total.Latencies)
	return total, errors.Join(faults...)
}

func (o Options) one(ctx context.Context, connection int, end time.Time) (Result, error) {
	var r Result
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", o.Addr)
	if err != nil {
		return r, err
	}
	defer func() { _ = conn.Close() }()
	in, buf := bufio.NewReaderSize(conn, 16<<10), make([]byte, 0, 4096)
	clk := clock.System{}
	for n := int64(0); ctx.Err() == nil; n++ {
		begin := clk.Now()
		if begin.After(end) {
			return r, nil
		}
		buf = o.Request(connection, n, buf[:0])
		if _, err := conn.Write(buf); err != nil {
			return r, err
		}
		status, body, err := read(in)
		if err != nil {
			return r, err
		}
		r.Requests++
		r.Latencies = append(r.Latencies, clk.Now().Sub(begin))
		if !o.OK(status, body) {
			r.Refused++
			if r.FirstBad == "" {
				r.FirstBad = fmt.Sprintf("%d %s", status, body)
			}
		}
	}
	return r, ctx.Err()
}

var lengthHeader = []byte("Content-Length: ")

// read takes one answer that says its length.
func read(in *bufio.Reader) (status int, body []byte, err error) {
	length := -1
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return 0, nil, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case first:
			if len(line) < 12 {
				return 0, nil, errors.New("no status line")
			}
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, nil, err
			}
		case len(line) == 0:
			if length < 0 {
				return 0, nil, errors.New("answer without a length")
			}
			body = make([]byte, length)
			_, err = io.ReadFull(in, body)
			return status, body, err
		case bytes.HasPrefix(line, lengthHeader):
			if length, err = strconv.Atoi(string(line[len(lengthHeader):])); err != nil {
				return 0, nil, err
			}
		}
	}
}

// Post writes a JSON request with a cookie.
func Post(buf []byte, path, cookie string, body []byte) []byte {
	buf = append(buf, "POST "...)
	buf = append(buf, path...)
	buf = append(buf, " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"...)
	if cookie != "" {
		buf = append(buf, "Cookie: "...)
		buf = append(buf, cookie...)
		buf = append(buf, "\r\n"...)
	}
	buf = append(buf, "Content-Length: "...)
	buf = strconv.AppendInt(buf, int64(len(body)), 10)
	buf = append(buf, "\r\n\r\n"...)
	return append(buf, body...)
}
