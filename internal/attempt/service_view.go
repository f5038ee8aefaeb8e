package attempt

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// CandidatePaper is a paper as its candidate sees it. It has no room for keys,
// weights or explanations.
type CandidatePaper struct {
	AttemptID uuid.UUID
	Title     string
	Sections  []CandidateSection
	Questions []CandidateQuestion
}

// CandidateSection is a section's head, with what each of its questions is
// worth, as printed papers say it.
type CandidateSection struct {
	Title           string
	Type            string
	Count           int
	ScoreHundredths int
}

// CandidateQuestion is one question under its number on this paper.
type CandidateQuestion struct {
	Q        int
	Section  int
	Type     string
	Stem     string
	Options  []CandidateOption
	Pictures []uuid.UUID
}

// CandidateOption is one option under its letter on this paper.
type CandidateOption struct{ Letter, HTML string }

// See tells the candidate where the sitting stands. It changes nothing.
func (s *Service) See(ctx context.Context, id uuid.UUID) (Sight, error) {
	a, err := s.own(ctx, id)
	if err != nil {
		return Sight{}, err
	}
	sh, l, err := s.laidOut(ctx, a)
	if err != nil {
		return Sight{}, err
	}
	v := Sight{Attempt: a, Questions: len(sh.items)}
	if v.ServerTime, err = s.store.now(ctx, s.db); err != nil || a.State.Ended() {
		return v, err
	}
	v.Answers, err = s.answers(ctx, s.db, id, l)
	return v, err
}

// answers gives the winning answers in the candidate's numbers and letters.
func (s *Service) answers(ctx context.Context, q postgres.Q, id uuid.UUID, l layout) ([]Saved, error) {
	events, err := s.store.events(ctx, q, s.store.q.ListEvents, id)
	if err != nil {
		return nil, err
	}
	if mutant.Current == mutant.MarkFromCache {
		remember(id, events)
	}
	var list []Saved
	for _, e := range winners(events) {
		at := e.Question - 1
		list = append(list, Saved{Q: l.place[at], Value: l.toPaper(at, e.Value), Epoch: e.Epoch, Seq: e.Seq})
	}
	slices.SortFunc(list, func(x, y Saved) int { return x.Q - y.Q })
	return list, nil
}

// Paper gives the candidate's paper, while the sitting runs.
func (s *Service) Paper(ctx context.Context, id uuid.UUID) (CandidatePaper, error) {
	a, err := s.running(ctx, id)
	if err != nil {
		return CandidatePaper{}, err
	}
	sh, l, err := s.laidOut(ctx, a)
	if err != nil {
		return CandidatePaper{}, err
	}
	p := CandidatePaper{AttemptID: a.ID, Title: a.Title}
	for _, sec := range sh.form.Sections {
		p.Sections = append(p.Sections, CandidateSection{
			Title: sec.Title, Type: string(sec.Type), Count: sec.Count, ScoreHundredths: int(sec.ScoreHundredths),
		})
	}
	for number, at := range l.index {
		p.Questions = append(p.Questions, sh.candidate(number+1, at, l))
	}
	return p, nil
}

func (sh *sheet) candidate(number, at int, l layout) CandidateQuestion {
	face := sh.faces[at]
	q := CandidateQuestion{
		Q: number, Section: sh.items[at].section, Type: string(face.Type), Stem: face.Stem, Pictures: slices.Clone(face.PictureIDs),
	}
	for i := range len(l.shown[at]) {
		for _, o := range face.Options {
			if o.Key == l.shown[at][i:i+1] {
				q.Options = append(q.Options, CandidateOption{Letter: l.letters[at][i : i+1], HTML: o.HTML})
			}
		}
	}
	return q
}

// Picture opens a picture of the candidate's paper, while the sitting runs; the
// caller closes it.
func (s *Service) Picture(ctx context.Context, id, pictureID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	a, err := s.running(ctx, id)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.papers.Picture(ctx, a.FormID, pictureID)
}

func (s *Service) running(ctx context.Context, id uuid.UUID) (Attempt, error) {
	a, err := s.own(ctx, id)
	if err != nil {
		return Attempt{}, err
	}
	now, err := s.store.now(ctx, s.db)
	if err != nil {
		return Attempt{}, err
	}
	return a, stillOpen(a, now)
}

// Review gives an ended and marked sitting with keys and explanations. It asks
// nobody whether that may be shown: the caller has decided it.
func (s *Service) Review(ctx context.Context, id uuid.UUID) (Review, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return Review{}, err
	}
	marks, found, err := s.Marks(ctx, id)
	if err != nil {
		return Review{}, err
	}
	if !found {
		return Review{}, fault.New(fault.Conflict, subStillOpen)
	}
	sh, l, err := s.laidOut(ctx, a)
	if err != nil {
		return Review{}, err
	}
	key, err := s.papers.Key(ctx, a.FormID)
	if err != nil {
		return Review{}, err
	}
	ids := make([]uuid.UUID, len(sh.form.Items))
	for i, it := range sh.form.Items {
		ids[i] = it.VersionID
	}
	explanations, err := s.explain.Explanations(ctx, ids)
	if err != nil {
		return Review{}, err
	}
	return sh.review(a, l, marks, key, explanations), nil
}

func (sh *sheet) review(a Attempt, l layout, marks marking.Marks, key marking.Key, explanations map[uuid.UUID]Explanation) Review {
	items, keys := map[uuid.UUID]marking.ItemMark{}, map[uuid.UUID]string{}
	for _, m := range marks.Items {
		items[m.VersionID] = m
	}
	for _, k := range key.Items {
		keys[k.VersionID] = strings.Join(k.Key, "")
	}
	r := Review{Attempt: a, Marks: marks}
	for number, at := range l.index {
		it, face := sh.form.Items[at], sh.faces[at]
		m, why := items[it.VersionID], explanations[it.VersionID]
		q := ReviewQuestion{
			Number: number + 1, VersionID: it.VersionID, WeightRowID: it.WeightRowID, Type: string(face.Type), Stem: face.Stem,
			Pictures: slices.Clone(face.PictureIDs), Explanation: why.Text,
			Given: m.Given, Got: m.Got, Of: m.Of, Right: m.Right, Blank: m.Blank,
		}
		for _, o := range face.Options {
			q.Options = append(q.Options, ReviewOption{
				Key: o.Key, HTML: o.HTML, Right: strings.Contains(keys[it.VersionID], o.Key), Chosen: slices.Contains(m.Given, o.Key),
				Why: why.Options[o.Key],
			})
		}
		r.Questions = append(r.Questions, q)
	}
	return r
}
