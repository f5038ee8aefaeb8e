package main

import (
	"fmt"
	"maps"
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/paper/printing"
)

// assembled is an outcome with what it was asked for, for people.
type assembled struct {
	problem assemble.Problem
	report  assemble.Report
}

func (a assembled) text() string {
	var b strings.Builder
	switch a.report.Outcome {
	case assemble.OutcomePaper:
		a.papers(&b)
	case assemble.OutcomeNotFound:
		b.WriteString("在搜索限度内没有组出试卷，也没有证明组不出来。请换一个种子、放宽要求或减少大题后再试。\n")
	case assemble.OutcomeContradictory:
		b.WriteString("组不出试卷：" + a.reason() + "\n")
	default:
		a.refusal(&b)
	}
	return b.String()
}

func typeTitle(t marking.QuestionType) string {
	if title := question.Type(t).Title(); title != "" {
		return title
	}
	return string(t)
}

func nameOf(id, name string) string {
	if name != "" {
		return name
	}
	return id
}

func (a assembled) papers(b *strings.Builder) {
	fmt.Fprintf(b, "组出 %d 份试卷。\n", len(a.report.Forms))
	for i, f := range a.report.Forms {
		fmt.Fprintf(b, "\n第 %d 份（种子 %d）\n", i+1, f.Seed)
		for _, s := range f.Sections {
			fmt.Fprintf(b, "  %s：%d 题，每题 %s 分\n", typeTitle(s.Type), len(s.Items), s.ScoreHundredths.Points())
		}
		b.WriteString("  权重表：\n")
		for _, r := range f.Rows {
			fmt.Fprintf(b, "    %s（%d%%）：应得 %s 分，实得 %s 分，%d 题\n", nameOf(r.ID, r.Name), r.Percent, r.WantHundredths.Points(), r.GotHundredths.Points(), r.Items)
		}
		fmt.Fprintf(b, "  难度：%.3f，标准差 %.3f，预期平均分 %.1f\n", f.Difficulty, f.Spread, f.ExpectedMark)
		fmt.Fprintf(b, "  重要程度：X %d 题，Y %d 题，Z %d 题；考查 %d 个鉴定点\n", f.Importance[assemble.X], f.Importance[assemble.Y], f.Importance[assemble.Z], f.Points)
		fmt.Fprintf(b, "  答案：%s\n", printing.Keys(f.Keys))
		fmt.Fprintf(b, "  曝光：首次使用 %d 题，使用最多的一题用过 %d 次\n", f.Exposure.Fresh, f.Exposure.Most)
		if len(f.Overlap.Earlier) > 0 {
			fmt.Fprintf(b, "  与以往试卷重复：%s\n", printing.Overlaps(f.Overlap.Earlier, ""))
		}
		if len(f.Overlap.Forms) > 0 {
			fmt.Fprintf(b, "  与同批试卷重复：%s\n", printing.Overlaps(f.Overlap.Forms, ""))
		}
	}
	if len(a.report.Dropped) > 0 {
		b.WriteString("\n题库不足，重要程度的比例没有守住，已尽量接近。\n")
	}
}

func (a assembled) reason() string {
	switch a.report.Reason {
	case assemble.TooManyParts:
		return fmt.Sprintf("大题应为 1 到 %d 个，权重表应为 1 到 %d 行。", assemble.MaxSections, assemble.MaxRows)
	case assemble.WeightsNot100:
		return "权重表各行合计不是 100%。"
	case assemble.EmptySection:
		return "有的大题没有题数或分值。"
	case assemble.TooLarge:
		return "总分太大。"
	case assemble.TotalDiffers:
		return "各大题合计的分数与总分不一致。"
	case assemble.RowNotDivisible:
		return "权重表中“" + a.rowName(a.report.Row) + "”应得的分数用各大题的分值凑不出来，请调整分值。"
	case assemble.NoExactSplit:
		return "权重表的每一行单独都能凑出，合在一起凑不出来，请调整题量或分值。"
	}
	return "要求中有没有意义的数值，请核对。"
}

func (a assembled) rowName(id string) string {
	for _, r := range a.problem.Rows {
		if r.ID == id {
			return nameOf(r.ID, r.Name)
		}
	}
	return id
}

