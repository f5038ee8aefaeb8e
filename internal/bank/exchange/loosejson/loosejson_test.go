package loosejson

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

var options = exchange.Options{Cleaner: question.NewCleaner()}

func read(t *testing.T, text string) []exchange.Item {
	t.Helper()
	f := exchange.File{Name: "a.json", Data: []byte(text)}
	_, ok := Sniff(f)
	require.True(t, ok, text)
	result, err := Read(f, options)
	require.NoError(t, err, text)
	return result.Items
}

// keys writes the types and keys of all items: "single A, judge T"; what is
// rejected has a dash.
func keys(items []exchange.Item) string {
	var list []string
	for _, i := range items {
		text := string(i.Type) + " " + strings.Join(i.Key, "")
		if i.Rejected() {
			text = "-"
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

func TestRead_ShapesInTheField(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"map by letter":             {`{"questions":[{"type":"single","stem":"甲","options":{"A":"一","B":"二"},"answer":"A"},{"type":"judge","stem":"乙","answer":true}]}`, "single A, judge T"},
		"texts with letters":        {`[{"question":"甲","options":["A. 一","B. 二","C. 三"],"answer":"AC"}]`, "multiple AC"},
		"answer by text":            {`[{"content":"甲","options":["1","2","3"],"correct_answer":"3"}]`, "single C"},
		"counted from 0":            {`[{"title":"甲","options":["一","二","三"],"answer":0},{"title":"乙","options":["一","二","三"],"answer":[1,2]}]`, "single A, multiple BC"},
		"counted from 1":            {`[{"title":"甲","options":["一","二","三"],"answer":3},{"title":"乙","options":["一","二","三"],"answer":1}]`, "single C, single A"},
		"counted from nobody knows": {`[{"title":"甲","options":["一","二","三"],"answer":2},{"title":"乙","options":["一","二","三"],"answer":1}]`, "-, -"},
		"counted both ways":         {`[{"title":"甲","options":["一","二","三"],"answer":3},{"title":"乙","options":["一","二","三"],"answer":0}]`, "-, -"},
		"an index by name":          {`[{"question":"甲","choices":["一","二","三"],"correctIndex":1}]`, "single B"},
		"an index or a text":        {`[{"question":"甲","choices":["1","2","3"],"correctIndex":1}]`, "-"},
		"marks on the options":      {`[{"title":"甲","optionList":[{"optionKey":"A","optionContent":"一","isCorrect":0},{"optionKey":"B","optionContent":"二","isCorrect":1}]}]`, "single B"},
		"marks against the answer":  {`[{"title":"甲","options":[{"text":"一","correct":true},{"text":"二","correct":false}],"answer":"B"}]`, "-"},
		"options out of order":      {`[{"stem":"甲","options":[{"label":"C","value":"三"},{"label":"A","value":"一"},{"label":"B","value":"二"}],"answer":"A"}]`, "single A"},
		"ids of options":            {`[{"name":"甲","options":[{"id":2,"text":"一"},{"id":1,"text":"二"}],"answer":1}]`, "single B"},
		"a list per type":           {`{"单选题":[{"题目":"甲","A":"一","B":"二","答案":"B"}],"判断题":[{"题目":"乙","答案":"错"}]}`, "single B, judge F"},
		"short names":               {`{"single":[{"q":"甲","opts":["一","二"],"ans":"B"}],"judge":[{"q":"乙","ans":"T"}]}`, "single B, judge T"},
		"one by one":                {`[{"question":"甲","option1":"一","option2":"二","option3":"三","answer":"3"}]`, "single C"},
		"right and wrong apart":     {`[{"type":"multiple","question":"甲","correct_answer":"丙","incorrect_answers":["乙","丁"]}]`, "single B"},
		"an object of questions":    {`{"1":{"question":"甲","options":{"a":"一","b":"二"},"answer":"b"}}`, "single B"},
		"lines":                     {"{\"question\":\"甲\",\"options\":[\"一\",\"二\"],\"answer\":\"A\"}\n{\"question\":\"乙\",\"options\":[\"一\",\"二\"],\"answer\":\"B\"}\n", "single A, single B"},
		"a script":                  {`const list = [{"question":"甲","options":["一","二"],"answer":"A"}];`, "single A"},
		"a case":                    {`[{"stem":"某厂起火。","children":[{"stem":"原因","options":["一","二"],"answer":"A"},{"stem":"可用水","answer":"错误"}]}]`, "case "},
		"judge, 1 may be a place":   {`[{"type":"judge","question":"甲","options":["正确","错误"],"answer":1},{"question":"乙","options":["一","二","三"],"answer":0}]`, "-, single A"},
		"beyond the options":        {`[{"question":"甲","options":["一","二"],"answer":"D"}]`, "-"},
		"two for one":               {`[{"type":"single","question":"甲","options":["一","二","三"],"answer":"AB"}]`, "-"},
		"no answer":                 {`[{"question":"甲","options":["一","二"]}]`, "-"},
	} {
		require.Equal(t, c.want, keys(read(t, c.text)), name)
	}
}

func TestRead_TellsThePlaceAndTheRest(t *testing.T) {
	t.Parallel()
	items := read(t, `{"第一章 安全":[{"id":"a7f3c9d2e1","title":"<p>H<sub>2</sub>O</p>","options":["一","二"],"answer":"A","analysis":"因为","difficulty":"易","score":1}]}`)
	require.Len(t, items, 1)
	i := items[0]
	require.Equal(t, "第 1 题", i.At)
	require.Equal(t, "H<sub>2</sub>O", i.Stem)
	require.Equal(t, "因为", i.Explanation)
	require.Equal(t, []string{"第一章 安全"}, i.Tags)
	require.Equal(t, 1, i.Difficulty)
	require.Equal(t, 100, i.Score)
	require.Equal(t, "a7f3c9d2e1", i.Ref)
}

func TestF61_JSONBuiltToHarmIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]fault.Sub{
		`[{"a":` + strings.Repeat(`[{"a":`, 100_000):                       exchange.SubFileForm,
		`[` + strings.Repeat(`{"q":"a","a":"b"},`, 1_000_000) + `{}]`:      exchange.SubFileForm,
		`[{"question":"` + strings.Repeat("x", 9<<20) + `","answer":"A"}]`: exchange.SubFileForm,
		"[{\"question\":\"甲\"},\n{,}]":                                     SubJSON,
		`{"name":"app","version":"1"}`:                                     exchange.SubFileNone,
	} {
		_, err := Read(exchange.File{Data: []byte(text)}, options)
		require.Equal(t, want, fault.SubOf(err), text[:20])
	}
}
