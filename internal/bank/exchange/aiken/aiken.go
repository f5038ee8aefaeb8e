// Package aiken reads questions in the Aiken text format: a stem, options with
// letters, and a line "ANSWER: B". It is read more freely than it is defined.
package aiken

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// Reasons why a piece of a file is no question.
const (
	SubAnswer    fault.Sub = "bank.aiken_answer"  // no ANSWER line
	SubOptions   fault.Sub = "bank.aiken_options" // letters out of order, or none
	SubKeyUnread fault.Sub = "bank.key_unread"    // {answer}
)

var (
	optionLine = regexp.MustCompile(`^\s*[(（]?([A-Za-zＡ-Ｚａ-ｚ])\s*[.)．）、](?:\s*)(.*)$`)
	answerLine = regexp.MustCompile(`(?i)^\s*(?:ANSWERS?|ＡＮＳＷＥＲ)\s*[:：]\s*(.*)$`)
	moreLine   = regexp.MustCompile(`(?i)^\s*(?:FEEDBACK|EXPLANATION|解析)\s*[:：]\s*(.*)$`)
	numberMark = regexp.MustCompile(`^\s*(\d{1,4})\s*[.)．）、]\s*(\D.*)$`)
	keyLetters = regexp.MustCompile(`^[A-Z](?:\s*(?:[,;、/&+\s]|AND|和|或)?\s*[A-Z])*[.]?$`)
	joiner     = regexp.MustCompile(`AND|和|[^A-Z]`)
)

// Sniff recognises Aiken by its ANSWER lines below options with letters.
func Sniff(f exchange.File) (exchange.Format, bool) {
	text, ok := markup.DecodeText(markup.Head(f.Data))
	if !ok || strings.HasPrefix(strings.TrimSpace(text), "<?xml") {
		return "", false
	}
	options, numbered := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case numberMark.MatchString(line):
			if numbered++; numbered > 1 {
				return "", false // several numbered questions under one answer: a paper
			}
		case optionLine.MatchString(line):
			options++
		case answerLine.MatchString(line) && options >= question.MinOptions:
			return exchange.Aiken, true
		}
	}
	return "", false
}

// Read reads a file.
func Read(f exchange.File, o exchange.Options) (exchange.Result, error) {
	if err := markup.LongText(f); err != nil {
		return exchange.Result{}, err
	}
	text, ok := markup.DecodeText(f.Data)
	if !ok {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileForm)
	}
	r := &reader{cleaner: o.Cleaner}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		r.line(n, line)
		if len(r.list) > exchange.MaxItems {
			return exchange.Result{}, markup.TooMany()
		}
	}
	r.end()
	if len(r.list) == 0 {
		return exchange.Result{}, fault.New(fault.Invalid, exchange.SubFileNone)
	}
	r.dropNumbers()
	result := exchange.Result{Format: exchange.Aiken}
	for i := range r.list {
		result.Items = append(result.Items, r.list[i].item(r.cleaner))
	}
	return result, nil
}

// draft is a question that is being gathered.
type draft struct {
	line    int
	stem    []string
	options [][]string
	letters []byte
	spare   []string // lines after an empty line below the options
	spareAt int
	answer  string
	solved  bool
	more    []string
	size    int // of all that was said, kept or not
}

// Bounds of one question, far above what the bank holds. Short lines count for
// more than their characters.
const (
	maxQuestion = 300_000
	perLine     = 20
)

// room reports that the question may have one more line. Of one that is too
// long the rest is dropped: it is rejected unread.
func (d *draft) room(line string) bool {
	d.size += len(line) + perLine
	return d.size <= maxQuestion || !d.begun()
}

// reader gathers lines into questions.
type reader struct {
	cleaner question.Cleaner
	list    []draft
	now     draft
	empty   bool // the line before was empty
	telling bool // lines belong to an explanation
}

func (r *reader) line(n int, line string) {
	line = strings.TrimRight(strings.TrimLeft(line, " \t"), " \t\u00a0")
	if line == "" {
		r.empty, r.telling = true, false
		return
	}
	defer func() { r.empty = false }()
	if m := answerLine.FindStringSubmatch(line); m != nil && r.now.begun() {
		r.now.takeSpare()
		r.now.answer, r.now.solved = strings.TrimSpace(m[1]), true
		r.list = append(r.list, r.now)
		r.now = draft{}
		return
	}
	if m := moreLine.FindStringSubmatch(line); m != nil && !r.now.begun() && len(r.list) > 0 {
		r.list[len(r.list)-1].tell(m[1])
		r.telling = true
		return
	}
	if r.telling {
		r.list[len(r.list)-1].tell(line)
		return
	}
	if letter, text, ok := option(line); ok && r.option(letter, text) {
		return
	}
	r.text(n, line)
}

func (d *draft) begun() bool { return len(d.stem) > 0 || len(d.options) > 0 }

// tell adds a line to the explanation.
func (d *draft) tell(line string) {
	if d.room(line) {
		d.more = append(d.more, line)
	}
}

// takeSpare adds lines that turned out to belong to the last option.
func (d *draft) takeSpare() {
	if last := len(d.options) - 1; last >= 0 {
		d.options[last] = append(d.options[last], d.spare...)
	}
	d.spare = nil
}

