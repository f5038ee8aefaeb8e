package invigilation

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/exam"
	"jiangxun/internal/platform/pdf"
)

// maxReport bounds what one report lists.
const maxReport = 1000

var stateWords = map[exam.SeatState]string{
	exam.Assigned: "未到", exam.CheckedIn: "已签到", exam.Started: "作答中", exam.Submitted: "已交卷", exam.Absent: "缺考",
}

var kindWords = map[IncidentKind]string{
	Device: "设备故障", Network: "网络故障", Power: "停电", Illness: "考生身体不适", Discipline: "考场秩序", Misconduct: "违纪违规", OtherKind: "其他",
}

var partWords = map[exam.Part]string{exam.Theory: "理论知识考试", exam.Skill: "技能考核"}

// Report draws the room report (考场情况记录表) of what the actor sees of a
// session: totals, everybody's state, grants, incidents and late answers, lines
// to sign on.
func (s *Service) Report(ctx context.Context, sessionID uuid.UUID) ([]byte, error) {
	e, seats, err := s.all(ctx, sessionID)
	if err != nil {
		return nil, err
	}
	grants, _, err := s.Grants(ctx, sessionID, maxReport, 0)
	if err != nil {
		return nil, err
	}
	incidents, _, err := s.Incidents(ctx, sessionID, maxReport, 0)
	if err != nil {
		return nil, err
	}
	tallies, err := s.sittings.LateTallies(ctx, sessionID)
	if err != nil {
		return nil, err
	}
	now, err := s.exam.Now(ctx)
	if err != nil {
		return nil, err
	}
	d, err := s.press.Document(pdf.Options{Title: e.Plan.Title + " 考场情况记录", CreatedAt: now, Lenient: true})
	if err != nil {
		return nil, err
	}
	r := report{d: d, y: 18}
	r.head(e, totals(seats, now))
	r.people(seats)
	r.grants(grants, seats)
	r.incidents(incidents)
	r.late(lateSeats(seatsOf(seats), tallies))
	r.signatures()
	d.NumberPages()
	return d.Bytes()
}

// report is a report being drawn; y is where it goes on.
type report struct {
	d *pdf.Document
	y float64
}

const (
	left  = 18.0
	width = 174.0
	foot  = 262.0
)

func (r *report) text(text string, style pdf.Style) {
	if r.y > foot {
		r.d.AddPage()
		r.y = 20
	}
	r.y += r.d.Text(left, r.y, width, text, style)
}

func (r *report) section(title string) {
	r.y += 5
	r.text(title, pdf.Style{Size: 12, Weight: pdf.Bold})
	r.y++
}

func (r *report) head(e exam.Session, t Totals) {
	r.text(e.Plan.Title, pdf.Style{Size: 15, Weight: pdf.Bold, Align: pdf.Center})
	r.text("考场情况记录表", pdf.Style{Size: 18, Weight: pdf.Bold, Align: pdf.Center})
	r.y += 4
	when := e.StartsAt.In(clock.China).Format("2006年1月2日 15:04") + "—" + e.EndsAt().In(clock.China).Format("15:04")
	r.text("职业等级："+e.Plan.LevelTitle+"　　科目："+partWords[e.Part], pdf.Style{})
	r.text("考试时间："+when+"　　地点："+strings.TrimSpace(e.Plan.SiteName+" "+e.Place), pdf.Style{})
	r.text(fmt.Sprintf("应到 %d 人，实到 %d 人，缺考 %d 人，未到 %d 人；已交卷 %d 人，作答中 %d 人。",
		t.Total, t.CheckedIn+t.Started+t.Submitted, t.Absent, t.Assigned, t.Submitted, t.Started), pdf.Style{})
}

