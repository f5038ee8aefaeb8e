// Command loadgen sends candidates to a running product and judges afterwards
// whether it kept what it had promised them. It speaks to loopback addresses
// alone. `loadgen run` plays the candidates and records every request;
// `loadgen check` holds the record against what the product shows, stores and
// reports. Both print a JSON report; the exit status says whether all is well.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type cli struct {
	Run   runCommand   `cmd:"" help:"Play candidates and record a history."`
	Check checkCommand `cmd:"" help:"Judge a history."`
}

// errViolated ends a check that found something; the report says what.
var errViolated = errors.New("the product did not keep its promises")

func main() {
	var c cli
	k := kong.Parse(&c, kong.Name("loadgen"), kong.Description("Candidates, faults and a judge, on loopback alone."), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	k.BindTo(ctx, (*context.Context)(nil))
	err := k.Run()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "loadgen:", err)
		os.Exit(1)
	}
}

func printJSON(report any) error {
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(report)
}
