package bank

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	InsertVersion        string `query:"insert-version"`
	InsertQuestions      string `query:"insert-questions"`
	InsertVersions       string `query:"insert-versions"`
	UpdateCurrent        string `query:"update-current"`
	UpdateState          string `query:"update-state"`
	InsertStep           string `query:"insert-step"`
	ListSteps            string `query:"list-steps"`
	FindQuestion         string `query:"find-question"`
	LockQuestions        string `query:"lock-questions"`
	ListOwn              string `query:"list-own"`
	FindPlace            string `query:"find-place"`
	ListBelow            string `query:"list-below"`
	ListQuestions        string `query:"list-questions"`
	FindSimilar          string `query:"find-similar"`
	SetLikeness          string `query:"set-likeness"`
	InsertEnemySet       string `query:"insert-enemy-set"`
	InsertEnemyMembers   string `query:"insert-enemy-members"`
	DeleteEnemySet       string `query:"delete-enemy-set"`
	FindEnemySet         string `query:"find-enemy-set"`
	ListEnemySets        string `query:"list-enemy-sets"`
	ListEnemyMembers     string `query:"list-enemy-members"`
	CountHealth          string `query:"count-health"`
	UpdateTags           string `query:"update-tags"`
	FreeReferences       string `query:"free-references"`
	ListQuestionVersions string `query:"list-question-versions"`
	ListVersions         string `query:"list-versions"`
	ListCandidates       string `query:"list-candidates"`
	CountOnElements      string `query:"count-on-elements"`
	ListTwins            string `query:"list-twins"`
	InsertPicture        string `query:"insert-picture"`
	FindPictureByDigest  string `query:"find-picture-by-digest"`
	ListPictures         string `query:"list-pictures"`
	ListPicturesByName   string `query:"list-pictures-by-name"`
	LockLevelBank        string `query:"lock-level-bank"`
	HasNoStatistics      string `query:"has-no-statistics"`
	LearnStatistics      string `query:"learn-statistics"`
	SubmitMany           string `query:"submit-many"`
	RetireImport         string `query:"retire-import"`
	ListHeld             string `query:"list-held"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

type questionRow struct {
	ID               uuid.UUID      `db:"id"`
	LevelID          uuid.UUID      `db:"level_id"`
	Pool             Pool           `db:"pool"`
	State            State          `db:"state"`
	ExternalRef      string         `db:"external_ref"`
	CurrentVersionID uuid.UUID      `db:"current_version_id"`
	ApprovedNumber   int            `db:"approved_number"`
	Tags             pq.StringArray `db:"tags"`
	AuthorName       string         `db:"author_name"`
	CreatedAt        time.Time      `db:"created_at"`
	UpdatedAt        time.Time      `db:"updated_at"`
}

type versionRow struct {
	ID          uuid.UUID      `db:"id"`
	QuestionID  uuid.UUID      `db:"question_id"`
	LevelID     uuid.UUID      `db:"level_id"`
	Pool        Pool           `db:"pool"`
	Number      int            `db:"number"`
	Type        Type           `db:"type"`
	Stem        string         `db:"stem"`
	Options     []byte         `db:"options"`
	Answer      pq.StringArray `db:"answer"`
	Explanation string         `db:"explanation"`
	Detail      []byte         `db:"detail"`
	Difficulty  int            `db:"difficulty"`
	ElementID   uuid.NullUUID  `db:"element_id"`
	WeightRowID uuid.NullUUID  `db:"weight_row_id"`
	PictureIDs  pq.StringArray `db:"picture_ids"`
	Source      string         `db:"source"`
	AuthorID    uuid.NullUUID  `db:"author_id"`
	AuthorName  string         `db:"author_name"`
	Reason      string         `db:"reason"`
	CreatedAt   time.Time      `db:"created_at"`
	PictureKeys pq.StringArray `db:"picture_keys"`
}

func (r versionRow) version() (Version, error) {
	v := Version{
		ID: r.ID, QuestionID: r.QuestionID, LevelID: r.LevelID, Pool: r.Pool, Number: r.Number, WeightRowID: r.WeightRowID.UUID,
		PictureKeys: r.PictureKeys, AuthorID: r.AuthorID.UUID, AuthorName: r.AuthorName, Reason: r.Reason, CreatedAt: r.CreatedAt,
		Content: Content{Difficulty: r.Difficulty, ElementID: r.ElementID.UUID, Source: r.Source},
	}
	if err := bodyOf(r.Detail, r.Options, &v.Body); err != nil {
		return v, err
	}
	v.Type, v.Stem, v.Explanation = r.Type, r.Stem, r.Explanation
	if len(r.Answer) > 0 {
		v.Key = r.Answer
	}
	var err error
	v.PictureIDs, err = idsOf(r.PictureIDs)
	return v, err
}

func idsOf(texts []string) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	for _, text := range texts {
		id, err := uuid.Parse(text)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// detailOf is the part of a body that has no columns of its own.
func detailOf(b question.Body) question.Body {
	return question.Body{
		Blanks: b.Blanks, Pairs: b.Pairs, Picture: b.Picture, Areas: b.Areas, Reference: b.Reference, Rubric: b.Rubric, Parts: b.Parts,
	}
}

// bodyOf puts a body together again; type, stem, key and explanation are the
// caller's.
func bodyOf(detail, options []byte, b *question.Body) error {
	if err := json.Unmarshal(detail, b); err != nil {
		return err
	}
	if err := json.Unmarshal(options, &b.Options); err != nil {
		return err
	}
	if len(b.Options) == 0 {
		b.Options = nil
	}
	return nil
}

func (s store) insertVersion(ctx context.Context, q postgres.Q, v Version) error {
	options, err := json.Marshal(postgres.List(v.Options))
	if err != nil {
		return err
	}
	detail, err := json.Marshal(detailOf(v.Body))
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.InsertVersion, v.ID, v.QuestionID, v.LevelID, v.Pool, v.Number, v.Type, v.Stem, options, pq.Array(postgres.List(v.Key)),
		v.Explanation, detail, v.Difficulty, postgres.NullID(v.ElementID), postgres.NullID(v.WeightRowID), postgres.IDs(v.PictureIDs), v.Source,
		postgres.NullID(v.AuthorID), v.AuthorName, v.Reason, v.CreatedAt)
	return err
}

func (s store) updateCurrent(ctx context.Context, q postgres.Q, v Version, state State, d digests) error {
	_, err := q.ExecContext(ctx, s.q.UpdateCurrent, v.QuestionID, v.ID, v.Type, postgres.NullID(v.ElementID), postgres.NullID(v.WeightRowID), v.Difficulty,
		d.face, d.stem, d.text, pq.Array(d.tokens), v.CreatedAt, state, d.stemText)
	return conflictOf(err)
}

func (s store) updateState(ctx context.Context, q postgres.Q, id uuid.UUID, state State, approved int, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateState, id, state, approved, now)
	return conflictOf(err)
}

func (s store) insertStep(ctx context.Context, q postgres.Q, step Step, by, author uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.InsertStep, uuid.Must(uuid.NewV7()), step.QuestionID, step.VersionNumber, step.Action, step.From, step.To,
		postgres.NullID(by), step.ActorName, postgres.NullID(author), step.Reason, step.At)
	return err
}

func (s store) listSteps(ctx context.Context, q postgres.Q, question uuid.UUID) ([]Step, error) {
	var rows []struct {
		QuestionID    uuid.UUID `db:"question_id"`
		VersionNumber int       `db:"version_number"`
		Action        Action    `db:"action"`
		From          State     `db:"from_state"`
		To            State     `db:"to_state"`
		ActorName     string    `db:"actor_name"`
		Reason        string    `db:"reason"`
		At            time.Time `db:"created_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListSteps, question); err != nil {
		return nil, err
	}
	list := make([]Step, 0, len(rows))
	for _, r := range rows {
		list = append(list, Step(r))
	}
	return list, nil
}

