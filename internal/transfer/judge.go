package transfer

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// draftOf makes a row of an item of a file, before anything is checked.
func draftOf(item exchange.Item, position int, pool bank.Pool, points points, pictures []uuid.UUID) *Row {
	row := &Row{
		Position: position, At: bounded(question.Legible(item.At), 200), ElementText: bounded(strings.TrimSpace(question.Legible(item.Element)), 200),
		readNotes: cleanNotes(item.Notes),
		Draft: Draft{Pool: pool, Ref: bounded(strings.TrimSpace(question.Legible(item.Ref)), 99), Tags: item.Tags, Content: bank.Content{
			Body: item.Body, Difficulty: item.Difficulty, PictureIDs: pictures, Source: bounded(question.Legible(item.Source), 99),
		}},
	}
	if p := bank.Pool(item.Pool); p == bank.Practice || p == bank.Mock || p == bank.Exam {
		row.Draft.Pool = p
	}
	if row.Draft.Content.Difficulty == 0 {
		row.Draft.Content.Difficulty = 3
	}
	row.place(points)
	return row
}

// columnPlace is the column that remarks on a row's point are about.
const columnPlace = "鉴定点"

// place finds the row's point. A row that names none, or one that the level
// does not have, waits for its place.
func (r *Row) place(points points) {
	if r.ElementText == "" {
		r.warn(columnPlace, exchange.SubNoElement, nil)
		return
	}
	id, sub := points.find(r.ElementText)
	if sub != "" {
		r.warn(columnPlace, sub, fault.Params{"element": bounded(r.ElementText, 60)})
	}
	r.Draft.Content.ElementID = id
}

// warn notes what the reader could have said; it goes when the row is mended.
func (r *Row) warn(column string, sub fault.Sub, p fault.Params) {
	said := slices.ContainsFunc(r.readNotes, func(n Note) bool { return n.Sub == sub && n.Column == column })
	if !said {
		r.readNotes = append(r.readNotes, Note{Sub: sub, Warning: true, Column: column, Params: p})
	}
}

func (r *Row) incoming() bank.Incoming {
	return bank.Incoming{Pool: r.Draft.Pool, Ref: r.Draft.Ref, Tags: r.Draft.Tags, Content: r.Draft.Content}
}

// rejectedByReader reports that the reader did not understand the item.
func (r *Row) rejectedByReader() bool {
	return slices.ContainsFunc(r.readNotes, func(n Note) bool { return !n.Warning })
}

func (r *Row) note(n Note) { r.checkNotes = append(r.checkNotes, n) }

// judge says what becomes of the row by what the bank's check found; the other
// rows of the file are not looked at.
func (r *Row) judge(c bank.Checked) {
	r.Draft.Content, r.Draft.Tags = c.Content, c.Tags
	r.Verdict, r.Other, r.QuestionID, r.checkNotes = Accepted, nil, uuid.Nil, nil
	r.Stem, r.Answer, r.key = bounded(question.Plain(c.Content.Stem), 120), readable(c.Content.Body), c.Content.AnswerText()
	r.face = nil
	for _, f := range c.Faults {
		column := exchange.ColumnOf(strings.TrimPrefix(f.Name, "body."))
		said := slices.ContainsFunc(r.readNotes, func(n Note) bool { return !n.Warning && n.Column == column })
		if !said {
			r.note(Note{Sub: f.Sub, Column: column, Params: f.Params})
		}
		r.Verdict = Rejected
	}
	if r.rejectedByReader() {
		r.Verdict = Rejected
	}
	if r.Verdict == Rejected {
		return
	}
	r.face = []byte(c.FaceKey())
	r.meet(c.Twin)
}

