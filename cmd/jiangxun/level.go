package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/standard"
)

// levelFlags name one level of one occupation.
type levelFlags struct {
	Occupation string `help:"Occupation by its code or name."`
	Level      string `enum:"5,4,3,2,1," default:"" help:"Skill level, 5 lowest to 1 highest."`
	Edition    string `help:"Edition of the standard, where there are several."`
	Track      string `help:"Job track, where there are several."`
}

// find gives the one level that the flags name.
func (f levelFlags) find(levels []standard.Level) (standard.Level, error) {
	var found []standard.Level
	for _, l := range levels {
		if f.fits(l) {
			found = append(found, l)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return standard.Level{}, fmt.Errorf("没有找到职业“%s”的这个级别。\n%s", f.Occupation, levelList(levels))
	}
	return standard.Level{}, fmt.Errorf("有 %d 个级别符合，请用 --level、--edition 或 --track 说明是哪一个。\n%s", len(found), levelList(found))
}

func (f levelFlags) fits(l standard.Level) bool {
	return (f.Occupation == l.OccupationCode || f.Occupation == l.OccupationName) && (f.Level == "" || f.Level == l.Code) &&
		(f.Edition == "" || strings.HasPrefix(l.EditionName, f.Edition)) && (f.Track == "" || f.Track == l.Track)
}

func levelList(levels []standard.Level) string {
	const most = 30
	var b strings.Builder
	b.WriteString("系统中有：")
	if len(levels) == 0 {
		b.WriteString("（还没有职业标准）")
	}
	for i, l := range levels {
		if i == most {
			fmt.Fprintf(&b, "\n  …… 还有 %d 个", len(levels)-most)
			break
		}
		fmt.Fprintf(&b, "\n  %s %s  --level %s  --edition %s", l.OccupationCode, l.Title(), l.Code, l.EditionName)
		if l.Track != "" {
			fmt.Fprintf(&b, "  --track %s", l.Track)
		}
	}
	return b.String()
}

// errNoDatabase says what to set.
var errNoDatabase = errors.New(`没有配置数据库。请设置环境变量 JIANGXUN_POSTGRES__DSN（图片等文件的目录是 JIANGXUN_BLOB__DIR），例如
  JIANGXUN_POSTGRES__DSN='postgres://用户:口令@主机/数据库' jiangxun …
演示程序运行时，在项目目录里执行 . .data/env 即可使用演示数据库。
只检查文件、不用数据库：jiangxun import questions 文件 --dry-run`)

// inOffice runs a command of the office on one level.
func (f levelFlags) inOffice(ctx context.Context, load configured, run func(context.Context, *app.Office, standard.Level) error) error {
	if f.Occupation == "" {
		return errors.New("请用 --occupation 和 --level 说明是哪个职业的哪个级别")
	}
	cfg, err := load()
	if cfg.Env == "" { // it could not be read at all
		return err
	}
	office, err := app.OpenOffice(ctx, cfg)
	if errors.Is(err, app.ErrNoDatabase) {
		return errNoDatabase
	}
	if err != nil {
		return err
	}
	defer func() { _ = office.Close() }()
	ctx = actor.With(ctx, actor.AsSystem("命令行"))
	levels, err := office.Standard.VisibleLevels(ctx)
	if err != nil {
		return err
	}
	level, err := f.find(levels)
	if err != nil {
		return err
	}
	return run(ctx, office, level)
}
