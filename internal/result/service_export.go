package result

import (
	"bytes"
	"context"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
)

var (
	stateWords    = map[State]string{Entered: "录入中", Checked: "已复核", Released: "已发布"}
	decisionWords = map[Decision]string{Pending: "待定", Passed: "合格", NotPassed: "不合格"}
)

func partWords(p Part) any {
	switch p.State {
	case Scored:
		return float64(p.Score) / 100
	case Absent:
		return "缺考"
	}
	return ""
}

// Workbook writes the results of a plan within the actor's scopes, identity
// numbers masked. The record keeps who took it.
func (s *Service) Workbook(ctx context.Context, planID uuid.UUID) (Plan, []byte, error) {
	p, err := s.Plan(ctx, planID)
	if err != nil {
		return Plan{}, nil, err
	}
	rows, _, err := s.rows(ctx, planID, Filter{Limit: maxRows})
	if err != nil {
		return Plan{}, nil, err
	}
	var out bytes.Buffer
	if err := sheet.WriteXLSX(&out, table(p, rows)); err != nil {
		return Plan{}, nil, err
	}
	now := s.clock.Now()
	return p, out.Bytes(), postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "result.export", Object: "result", ObjectID: planID, After: map[string]any{"people": len(rows), "state": p.State},
		})
	})
}

func table(p Plan, rows []Row) sheet.Table {
	t := sheet.Table{
		Name: "成绩", Title: strings.TrimSpace(p.Title + " 成绩（" + stateWords[p.State] + "）"),
		Columns: []sheet.Column{
			{Header: "序号", Width: 6}, {Header: "准考证号", Width: 20}, {Header: "姓名", Width: 16}, {Header: "证件号", Width: 24},
			{Header: "职业等级", Width: 30}, {Header: "理论知识考试", Width: 14}, {Header: "技能考核", Width: 12}, {Header: "结论", Width: 10},
			{Header: "合格线", Width: 8}, {Header: "发布日期", Width: 14},
		},
	}
	day := ""
	if !p.ReleasedAt.IsZero() {
		day = p.ReleasedAt.In(clock.China).Format("2006-01-02")
	}
	for i, r := range rows {
		t.Rows = append(t.Rows, []any{
			i + 1, r.Ticket, r.Name, r.IDMasked, p.LevelTitle, partWords(r.Theory), partWords(r.Skill), decisionWords[r.Decision], p.PassMark, day,
		})
	}
	return t
}
