package question

import (
	"slices"
	"strings"
)

// Tidy gives a body its canonical form: clean HTML, the fixed options of a
// judge question, an ascending key, and nothing that its type does not use.
func (b Body) Tidy(c Cleaner) Body {
	return b.Map(c.Clean).trimmed()
}

func (b Body) trimmed() Body {
	next := Body{Type: b.Type, Stem: b.Stem, Explanation: b.Explanation, Share: b.Share}
	switch b.Type {
	case Judge:
		next.Options, next.Key = judgeOptions(b.Options), ascending(b.Key)
	case Fill:
		next.Blanks = tidyBlanks(b.Blanks)
	case Short, Essay:
		next.Reference, next.Rubric = b.Reference, tidyRubric(b.Rubric)
	case Calculation:
		next.Reference, next.Rubric, next.Blanks = b.Reference, tidyRubric(b.Rubric), tidyBlanks(b.Blanks)
	case Ordering:
		next.Options, next.Key = b.Options, b.Key
	case Matching:
		next.Options, next.Pairs = b.Options, b.Pairs
	case Hotspot:
		next.Picture, next.Areas, next.Key = b.Picture, b.Areas, ascending(b.Key)
	case Case:
		next.Parts = mapEach(b.Parts, Body.trimmed)
	default:
		next.Options, next.Key = b.Options, ascending(b.Key)
	}
	return next
}

// judgeOptions keeps what was said about right and wrong.
func judgeOptions(given []Option) []Option {
	fixed := JudgeOptions()
	for i := range fixed {
		for _, o := range given {
			if o.Key == fixed[i].Key {
				fixed[i].Explanation = o.Explanation
			}
		}
	}
	return fixed
}

func ascending(key []string) []string {
	key = slices.Clone(key)
	slices.Sort(key)
	return slices.Compact(key)
}

func tidyBlanks(list []Blank) []Blank {
	return mapEach(list, func(b Blank) Blank {
		answers := []string{}
		for _, a := range b.Answers {
			a = strings.TrimSpace(whiteSpace.ReplaceAllString(Legible(a), " "))
			if !slices.Contains(answers, a) {
				answers = append(answers, a)
			}
		}
		b.Answers = answers
		if b.Number != nil {
			n := *b.Number
			n.Value, n.Tolerance, n.Unit = strings.TrimSpace(n.Value), strings.TrimSpace(n.Tolerance), strings.TrimSpace(Legible(n.Unit))
			if n.Tolerance == "" {
				n.Tolerance = "0"
			}
			b.Number = &n
		}
		return b
	})
}

func tidyRubric(list []Criterion) []Criterion {
	return mapEach(list, func(c Criterion) Criterion {
		c.Text = strings.TrimSpace(Legible(c.Text))
		if c.Share == 0 {
			c.Share = 1
		}
		return c
	})
}
