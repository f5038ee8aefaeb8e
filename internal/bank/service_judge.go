package bank

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// judge turns the rows of a file into drafts with a verdict each.
func (s *Service) judge(ctx context.Context, levelID uuid.UUID, pool Pool, read []exchange.Row) ([]ImportRow, error) {
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return nil, err
	}
	points := newPoints(elements)
	named, err := s.picturesByName(ctx, levelID, read)
	if err != nil {
		return nil, err
	}
	byID := map[uuid.UUID]Picture{}
	for _, p := range named {
		byID[p.ID] = p
	}
	rows := make([]ImportRow, len(read))
	var good []*ImportRow
	for i, r := range read {
		rows[i] = s.draft(r, i+1, pool, points, named)
		if rows[i].Verdict == Accepted {
			good = append(good, &rows[i])
		}
	}
	return rows, s.compare(ctx, s.db, levelID, good, byID)
}

func (s *Service) picturesByName(ctx context.Context, levelID uuid.UUID, read []exchange.Row) (map[string]Picture, error) {
	var names []string
	for _, r := range read {
		for _, n := range r.Pictures {
			names = append(names, shownName(n, ""))
		}
	}
	byName := map[string]Picture{}
	if len(names) == 0 {
		return byName, nil
	}
	list, err := s.store.listPicturesByName(ctx, s.db, levelID, names)
	for _, p := range list {
		byName[p.Name] = p
	}
	return byName, err
}

// columnOf gives the heading of a content field.
var columnOf = map[string]string{
	fieldType: "题型", fieldStem: "题干", fieldOptions: "选项", fieldKey: "答案", fieldDifficulty: "难度",
	fieldElement: "鉴定点", fieldPictures: "图片",
}

// draft reads one row by itself, without looking at the bank's questions.
func (s *Service) draft(r exchange.Row, position int, pool Pool, points points, pictures map[string]Picture) ImportRow {
	row := ImportRow{Sheet: r.Sheet, Line: r.Line, Stem: opening(r.Stem), Verdict: Accepted, position: position}
	for _, f := range r.Faults {
		row.reject(f.Column, f.Sub, f.Params)
	}
	row.draft = rowDraft{Pool: pool, Ref: r.Ref, Content: Content{
		Body:       question.Body{Type: Type(r.Type), Stem: question.FromText(r.Stem), Explanation: question.FromText(r.Explanation), Key: r.Key},
		Difficulty: r.Difficulty, Source: r.Source,
	}}
	if r.Pool != "" {
		row.draft.Pool = Pool(r.Pool)
	}
	c := &row.draft.Content
	for i, text := range r.Options {
		c.Options = append(c.Options, Option{Key: question.Letter(i), HTML: question.FromText(text)})
	}
	var sub fault.Sub
	if c.ElementID, row.draft.RowID, sub = points.find(r.Element); sub != "" {
		row.reject(columnOf[fieldElement], sub, fault.Params{"element": opening(r.Element)})
	}
	for _, n := range r.Pictures {
		p, ok := pictures[shownName(n, "")]
		if !ok {
			row.reject(columnOf[fieldPictures], subPictureUnknown, fault.Params{"name": shownName(n, "?")})
			continue
		}
		c.PictureIDs = append(c.PictureIDs, p.ID)
	}
	*c = c.tidy(s.cleaner)
	for _, f := range c.check() {
		f.Name = strings.TrimPrefix(f.Name, bodyField)
		if f.Sub == subElementMissing && row.has(columnOf[fieldElement]) || row.has(columnOf[f.Name]) {
			continue // said already, in the row's own words
		}
		row.reject(columnOf[f.Name], f.Sub, f.Params)
	}
	return row
}

func (r *ImportRow) reject(column string, sub fault.Sub, p fault.Params) {
	r.Verdict = Rejected
	r.Notes = append(r.Notes, Note{Sub: sub, Column: column, Params: p})
}

func (r *ImportRow) has(column string) bool {
	return column != "" && slices.ContainsFunc(r.Notes, func(n Note) bool { return strings.HasPrefix(n.Column, column) })
}

// compare holds drafts against the bank and against each other.
func (s *Service) compare(ctx context.Context, q postgres.Q, levelID uuid.UUID, rows []*ImportRow, pictures map[uuid.UUID]Picture) error {
	found := make([]digests, len(rows))
	var faces, stems [][]byte
	refs := []string{}
	for i, r := range rows {
		c := r.draft.Content
		found[i] = digests{face: c.face(pick(pictures, c.PictureIDs)), stem: c.digests(nil).stem}
		faces, stems = append(faces, found[i].face), append(stems, found[i].stem)
		if r.draft.Ref != "" {
			refs = append(refs, r.draft.Ref)
		}
	}
	twins, err := s.store.listTwins(ctx, q, levelID, faces, stems, refs)
	if err != nil {
		return err
	}
	shelf := newTwinShelf(twins)
	inFile := map[string]int{} // face or ref → line
	for i, r := range rows {
		shelf.judge(r, found[i])
		r.repeats(inFile, string(found[i].face))
	}
	return nil
}

