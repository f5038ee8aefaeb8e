package bank

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Blob     *blob.Store
	Standard *standard.Service
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	blob     *blob.Store
	standard *standard.Service
	store    store
	cleaner  question.Cleaner
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Blob == nil || d.Standard == nil {
		return nil, errors.New("bank: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "bank")
	}
	return &Service{db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, standard: d.Standard, store: s, cleaner: question.NewCleaner()}, nil
}

// Candidates gives the live questions of a level and pool, for an assembler or
// a drill.
func (s *Service) Candidates(ctx context.Context, levelID uuid.UUID, pool Pool) ([]Candidate, error) {
	return s.store.listCandidates(ctx, s.db, levelID, pool)
}

// CandidatesIn is Candidates on the caller's connection. Whoever holds a
// transaction uses it: a second connection beside the first can starve the
// pool.
func (s *Service) CandidatesIn(ctx context.Context, q postgres.Q, levelID uuid.UUID, pool Pool) ([]Candidate, error) {
	return s.store.listCandidates(ctx, q, levelID, pool)
}

// Versions gives versions with their keys, in the order asked; an unknown id
// is fault.NotFound. For marking, review and staff alone.
func (s *Service) Versions(ctx context.Context, ids []uuid.UUID) ([]Version, error) {
	return s.VersionsIn(ctx, s.db, ids)
}

// VersionsIn is Versions on the caller's connection.
func (s *Service) VersionsIn(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]Version, error) {
	found, err := s.store.listVersions(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Version, len(found))
	for _, v := range found {
		byID[v.ID] = v
	}
	list := make([]Version, 0, len(ids))
	for _, id := range ids {
		v, ok := byID[id]
		if !ok {
			return nil, fault.NotFoundf("question")
		}
		list = append(list, v)
	}
	return list, nil
}

// Faces gives what candidates may see, in the order asked; an unknown id is
// fault.NotFound.
func (s *Service) Faces(ctx context.Context, ids []uuid.UUID) ([]Face, error) {
	versions, err := s.VersionsIn(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Face, 0, len(versions))
	for _, v := range versions {
		list = append(list, v.Face())
	}
	return list, nil
}

// Face is what a candidate may see of the version.
func (v Version) Face() Face {
	face, kept := v.Body.FaceOf(len(v.PictureIDs))
	f := Face{ID: v.ID, Face: face}
	for _, n := range kept {
		f.PictureIDs = append(f.PictureIDs, v.PictureIDs[n-1])
		if n <= len(v.PictureKeys) {
			f.PictureKeys = append(f.PictureKeys, v.PictureKeys[n-1])
		}
	}
	return f
}

// Keys gives the keys of versions, in the order asked.
func (s *Service) Keys(ctx context.Context, ids []uuid.UUID) ([]Key, error) {
	versions, err := s.VersionsIn(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Key, 0, len(versions))
	for _, v := range versions {
		list = append(list, Key{VersionID: v.ID, Type: v.Type, Options: v.Key})
	}
	return list, nil
}

// CountAhead is how far List counts beyond the page that it gives.
const CountAhead = 200

// List gives one page of the questions that the actor sees, the last changed
// first, and how many there are, counted up to CountAhead beyond the page.
func (s *Service) List(ctx context.Context, f Filter) ([]Summary, int, error) {
	levels, err := s.standard.VisibleLevels(ctx)
	if err != nil {
		return nil, 0, err
	}
	for _, l := range levels {
		if (f.LevelID == uuid.Nil || f.LevelID == l.ID) && (f.OccupationID == uuid.Nil || f.OccupationID == l.OccupationID) {
			f.levels = append(f.levels, l.ID)
		}
	}
	if f.LevelID != uuid.Nil && len(f.levels) == 0 {
		return nil, 0, fault.NotFoundf("level")
	}
	f.hideExam = !seesPool(ctx, Exam)
	if f.ElementID != uuid.Nil {
		if f.elements, err = s.store.listBelow(ctx, s.db, f.ElementID, f.levels); err != nil {
			return nil, 0, err
		}
	}
	list, total, err := s.store.listQuestions(ctx, s.db, f.prepared())
	if err != nil {
		return nil, 0, err
	}
	return list, total, s.markOwn(ctx, list)
}

