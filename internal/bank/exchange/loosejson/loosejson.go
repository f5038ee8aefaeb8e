package loosejson

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/exchange/tabular"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/sheet"
)

// SubJSON says that a file is no JSON from a line on.
const SubJSON fault.Sub = "bank.json_broken" // {line}

var (
	begins     = regexp.MustCompile(`^\s*(?:\[\s*\{|\{\s*")`)
	assignment = regexp.MustCompile(`^\s*(?:export\s+default|(?:export\s+)?(?:var|let|const)\s+[\w$]+\s*=|(?:window|module|exports)[\w$.]*\s*=)\s*`)
)

// Sniff tells a text that begins as a JSON list of objects or an object.
func Sniff(f exchange.File) (exchange.Format, bool) {
	text, ok := markup.DecodeText(markup.Head(f.Data))
	return exchange.JSON, ok && begins.MatchString(assignment.ReplaceAllString(text, ""))
}

// Read reads a file.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if err := markup.TooLarge(f); err != nil {
		return exchange.Result{}, err
	}
	text, ok := markup.DecodeText(f.Data)
	if !ok {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileUnknown)
	}
	head := assignment.FindString(text)
	body := text[len(head):]
	if head != "" {
		body = strings.TrimRight(strings.TrimSpace(body), ";")
	}
	if strings.Count(body, ",") > maxNodes {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm).Because(errDepth)
	}
	values, offset, err := parse(body)
	if errors.Is(err, errDepth) {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
	}
	if err != nil {
		line := 1 + strings.Count(text[:min(len(text), len(head)+int(offset))], "\n")
		return exchange.Result{}, fault.New(fault.Invalid, SubJSON).With(fault.Params{"line": line}).Because(err)
	}
	list := collect(values)
	switch {
	case len(list) == 0:
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	case len(list) > exchange.MaxItems:
		return exchange.Result{}, markup.TooMany()
	}
	items := tabular.FromPage(page(list), o, func(line int) string { return fmt.Sprintf("第 %d 题", line-1) })
	return exchange.Result{Format: exchange.JSON, Items: items}, nil
}

// order is that of the columns.
var order = strings.Fields("题型 材料 题干 选项 选项A 选项B 选项C 选项D 选项E 选项F 选项G 选项H 选项I 选项J 选项K 选项L 选项M 选项N 选项O 选项P 选项Q 选项R 选项S 选项T 选项U 选项V 选项W 选项X 选项Y 选项Z 答案 解析 难度 难度系数 鉴定点 章节 分值 出处 试题编号 图片 评分标准")

// page makes a table of the questions; the n-th stands in line n+1.
func page(list []found) sheet.Page {
	counted := baseOf(list)
	at := map[string]int{}
	var heads []string
	rows := make([]map[string]string, 0, len(list))
	number := 0
	var numbers []int
	for _, f := range list {
		if !f.part {
			number++
		}
		r := f.row(counted)
		for _, name := range order {
			if _, known := at[name]; !known && r[name] != "" {
				at[name] = len(heads)
				heads = append(heads, name)
			}
		}
		rows, numbers = append(rows, r), append(numbers, number)
	}
	for _, name := range []string{"题干", "答案"} { // enough to be a table
		if _, known := at[name]; !known {
			at[name] = len(heads)
			heads = append(heads, name)
		}
	}
	p := sheet.Page{Name: "", Lines: []sheet.Line{{Number: 1, Values: values(heads)}}}
	for i, r := range rows {
		cells := make([]string, len(heads))
		for name, text := range r {
			if c, known := at[name]; known {
				cells[c] = text
			}
		}
		p.Lines = append(p.Lines, sheet.Line{Number: numbers[i] + 1, Values: values(cells)})
	}
	return p
}

func values(texts []string) []sheet.Value {
	list := make([]sheet.Value, len(texts))
	for i, t := range texts {
		list[i] = sheet.Value{Text: t}
	}
	return list
}