// meet holds the row against its twin in the bank.
func (r *Row) meet(t bank.Twin) {
	other := &Other{With: withBank, QuestionID: t.QuestionID, State: t.State, Stem: t.Stem, Answer: r.Answer, Answers: readable(t.Body)}
	switch t.Kind {
	case bank.SameQuestion:
		r.Verdict, r.QuestionID = Unchanged, t.QuestionID
	case bank.OtherKey:
		r.Verdict, r.Other, r.QuestionID = Conflict, other, t.QuestionID
		r.note(Note{Sub: subKeyOther, Column: "答案", Params: fault.Params{"answer": other.Answer, "other": other.Answers}})
	case bank.OtherPool:
		r.Verdict, r.QuestionID = Rejected, t.QuestionID
		r.note(Note{Sub: subPoolOther, Column: "题库", Params: fault.Params{"pool": poolNames[t.Pool]}})
	case bank.SameRef:
		r.QuestionID = t.QuestionID
		if t.State == bank.Retired {
			r.Verdict = Rejected
			r.note(Note{Sub: subRetired})
			return
		}
		r.Verdict, r.Other = Changed, other
		r.note(Note{Sub: subTextOther, Column: "试题编号"})
	case bank.SameStem:
		r.note(Note{Sub: subStemRepeated, Warning: true, Column: "题干"})
	}
}

var poolNames = map[bank.Pool]string{bank.Practice: "练习", bank.Mock: "模拟", bank.Exam: "考试"}

// meetEachOther holds rows of one file against each other; they stand in the
// file's order. Of copies the first counts; copies with different answers are
// all in conflict.
func meetEachOther(rows []*Row) {
	byFace, byRef := map[string][]*Row{}, map[string]*Row{}
	for _, r := range rows {
		if r.Excluded || r.Verdict == Rejected || len(r.face) == 0 {
			continue
		}
		byFace[string(r.face)] = append(byFace[string(r.face)], r)
		ref := r.Draft.Ref
		if ref == "" {
			continue
		}
		if first, taken := byRef[ref]; !taken {
			byRef[ref] = r
		} else if string(first.face) != string(r.face) && r.Verdict == Accepted {
			r.warn("试题编号", subRefRepeated, fault.Params{"at": first.At})
			r.Draft.Ref = ""
		}
	}
	for _, face := range slices.Sorted(maps.Keys(byFace)) {
		meetCopies(byFace[face])
	}
}

func meetCopies(copies []*Row) {
	first := copies[0]
	at := slices.IndexFunc(copies, func(r *Row) bool { return r.key != first.key })
	if at >= 0 {
		for _, r := range copies {
			if r.key == first.key {
				r.quarrel(copies[at])
			} else {
				r.quarrel(first)
			}
		}
		return
	}
	for _, r := range copies[1:] {
		if r.Verdict == Accepted || r.Verdict == Changed {
			r.Verdict, r.Other = Unchanged, nil
			r.note(Note{Sub: subRowRepeated, Warning: true, Params: fault.Params{"at": first.At}})
		}
	}
}

// quarrel sets the row beside one of the same question with another answer,
// unless it stands beside the bank's already.
func (r *Row) quarrel(with *Row) {
	if r.Verdict == Conflict {
		return
	}
	r.Verdict = Conflict
	r.Other = &Other{With: withRow, Position: with.Position, At: with.At, Stem: with.Stem, Answer: r.Answer, Answers: with.Answer}
	r.note(Note{Sub: subKeyOtherRow, Column: "答案", Params: fault.Params{"at": with.At, "answer": r.Answer, "other": with.Answer}})
}

// settle gathers the notes that the row shows: none on the place of one that
// will not come in.
func (r *Row) settle() {
	r.Notes = append(slices.Clone(r.readNotes), r.checkNotes...)
	if r.Excluded || r.Verdict == Unchanged {
		r.Notes = slices.DeleteFunc(r.Notes, func(n Note) bool { return n.Warning && n.Column == columnPlace })
	}
	if r.Verdict != Changed && r.Verdict != Conflict || r.Other == nil || r.Other.With != withBank {
		r.Update = false
	}
}

func (r *Row) warned() bool {
	return slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Warning })
}
