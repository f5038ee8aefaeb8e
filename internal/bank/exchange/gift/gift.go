// Package gift reads and writes questions in Moodle's GIFT text format, with
// the ordering questions that Moodle adds to it.
package gift

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Reasons why a piece of a file is no question.
const (
	SubBrace   fault.Sub = "bank.gift_brace"   // braces do not match
	SubAnswer  fault.Sub = "bank.gift_answer"  // nothing in braces reads as an answer
	SubSeveral fault.Sub = "bank.gift_several" // answers in several braces
	SubPair    fault.Sub = "bank.gift_pair"    // {answer}: a pair without its arrow
	SubCase    fault.Sub = "bank.case_broken"  // parts of a case are missing
)

var (
	answerBlock = regexp.MustCompile(`\{\s*(?:[=~#>]|(?i:T|TRUE|F|FALSE)\s*[#}])`)
	emptyBlock  = regexp.MustCompile(`(?m)\{\s*\}\s*$`)
	titleMark   = regexp.MustCompile(`(?m)^\s*::[^\n]*?::`)
	foreignMark = regexp.MustCompile(`(?i)^\s*(?:<\?xml|<quiz[\s>]|<!doctype|<questestinterop|PK\x03\x04)`)
	categoryTop = regexp.MustCompile(`(?m)^\s*\$CATEGORY:`)
)

// Sniff recognises GIFT by braces that hold answers.
func Sniff(f exchange.File) (exchange.Format, bool) {
	head := markup.Head(f.Data)
	const quick = 64 << 10 // tells most files; the rest is looked at for those that begin with a long text
	if len(head) > quick {
		if format, yes := sniff(exchange.File{Name: f.Name, Data: head[:quick]}); yes {
			return format, true
		}
	}
	return sniff(exchange.File{Name: f.Name, Data: head})
}

func sniff(f exchange.File) (exchange.Format, bool) {
	text, ok := markup.DecodeText(f.Data)
	if !ok || foreignMark.MatchString(text) || json.Valid([]byte(text)) {
		return "", false
	}
	text = hidden(withoutComments(text))
	switch {
	case answerBlock.MatchString(text):
		return exchange.GIFT, true
	case emptyBlock.MatchString(text) && (titleMark.MatchString(text) || categoryTop.MatchString(text)):
		return exchange.GIFT, true
	}
	named := strings.HasSuffix(strings.ToLower(f.Name), ".gift")
	return exchange.GIFT, named && strings.TrimSpace(text) != ""
}

func withoutComments(text string) string {
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// maxLines is far more than 20,000 questions have.
const maxLines = 1_000_000

// Read reads a file. Texts without braces are no questions; they are told in
// the notes of the result.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if err := markup.LongText(f); err != nil {
		return exchange.Result{}, err
	}
	text, ok := markup.DecodeText(f.Data)
	if !ok {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm)
	}
	if strings.Count(text, "\n") > maxLines {
		return exchange.Result{}, markup.TooMany()
	}
	r := &reader{cleaner: o.Cleaner, result: exchange.Result{Format: exchange.GIFT}}
	s := scanner{lines: strings.Split(text, "\n")}
	for {
		p, more := s.next()
		if !more {
			break
		}
		if len(r.result.Items) >= exchange.MaxItems {
			return exchange.Result{}, markup.TooMany()
		}
		if !several(&p) {
			r.piece(p)
			continue
		}
		for _, part := range separate(p) {
			if len(r.result.Items) >= exchange.MaxItems {
				return exchange.Result{}, markup.TooMany()
			}
			r.piece(part)
		}
	}
	r.endCase()
	if len(r.result.Items) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	return r.result, nil
}

// several reports a piece that holds questions without empty lines between
// them, or is so long that it ought to.
func several(p *piece) bool {
	if p.unclosed || markup.Excessive(p.text) {
		return !p.unclosed
	}
	_, _, _, sub := split(p.hidden())
	return sub == SubSeveral
}

// reader makes items of pieces.
type reader struct {
	cleaner question.Cleaner
	result  exchange.Result
	open    *exchange.Item // a case whose parts follow
	parts   int            // how many it said it has
}

func (r *reader) piece(p piece) {
	at := "第 " + strconv.Itoa(p.line) + " 行"
	item := exchange.Item{At: at, Ref: p.id}
	if markup.Excessive(p.text) { // nobody's question: it is not taken apart
		r.endCase()
		item.Body = question.Body{Type: question.Short, Stem: question.FromText(firstWords(p.text[:400]))}
		item.Reject("题干", question.SubTooLong, nil)
		r.add(item)
		return
	}
	item.Tags = append(item.Tags, p.category...)
	labels := markup.ReadTags(p.tags, &item)
	if labels.Part > 0 && r.open != nil && labels.Part == len(r.open.Parts)+1 {
		body := readQuestion(p, labels, r.open)
		body.Share = max(1, labels.Share)
		r.open.Parts = append(r.open.Parts, body)
		if len(r.open.Parts) == r.parts {
			r.endCase()
		}
		return
	}
	r.endCase()
	q := &asked{item: &item, labels: labels}
	stem, isDescription := q.description(p)
	switch {
	case isDescription && labels.Parts > 0:
		guide := markup.ReadGuide(stem)
		if guide.Reference == "" { // somebody else wrote it anew
			guide.Reference, guide.Rest = guide.Rest, ""
		}
		item.Body = question.Body{Type: question.Case, Stem: q.stem(guide.Reference), Explanation: q.html(guide.Rest)}
		r.open, r.parts = &item, labels.Parts
		return
	case isDescription:
		markup.WarnFile(&r.result, markup.SubDescription, fault.Params{"line": p.line})
		return
	}
	item.Body = readQuestion(p, labels, &item)
	r.add(item)
}

func (r *reader) add(item exchange.Item) {
	item.Finish(r.cleaner)
	r.result.Items = append(r.result.Items, item)
}

func (r *reader) endCase() {
	if r.open == nil {
		return
	}
	if len(r.open.Parts) != r.parts {
		r.open.Reject("小题", SubCase, nil)
	}
	r.add(*r.open)
	r.open = nil
}
