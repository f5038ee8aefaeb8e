package main

import (
	"context"
	"errors"

	"jiangxun/internal/bank/exchange"
)

// levelFlags name one level of one occupation.
type levelFlags struct {
	Occupation string `help:"Occupation by its code or name."`
	Level      string `enum:"5,4,3,2,1," default:"" help:"Skill level, 5 lowest to 1 highest."`
	Edition    string `help:"Edition of the standard, where there are several."`
	Track      string `help:"Job track, where there are several."`
}

func (c importQuestionsCommand) intoBank(_ context.Context, _ configured, _ exchange.File) error {
	return errors.New("导入题库请用管理端")
}

type exportCommand struct{}
