package pack_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/exchange/pack"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func options() exchange.Options { return exchange.Options{Cleaner: question.NewCleaner()} }

// full are the sample items with every field of an item filled.
func full() []exchange.Item {
	items := exchangetest.Items()
	for i := range items {
		items[i].Pool, items[i].Score, items[i].Source, items[i].Difficulty = "exam", 250, "自编 & <改>", 1+i%5
		items[i].Tags = []string{"车工", "第 " + strconv.Itoa(i) + " 章"}
		items[i].Element = "A-A-001"
	}
	return items
}

func TestWrite_EveryTypeComesBackEqual(t *testing.T) {
	t.Parallel()
	items := full()
	for name, list := range map[string][]exchange.Item{"with pictures": items, "without": exchangetest.Only(items, question.Single, question.Case)[:2]} {
		written, err := pack.Write(list)
		require.NoError(t, err)
		require.Empty(t, written.Left)
		f := exchange.File{Name: "a", Data: written.Data}
		format, ok := pack.Sniff(f)
		require.True(t, ok, name)
		require.Equal(t, exchange.Package, format)
		result, err := pack.Read(f, options())
		require.NoError(t, err)
		exchangetest.Equal(t, list, result.Items, nil)
		for _, item := range result.Items {
			require.False(t, item.Rejected(), "%v", item.Notes)
		}
		again, err := pack.Write(result.Items)
		require.NoError(t, err)
		require.Equal(t, written.Data, again.Data, "the same questions make the same bytes")
	}
}

// questions gives questions.json of what was written.
func questions(t testing.TB, w exchange.Written) []byte {
	t.Helper()
	if w.Extension == ".json" {
		return w.Data
	}
	z, err := zip.NewReader(bytes.NewReader(w.Data), int64(len(w.Data)))
	require.NoError(t, err)
	f, err := z.Open("questions.json")
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = out.ReadFrom(f)
	require.NoError(t, err)
	return out.Bytes()
}

func TestSchema_DescribesWhatIsWritten(t *testing.T) {
	t.Parallel()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(pack.Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("questions.json", parsed))
	schema, err := compiler.Compile("questions.json")
	require.NoError(t, err)
	written, err := pack.Write(full())
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(questions(t, written)))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	for _, bad := range []string{
		`{"format":"x","version":1,"questions":[{"body":{"type":"single","stem":""}}]}`,
		`{"format":"jiangxun-questions","version":1,"questions":[{"body":{"type":"quiz","stem":""}}]}`,
		`{"format":"jiangxun-questions","version":1,"questions":[{"body":{"type":"single","stem":""},"more":1}]}`,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		require.NoError(t, err)
		require.Error(t, schema.Validate(value), bad)
	}
}

func TestRead_RefusesTheFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		raw string
		sub fault.Sub
	}{
		"newer":      {`{"format":"jiangxun-questions","version":2,"questions":[{}]}`, pack.SubVersion},
		"other":      {`{"format":"x","version":1,"questions":[{}]}`, exchange.SubFileUnknown},
		"cut":        {"{\"format\":\"jiangxun-questions\",\n\"version\":1,\n\"questions\":[{", pack.SubJSON},
		"empty":      {`{"format":"jiangxun-questions","version":1,"questions":[]}`, exchange.SubFileNone},
		"more after": {`{"format":"jiangxun-questions","version":1,"questions":[{}]} {}`, pack.SubJSON},
		"unknown":    {`{"format":"jiangxun-questions","version":1,"questions":[{}],"x":1}`, pack.SubJSON},
		"no list":    {`{"format":"jiangxun-questions","version":1,"questions":7}`, pack.SubJSON},
		"zip":        {"PK\x03\x04 no zip", exchange.SubFileForm},
		"nothing":    {"", pack.SubJSON},
	} {
		_, err := pack.Read(exchange.File{Data: []byte(c.raw)}, options())
		require.ErrorIs(t, err, fault.New(fault.Invalid, c.sub), name)
	}
	var refusal *fault.Error
	_, err := pack.Read(exchange.File{Data: []byte("{\"format\":\"jiangxun-questions\",\n\"version\":1,\n!")}, options())
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, 3, refusal.Params["line"])
}

