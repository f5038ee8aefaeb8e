package tables

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean makes a name storable: one line, single spaces, nothing invisible.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(text, "")))
	return strings.Join(strings.Fields(text), " ")
}

// fold is for headings, codes and numbers: half-width, capital, no spaces.
func fold(text string) string {
	return strings.ToUpper(strings.ReplaceAll(norm.NFKC.String(clean(text)), " ", ""))
}

var numbering = regexp.MustCompile(`^(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、．]|[A-Z][.、．])`)

// key compares names: numbering, spaces and punctuation do not count.
func key(name string) string {
	name = fold(name)
	if rest := numbering.ReplaceAllString(name, ""); rest != "" {
		name = rest
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, name)
}

// quote bounds what a fault repeats of a cell.
func quote(text string) string {
	const most = 30
	text = clean(text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

func length(text string) int { return len([]rune(text)) }

var (
	// At one place the first that fits is taken, so 高级技师 is not 高级.
	levelWord = regexp.MustCompile(`(一级[/(（]?高级技师[)）]?|高级技师|一级|1级)|(二级[/(（]?技师[)）]?|技师|二级|2级)|` +
		`(三级[/(（]?高级工?[)）]?|高级工?|三级|3级)|(四级[/(（]?中级工?[)）]?|中级工?|四级|4级)|(五级[/(（]?初级工?[)）]?|初级工?|五级|5级)`)
	schoolWord = regexp.MustCompile(`技师学院|(?:高级)?技工学校|高级中学|中等?职业`)
	unitWord   = regexp.MustCompile(`[(（]?%[)）]?|权重|比重|所占|技能等级|职业等级|等级|级别|国家职业资格|国家职业技能|[()（）/:：、,，\-]`)
)

// levelsIn names the levels in a text, each once, and gives the rest.
func levelsIn(text string) (codes []string, rest string) {
	text = schoolWord.ReplaceAllString(fold(text), "")
	for _, found := range levelWord.FindAllStringSubmatch(text, -1) {
		for i, group := range found[1:] {
			code := strconv.Itoa(i + 1)
			if group != "" && !strings.Contains(strings.Join(codes, ""), code) {
				codes = append(codes, code)
			}
		}
	}
	return codes, unitWord.ReplaceAllString(levelWord.ReplaceAllString(text, ""), "")
}

// oneLevel gives the level of a text that names exactly one.
func oneLevel(text string) string {
	if codes, _ := levelsIn(text); len(codes) == 1 {
		return codes[0]
	}
	return ""
}

var (
	titleWord = regexp.MustCompile(`职业技能|技能等级|技能标准|技能人才|技能鉴定`)
	skillWord = regexp.MustCompile(`技能|操作|实操`)
)

// partIn tells which part a text speaks of; empty when it names none or both.
func partIn(text string) Part {
	text = titleWord.ReplaceAllString(fold(text), "")
	theory, skill := strings.Contains(text, "理论"), skillWord.MatchString(text)
	switch {
	case theory && !skill:
		return Theory
	case skill && !theory:
		return Skill
	}
	return ""
}

var absentWord = regexp.MustCompile(`^(?:[-—–―－_/／\\~～*]+|无|N/A)?$`)

// figure reads a number of a table. Hundredths are of the number as it stands;
// absent is "—" and its like, percent says that a sign stood behind it.
func figure(text string) (hundredths int, percent, absent, ok bool) {
	text = fold(text)
	if absentWord.MatchString(text) {
		return 0, false, true, true
	}
	bare := strings.TrimSuffix(text, "%")
	value, err := strconv.ParseFloat(bare, 64)
	if err != nil || math.IsNaN(value) || value < 0 || value > 1000 || strings.ContainsAny(bare, "XPINF_E") {
		return 0, false, false, false
	}
	return int(math.Round(value * 100)), bare != text, false, true
}

var ratioForm = regexp.MustCompile(`^(\d{1,4}):(\d{1,4})(?::(\d{1,4}))?$`)

// ratio reads an importance ratio. A spreadsheet program takes "11:02:00" for a
// time of day, so its number is read too.
func ratio(text string) (counts [3]int, ok bool) {
	text = strings.NewReplacer("∶", ":", "：", ":", "AM", "", "PM", "").Replace(strings.Trim(fold(text), "()"))
	if found := ratioForm.FindStringSubmatch(text); found != nil {
		for i := range counts {
			counts[i], _ = strconv.Atoi(found[i+1])
		}
		return counts, true
	}
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || days <= 0 || days > 400 || !strings.Contains(text, ".") {
		return counts, false
	}
	seconds := int(math.Round(days * 86400))
	return [3]int{seconds / 3600, seconds / 60 % 60, seconds % 60}, true
}

// Ratio prints the importance ratio of a range as element tables do: 132:21:00.
func Ratio(core, general, auxiliary int) string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return two(core) + ":" + two(general) + ":" + two(auxiliary)
}

// Percent prints hundredths of a percent without needless zeros: "2.5".
func Percent(hundredths int) string {
	return strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64)
}

// distinct gives the texts of cells without repetition or empty ones.
func distinct(cells []string) []string {
	var list []string
	for _, cell := range cells {
		seen := cell == ""
		for _, was := range list {
			seen = seen || was == cell
		}
		if !seen {
			list = append(list, cell)
		}
	}
	return list
}
