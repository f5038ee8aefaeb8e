// Command demo runs the whole platform for a newcomer in one process tree:
// Postgres and Redis as children, the WeChat simulator and the product in this
// process, demo data once, everything it keeps under .data/. It is no part of
// the product, whose binary holds none of this.
//
//	demo          start everything
//	demo wechat   the WeChat simulator alone
//	demo reset    forget the demo data
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "匠训 demo:", oneLine(err))
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	o, err := readOptions(os.Getenv)
	if err != nil {
		return err
	}
	switch strings.Join(args, " ") {
	case "":
		return runAll(ctx, o)
	case "wechat":
		return runSimulator(ctx, o)
	case "reset":
		return reset(o)
	default:
		return errors.New("usage: demo [wechat | reset]")
	}
}

// oneLine words an error for somebody who has just cloned the repository.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if errors.Is(err, syscall.ENOSPC) || strings.Contains(text, "No space left on device") || strings.Contains(text, "no space left on device") {
		return "磁盘已满，请腾出空间后再运行 / the disk is full: free some space and run again (" + text + ")"
	}
	return text
}
