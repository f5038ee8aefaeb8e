package exchange

import (
	"strings"

	"jiangxun/internal/bank/question"
)

// excess is several times what a text of a question may have. Cleaning costs
// time by length, so longer texts are cut before it.
const excess = 100_000

// cut shortens texts that are far too long for a question and rejects the item
// for it.
func (i *Item) cut() {
	long := false
	short := func(text *string) {
		if len(*text) > excess {
			long = true
			*text = question.FromText(strings.ToValidUTF8((*text)[:200], "") + "……")
		}
	}
	cutBody(&i.Body, short)
	if long && !i.Rejected() {
		i.Reject("题干", question.SubTooLong, nil)
	}
}

func cutBody(b *question.Body, short func(*string)) {
	short(&b.Stem)
	short(&b.Reference)
	short(&b.Explanation)
	for n := range b.Options {
		short(&b.Options[n].HTML)
		short(&b.Options[n].Explanation)
	}
	for n := range b.Pairs {
		short(&b.Pairs[n].HTML)
	}
	for n := range b.Rubric {
		short(&b.Rubric[n].Text)
	}
	for n := range b.Blanks {
		for m := range b.Blanks[n].Answers {
			short(&b.Blanks[n].Answers[m])
		}
	}
	for n := range b.Parts {
		cutBody(&b.Parts[n], short)
	}
}
