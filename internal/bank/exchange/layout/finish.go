package layout

import (
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
)

// finish numbers the pictures of an item in the order in which a reader meets
// them, and checks the item by the bank's rules.
func (p *parser) finish(item *exchange.Item) {
	if len(item.Pictures) > question.MaxPictures {
		item.Reject("图片", SubTooManyPictures, nil)
	}
	next := map[int]int{}
	var pictures []exchange.Picture
	for _, n := range shownIn(item.Body) {
		if next[n] == 0 && n <= len(item.Pictures) {
			pictures = append(pictures, item.Pictures[n-1])
			next[n] = len(pictures)
		}
	}
	if len(pictures) > 1 {
		item.Body = item.Map(func(text string) string {
			return question.Renumber(text, func(n int) int { return next[n] })
		})
	}
	item.Pictures = pictures
	item.Finish(p.options.Cleaner)
}

// shownIn lists the pictures of a body in the order of the page.
func shownIn(b question.Body) []int {
	list := question.PicturesIn(b.Stem)
	for _, o := range b.Options {
		list = append(list, question.PicturesIn(o.HTML)...)
	}
	for _, pair := range b.Pairs {
		list = append(list, question.PicturesIn(pair.HTML)...)
	}
	for _, part := range b.Parts {
		list = append(list, shownIn(part)...)
	}
	for _, o := range b.Options {
		list = append(list, question.PicturesIn(o.Explanation)...)
	}
	return append(append(list, question.PicturesIn(b.Reference)...), question.PicturesIn(b.Explanation)...)
}