// markOwn marks what the reader wrote and so cannot approve.
func (s *Service) markOwn(ctx context.Context, list []Summary) error {
	ids := make([]uuid.UUID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	own, err := s.store.listOwn(ctx, s.db, ids, actor.From(ctx).ID)
	for i := range list {
		list[i].Own = slices.Contains(own, list[i].ID)
	}
	return err
}

// Get gives a question with all its versions, the newest first.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Question, []Version, error) {
	row, err := s.visible(ctx, id)
	if err != nil {
		return Question{}, nil, err
	}
	versions, err := s.store.listQuestionVersions(ctx, s.db, id)
	if err != nil {
		return Question{}, nil, err
	}
	return row.question(versions, actor.From(ctx).ID), versions, nil
}

func (s *Service) visible(ctx context.Context, id uuid.UUID) (questionRow, error) {
	row, err := s.store.findQuestion(ctx, s.db, id)
	if err != nil {
		return row, err
	}
	if _, err := s.standard.VisibleLevel(ctx, row.LevelID); err != nil || !seesPool(ctx, row.Pool) {
		return row, fault.NotFoundf("question")
	}
	return row, nil
}

// seesPool keeps the exam pool from those who only read: its questions and
// keys are for the people who write and review them.
func seesPool(ctx context.Context, p Pool) bool {
	return p != Exam || actor.From(ctx).Can("bank.write")
}

func (r questionRow) question(versions []Version, reader uuid.UUID) Question {
	q := Question{
		ID: r.ID, LevelID: r.LevelID, Pool: r.Pool, State: r.State, ExternalRef: r.ExternalRef, Approved: r.ApprovedNumber, Tags: r.Tags,
		AuthorName: r.AuthorName, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	for _, v := range versions {
		if v.ID == r.CurrentVersionID {
			q.Current = v
		}
		q.Own = q.Own || v.Number > r.ApprovedNumber && v.AuthorID == reader
	}
	return q
}

// Create adds a question as its version 1, a draft. The same face twice in one
// level is a conflict.
func (s *Service) Create(ctx context.Context, levelID uuid.UUID, pool Pool, tags []string, c Content) (Question, []Version, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Question{}, nil, err
	}
	c, row, pictures, err := s.prepare(ctx, levelID, c)
	if err != nil {
		return Question{}, nil, err
	}
	now := s.clock.Now()
	in := Incoming{Pool: pool, Tags: tidyTags(tags), Content: c, row: row, pictures: pictures}
	var ids []uuid.UUID
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if ids, err = s.insert(ctx, tx, now, levelID, uuid.Nil, []Incoming{in}); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.create_question", Object: "question", ObjectID: ids[0], After: map[string]any{
			"level": levelID, "pool": pool, "type": c.Type,
		}})
	})
	if err != nil {
		return Question{}, nil, err
	}
	return s.Get(ctx, ids[0])
}

// insert writes drafts with their first versions.
func (s *Service) insert(ctx context.Context, tx postgres.Tx, now time.Time, levelID, batch uuid.UUID, list []Incoming) ([]uuid.UUID, error) {
	rows := make([]newQuestion, len(list))
	ids := make([]uuid.UUID, len(list))
	for i, in := range list {
		rows[i] = newQuestionOf(levelID, batch, in)
		ids[i] = rows[i].ID
	}
	who := actor.From(ctx)
	return ids, s.store.insertMany(ctx, tx, rows, now, who.ID, who.Name)
}

func tidyTags(tags []string) []string {
	kept := cleanTags(tags)
	return kept[:min(len(kept), maxTags)]
}

