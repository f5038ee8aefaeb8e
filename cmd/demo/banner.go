package main

import (
	"fmt"
	"io"
	"strings"
)

// printBanner tells a newcomer where everything is and what to try first.
func printBanner(w io.Writer, o options, p *place, s *services) {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("")
	line("匠训已启动 Jiangxun is running                       Ctrl-C 停止 stops it")
	line("")
	line("  模拟手机（微信） phone with WeChat     %s/", address(o.simulatorPort))
	line("  学员端 trainee pages                   %s/", address(o.port))
	line("  管理端 staff pages                     %s/staff", address(o.port))
	line("")
	line("  管理端账号 staff accounts，口令都是 password: %s", demoPassword)
	for _, one := range demoStaff() {
		line("    %-12s %s  %s", one.username, one.name, one.duty)
	}
	line("  学员 trainees：手机号 + 验证码，验证码显示在这里和模拟手机的“短信”里")
	line("                 mobile number and code; the code shows here and on the phone's SMS page")
	for _, one := range demoTrainees() {
		line("    %-12s %s  %s", one[0], one[1], one[2])
	}
	line("")
	line("  先试试 try first")
	line("    1. registrar 登录管理端，打开一个培训项目的招生海报；在模拟手机上“扫一扫”，关注、报名、上传材料")
	line("       show a programme's poster as registrar; scan it on the phone, follow, register, upload")
	line("    2. registrar 审核、分班；手机上收到通知，看到班级、课表和学习资料")
	line("       review and assign a class; the phone gets the news, the timetable and the material")
	line("    3. 学员刷题、参加模拟考试；exam 安排认定计划，invigilator 签到，学员考试")
	line("       drill, sit a mock; plan the exam as exam, check in as invigilator, sit it")
	line("    4. examiner 录入技能成绩，exam 复核、exam2 发布，certifier 发证，扫证书二维码验证")
	line("       enter skill scores, check, release by a second person, certify, verify")
	line("")
	if s.postgres != nil || s.cache != nil {
		line("  数据 data %s · 清除 forget: make reset", p.dir)
		line("  命令行 command line: . %s && bin/jiangxun import questions --help", p.path("env"))
	}
	if s.note != "" {
		line("  Redis %s", s.note)
	}
	_, _ = io.WriteString(w, b.String()+"\n")
}
