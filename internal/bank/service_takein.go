package bank

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Incoming is a question about to enter the bank.
type Incoming struct {
	Pool    Pool
	Ref     string // the file's own id, or empty
	Tags    []string
	Content Content

	row      uuid.UUID // of the weight table
	pictures []Picture
}

// Twin is what the bank of a level holds already of a question that wants to
// come in.
type Twin struct {
	QuestionID uuid.UUID // uuid.Nil when there is none
	Kind       TwinKind
	Pool       Pool
	State      State
	Stem       string // of the twin, plain, its beginning
	Answer     string // of the twin, as question.Body.AnswerText writes it
	Body       question.Body
}

// TwinKind says in what a twin is the same.
type TwinKind string

// The kinds of twins, the closest first.
const (
	SameQuestion TwinKind = "same"      // same face, same answer, same pool
	OtherKey     TwinKind = "other_key" // same face, another answer
	OtherPool    TwinKind = "other_pool"
	SameRef      TwinKind = "same_ref"  // same reference, another face
	SameStem     TwinKind = "same_stem" // same stem, other options
)

// Checked is a question that was tidied and checked on its way in.
type Checked struct {
	Incoming
	Faults []fault.Field // named as the contract does: "body.key"
	Twin   Twin
}

// CheckIn tidies and checks questions that want to come into a level and finds
// the twins that the bank holds of them. It changes nothing. A question
// without a place (Content.ElementID) is no fault. Pictures must have been
// added to the level before.
func (s *Service) CheckIn(ctx context.Context, q postgres.Q, levelID uuid.UUID, list []Incoming) ([]Checked, error) {
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return nil, err
	}
	pictures, err := s.incomingPictures(ctx, q, levelID, list)
	if err != nil {
		return nil, err
	}
	places := placesOf(levelID, elements)
	checked := make([]Checked, len(list))
	for i, in := range list {
		checked[i] = checkOne(s.cleaner, levelID, places, pictures, in)
	}
	return checked, s.findTwins(ctx, q, levelID, checked)
}

// place is where a question can stand: an element of a level.
type place struct {
	LevelID     uuid.UUID `db:"level_id"`
	WeightRowID uuid.UUID `db:"weight_row_id"`
	IsPoint     bool      `db:"is_point"`
}

// refuses says why a question of a level cannot stand there; the zero place is
// an unknown one.
func (p place) refuses(levelID uuid.UUID) fault.Sub {
	switch {
	case p.LevelID != levelID:
		return subElementUnknown
	case !p.IsPoint:
		return subElementRange
	}
	return ""
}

func placesOf(levelID uuid.UUID, elements []standard.Element) map[uuid.UUID]place {
	places := make(map[uuid.UUID]place, len(elements))
	for _, e := range elements {
		places[e.ID] = place{LevelID: levelID, WeightRowID: e.WeightRowID, IsPoint: e.IsPoint}
	}
	return places
}

func checkOne(cleaner question.Cleaner, levelID uuid.UUID, places map[uuid.UUID]place, pictures map[uuid.UUID]Picture, in Incoming) Checked {
	c := Checked{Incoming: in}
	c.Content, c.Tags = in.Content.tidy(cleaner), tidyTags(in.Tags)
	c.Faults = c.Content.check()
	if id := c.Content.ElementID; id != uuid.Nil {
		to := places[id]
		if sub := to.refuses(levelID); sub != "" {
			c.Faults = append(c.Faults, fault.Field{Name: fieldElement, Sub: sub})
		}
		c.row = to.WeightRowID
	}
	for _, id := range c.Content.PictureIDs {
		p, known := pictures[id]
		if !known {
			c.Faults = append(c.Faults, fault.Field{Name: fieldPictures, Sub: subPictureUnknown})
		}
		c.pictures = append(c.pictures, p)
	}
	return c
}

func (s *Service) incomingPictures(ctx context.Context, q postgres.Q, levelID uuid.UUID, list []Incoming) (map[uuid.UUID]Picture, error) {
	var ids []uuid.UUID
	for _, in := range list {
		ids = append(ids, in.Content.PictureIDs...)
	}
	byID, err := s.pictures(ctx, q, ids)
	maps.DeleteFunc(byID, func(_ uuid.UUID, p Picture) bool { return p.LevelID != levelID })
	return byID, err
}

// findTwins looks for what the bank holds already.
func (s *Service) findTwins(ctx context.Context, q postgres.Q, levelID uuid.UUID, list []Checked) error {
	var faces, stems [][]byte
	refs := []string{}
	for _, c := range list {
		faces, stems = append(faces, c.Content.face(c.pictures)), append(stems, c.Content.StemDigest())
		if c.Ref != "" {
			refs = append(refs, c.Ref)
		}
	}
	twins, err := s.store.listTwins(ctx, q, levelID, faces, stems, refs)
	if err != nil {
		return err
	}
	shelf := newTwinShelf(twins)
	for i := range list {
		list[i].Twin = shelf.twinOf(list[i], string(faces[i]), string(stems[i]))
	}
	return nil
}

// TakeIn writes checked questions into a level's bank as drafts of one batch,
// in the caller's transaction, and gives their ids in order. The level's bank
// is locked until the transaction ends. What CheckIn found fault with must not
// be handed in; a twin that came in between is a conflict.
func (s *Service) TakeIn(ctx context.Context, tx postgres.Tx, now time.Time, levelID, batch uuid.UUID, list []Checked) ([]uuid.UUID, error) {
	if err := s.store.lockLevelBank(ctx, tx, levelID); err != nil {
		return nil, err
	}
	entering := make([]Incoming, len(list))
	for i, c := range list {
		entering[i] = c.Incoming
	}
	return s.insert(ctx, tx, now, levelID, batch, entering)
}

// FaceKey tells two questions of one file apart or as the same.
func (c Checked) FaceKey() string { return string(c.Content.face(c.pictures)) }

// StemKey is the same for questions with one stem, whatever their options.
func (c Checked) StemKey() string { return string(c.Content.StemDigest()) }

// PictureNames gives pictures of a level by the names that files use for them;
// of several under one name the newest.
func (s *Service) PictureNames(ctx context.Context, levelID uuid.UUID, names []string) (map[string]Picture, error) {
	byName := map[string]Picture{}
	if len(names) == 0 {
		return byName, nil
	}
	shown := make([]string, len(names))
	for i, n := range names {
		shown[i] = blob.ShownName(n, "")
	}
	list, err := s.store.listPicturesByName(ctx, s.db, levelID, shown)
	for _, p := range list {
		byName[p.Name] = p
	}
	return byName, err
}

// PictureName is the name under which PictureNames gives a picture.
func PictureName(name string) string { return blob.ShownName(name, "") }

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