// repeats rejects a row whose face or reference stands higher up in the file.
func (r *ImportRow) repeats(inFile map[string]int, face string) {
	for _, key := range []string{"face " + face, "ref " + r.draft.Ref} {
		if key == "ref " {
			continue
		}
		if line, taken := inFile[key]; taken && r.Verdict != Rejected {
			r.reject("", subRepeatedRow, fault.Params{"line": line})
		} else if !taken {
			inFile[key] = r.Line
		}
	}
}

// twinShelf finds the bank's twins of a row.
type twinShelf struct {
	byFace, byStem, byRef map[string]twin
}

func newTwinShelf(list []twin) twinShelf {
	s := twinShelf{byFace: map[string]twin{}, byStem: map[string]twin{}, byRef: map[string]twin{}}
	for _, t := range list {
		s.byRef[t.id.String()] = t
		if t.ref != "" {
			s.byRef[t.ref] = t
		}
		if !t.retired {
			s.byFace[t.face], s.byStem[t.stem] = t, t
		}
	}
	return s
}

func (s twinShelf) judge(r *ImportRow, d digests) {
	same, found := s.byFace[string(d.face)]
	if t, taken := s.byRef[r.draft.Ref]; taken && r.draft.Ref != "" && (t.retired || t.face != string(d.face)) {
		r.QuestionID = t.id
		if t.face == string(d.face) {
			r.reject("", subRetired, nil)
		} else {
			r.reject("试题编号", subExternalTaken, nil)
		}
		return
	}
	if !found {
		if t, similar := s.byStem[string(d.stem)]; similar {
			r.QuestionID = t.id
			r.Notes = append(r.Notes, Note{Sub: subStemSimilar, Warning: true, Column: "题干"})
		}
		return
	}
	r.QuestionID = same.id
	switch {
	case same.answer != r.draft.Content.AnswerText():
		r.reject("答案", subOtherKey, nil)
	case same.pool != r.draft.Pool:
		r.reject("题库", subOtherPool, nil)
	default:
		r.Verdict = Unchanged
	}
}

// twinOf finds the closest twin of a question that wants to come in.
func (s twinShelf) twinOf(c Checked, face, stem string) Twin {
	if same, found := s.byFace[face]; found {
		kind := SameQuestion
		switch {
		case same.answer != c.Content.AnswerText():
			kind = OtherKey
		case same.pool != c.Pool:
			kind = OtherPool
		}
		return same.twin(kind)
	}
	if t, taken := s.byRef[c.Ref]; taken && c.Ref != "" {
		return t.twin(SameRef)
	}
	if t, similar := s.byStem[stem]; similar {
		return t.twin(SameStem)
	}
	return Twin{}
}

// points finds a level's elements by printed code or name.
type points struct {
	byCode map[string]standard.Element
	byName map[string][]standard.Element
}

func newPoints(elements []standard.Element) points {
	p := points{byCode: map[string]standard.Element{}, byName: map[string][]standard.Element{}}
	for _, e := range elements {
		p.byCode[codeForm(e.Path)] = e
		if e.IsPoint {
			p.byName[nameForm(e.Name)] = append(p.byName[nameForm(e.Name)], e)
		}
	}
	return p
}

// find reads "A-B-001", "A-B-001 name" or a name.
func (p points) find(text string) (element, row uuid.UUID, sub fault.Sub) {
	text = strings.TrimSpace(text)
	if text == "" {
		return uuid.Nil, uuid.Nil, subElementMissing
	}
	e, ok := p.byCode[codeForm(text)]
	if !ok {
		e, ok = p.byCode[codeForm(strings.Fields(text)[0])]
	}
	if !ok {
		named := p.byName[nameForm(text)]
		if len(named) > 1 {
			return uuid.Nil, uuid.Nil, subElementMany
		}
		if len(named) == 0 {
			return uuid.Nil, uuid.Nil, subElementUnknown
		}
		e = named[0]
	}
	if !e.IsPoint {
		return uuid.Nil, uuid.Nil, subElementRange
	}
	return e.ID, e.WeightRowID, ""
}

func codeForm(text string) string {
	text = strings.ToUpper(norm.NFKC.String(text))
	return strings.Map(func(r rune) rune {
		switch r {
		case '—', '–', '−', '_', '.':
			return '-'
		case ' ', '\t':
			return -1
		}
		return r
	}, text)
}

func nameForm(text string) string { return question.Normal(question.FromText(text)) }
