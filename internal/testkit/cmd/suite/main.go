// Command suite is what `make test` and its siblings run: it starts one
// Postgres and one Redis for everything, runs the steps one after another,
// prints failures in full, counts, and ends what it started however it ends.
//
//	suite full     all steps; the last line is "N passed, N failed, N skipped"
//	suite fast     the inner loop
//	suite lint     the linters alone
//	suite journeys the browser journeys alone
//	suite gen      write what is generated
//	suite bench    measure
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "usage: suite full | fast | lint | journeys | gen | bench")
		return 2
	}
	s := &suite{began: time.Now()}
	defer s.close()
	var steps []step
	switch args[0] {
	case "full":
		steps = fullSteps()
	case "fast":
		steps = fastSteps()
	case "lint":
		steps = lintSteps()
	case "gen":
		return exit(s.generate(ctx))
	case "bench":
		return exit(s.bench(ctx))
	case "journeys":
		steps = []step{{"browser journeys", (*suite).journeys}}
	default:
		fmt.Fprintf(os.Stderr, "suite: no command %q\n", args[0])
		return 2
	}
	return s.runSteps(ctx, steps)
}

func exit(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, "suite:", err)
		return 1
	}
	return 0
}

// fullSteps go from what fails fastest to what takes longest.
func fullSteps() []step {
	steps := []step{{"contract freshness", (*suite).freshness}}
	steps = append(steps, lintSteps()...)
	return append(steps,
		step{"web unit tests", (*suite).vitest},
		step{"Go tests, race detector, real Postgres and Redis", func(s *suite, ctx context.Context) tally {
			packages, err := packagesWithout(ctx, searches)
			if err != nil {
				return verdict(err)
			}
			return s.goTest(ctx, packages, "-race", "-timeout=25m")
		}},
		// They start no goroutine, and the detector would make them ten times as slow.
		step{"Go tests of the searches", func(s *suite, ctx context.Context) tally {
			return s.goTest(ctx, []string{"./" + searches + "/..."}, "-timeout=10m")
		}},
		step{"browser journeys", (*suite).journeys},
	)
}

func fastSteps() []step {
	return []step{
		{"go vet", check("go", "vet", "./...")},
		{"Go tests", func(s *suite, ctx context.Context) tally {
			return s.goTest(ctx, []string{"./..."}, "-short", "-timeout=10m")
		}},
		{"web unit tests", (*suite).vitest},
	}
}

func lintSteps() []step {
	return []step{
		{"golangci-lint", check(".tools/bin/golangci-lint", "run", "--allow-parallel-runners")},
		{"import table", (*suite).importTable},
		{"file lengths", (*suite).fileLengths},
		{"ESLint", (*suite).eslint},
		{"vue-tsc", (*suite).vueTypes},
	}
}
