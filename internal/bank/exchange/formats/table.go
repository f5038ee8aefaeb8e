package formats

import (
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/qti"
)

// readers lists the readers, those first that tell their files with the
// greatest certainty.
func readers() []reader {
	return []reader{
		{formats: []exchange.Format{exchange.QTI12, exchange.QTI21, exchange.QTI22, exchange.QTI30}, sniff: qti.Sniff, read: qti.Read},
	}
}

func writers() map[exchange.Format]writer {
	return map[exchange.Format]writer{}
}
