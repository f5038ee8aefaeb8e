package transfer

import (
	"crypto/sha256"

	"jiangxun/internal/bank/exchange"
)

// Alike holds the items of one file against each other without a bank, and
// gives, by index, what a person should look at: copies, and one question with
// two answers.
func Alike(items []exchange.Item) map[int]Note {
	rows, at := make([]*Row, 0, len(items)), make([]int, 0, len(items))
	for n, item := range items {
		if item.Rejected() {
			continue
		}
		digests := make([][]byte, len(item.Pictures))
		for p, picture := range item.Pictures {
			sum := sha256.Sum256(picture.Data)
			digests[p] = sum[:]
		}
		rows = append(rows, &Row{
			Position: n + 1, At: item.At, Verdict: Accepted, face: item.FaceDigest(digests), key: item.AnswerText(), Answer: readable(item.Body),
			Stem: stemOf(item.Body),
		})
		at = append(at, n)
	}
	meetEachOther(rows)
	notes := map[int]Note{}
	for i, r := range rows {
		for _, n := range r.checkNotes {
			n.Warning = true
			notes[at[i]] = Note{Sub: n.Sub, Warning: true, Column: n.Column, Params: n.Params}
		}
	}
	return notes
}
