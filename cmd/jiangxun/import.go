package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/transfer"
	"jiangxun/web"
)

type importCommand struct {
	Questions importQuestionsCommand `cmd:"" help:"Read a file of questions: ${read}."`
}

type importQuestionsCommand struct {
	File       string `arg:"" help:"The file, or - for standard input."`
	Format     string `default:"auto" help:"auto, or one of ${read}."`
	levelFlags `embed:""`
	Pool       string `default:"practice" enum:"practice,mock,exam" help:"For questions that name no pool: practice, mock or exam."`
	DryRun     bool   `help:"Only say what would come in. Without --occupation the file alone is read and no database is needed."`
	GoodRows   bool   `name:"good-rows-only" help:"Leave out what is rejected instead of refusing the file."`
	Update     bool   `name:"update-changed" help:"Questions whose reference the bank knows with another text become new versions."`
	Submit     bool   `help:"Submit what came in for review."`
	JSON       bool   `help:"Print the outcome as JSON."`
}

// statusRefused is the exit status of a file that was not understood.
const statusRefused exitStatus = 2

// report is what an import says; --json prints it as it stands.
type report struct {
	Format    string   `json:"format"`
	Found     int      `json:"found"`
	Accepted  int      `json:"accepted"`
	Unchanged *int     `json:"unchanged,omitempty"`
	Rejected  []remark `json:"rejected"`
	Warnings  []remark `json:"warnings"`
	Batch     string   `json:"batch,omitempty"`

	held string // why nothing came in
}

// remark is a sentence about a place of the file.
type remark struct {
	At      string `json:"at"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Run implements the command.
func (c importQuestionsCommand) Run(ctx context.Context, load configured) error {
	file, err := c.read(os.Stdin)
	if err != nil {
		return err
	}
	if !c.DryRun || c.Occupation != "" {
		return c.intoBank(ctx, load, file)
	}
	result, err := formats.Read(file, c.Format, exchange.Options{Cleaner: question.NewCleaner()})
	if err != nil {
		return c.refuse(os.Stdout, result.Format, err)
	}
	return c.print(os.Stdout, reportOf(result))
}

// read reads the file, a byte more than is allowed at most.
func (c importQuestionsCommand) read(stdin io.Reader) (exchange.File, error) {
	in := stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if errors.Is(err, fs.ErrNotExist) {
			return exchange.File{}, fmt.Errorf("没有这个文件：%s", question.Legible(c.File))
		}
		if err != nil {
			return exchange.File{}, fmt.Errorf("打不开文件：%w", err)
		}
		defer func() { _ = f.Close() }()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return exchange.File{}, fmt.Errorf("这是一个文件夹，请给出其中的一个文件：%s", question.Legible(c.File))
		}
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, exchange.MaxBytes+1))
	if err != nil {
		return exchange.File{}, fmt.Errorf("读不了文件：%w", err)
	}
	return exchange.File{Name: filepath.Base(c.File), Data: data}, nil
}

// refuse says why the file as a whole was not understood; any other error is
// the caller's.
func (c importQuestionsCommand) refuse(w io.Writer, format exchange.Format, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	if f.Sub == exchange.SubFileNone && format != "" { // understood, and nothing in it
		return c.print(w, emptyReport(format))
	}
	r := report{Rejected: []remark{{Code: string(f.Sub), Message: sentence(f.Sub, f.Params)}}, Warnings: []remark{}}
	if c.JSON {
		return errors.Join(writeJSON(w, r), statusRefused)
	}
	_, err = fmt.Fprintf(w, "没有导入：%s\n", r.Rejected[0].Message)
	return errors.Join(err, statusRefused)
}

// reportOf is the report of a file that was only read.
func reportOf(result exchange.Result) report {
	r := report{Format: string(result.Format), Found: len(result.Items), Rejected: []remark{}, Warnings: []remark{}}
	for _, n := range result.Notes {
		r.Warnings = append(r.Warnings, remarkOf("", n))
	}
	alike := transfer.Alike(result.Items)
	for i, item := range result.Items {
		if n, found := alike[i]; found {
			item.Notes = append(item.Notes, n)
		}
		if item.Rejected() {
			r.Rejected = append(r.Rejected, rejection(item.At, item.Notes))
		} else {
			r.Accepted++
		}
		for _, n := range item.Notes {
			if n.Warning {
				r.Warnings = append(r.Warnings, remarkOf(item.At, n))
			}
		}
	}
	return r
}

// emptyReport is that of a file that was understood and holds no question.
func emptyReport(f exchange.Format) report {
	return report{Format: string(f), Rejected: []remark{}, Warnings: []remark{remarkOf("", exchange.Note{Sub: exchange.SubFileNone, Warning: true})}}
}

// rejection is one line for one item, with every reason.
func rejection(at string, notes []exchange.Note) remark {
	all := remark{At: at}
	for _, n := range notes {
		if n.Warning {
			continue
		}
		one := remarkOf(at, n)
		if all.Code == "" {
			all.Code = one.Code
		}
		all.Message += one.Message
	}
	return all
}

func remarkOf(at string, n exchange.Note) remark {
	text := sentence(n.Sub, n.Params)
	if n.Column != "" {
		text = n.Column + "：" + text
	}
	return remark{At: at, Code: string(n.Sub), Message: text}
}

func sentence(sub fault.Sub, params fault.Params) string {
	if text := web.Sentence(string(sub), params); text != "" {
		return text
	}
	return web.Sentence("unknown", nil)
}

func (c importQuestionsCommand) print(w io.Writer, r report) error {
	if c.JSON {
		return writeJSON(w, r)
	}
	_, err := io.WriteString(w, r.text(c.DryRun))
	return err
}

func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// text is the report for people.
func (r report) text(dry bool) string {
	var b strings.Builder
	verb := "导入"
	if dry || r.held != "" {
		verb = "可以导入"
	}
	fmt.Fprintf(&b, "%s：共 %d 题，%s %d 题", formats.Title(exchange.Format(r.Format)), r.Found, verb, r.Accepted)
	if r.Unchanged != nil && *r.Unchanged > 0 {
		fmt.Fprintf(&b, "，题库中已有 %d 题", *r.Unchanged)
	}
	if len(r.Rejected) > 0 {
		fmt.Fprintf(&b, "，不能导入 %d 题", len(r.Rejected))
	}
	b.WriteString("。\n")
	list(&b, "不能导入", r.Rejected)
	list(&b, "请留意", r.Warnings)
	if r.Batch != "" {
		fmt.Fprintf(&b, "\n批次 %s，可在题库的导入记录中查看或撤销。\n", r.Batch)
	}
	return b.String()
}

func list(b *strings.Builder, title string, remarks []remark) {
	const most = 50
	if len(remarks) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s：\n", title)
	for i, r := range remarks {
		if i == most {
			fmt.Fprintf(b, "  …… 还有 %d 条，用 --json 查看全部。\n", len(remarks)-most)
			return
		}
		at := r.At
		if at == "" {
			at = "整个文件"
		}
		fmt.Fprintf(b, "  %s  %s\n", at, r.Message)
	}
}