func (s store) updateTags(ctx context.Context, q postgres.Q, id uuid.UUID, tags []string, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.UpdateTags, id, pq.Array(tags), now)
	return err
}

func conflictOf(err error) error {
	switch {
	case postgres.IsUnique(err, "questions_face"):
		return fault.New(fault.Conflict, subDuplicate)
	case postgres.IsUnique(err, "questions_external"):
		return fault.New(fault.Conflict, subExternalTaken)
	}
	return err
}

func (s store) findQuestion(ctx context.Context, q postgres.Q, id uuid.UUID) (questionRow, error) {
	var r questionRow
	err := q.GetContext(ctx, &r, s.q.FindQuestion, id)
	if postgres.IsNoRows(err) {
		return r, fault.NotFoundf("question")
	}
	return r, err
}

// lockQuestions locks in the order of ids; an unknown one is fault.NotFound.
func (s store) lockQuestions(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]questionRow, error) {
	var rows []questionRow
	if err := q.SelectContext(ctx, &rows, s.q.LockQuestions, postgres.IDs(ids)); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(rows, func(r questionRow) bool { return r.ID == id }) {
			return nil, fault.NotFoundf("question")
		}
	}
	return rows, nil
}

// listOwn gives those of which somebody wrote a version since the last approval.
func (s store) listOwn(ctx context.Context, q postgres.Q, ids []uuid.UUID, author uuid.UUID) ([]uuid.UUID, error) {
	var own []uuid.UUID
	err := q.SelectContext(ctx, &own, s.q.ListOwn, postgres.IDs(ids), author)
	return own, err
}