func TestRead_ABadQuestionIsOneLine(t *testing.T) {
	t.Parallel()
	good := `{"body":{"type":"judge","stem":"对吗","key":["T"]}}`
	for name, c := range map[string]struct {
		one   string
		sub   fault.Sub
		field any
	}{
		"unknown field":   {`{"body":{"type":"judge","stem":"x","key":["T"],"answer":"T"}}`, pack.SubItem, "answer"},
		"wrong kind":      {`{"body":{"type":"judge","stem":7,"key":["T"]}}`, pack.SubItem, "body.stem"},
		"difficulty":      {`{"difficulty":9,"body":{"type":"judge","stem":"x","key":["T"]}}`, pack.SubItem, "difficulty"},
		"no key":          {`{"body":{"type":"judge","stem":"x"}}`, question.SubKeyMissing, nil},
		"unknown type":    {`{"body":{"type":"quiz","stem":"x"}}`, question.SubTypeUnknown, nil},
		"picture missing": {`{"pictures":[{"name":"a.png","file":"pictures/a.png"}],"body":{"type":"judge","stem":"x","key":["T"]}}`, exchange.SubPictureMissing, nil},
		"picture outside": {`{"pictures":[{"name":"a.png","file":"../../etc/passwd"}],"body":{"type":"judge","stem":"x","key":["T"]}}`, exchange.SubPictureMissing, nil},
		"case in case":    {`{"body":{"type":"case","stem":"x","parts":[{"type":"case","stem":"y","share":1}]}}`, question.SubParts, nil},
	} {
		raw := `{"format":"jiangxun-questions","version":1,"questions":[` + good + "," + c.one + "," + good + `]}`
		result, err := pack.Read(exchange.File{Data: []byte(raw)}, options())
		require.NoError(t, err, name)
		require.Len(t, result.Items, 3, name)
		require.False(t, result.Items[0].Rejected() || result.Items[2].Rejected(), name)
		require.True(t, result.Items[1].Rejected(), name)
		require.Equal(t, c.sub, result.Items[1].Notes[0].Sub, name)
		if c.field != nil {
			require.Equal(t, c.field, result.Items[1].Notes[0].Params["field"], name)
		}
	}
}

func TestRead_AScriptIsCleanedAway(t *testing.T) {
	t.Parallel()
	raw := `{"format":"jiangxun-questions","version":1,"questions":[{"body":{"type":"judge","stem":"x<script>alert(1)</script><img src=x onerror=y>","key":["T"]}}]}`
	result, err := pack.Read(exchange.File{Data: []byte(raw)}, options())
	require.NoError(t, err)
	require.Equal(t, "x", result.Items[0].Stem)
}

// BenchmarkRead reads 5,000 questions of all types.
func BenchmarkRead(b *testing.B) {
	var items []exchange.Item
	for sample := exchangetest.Items(); len(items) < 5000; {
		items = append(items, sample...)
	}
	written, err := pack.Write(items[:5000])
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		result, err := pack.Read(exchange.File{Data: written.Data}, options())
		require.NoError(b, err)
		require.Len(b, result.Items, 5000)
	}
}

func FuzzPack(f *testing.F) {
	written, err := pack.Write(full())
	require.NoError(f, err)
	f.Add(written.Data)
	f.Add(questions(f, written))
	f.Add([]byte(`{"format":"jiangxun-questions","version":1,"questions":[{"body":{"type":"case","stem":"x","parts":[{}]}}]}`))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file := exchange.File{Data: raw}
		pack.Sniff(file)
		result, err := pack.Read(file, options())
		if err != nil {
			return
		}
		for i := range result.Items {
			item := &result.Items[i]
			if item.Rejected() {
				continue
			}
			require.Empty(t, item.Check(len(item.Pictures)))
			_, err := json.Marshal(item.Body)
			require.NoError(t, err)
		}
	})
}
