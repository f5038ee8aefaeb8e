package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"jiangxun/internal/app"
	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/standard"
)

type exportCommand struct {
	Questions exportQuestionsCommand `cmd:"" help:"Write a level's questions with their keys as a file: ${written}."`
}

type exportQuestionsCommand struct {
	File       string `arg:"" help:"The file to write, or - for standard output."`
	Format     string `required:"" help:"One of ${written}."`
	levelFlags `embed:""`
	Pool       string `enum:"practice,mock,exam," default:"" help:"Only one pool."`
	State      string `enum:"draft,review,trial,live,suspended,retired," default:"" help:"Only one state."`
	JSON       bool   `help:"Print the outcome as JSON."`
}

// exported is what an export says.
type exported struct {
	Format    string   `json:"format"`
	Questions int      `json:"questions"`
	Left      []remark `json:"left"`
}

// Run implements the command.
func (c exportQuestionsCommand) Run(ctx context.Context, load configured) error {
	return c.inOffice(ctx, load, func(ctx context.Context, office *app.Office, level standard.Level) error {
		out, err := office.Transfer.Export(ctx, level.ID, bank.Filter{Pool: bank.Pool(c.Pool), State: bank.State(c.State)}, c.Format)
		var f *fault.Error
		if errors.As(err, &f) {
			sub, params := f.Sub, f.Params
			if len(f.Fields) > 0 {
				sub, params = f.Fields[0].Sub, f.Fields[0].Params
			}
			return errors.New(sentence(sub, params))
		}
		if err != nil {
			return err
		}
		if err := c.write(out.File.Data); err != nil {
			return err
		}
		e := exported{Format: c.Format, Questions: out.Questions, Left: []remark{}}
		for _, l := range out.Left {
			e.Left = append(e.Left, remarkOf(l.At, l.Note))
		}
		return c.say(e)
	})
}

func (c exportQuestionsCommand) write(data []byte) error {
	if c.File == "-" {
		_, err := os.Stdout.Write(data)
		return err
	}
	return os.WriteFile(c.File, data, 0o600)
}

// say goes to standard error where standard output is the file.
func (c exportQuestionsCommand) say(e exported) error {
	w := os.Stdout
	if c.File == "-" {
		w = os.Stderr
	}
	if c.JSON {
		return writeJSON(w, e)
	}
	if _, err := fmt.Fprintf(w, "已导出 %d 题。\n", e.Questions); err != nil {
		return err
	}
	for _, l := range e.Left {
		if _, err := fmt.Fprintf(w, "  %s  %s\n", l.At, l.Message); err != nil {
			return err
		}
	}
	return nil
}