// findPlace gives the zero place for no element and for one that is unknown.
func (s store) findPlace(ctx context.Context, q postgres.Q, element uuid.UUID) (place, error) {
	var p place
	if element == uuid.Nil {
		return p, nil
	}
	err := q.GetContext(ctx, &p, s.q.FindPlace, element)
	if postgres.IsNoRows(err) {
		return p, nil
	}
	return p, err
}

// listBelow gives an element of one of the levels with everything under it.
func (s store) listBelow(ctx context.Context, q postgres.Q, element uuid.UUID, levels []uuid.UUID) ([]uuid.UUID, error) {
	below := []uuid.UUID{}
	err := q.SelectContext(ctx, &below, s.q.ListBelow, element, postgres.IDs(levels))
	return below, err
}

func (s store) listQuestionVersions(ctx context.Context, q postgres.Q, question uuid.UUID) ([]Version, error) {
	return s.versions(ctx, q, s.q.ListQuestionVersions, question)
}

func (s store) listVersions(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]Version, error) {
	return s.versions(ctx, q, s.q.ListVersions, postgres.IDs(ids))
}

func (s store) versions(ctx context.Context, q postgres.Q, query string, arg any) ([]Version, error) {
	var rows []versionRow
	if err := q.SelectContext(ctx, &rows, query, arg); err != nil {
		return nil, err
	}
	list := make([]Version, 0, len(rows))
	for _, r := range rows {
		v, err := r.version()
		if err != nil {
			return nil, fault.Wrap(err, "read version "+r.ID.String())
		}
		list = append(list, v)
	}
	return list, nil
}

func (s store) listCandidates(ctx context.Context, q postgres.Q, level uuid.UUID, pool Pool) ([]Candidate, error) {
	var rows []struct {
		QuestionID  uuid.UUID      `db:"question_id"`
		VersionID   uuid.UUID      `db:"version_id"`
		Type        Type           `db:"type"`
		ElementID   uuid.UUID      `db:"element_id"`
		WeightRowID uuid.UUID      `db:"weight_row_id"`
		Importance  string         `db:"importance"`
		Difficulty  int            `db:"difficulty"`
		Key         pq.StringArray `db:"answer"`
		Enemies     pq.StringArray `db:"enemies"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListCandidates, level, pool); err != nil {
		return nil, err
	}
	list := make([]Candidate, 0, len(rows))
	for _, r := range rows {
		enemies, err := idsOf(r.Enemies)
		if err != nil {
			return nil, err
		}
		list = append(list, Candidate{
			QuestionID: r.QuestionID, VersionID: r.VersionID, Type: r.Type, ElementID: r.ElementID, WeightRowID: r.WeightRowID,
			Importance: r.Importance, Difficulty: r.Difficulty, Key: r.Key, Enemies: enemies,
		})
	}
	return list, nil
}

func (s store) countOnElements(ctx context.Context, q postgres.Q, elements []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		ElementID uuid.UUID `db:"element_id"`
		Questions int       `db:"questions"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.CountOnElements, postgres.IDs(elements)); err != nil {
		return nil, err
	}
	counts := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		counts[r.ElementID] = r.Questions
	}
	return counts, nil
}
