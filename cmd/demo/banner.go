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
	line("  学员 trainees：任意手机号，验证码显示在这里和模拟手机的“短信”里")
	line("                 any mobile number; the code shows here and on the phone's SMS page")
	line("")
	line("  先试试 try first")
	line("    1. 用 registrar 登录管理端，打开培训项目，查看招生海报二维码")
	line("       sign in as registrar, open a training programme, show its poster code")
	line("    2. 在模拟手机上“扫一扫”这个二维码，关注、报名、上传材料")
	line("       scan it on the phone, follow the account, register, upload documents")
	line("    3. 回到管理端审核，手机上会收到结果")
	line("       review it on the staff side; the phone gets the result")
	line("")
	if s.postgres != nil || s.cache != nil {
		line("  数据 data %s · 清除 forget: make reset", p.dir)
	}
	if s.note != "" {
		line("  Redis %s", s.note)
	}
	_, _ = io.WriteString(w, b.String()+"\n")
}
