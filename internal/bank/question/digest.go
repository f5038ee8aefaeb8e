package question

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// FaceDigest digests what makes two questions the same to a candidate: type,
// stem, choices in any order, parts, and the digests of its pictures.
func (b Body) FaceDigest(pictures [][]byte) []byte {
	h := sha256.New()
	b.putFace(h)
	for _, p := range pictures {
		put(h, hex.EncodeToString(p))
	}
	return h.Sum(nil)
}

func put(h hash.Hash, s string) {
	h.Write([]byte(s))
	h.Write([]byte{0})
}

func (b Body) putFace(h hash.Hash) {
	put(h, string(b.Type))
	put(h, Normal(b.Stem))
	putTexts(h, b.Options, func(o Option) string { return o.HTML })
	putTexts(h, b.Pairs, func(p Pair) string { return p.HTML })
	for _, part := range b.Parts {
		part.putFace(h)
	}
}

func putTexts[T any](h hash.Hash, list []T, text func(T) string) {
	texts := make([]string, 0, len(list))
	for _, x := range list {
		texts = append(texts, normalWithPictures(text(x)))
	}
	slices.Sort(texts)
	for _, t := range texts {
		put(h, t)
	}
}

// normalWithPictures keeps apart options that differ in their picture alone.
func normalWithPictures(h string) string {
	return Normal(h) + strings.Trim(fmt.Sprint(PicturesIn(h)), "[]")
}

// StemDigest digests the normalised stem, to find one stem under two keys.
func (b Body) StemDigest() []byte {
	sum := sha256.Sum256([]byte(Normal(b.Stem)))
	return sum[:]
}

// AnswerText writes what is right in a form that does not hang on the order of
// options, to compare the keys of two copies of one question.
func (b Body) AnswerText() string {
	var parts []string
	byKey := map[string]string{}
	for _, o := range b.Options {
		byKey[o.Key] = normalWithPictures(o.HTML)
	}
	for _, k := range b.Key {
		if text, ok := byKey[k]; ok {
			parts = append(parts, text)
			continue
		}
		parts = append(parts, k)
	}
	if b.Type != Ordering {
		slices.Sort(parts)
	}
	for _, p := range b.Pairs {
		parts = append(parts, Normal(p.HTML)+"→"+byKey[p.Key])
	}
	for _, blank := range b.Blanks {
		parts = append(parts, blankText(blank))
	}
	for _, part := range b.Parts {
		parts = append(parts, part.AnswerText())
	}
	return strings.Join(parts, "\x00")
}

func blankText(b Blank) string {
	answers := make([]string, 0, len(b.Answers))
	for _, a := range b.Answers {
		answers = append(answers, SearchForm(a))
	}
	slices.Sort(answers)
	text := strings.Join(answers, "|")
	if b.Number != nil {
		text += "#" + b.Number.Value + "±" + b.Number.Tolerance + b.Number.Unit
	}
	return text
}
