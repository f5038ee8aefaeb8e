package question

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	htmlTag    = regexp.MustCompile(`<[^>]*>`)
	whiteSpace = regexp.MustCompile(`[\s\p{Z}]+`)
	pictureTag = regexp.MustCompile(`<img\b[^>]*\bdata-picture="([1-9][0-9]?)"[^>]*>`)
	blankMark  = regexp.MustCompile(`_{3,}`)
)

// Plain gives the text of cleaned HTML: tags out, entities read, white space
// folded.
func Plain(h string) string {
	text := html.UnescapeString(htmlTag.ReplaceAllString(h, " "))
	return strings.TrimSpace(whiteSpace.ReplaceAllString(text, " "))
}

// SearchForm folds case, width and white space, so that "ＣＡ６１４０" is found
// by "ca6140".
func SearchForm(text string) string {
	folded := strings.ToLower(norm.NFKC.String(strings.ToValidUTF8(text, "")))
	folded = strings.ReplaceAll(folded, "\x00", "")
	return strings.TrimSpace(whiteSpace.ReplaceAllString(folded, " "))
}

// Normal folds HTML down to what two copies of one question share: letters,
// digits and signs that carry meaning, without spaces, brackets for the blank,
// and ending punctuation.
func Normal(h string) string {
	text := SearchForm(Plain(h))
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("()[]{}_。.,,、;:?!\"'“”‘’《》【】", r) {
			return -1
		}
		return r
	}, text)
}

// Empty reports HTML that shows nothing: neither text nor picture.
func Empty(h string) bool { return Plain(h) == "" && !pictureTag.MatchString(h) }

// Marks counts the blanks that a stem shows.
func Marks(stem string) int { return len(blankMark.FindAllString(Plain(stem), -1)) }

// PicturesIn lists the numbers of the pictures that a text names, in order.
func PicturesIn(h string) []int {
	var list []int
	for _, m := range pictureTag.FindAllStringSubmatch(h, -1) {
		n, _ := strconv.Atoi(m[1])
		list = append(list, n)
	}
	return list
}

// Renumber replaces each picture number n of a text by to(n); 0 drops the
// picture.
func Renumber(h string, to func(n int) int) string {
	return pictureTag.ReplaceAllStringFunc(h, func(tag string) string {
		m := pictureTag.FindStringSubmatch(tag)
		n, _ := strconv.Atoi(m[1])
		next := to(n)
		if next == 0 {
			return ""
		}
		return strings.Replace(tag, `data-picture="`+m[1]+`"`, `data-picture="`+strconv.Itoa(next)+`"`, 1)
	})
}

// Map gives the body with every HTML text of it, its parts' included, replaced.
func (b Body) Map(text func(string) string) Body {
	b.Stem, b.Explanation, b.Reference = text(b.Stem), text(b.Explanation), text(b.Reference)
	b.Options = mapEach(b.Options, func(o Option) Option {
		o.HTML, o.Explanation = text(o.HTML), text(o.Explanation)
		return o
	})
	b.Pairs = mapEach(b.Pairs, func(p Pair) Pair {
		p.HTML = text(p.HTML)
		return p
	})
	b.Parts = mapEach(b.Parts, func(p Body) Body { return p.Map(text) })
	return b
}

func mapEach[T any](list []T, change func(T) T) []T {
	if list == nil {
		return nil
	}
	next := make([]T, len(list))
	for i, x := range list {
		next[i] = change(x)
	}
	return next
}

// Searchable is the plain text that a search looks through, in search form.
func (b Body) Searchable() string {
	return SearchForm(strings.Join(b.texts(), " "))
}

func (b Body) texts() []string {
	list := []string{Plain(b.Stem)}
	if b.Type != Judge {
		for _, o := range b.Options {
			list = append(list, Plain(o.HTML), Plain(o.Explanation))
		}
	}
	for _, p := range b.Pairs {
		list = append(list, Plain(p.HTML))
	}
	for _, blank := range b.Blanks {
		list = append(list, blank.Answers...)
	}
	for _, part := range b.Parts {
		list = append(list, part.texts()...)
	}
	return append(list, Plain(b.Reference), Plain(b.Explanation))
}