func (a assembled) refusal(b *strings.Builder) {
	b.WriteString("组不出试卷，已经证明。\n")
	if len(a.report.Shortfalls) > 0 {
		b.WriteString("\n缺题：\n")
	}
	for _, s := range a.report.Shortfalls {
		where := "全部鉴定范围"
		if s.Row != "" {
			where = nameOf(s.Row, s.Name)
		}
		fmt.Fprintf(b, "  %s，%s：需要 %d 题，现有 %d 题，缺 %d 题\n", where, typeTitle(s.Type), s.Needed, s.Have, s.Missing)
	}
	a.demands(b, a.conflictTitle(), a.report.Conflict)
	for _, set := range a.report.Further {
		a.demands(b, "另一组互相矛盾的要求", set)
	}
	ways(b, "办法（任选其一）", a.report.Relax)
	ways(b, "办法（要全部做到）", a.report.Together)
}

// conflictTitle says of the set only what is proved of it.
func (a assembled) conflictTitle() string {
	switch {
	case a.report.Smallest:
		return "互相矛盾的要求（最少的一组，去掉任何一项，其余就不矛盾）"
	case a.report.Irreducible:
		return "互相矛盾的要求（去掉任何一项，其余就不矛盾）"
	}
	return "互相矛盾的要求"
}

func (a assembled) demands(b *strings.Builder, title string, list []assemble.Demand) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n" + title + "：\n")
	for _, d := range list {
		b.WriteString("  " + demandWords(d) + "\n")
	}
}

func ways(b *strings.Builder, title string, list []assemble.Relaxation) {
	if len(list) == 0 {
		return
	}
	b.WriteString("\n" + title + "：\n")
	for _, r := range list {
		b.WriteString("  " + wayWords(r) + "\n")
	}
}

// demandSentences are what demands ask; {name} is a parameter.
func demandSentences() map[string]string {
	return map[string]string{
		assemble.DemandSection:    "第 {section} 大题：{type} {count} 题",
		assemble.DemandRow:        "权重表“{row}”占 {percent}%",
		assemble.DemandDifficulty: "平均难度 {target} ± {tolerance}",
		assemble.DemandBand:       "难度在 {from} 到 {to} 的题：{min} 到 {max} 题",
		assemble.DemandX:          "X（核心）的题不少于 {minItems} 题",
		assemble.DemandY:          "Y（一般）的题不超过 {maxItems} 题",
		assemble.DemandZ:          "Z（辅助）的题不超过 {maxItems} 题",
		assemble.DemandSingleKey:  "单选题同一字母不超过 {maxItems} 题（{maxPercent}%）",
		assemble.DemandJudgeKey:   "判断题同一答案不超过 {maxItems} 题（{maxPercent}%）",
		assemble.DemandRest:       "{restDays} 天内用过的题不用",
		assemble.DemandUse:        "用过 {maxUse} 次的题不用",
		assemble.DemandEarlier:    "与以往试卷“{paper}”重复不超过 {maxItems} 题（{maxPercent}%）",
		assemble.DemandPoints:     "同一大题内，鉴定点够用时不重复",
		assemble.DemandEnemies:    "互斥的试题不同卷",
		assemble.DemandOverlap:    "{forms} 份试卷相互重复不超过 {maxItems} 题（{maxPercent}%）",
		assemble.DemandWithin:     "{forms} 份试卷的预期平均分相差不超过 {points} 分",
	}
}

// demandWords says what a demand asks.
func demandWords(d assemble.Demand) string {
	text, ok := demandSentences()[d.Name]
	if !ok {
		return d.Name
	}
	params := maps.Clone(d.Params)
	if name, _ := params["rowName"].(string); name != "" {
		params["row"] = name
	}
	if kind, ok := params["type"].(string); ok {
		params["type"] = typeTitle(marking.QuestionType(kind))
	}
	for name, value := range params {
		text = strings.ReplaceAll(text, "{"+name+"}", fmt.Sprint(value))
	}
	return text
}

// wayWords says how a demand would have to change.
func wayWords(r assemble.Relaxation) string {
	what := "“" + demandWords(r.Demand) + "”"
	for name, value := range r.To {
		switch name {
		case "off":
			return "去掉" + what
		case "tolerance":
			return fmt.Sprintf("%s的允许偏差放宽到 ± %v", what, value)
		case "restDays":
			return fmt.Sprintf("%s改为 %v 天", what, value)
		case "maxUse":
			return fmt.Sprintf("%s改为 %v 次", what, value)
		case "withinPoints":
			return fmt.Sprintf("%s放宽到 %v 分", what, value)
		case "count":
			return fmt.Sprintf("%s改为 %v 题", what, value)
		default:
			return fmt.Sprintf("%s改为 %v%%", what, value)
		}
	}
	return "放宽" + what
}
