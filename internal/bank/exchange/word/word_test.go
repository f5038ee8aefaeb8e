package word

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

func options() exchange.Options { return exchange.Options{Cleaner: question.NewCleaner()} }

func readBack(t *testing.T, items []exchange.Item) exchange.Result {
	t.Helper()
	written, err := Write(items, PaperOptions{Title: "车工题库"})
	require.NoError(t, err)
	f := exchange.File{Name: "questions.docx", Data: written.Data}
	format, ok := Sniff(f)
	require.True(t, ok)
	require.Equal(t, exchange.Word, format)
	result, err := Read(f, options())
	require.NoError(t, err)
	require.Equal(t, exchange.Word, result.Format)
	return result
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	var held []exchange.Item
	for _, item := range exchangetest.Items() {
		if item.Type != question.Hotspot {
			held = append(held, item)
		}
	}
	result := readBack(t, held)
	for _, item := range result.Items {
		for _, n := range item.Notes {
			require.True(t, n.Warning, "%s: %s %v", item.At, n.Sub, n.Params)
		}
	}
	exchangetest.Equal(t, held, result.Items, layoutOnly)
}

var (
	paragraph = regexp.MustCompile(`</?p>|<br>`)
	braced    = regexp.MustCompile(`_\{(\w)\}`)
)

// layoutOnly takes off what a Word file says in another way: paragraphs as
// line breaks, the names of pictures, braces around one letter of a formula.
func layoutOnly(item *exchange.Item) {
	item.Body = item.Map(func(text string) string { return braced.ReplaceAllString(paragraph.ReplaceAllString(text, ""), "_$1") })
	for i := range item.Pictures {
		item.Pictures[i].Name = strconv.Itoa(i + 1)
	}
}

func TestHotspotsAreLeftByName(t *testing.T) {
	t.Parallel()
	items := exchangetest.Only(exchangetest.Items(), question.Hotspot)
	written, err := Write(items, PaperOptions{})
	require.NoError(t, err)
	require.Len(t, written.Left, 1)
	require.Equal(t, exchange.SubNotHeld, written.Left[0].Note.Sub)
	require.Equal(t, "Q-013", written.Left[0].At)
	_, err = Read(exchange.File{Data: written.Data}, options())
	refused(t, err, exchange.SubFileNone)
}

func refused(t *testing.T, err error, sub fault.Sub) {
	t.Helper()
	var f *fault.Error
	require.ErrorAs(t, err, &f)
	require.Equal(t, sub, f.Sub)
}

func TestWhatIsNoWordFileIsRefused(t *testing.T) {
	t.Parallel()
	for sub, data := range map[fault.Sub]string{
		exchange.SubFileUnknown: "一、单选题",
		exchange.SubFileOld:     "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600),
	} {
		_, err := Read(exchange.File{Data: []byte(data)}, options())
		refused(t, err, sub)
	}
}
