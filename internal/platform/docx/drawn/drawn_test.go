package drawn

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/platform/docx"
	"jiangxun/internal/platform/docx/formula"
	"jiangxun/internal/platform/pdf"
)

func TestPicture_StandsInForAFormula(t *testing.T) {
	t.Parallel()
	const table = `\begin{array}{c|c} \text{输入}&Y\\ \hline 0&1\end{array}`
	drawer := New(pdf.New())
	picture, err := drawer.Picture(table)
	require.NoError(t, err)
	config, err := png.DecodeConfig(bytes.NewReader(picture.Data))
	require.NoError(t, err)
	require.Equal(t, int64(config.Width)*emuInch/dots, picture.Width)
	w := docx.NewWriter(docx.Setup{Draw: drawer.Picture})
	w.Paragraph(docx.Paragraph{Runs: []docx.Run{{Kind: docx.Equation, Text: table}, {Kind: docx.Equation, Text: `x^{2}`}}})
	raw, err := w.Bytes()
	require.NoError(t, err)
	back, err := docx.Read(bytes.NewReader(raw), int64(len(raw)), docx.Limits{})
	require.NoError(t, err)
	runs := back.Blocks[0].Paragraph.Runs
	require.Equal(t, picture.Data, runs[0].Picture.Data)
	require.Equal(t, table, runs[0].Picture.Alt)
	require.Equal(t, `x^{2}`, runs[1].Text)
	require.Equal(t, []string{table}, w.Unheld())
	_, err = drawer.Picture(strings.Repeat("长", 3000))
	require.ErrorIs(t, err, formula.ErrTooLarge)
}
