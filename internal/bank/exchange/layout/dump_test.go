package layout

import (
	"fmt"
	"slices"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// dump writes what was understood so that a person can check it line by line.
func dump(r exchange.Result) string {
	var out strings.Builder
	for _, item := range r.Items {
		fmt.Fprintf(&out, "%s %s", item.At, item.Type)
		for _, extra := range []struct{ name, value string }{
			{"分", nonZero(item.Score)}, {"难度", nonZero(item.Difficulty)}, {"鉴定点", item.Element}, {"来源", item.Source}, {"编号", item.Ref}, {"标签", strings.Join(item.Tags, "|")},
		} {
			if extra.value != "" {
				fmt.Fprintf(&out, " %s=%s", extra.name, extra.value)
			}
		}
		out.WriteByte('\n')
		dumpBody(&out, "  ", item.Body)
		for _, n := range item.Notes {
			sign := "!"
			if n.Warning {
				sign = "?"
			}
			fmt.Fprintf(&out, "  %s %s%s\n", sign, n.Sub, params(n))
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(&out, "? %s%s\n", n.Sub, params(n))
	}
	return out.String()
}

func nonZero(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func params(n exchange.Note) string {
	var list []string
	for k, v := range n.Params {
		list = append(list, fmt.Sprintf(" %s=%v", k, v))
	}
	slices.Sort(list)
	return strings.Join(list, "")
}

func dumpBody(out *strings.Builder, indent string, b question.Body) {
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(out, "%s%s %s\n", indent, name, text)
		}
	}
	line("题", b.Stem)
	if b.Type != question.Judge {
		for _, o := range b.Options {
			line(o.Key+".", o.HTML)
		}
	}
	for _, o := range b.Options {
		line("因"+o.Key, o.Explanation)
	}
	for _, p := range b.Pairs {
		line("对", p.HTML+" → "+p.Key)
	}
	line("答", strings.Join(b.Key, ""))
	for _, blank := range b.Blanks {
		text := strings.Join(blank.Answers, " | ")
		if n := blank.Number; n != nil {
			text = n.Value + "±" + n.Tolerance + n.Unit
		}
		line("空", text)
	}
	line("参", b.Reference)
	for _, c := range b.Rubric {
		line("标", fmt.Sprintf("%s ×%d", c.Text, c.Share))
	}
	line("析", b.Explanation)
	for _, p := range b.Parts {
		fmt.Fprintf(out, "%s- %s ×%d\n", indent, p.Type, p.Share)
		dumpBody(out, indent+"  ", p)
	}
}