func (r *report) people(seats []LiveSeat) {
	r.section("一、考生情况")
	table := pdf.Table{Columns: []pdf.Column{
		{Header: "考场", Width: 30}, {Header: "座位", Width: 14, Align: pdf.Center}, {Header: "准考证号", Width: 40, Align: pdf.Center},
		{Header: "姓名", Width: 30}, {Header: "状态", Width: 20, Align: pdf.Center}, {Header: "签到", Width: 20, Align: pdf.Center},
		{Header: "换机", Width: 20, Align: pdf.Center},
	}}
	for _, s := range seats {
		moved := ""
		if s.Takeovers > 0 {
			moved = fmt.Sprintf("%d 次", s.Takeovers)
		}
		table.Rows = append(table.Rows, []string{
			s.RoomName, fmt.Sprint(s.Seat.Seat), s.TicketNumber, s.Name, stateWords[s.State], chinaTime(s.CheckedInAt), moved,
		})
	}
	r.y = r.d.Table(left, r.y, table)
}

func (r *report) grants(list []Grant, seats []LiveSeat) {
	r.section("二、补时记录")
	if len(list) == 0 {
		r.text("无。", pdf.Style{})
		return
	}
	names := map[uuid.UUID]string{}
	for _, s := range seats {
		names[s.AccountID] = s.Name
	}
	table := pdf.Table{Columns: []pdf.Column{
		{Header: "时间", Width: 22, Align: pdf.Center}, {Header: "分钟", Width: 14, Align: pdf.Center}, {Header: "对象", Width: 60},
		{Header: "原因", Width: 54}, {Header: "监考员", Width: 24},
	}}
	for _, g := range list {
		var to []string
		for _, id := range g.Accounts {
			to = append(to, names[id])
		}
		table.Rows = append(table.Rows, []string{chinaTime(g.GrantedAt), fmt.Sprint(g.Minutes), strings.Join(to, "、"), g.Reason, g.ByName})
	}
	r.y = r.d.Table(left, r.y, table)
}

func (r *report) incidents(list []Incident) {
	r.section("三、异常情况")
	if len(list) == 0 {
		r.text("无。", pdf.Style{})
		return
	}
	table := pdf.Table{Columns: []pdf.Column{
		{Header: "时间", Width: 22, Align: pdf.Center}, {Header: "类型", Width: 26}, {Header: "考生", Width: 40}, {Header: "情况", Width: 62},
		{Header: "记录人", Width: 24},
	}}
	for _, v := range list {
		to := v.Who
		if to == "" {
			to = "整个考场"
		}
		table.Rows = append(table.Rows, []string{chinaTime(v.ReportedAt), kindWords[v.Kind], to, v.Text, v.ByName})
	}
	r.y = r.d.Table(left, r.y, table)
}

// lateLine says how many late answers there were and how they were decided.
func lateLine(t LateTotals) string {
	if t.Answers == 0 {
		return "无。"
	}
	return fmt.Sprintf("%d 人共 %d 条答案迟到：采用 %d 条，不采用 %d 条，尚未处理 %d 条。", t.People, t.Answers, t.Counted, t.LeftOut, t.Undecided)
}

func (r *report) late(list []lateSeat) {
	r.section("四、迟到答案")
	r.text(lateLine(lateTotals(list)), pdf.Style{})
	if len(list) == 0 {
		return
	}
	r.y += 2
	table := pdf.Table{Columns: []pdf.Column{
		{Header: "考生", Width: 44}, {Header: "条数", Width: 14, Align: pdf.Center}, {Header: "采用", Width: 14, Align: pdf.Center},
		{Header: "不采用", Width: 16, Align: pdf.Center}, {Header: "未处理", Width: 16, Align: pdf.Center}, {Header: "理由", Width: 46},
		{Header: "处理人", Width: 24},
	}}
	for _, s := range list {
		t := s.tally
		table.Rows = append(table.Rows, []string{
			who(s.Seat), fmt.Sprint(t.Answers), fmt.Sprint(t.Counted), fmt.Sprint(t.LeftOut), fmt.Sprint(t.Undecided()), t.Reasons, t.Deciders,
		})
	}
	r.y = r.d.Table(left, r.y, table)
}

func (r *report) signatures() {
	r.y += 12
	r.text("监考员签名：________________　　________________　　　日期：______________", pdf.Style{Size: 11})
}
