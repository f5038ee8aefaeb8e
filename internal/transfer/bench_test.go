package transfer_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/tabular"
	"jiangxun/internal/testkit"
	"jiangxun/internal/transfer"
)

// BenchmarkImport10k takes a workbook of 10,000 rows from the file to drafts in
// the bank, on a real Postgres: how long, and the most memory of the process
// (the test itself included).
func BenchmarkImport10k(b *testing.B) {
	items := make([]exchange.Item, 10_000)
	for n := range items {
		items[n] = single(fmt.Sprintf("车削第 %d 种台阶轴时，主轴转速的选择首先取决于（　　）。", n), "A")
		for o := range items[n].Options {
			items[n].Options[o].HTML = fmt.Sprintf("%s：工件材料与刀具寿命的要求 %d", items[n].Options[o].HTML, n*7+o)
		}
		items[n].Explanation, items[n].Ref, items[n].Source = "转速由切削速度和工件直径决定。", fmt.Sprintf("W-%05d", n), "自编"
	}
	file, err := tabular.Write(items)
	require.NoError(b, err)
	var preview, commit time.Duration
	var peak float64
	for b.Loop() {
		b.StopTimer()
		w := banktest.New(b, testkit.DB(b), testkit.Clock(), 20)
		s, err := transfer.New(transfer.Deps{DB: w.DB, Audit: w.Audit, Clock: w.Clock, Blob: w.Blob, Standard: w.Standard, Bank: w.Service})
		require.NoError(b, err)
		ctx := banktest.Author(b.Context())
		debug.FreeOSMemory()
		highest := watchMemory()
		b.StartTimer()
		began := time.Now()
		i, err := s.Start(ctx, w.LevelID, "题库.xlsx", bytes.NewReader(file.Data), "auto", "")
		require.NoError(b, err)
		require.Equal(b, 10_000, i.Counts.Accepted)
		read := time.Now()
		done, err := s.Commit(ctx, i.ID, transfer.CommitOptions{})
		require.NoError(b, err)
		require.Equal(b, 10_000, done.Taken)
		preview, commit = preview+read.Sub(began), commit+time.Since(read)
		b.StopTimer()
		peak = max(peak, highest())
		b.StartTimer()
	}
	b.ReportMetric(preview.Seconds()*1000/float64(b.N), "preview-ms")
	b.ReportMetric(commit.Seconds()*1000/float64(b.N), "commit-ms")
	b.ReportMetric(peak, "peak-MB")
}

// watchMemory samples the resident memory until the function that it gives is
// called, which says the highest in MB; 0 where /proc is not there.
func watchMemory() func() float64 {
	stop, highest := make(chan struct{}), make(chan float64)
	go func() {
		most := residentMB()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				most = max(most, residentMB())
			case <-stop:
				highest <- most
				return
			}
		}
	}()
	return func() float64 { close(stop); return <-highest }
}

func residentMB() float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	kb, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]), " kB"), 64)
	return kb / 1024
}
