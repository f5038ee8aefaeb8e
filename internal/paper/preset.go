package paper

import (
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
)

// Preset is a design that papers of a level usually have.
type Preset struct {
	ID        string
	LevelCode string // "5" lowest … "1" highest
	Name      string
	Minutes   int
	Sections  []Section
	Source    string // where it is seen, in words for a person
}

// Presets gives the designs of a level, the most usual first; all of them for
// "". Each adds up to FullMark, and starts with DefaultDemands.
//
// Where they come from:
//   - 5: 80 single choice is seen, the other 20 points are true or false
//   - 4: 80 + 20 of one point is the usual form in 90 minutes (维修电工); 160 + 40
//     of half a point is in a sample of Guangdong; 150 + 50 of half a point is
//     seen once; 120 single choice of half a point with the rest true or false
//     in 120 minutes is the older form (车工)
//   - 3: 40 + 140 of half a point and 10 multiple choice of one point in 90
//     minutes is seen alike in three occupations
//   - 2 and 1: choice with short answers, calculation and essays; counts vary
//     from place to place, so these are only something to begin with
func Presets(levelCode string) []Preset {
	var list []Preset
	for _, p := range presets() {
		if levelCode == "" || p.LevelCode == levelCode {
			list = append(list, p)
		}
	}
	return list
}

func presets() []Preset {
	const varies = "各地题型不一，供修改后使用"
	part := func(kind bank.Type, count int, score marking.Hundredths) Section {
		return Section{Type: kind, Title: kind.Title(), Count: count, ScoreHundredths: score}
	}
	return []Preset{
		{"5-100", "5", "80 道单选、20 道判断，每题 1 分", 90, []Section{part(bank.Single, 80, 100), part(bank.Judge, 20, 100)}, "初级工常见卷型"},
		{"4-100", "4", "80 道单选、20 道判断，每题 1 分", 90, []Section{part(bank.Single, 80, 100), part(bank.Judge, 20, 100)}, "中级工常见卷型（维修电工等）"},
		{"4-200", "4", "160 道单选、40 道判断，每题 0.5 分", 90, []Section{part(bank.Single, 160, 50), part(bank.Judge, 40, 50)}, "广东样卷"},
		{"4-200b", "4", "150 道单选、50 道判断，每题 0.5 分", 90, []Section{part(bank.Single, 150, 50), part(bank.Judge, 50, 50)}, "部分职业的中级工卷型"},
		{"4-old", "4", "120 道单选、80 道判断，每题 0.5 分", 120, []Section{part(bank.Single, 120, 50), part(bank.Judge, 80, 50)}, "旧车工卷型"},
		{"3-190", "3", "40 道判断、140 道单选，每题 0.5 分；10 道多选，每题 1 分", 90, []Section{
			part(bank.Judge, 40, 50), part(bank.Single, 140, 50), part(bank.Multiple, 10, 100),
		}, "高级工常见卷型（多个职业一致）"},
		{"2-mixed", "2", "单选、判断、多选，简答、计算和论述", 120, []Section{
			part(bank.Single, 80, 50), part(bank.Judge, 40, 50), part(bank.Multiple, 10, 100),
			part(question.Short, 2, 500), part(question.Calculation, 1, 1000), part(question.Essay, 1, 1000),
		}, varies},
		{"2-chosen", "2", "单选、判断、多选（机考）", 120, []Section{
			part(bank.Single, 100, 50), part(bank.Judge, 40, 50), part(bank.Multiple, 30, 100),
		}, varies},
		{"1-mixed", "1", "单选、判断、多选，简答、计算和论述", 120, []Section{
			part(bank.Single, 60, 50), part(bank.Judge, 40, 50), part(bank.Multiple, 20, 100),
			part(question.Short, 2, 500), part(question.Calculation, 1, 1000), part(question.Essay, 1, 1000),
		}, varies},
		{"1-chosen", "1", "单选、判断、多选（机考）", 120, []Section{
			part(bank.Single, 80, 50), part(bank.Judge, 40, 50), part(bank.Multiple, 40, 100),
		}, varies},
	}
}
