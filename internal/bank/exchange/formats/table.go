package formats

import (
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/aiken"
	"jiangxun/internal/bank/exchange/gift"
	"jiangxun/internal/bank/exchange/loosejson"
	"jiangxun/internal/bank/exchange/moodle"
	"jiangxun/internal/bank/exchange/pack"
	"jiangxun/internal/bank/exchange/qti"
	"jiangxun/internal/bank/exchange/tabular"
	"jiangxun/internal/bank/exchange/text"
	"jiangxun/internal/bank/exchange/word"
)

// readers lists the readers, those first that tell their files with the
// greatest certainty: archives and XML by what stands in them, then texts by
// their marks, the layout of a paper last.
func readers() []reader {
	return []reader{
		{formats: []exchange.Format{exchange.Package}, sniff: pack.Sniff, read: pack.Read},
		{formats: []exchange.Format{exchange.JSON}, sniff: loosejson.Sniff, read: loosejson.Read},
		{formats: []exchange.Format{exchange.QTI12, exchange.QTI21, exchange.QTI22, exchange.QTI30}, sniff: qti.Sniff, read: qti.Read},
		{formats: []exchange.Format{exchange.Moodle}, sniff: moodle.Sniff, read: moodle.Read},
		{formats: []exchange.Format{exchange.Word}, sniff: word.Sniff, read: word.Read},
		{formats: []exchange.Format{exchange.Workbook, exchange.CSV}, sniff: tabular.Sniff, read: tabular.Read},
		{formats: []exchange.Format{exchange.Aiken}, sniff: aiken.Sniff, read: aiken.Read},
		{formats: []exchange.Format{exchange.GIFT}, sniff: gift.Sniff, read: gift.Read},
		{formats: []exchange.Format{exchange.Text}, sniff: text.Sniff, read: readPaper},
	}
}

func writers() map[exchange.Format]writer {
	return map[exchange.Format]writer{
		exchange.Workbook: tabular.Write,
		exchange.Package:  pack.Write,
		exchange.Moodle:   moodle.Write,
		exchange.GIFT:     gift.Write,
		exchange.QTI30:    qti.Write,
		exchange.Word: func(items []exchange.Item) (exchange.Written, error) {
			return word.Write(items, word.PaperOptions{})
		},
	}
}
