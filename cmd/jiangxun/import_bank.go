package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"jiangxun/internal/app"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/standard"
	"jiangxun/internal/transfer"
)

// intoBank checks the file against a level's bank and, unless it is a dry run,
// takes it in.
func (c importQuestionsCommand) intoBank(ctx context.Context, load configured, file exchange.File) error {
	return c.inOffice(ctx, load, func(ctx context.Context, office *app.Office, level standard.Level) error {
		i, err := office.Transfer.StartNow(ctx, level.ID, file, c.Format, bank.Pool(c.Pool))
		if err != nil {
			return c.refuse(os.Stdout, i.Format, err)
		}
		rows, _, err := office.Transfer.Rows(ctx, i.ID, transfer.RowFilter{Limit: exchange.MaxItems})
		if err != nil {
			return err
		}
		r := c.bankReport(i, rows)
		if c.DryRun {
			return errors.Join(c.print(os.Stdout, r), office.Transfer.Discard(ctx, i.ID))
		}
		return c.commit(ctx, office, i, r)
	})
}

func (c importQuestionsCommand) commit(ctx context.Context, office *app.Office, i transfer.Import, r report) error {
	done, err := office.Transfer.Commit(ctx, i.ID, transfer.CommitOptions{GoodRowsOnly: c.GoodRows, UpdateChanged: c.Update, Submit: c.Submit})
	var f *fault.Error
	if errors.As(err, &f) && f.Code == fault.Conflict {
		r.held = sentence(f.Sub, f.Params)
		fmt.Fprintln(os.Stderr, "没有导入："+r.held+"用 --good-rows-only 只导入没有问题的题；也可以在管理端的导入记录中改正。")
		return c.print(os.Stdout, r)
	}
	if err != nil {
		return err
	}
	r.Batch, r.Accepted, r.Unchanged = done.ID.String(), done.Taken+done.Updated, &done.Counts.Unchanged
	return c.print(os.Stdout, r)
}

// bankReport is the report of a file that was held against the bank.
func (c importQuestionsCommand) bankReport(i transfer.Import, rows []transfer.Row) report {
	r := report{Format: string(i.Format), Found: i.Counts.Found, Unchanged: &i.Counts.Unchanged, Rejected: []remark{}, Warnings: []remark{}}
	for _, n := range i.Notes {
		r.Warnings = append(r.Warnings, remarkOf("", n))
	}
	for _, row := range rows {
		switch row.Verdict {
		case transfer.Accepted:
			r.Accepted++
		case transfer.Unchanged:
		case transfer.Changed:
			if c.Update {
				r.Accepted++
				break
			}
			r.Rejected = append(r.Rejected, rejection(row.At, row.Notes))
		default:
			r.Rejected = append(r.Rejected, rejection(row.At, row.Notes))
		}
		for _, n := range row.Notes {
			if n.Warning {
				r.Warnings = append(r.Warnings, remarkOf(row.At, n))
			}
		}
	}
	return r
}
