package markup

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
)

func TestF62_TextIsBoundedButForPicturesInIt(t *testing.T) {
	t.Parallel()
	picture := `<img src="data:image/png;base64,` + strings.Repeat("A", 7<<20) + `">`
	escaped := `<img src="data\:image/png;base64,` + strings.Repeat("A", 7<<20) + `">`
	words := strings.Repeat("x", maxText)
	for name, c := range map[string]struct {
		text string
		ok   bool
	}{
		"words":          {words, true},
		"more words":     {words + "xxxxxxxxxxxxxxxxxx", false},
		"picture":        {picture, true},
		"escaped":        {escaped, true},
		"some":           {picture + escaped + "x", true},
		"words with one": {picture + words, false},
		"no picture":     {strings.ReplaceAll(picture, "data:", "date:"), false},
		"beyond all":     {strings.Repeat(picture, 5), false},
	} {
		err := LongText(exchange.File{Data: []byte(c.text)})
		require.Equal(t, c.ok, err == nil, name)
		if !c.ok {
			require.Equal(t, exchange.SubFileTooLarge, fault.SubOf(err), name)
		}
	}
}

func TestF62_NoQuestionIsMadeOfPicturesAlone(t *testing.T) {
	t.Parallel()
	picture := `<img src="data:image/png;base64,` + strings.Repeat("A", 7<<20) + `">`
	require.False(t, Excessive(picture))
	require.True(t, Excessive(picture+picture))
	require.False(t, Excessive(strings.Repeat("x", excess)))
	require.True(t, Excessive(strings.Repeat("x", excess+1)))
}
