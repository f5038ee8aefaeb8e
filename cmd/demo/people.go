package main

import (
	"context"
	"fmt"

	"jiangxun/internal/app"
	"jiangxun/internal/clock"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/seed"
	"jiangxun/seeds"
)

// person is a member of staff of the demo college.
type person struct {
	username, name, duty string
	role                 identity.Role
}

// demoPassword opens every demo account. Production refuses demo data.
const demoPassword = "Demo-2026-jx"

// demoStaff are one person for each duty, and a second bank editor and exam
// officer, because nobody approves or releases what they entered themselves.
func demoStaff() []person {
	return []person{
		{"registrar", "林晓梅", "报名审核 registrar", identity.RoleRegistrar},
		{"teacher", "周建国", "教师、班主任 teacher", identity.RoleTeacher},
		{"bank", "吴文静", "题库、组卷 bank editor", identity.RoleBankEditor},
		{"bank2", "许志刚", "题库审题 second bank editor, who reviews", identity.RoleBankEditor},
		{"exam", "郑海涛", "考务 exam officer", identity.RoleExamOfficer},
		{"exam2", "孙丽华", "考务复核 second exam officer", identity.RoleExamOfficer},
		{"invigilator", "马志强", "监考 invigilator", identity.RoleInvigilator},
		{"examiner", "朱德明", "考评员 examiner", identity.RoleExaminer},
		{"certifier", "何秀英", "证书管理 certifier", identity.RoleCertifier},
		{"admin", "高远", "系统管理 administrator", identity.RoleAdministrator},
	}
}

// demoTrainees are some of the people in seeds/demo.toml, one for each stage of
// the way; any other number makes a new account.
func demoTrainees() [][3]string {
	return [][3]string{
		{"13805731000", "沈志明", "已分班 in a class"},
		{"13805731222", "施国强", "待审核 waiting for review"},
		{"13805731296", "潘大伟", "退回补正 returned"},
		{"13905730000", "新学员", "任意号码即可 any number makes a newcomer"},
	}
}

// loadDemoData makes the demo people and their world once, through the same
// services as everybody. A start that was interrupted goes on where it ended.
func loadDemoData(ctx context.Context, a *app.App) error {
	err := loadStaff(ctx, a.Rooms.Identity)
	if err == nil {
		err = seed.Demo(ctx, seedRooms(a), seeds.FS)
	}
	if err != nil {
		return fmt.Errorf("演示数据未能写入 / demo data: %w", err)
	}
	return nil
}

func seedRooms(a *app.App) seed.Rooms {
	r := a.Rooms
	return seed.Rooms{
		DB: a.DB, Clock: clock.System{}, Env: config.Demo, Body: r.Body, Identity: r.Identity, Standard: r.Standard, Learner: r.Learner,
		Enrolment: r.Enrolment, Cohort: r.Cohort, Learning: r.Learning, Bank: r.Bank, Transfer: r.Transfer, Paper: r.Paper, Practice: r.Practice,
	}
}

func loadStaff(ctx context.Context, accounts *identity.Service) error {
	const all = 100
	there, total, err := accounts.ListStaff(ctx, "", all, 0)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, a := range there {
		names[a.Username] = a.Name
	}
	ours := 0
	for _, p := range demoStaff() {
		if names[p.username] == p.name {
			ours++
		}
	}
	if total > 0 && ours == 0 {
		// Known passwords have no place in a database that people work in.
		return fmt.Errorf("这个数据库已有其他账号，不写入演示账号 / this database has other people's accounts; point JIANGXUN_POSTGRES__DSN at an empty one")
	}
	for _, p := range demoStaff() {
		if _, ok := names[p.username]; ok {
			continue
		}
		in := identity.StaffInput{Username: p.username, Name: p.name, Roles: []string{string(p.role)}, Active: true}
		if _, _, err := accounts.CreateStaff(ctx, in, demoPassword); err != nil {
			return err
		}
	}
	return nil
}
