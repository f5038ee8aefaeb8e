package docx

import (
	"strconv"
	"strings"
)

// formatNumber writes a list's number in one of Word's number formats. What a
// format cannot hold comes in figures.
func formatNumber(n int, format, custom string) string {
	figures := strconv.Itoa(n)
	out := ""
	switch format {
	case "none", "bullet":
		return ""
	case "decimalZero":
		if n < 10 {
			out = "0" + figures
		}
	case "custom":
		first, _, _ := strings.Cut(custom, ",")
		if width := len(strings.TrimSpace(first)); width < 10 && len(figures) < width {
			out = strings.Repeat("0", width-len(figures)) + figures
		}
	case "upperLetter":
		out = letters(n, 'A', 26)
	case "lowerLetter":
		out = letters(n, 'a', 26)
	case "upperRoman":
		out = roman(n)
	case "lowerRoman":
		out = strings.ToLower(roman(n))
	case "decimalFullWidth", "decimalFullWidth2":
		out = strings.Map(func(r rune) rune { return r - '0' + '０' }, figures)
	case "numberInDash":
		out = "- " + figures + " -"
	case "ordinal":
		out = ordinal(n)
	default:
		out = chineseNumber(n, format)
	}
	if out == "" {
		return figures
	}
	return out
}

// Counting writes n as papers number their sections: 一, 十二, 九十九; figures
// from 100.
func Counting(n int) string {
	if n < 1 || n > 99 {
		return strconv.Itoa(n)
	}
	return chineseNumber(n, "chineseCounting")
}

func chineseNumber(n int, format string) string {
	switch format {
	case "chineseCounting", "taiwaneseCounting":
		if n < 100 {
			return counting(n, "零一二三四五六七八九", "十百千")
		}
		return digits(n, "〇一二三四五六七八九")
	case "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting":
		return counting(n, "零一二三四五六七八九", "十百千")
	case "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital2":
		return digits(n, "〇一二三四五六七八九")
	case "chineseLegalSimplified":
		return counting(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟")
	case "ideographLegalTraditional", "japaneseLegal":
		return counting(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟")
	case "ideographTraditional":
		return pick(n, "甲乙丙丁戊己庚辛壬癸")
	case "ideographZodiac":
		return pick(n, "子丑寅卯辰巳午未申酉戌亥")
	case "ideographZodiacTraditional":
		if n < 1 || n > 60 {
			return ""
		}
		return pick((n-1)%10+1, "甲乙丙丁戊己庚辛壬癸") + pick((n-1)%12+1, "子丑寅卯辰巳午未申酉戌亥")
	case "ideographEnclosedCircle":
		return pick(n, "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return circled(n)
	case "decimalEnclosedParen":
		return pick(n, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇")
	case "decimalEnclosedFullstop":
		return pick(n, "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛")
	}
	return ""
}

// pick gives the n-th character, from 1.
func pick(n int, from string) string {
	runes := []rune(from)
	if n < 1 || n > len(runes) {
		return ""
	}
	return string(runes[n-1])
}

func circled(n int) string {
	switch {
	case n == 0:
		return "⓪"
	case n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case n >= 21 && n <= 35:
		return string(rune('㉑' + n - 21))
	case n >= 36 && n <= 50:
		return string(rune('㊱' + n - 36))
	}
	return ""
}

// letters gives A … Z, AA, BB … as Word does.
func letters(n int, first rune, size int) string {
	if n < 1 || n > size*20 {
		return ""
	}
	return strings.Repeat(string(first+rune((n-1)%size)), (n-1)/size+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return ""
	}
	values := [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	names := [...]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	var out strings.Builder
	for i, v := range values {
		for n >= v {
			out.WriteString(names[i])
			n -= v
		}
	}
	return out.String()
}

func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strconv.Itoa(n) + ending
}

// digits writes a number figure by figure: 一〇五.
func digits(n int, ten string) string {
	names := []rune(ten)
	var out strings.Builder
	for _, r := range strconv.Itoa(n) {
		out.WriteRune(names[r-'0'])
	}
	return out.String()
}

// counting writes a number below ten thousand as it is spoken: 十二, 一百零五.
func counting(n int, ten, units string) string {
	if n < 0 || n > 9999 {
		return ""
	}
	names, unit := []rune(ten), []rune(units)
	if n == 0 {
		return string(names[0])
	}
	var out strings.Builder
	gap := false
	for place, base := 3, 1000; place >= 0; place, base = place-1, base/10 {
		figure := n / base % 10
		if figure == 0 {
			gap = out.Len() > 0
			continue
		}
		if gap {
			out.WriteRune(names[0])
			gap = false
		}
		if figure != 1 || place != 1 || out.Len() > 0 { // 十二, not 一十二
			out.WriteRune(names[figure])
		}
		if place > 0 {
			out.WriteRune(unit[place-1])
		}
	}
	return out.String()
}