func cleanTags(tags []string) []string {
	kept := []string{}
	for _, t := range tags {
		t = strings.TrimSpace(question.Legible(t))
		if runes := []rune(t); len(runes) > longestTag {
			t = string(runes[:longestTag])
		}
		if t != "" && !slices.Contains(kept, t) {
			kept = append(kept, t)
		}
	}
	return kept
}

// prepare cleans and checks content and finds its weight row and pictures.
func (s *Service) prepare(ctx context.Context, levelID uuid.UUID, c Content) (Content, uuid.UUID, []Picture, error) {
	c = c.tidy(s.cleaner)
	faults := c.check()
	to, err := s.store.findPlace(ctx, s.db, c.ElementID)
	if err != nil {
		return c, uuid.Nil, nil, err
	}
	if c.ElementID != uuid.Nil {
		if sub := to.refuses(levelID); sub != "" {
			faults = append(faults, fault.Field{Name: fieldElement, Sub: sub})
		}
	}
	pictures, err := s.levelPictures(ctx, levelID, c.PictureIDs)
	if fault.CodeOf(err) == fault.NotFound {
		faults = append(faults, fault.Field{Name: "pictureIds", Sub: subPictureUnknown})
	} else if err != nil {
		return c, uuid.Nil, nil, err
	}
	if len(faults) > 0 {
		for i := range faults {
			faults[i].Name = "content." + faults[i].Name
		}
		return c, uuid.Nil, nil, fault.InvalidFields(faults...)
	}
	return c, to.WeightRowID, pictures, nil
}

// AddVersion edits a question by adding its next version. basedOn is the
// number of the version that the editor saw; a newer one is a conflict. A
// change of more than place, difficulty and source takes the question back to
// Draft, out of use until a second person has agreed.
func (s *Service) AddVersion(ctx context.Context, id uuid.UUID, basedOn int, reason string, c Content) (Question, []Version, error) {
	seen, err := s.visible(ctx, id)
	if err != nil {
		return Question{}, nil, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Question{}, nil, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	c, weightRow, pictures, err := s.prepare(ctx, seen.LevelID, c)
	if err != nil {
		return Question{}, nil, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		q, err := s.lockOne(ctx, tx, id)
		if err != nil {
			return err
		}
		if q.State == Retired {
			return fault.New(fault.Conflict, subStateChange)
		}
		if q.current.Number != basedOn {
			return fault.New(fault.Conflict, subVersionBehind).With(fault.Params{"number": q.current.Number})
		}
		changed := diff(q.current.Content, c)
		if len(changed) == 0 {
			return fault.New(fault.Conflict, subNothingChanged)
		}
		next := Checked{Incoming: Incoming{Content: c, row: weightRow, pictures: pictures}}
		return s.appendVersion(ctx, tx, now, q, next, reason, changed)
	})
	if err != nil {
		return Question{}, nil, err
	}
	return s.Get(ctx, id)
}

// afterEdit gives the state that an edit leaves a question in.
func (r questionRow) afterEdit(substantial bool, c Content) State {
	if substantial || c.ElementID == uuid.Nil && r.State != Review {
		return Draft
	}
	return r.State
}

// OpenPicture opens a picture; the caller closes it and has decided that it
// may be seen.
func (s *Service) OpenPicture(ctx context.Context, pictureID uuid.UUID) (io.ReadCloser, blob.Info, error) {
	p, err := s.picture(ctx, pictureID)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.open(ctx, p)
}

func (s *Service) open(ctx context.Context, p Picture) (io.ReadCloser, blob.Info, error) {
	r, info, err := s.blob.Get(ctx, p.BlobKey)
	info.ContentType = p.ContentType
	return r, info, err
}

func (s *Service) picture(ctx context.Context, id uuid.UUID) (Picture, error) {
	list, err := s.store.listPictures(ctx, s.db, []uuid.UUID{id})
	if err != nil {
		return Picture{}, err
	}
	if len(list) == 0 {
		return Picture{}, fault.NotFoundf("picture")
	}
	return list[0], nil
}
