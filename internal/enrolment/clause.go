package enrolment

import (
	"strconv"
	"strings"

	"jiangxun/internal/standard"
)

// Clause is one application condition (申报条件); any one of a level suffices.
type Clause struct {
	Key    string // "2023-4-2", stored with the application
	Number string // as printed, "（2）"
	Text   string
}

// Clauses gives the conditions of a level. The set follows the edition of the
// occupation's standard: editions from 2023 on are written under the rules of
// 2023, those before under the rules of 2018. A standard may word them in more
// detail; the reviewer decides.
func Clauses(l standard.Level) []Clause {
	set := "2018"
	if year := leadingYear(l.EditionName); year >= 2023 {
		set = "2023"
	}
	texts := clauseTexts[set][l.Code]
	out := make([]Clause, len(texts))
	for i, text := range texts {
		n := strconv.Itoa(i + 1)
		out[i] = Clause{Key: set + "-" + l.Code + "-" + n, Number: "（" + n + "）", Text: text}
	}
	return out
}

func clauseOf(l standard.Level, key string) (Clause, bool) {
	for _, c := range Clauses(l) {
		if c.Key == key {
			return c, true
		}
	}
	return Clause{}, false
}

func leadingYear(edition string) int {
	end := strings.IndexFunc(edition, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(edition)
	}
	year, _ := strconv.Atoi(edition[:end])
	return year
}

// clauseTexts are in our own words after the general texts of the two rules
// under which standards are written.
var clauseTexts = map[string]map[string][]string{
	"2018": {
		"5": {
			"累计从事本职业或相关职业工作 1 年（含）以上",
			"本职业或相关职业学徒期满",
		},
		"4": {
			"取得本职业或相关职业五级/初级工职业资格证书（技能等级证书）后，累计从事本职业或相关职业工作 4 年（含）以上",
			"累计从事本职业或相关职业工作 6 年（含）以上",
			"取得技工学校本专业或相关专业毕业证书（含尚未取得毕业证书的在校应届毕业生），或取得经评估论证、以中级技能为培养目标的中等及以上职业学校本专业或相关专业毕业证书（含应届毕业生）",
		},
		"3": {
			"取得本职业或相关职业四级/中级工职业资格证书（技能等级证书）后，累计从事本职业或相关职业工作 5 年（含）以上",
			"取得本职业或相关职业四级/中级工职业资格证书（技能等级证书），并具有高级技工学校、技师学院毕业证书，或经评估论证、以高级技能为培养目标的高等职业学校本专业或相关专业毕业证书（均含应届毕业生）",
			"具有大专及以上本专业或相关专业毕业证书，并取得本职业或相关职业四级/中级工职业资格证书（技能等级证书）后，累计从事本职业或相关职业工作 2 年（含）以上",
		},
		"2": {
			"取得本职业或相关职业三级/高级工职业资格证书（技能等级证书）后，累计从事本职业或相关职业工作 4 年（含）以上",
			"取得本职业或相关职业三级/高级工职业资格证书（技能等级证书）的高级技工学校、技师学院毕业生，累计从事本职业或相关职业工作 3 年（含）以上",
			"取得本职业或相关职业预备技师证书的技师学院毕业生，累计从事本职业或相关职业工作 2 年（含）以上",
		},
		"1": {
			"取得本职业或相关职业二级/技师职业资格证书（技能等级证书）后，累计从事本职业或相关职业工作 4 年（含）以上",
		},
	},
	"2023": {
		"5": {
			"年满 16 周岁，拟从事本职业或相关职业工作",
			"年满 16 周岁，从事本职业或相关职业工作",
		},
		"4": {
			"累计从事本职业或相关职业工作满 5 年",
			"取得本职业或相关职业五级/初级工职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满 3 年",
			"取得本专业或相关专业的技工院校或中等及以上职业院校、专科及以上普通高等学校毕业证书（含在读应届毕业生）",
		},
		"3": {
			"累计从事本职业或相关职业工作满 10 年",
			"取得本职业或相关职业四级/中级工职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满 4 年",
			"取得符合专业对应关系的初级职称后，累计从事本职业或相关职业工作满 1 年",
			"取得本专业或相关专业的技工院校高级工班及以上毕业证书（含在读应届毕业生）",
			"取得本职业或相关职业四级/中级工职业资格（职业技能等级）证书，并取得高等职业学校、专科及以上普通高等学校本专业或相关专业毕业证书（含在读应届毕业生）",
			"取得经评估论证的高等职业学校、专科及以上普通高等学校本专业或相关专业毕业证书（含在读应届毕业生）",
		},
		"2": {
			"取得本职业或相关职业三级/高级工职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满 5 年",
			"取得符合专业对应关系的初级职称后，累计从事本职业或相关职业工作满 5 年，并在取得本职业或相关职业三级/高级工职业资格（职业技能等级）证书后，从事本职业或相关职业工作满 1 年",
			"取得符合专业对应关系的中级职称后，累计从事本职业或相关职业工作满 1 年",
			"取得本职业或相关职业三级/高级工职业资格（职业技能等级）证书的高级技工学校、技师学院毕业生，累计从事本职业或相关职业工作满 2 年",
			"取得本职业或相关职业三级/高级工职业资格（职业技能等级）证书满 2 年的技师学院预备技师班、技师班学生",
		},
		"1": {
			"取得本职业或相关职业二级/技师职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满 5 年",
			"取得符合专业对应关系的中级职称后，累计从事本职业或相关职业工作满 5 年，并在取得本职业或相关职业二级/技师职业资格（职业技能等级）证书后，从事本职业或相关职业工作满 1 年",
			"取得符合专业对应关系的高级职称（专业技术职务任职资格）后，累计从事本职业或相关职业工作满 1 年",
		},
	},
}
