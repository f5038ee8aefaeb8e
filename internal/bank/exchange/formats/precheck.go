package formats

import (
	"bytes"
	"errors"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/text"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/archive"
)

// check refuses what would cost much before any reader looks at it: files that
// are too large, archives whose directory shows what they are built for, and
// the old binary formats of office programs.
func check(f exchange.File) error {
	switch {
	case len(f.Data) > exchange.MaxBytes:
		return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": exchange.MaxBytes >> 20})
	case len(bytes.TrimSpace(f.Data)) == 0:
		return fault.New(fault.Invalid, exchange.SubFileNone)
	case bytes.HasPrefix(f.Data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return fault.New(fault.Invalid, exchange.SubFileOld)
	case bytes.HasPrefix(f.Data, []byte("PK\x03\x04")), bytes.HasPrefix(f.Data, []byte("PK\x05\x06")):
		return checkArchive(f.Data)
	}
	return nil
}

// checkArchive opens the directory alone. Its limits are those of the most
// generous reader; each reader keeps stricter ones of its own.
func checkArchive(raw []byte) error {
	_, err := archive.Open(raw, archive.Limits{MaxUnpacked: 256 << 20, MaxXML: 64 << 20, MaxEntries: 40_000, AllowNested: true})
	switch {
	case err == nil:
		return nil
	case errors.Is(err, archive.ErrEncrypted):
		return fault.New(fault.Invalid, exchange.SubFileOld).Because(err)
	}
	return fault.New(fault.Invalid, exchange.SubFileForm).Because(err)
}

// tooBig reports an archive that no reader knows because none would unpack it.
func tooBig(raw []byte) bool {
	_, err := archive.Open(raw, archive.Limits{MaxEntries: 40_000, AllowNested: true})
	return errors.Is(err, archive.ErrUnpacked)
}

// Bounds of a paper as plain text: 20,000 questions fit in, and a line is a
// paragraph.
const (
	maxPaper = 6 << 20
	maxLine  = 200 << 10
)

// checkPaper keeps texts away from the reader of papers that no person wrote:
// it looks at every character in many ways.
func checkPaper(f exchange.File) error {
	if len(f.Data) > maxPaper {
		return fault.New(fault.TooLarge, exchange.SubFileTooLarge).With(fault.Params{"limit": maxPaper >> 20})
	}
	for line := range bytes.SplitSeq(f.Data, []byte("\n")) {
		if len(line) > maxLine {
			return fault.New(fault.Invalid, exchange.SubFileForm)
		}
	}
	return nil
}

// readPaper is text.Read behind checkPaper.
func readPaper(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if err := checkPaper(f); err != nil {
		return exchange.Result{}, err
	}
	return text.Read(f, o)
}
