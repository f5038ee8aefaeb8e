package asi

import (
	"bytes"
	"strings"
)

// Merge puts the items of several documents together and drops copies. Of two
// documents with one id the one written by Canvas itself (.xml.qti) stays; a
// bank's question that a quiz holds unchanged is told once.
func Merge(docs []Document) []Found {
	full := map[string]bool{}
	for _, d := range docs {
		if d.Ident != "" && own(d) {
			full[d.Ident] = true
		}
	}
	var list []Found
	inQuiz := map[string][]byte{}
	for _, d := range docs {
		if full[d.Ident] && !own(d) {
			continue
		}
		for _, f := range d.Found {
			if f.Origin != "" && !f.Bank {
				inQuiz[f.Origin] = digest(f)
			}
		}
		list = append(list, d.Found...)
	}
	kept := list[:0]
	for _, f := range list {
		if held, ok := inQuiz[f.Item.Ref]; ok && f.Bank && bytes.Equal(held, digest(f)) {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

func own(d Document) bool { return strings.HasSuffix(strings.ToLower(d.Name), ".qti") }

func digest(f Found) []byte {
	var pictures [][]byte
	for _, p := range f.Item.Pictures {
		pictures = append(pictures, p.Data)
	}
	return append(f.Item.FaceDigest(pictures), f.Item.AnswerText()...)
}