func option(line string) (letter byte, text string, ok bool) {
	m := optionLine.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	return strings.ToUpper(norm.NFKC.String(m[1]))[0], strings.TrimSpace(m[2]), true
}

// option takes an option, and reports false for what is a line of text. The
// letter A below options, with a stem of its own above it, begins a question:
// the one before has no answer.
func (r *reader) option(letter byte, text string) bool {
	d := &r.now
	switch {
	case len(d.stem) == 0 && len(d.options) == 0:
		return false
	case letter == 'A' && len(d.options) > 0 && len(d.spare) > 0:
		next := draft{line: d.spareAt, stem: d.spare, size: perLine * len(d.spare)}
		d.spare = nil
		r.list = append(r.list, *d)
		r.now = next
		d = &r.now
	case len(d.options) == 0 && letter != 'A':
		return false // "I. Newton said"
	case len(d.options) > 0 && int(letter-'A') > len(d.options)+3:
		return false
	}
	if !d.room(text) {
		return true
	}
	d.takeSpare()
	d.options = append(d.options, []string{text})
	d.letters = append(d.letters, letter)
	return true
}

func (r *reader) text(n int, line string) {
	d := &r.now
	if !d.room(line) {
		return
	}
	switch {
	case len(d.options) == 0:
		if len(d.stem) == 0 {
			d.line = n
		}
		d.stem = append(d.stem, line)
	case r.empty || len(d.spare) > 0:
		if len(d.spare) == 0 {
			d.spareAt = n
		}
		d.spare = append(d.spare, line)
	default:
		last := len(d.options) - 1
		d.options[last] = append(d.options[last], line)
	}
}

// end keeps what the file breaks off in.
func (r *reader) end() {
	if !r.now.begun() {
		return
	}
	r.now.takeSpare()
	r.list = append(r.list, r.now)
	r.now = draft{}
}

// dropNumbers takes the numbers off the stems where every question has one.
func (r *reader) dropNumbers() {
	numberless := func(d draft) bool { return len(d.stem) == 0 || !numberMark.MatchString(d.stem[0]) }
	if slices.ContainsFunc(r.list, numberless) {
		return
	}
	if len(r.list) == 1 && numberMark.FindStringSubmatch(r.list[0].stem[0])[1] != "1" {
		return
	}
	for i := range r.list {
		r.list[i].stem[0] = numberMark.FindStringSubmatch(r.list[i].stem[0])[2]
	}
}

func (d draft) item(c question.Cleaner) exchange.Item {
	item := exchange.Item{At: "第 " + strconv.Itoa(d.line) + " 行"}
	if d.size > maxQuestion {
		item.Body = question.Body{Type: question.Short, Stem: question.FromText(brief(d.first()))}
		item.Reject("题干", question.SubTooLong, nil)
		item.Finish(c)
		return item
	}
	item.Body = question.Body{Type: question.Single, Stem: html(d.stem), Explanation: html(d.more)}
	for i, lines := range d.options {
		item.Options = append(item.Options, question.Option{Key: question.Letter(i), HTML: html(lines)})
	}
	switch {
	case !d.inOrder():
		item.Reject("选项", SubOptions, nil)
	case !d.solved:
		item.Reject("答案", SubAnswer, nil)
	default:
		d.key(&item)
	}
	item.Finish(c)
	return item
}

// first gives what the draft begins with.
func (d draft) first() string {
	if len(d.stem) == 0 {
		return "……"
	}
	return strings.ToValidUTF8(d.stem[0][:min(len(d.stem[0]), 400)], "")
}

func html(lines []string) string { return question.FromText(strings.Join(lines, "\n")) }

func (d draft) inOrder() bool {
	for i := range len(d.letters) {
		if d.letters[i] != byte('A'+i) {
			return false
		}
	}
	return len(d.options) > 0
}

// key reads the answer: a letter, several letters, or the words of an option.
func (d draft) key(item *exchange.Item) {
	text := strings.ToUpper(norm.NFKC.String(d.answer))
	for i, lines := range d.options {
		if len(text) > 1 && strings.EqualFold(strings.Join(lines, " "), d.answer) {
			item.Key = []string{question.Letter(i)}
			return
		}
	}
	if letter, rest, ok := option(d.answer); ok && int(letter-'A') < len(d.options) && rest != "" && strings.EqualFold(strings.Join(d.options[letter-'A'], " "), rest) {
		item.Key = []string{string(letter)}
		return
	}
	text = strings.Trim(strings.TrimSpace(text), "()[]（）。")
	if !keyLetters.MatchString(text) {
		item.Reject("答案", SubKeyUnread, fault.Params{"answer": brief(d.answer)})
		return
	}
	for _, letter := range joiner.ReplaceAllString(text, "") {
		item.Key = append(item.Key, string(letter))
	}
	slices.Sort(item.Key)
	item.Key = slices.Compact(item.Key)
	if len(item.Key) > 1 {
		item.Type = question.Multiple
		item.Warn("题型", exchange.SubTypeGuessed, fault.Params{"type": question.Multiple.Title()})
	}
}

func brief(text string) string {
	text = question.Legible(text)
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
