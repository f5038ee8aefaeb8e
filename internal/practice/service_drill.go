package practice

import (
	"context"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// StartDrill goes on with the living drill of that kind, or begins one. again
// ends the living one and begins anew; so does a drill of which everything is
// answered. row counts for mode Row alone.
func (s *Service) StartDrill(ctx context.Context, account, level uuid.UUID, mode Mode, row uuid.UUID, again bool) (Drill, error) {
	if mode != Row {
		row = uuid.Nil
	} else if row == uuid.Nil {
		return Drill{}, fault.InvalidFields(fault.Field{Name: "weightRowId", Sub: subRowMissing})
	}
	live, err := s.drawable(ctx, level, mode)
	if err != nil {
		return Drill{}, err
	}
	now := s.clock.Now()
	var d Drill
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.registered(ctx, tx, account, level); err != nil {
			return err
		}
		if err := s.store.exec(ctx, tx, s.store.q.LockDrills, account.String()); err != nil {
			return err
		}
		living, found, err := s.store.findLivingDrill(ctx, tx, account, level, mode, row)
		if err != nil {
			return err
		}
		if found && !again && living.Answered < len(living.VersionIDs) {
			d = living
			return nil
		}
		if found {
			if err := s.store.exec(ctx, tx, s.store.q.EndDrill, living.ID, now); err != nil {
				return err
			}
		}
		d = Drill{ID: uuid.Must(uuid.NewV7()), AccountID: account, LevelID: level, Mode: mode, WeightRowID: row, Position: 1, CreatedAt: now}
		return s.begin(ctx, tx, &d, live, now)
	})
	return d, err
}

// drawable gives what a drill may draw: the practice pool, and for the wrong
// book what a mock exam has shown too. Types that are not chosen have no card
// on the phone yet.
func (s *Service) drawable(ctx context.Context, level uuid.UUID, mode Mode) ([]bank.Candidate, error) {
	live, err := s.bank.Candidates(ctx, level, bank.Practice)
	if err != nil {
		return nil, err
	}
	if mode == Wrong {
		mocks, err := s.bank.Candidates(ctx, level, bank.Mock)
		if err != nil {
			return nil, err
		}
		live = append(live, mocks...)
	}
	return slices.DeleteFunc(live, func(c bank.Candidate) bool { return !c.Type.Chosen() }), nil
}

func (s *Service) begin(ctx context.Context, tx postgres.Tx, d *Drill, live []bank.Candidate, now time.Time) error {
	rows, err := s.store.listRows(ctx, tx, d.LevelID)
	if err != nil {
		return err
	}
	wrong, err := s.store.listWrongIDs(ctx, tx, d.AccountID, d.LevelID)
	if err != nil {
		return err
	}
	answered, err := s.store.listSeen(ctx, tx, d.AccountID, d.LevelID)
	if err != nil {
		return err
	}
	seen := map[uuid.UUID]int{}
	for _, r := range answered {
		seen[r.QuestionID] = r.Times
	}
	d.VersionIDs = choose(d.Mode, d.WeightRowID, live, rows, wrong, seen, uint64(now.UnixMicro())) //nolint:gosec // a seed
	if len(d.VersionIDs) == 0 {
		return fault.New(fault.Conflict, subNothing)
	}
	return s.store.insertDrill(ctx, tx, *d, now)
}

// Drill gives the account's drill.
func (s *Service) Drill(ctx context.Context, account, id uuid.UUID) (Drill, error) {
	return s.store.getDrill(ctx, s.db, id, account)
}

// DrillDetail gives the account's drill with what was right and wrong so far.
func (s *Service) DrillDetail(ctx context.Context, account, id uuid.UUID) (DrillDetail, error) {
	d, err := s.Drill(ctx, account, id)
	if err != nil {
		return DrillDetail{}, err
	}
	names, err := s.store.getDrillNames(ctx, s.db, id)
	if err != nil {
		return DrillDetail{}, err
	}
	given, err := s.store.listDrillAnswers(ctx, s.db, id, 1, len(d.VersionIDs))
	if err != nil {
		return DrillDetail{}, err
	}
	marks := make([]DrillMark, 0, len(given))
	for _, number := range slices.Sorted(maps.Keys(given)) {
		marks = append(marks, DrillMark{Number: number, Right: given[number].Right})
	}
	return DrillDetail{Drill: d, LevelTitle: levelTitle(names.Occupation, names.Track, names.Name), RowName: names.RowName, Marks: marks}, nil
}

// Questions gives count questions from a number on, those that were answered
// with their outcome.
func (s *Service) Questions(ctx context.Context, account, id uuid.UUID, from, count int) ([]Question, error) {
	d, err := s.Drill(ctx, account, id)
	if err != nil {
		return nil, err
	}
	if from > len(d.VersionIDs) {
		return []Question{}, nil
	}
	ids := d.VersionIDs[from-1 : min(from-1+count, len(d.VersionIDs))]
	given, err := s.store.listDrillAnswers(ctx, s.db, id, from, from+len(ids)-1)
	if err != nil {
		return nil, err
	}
	faces, err := s.bank.Faces(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]Question, len(ids))
	var answered []uuid.UUID
	for i := range ids {
		list[i] = Question{Number: from + i, Face: faces[i]}
		if _, ok := given[from+i]; ok {
			answered = append(answered, ids[i])
		}
	}
	return list, s.addOutcomes(ctx, list, answered, given)
}

func (s *Service) addOutcomes(ctx context.Context, list []Question, answered []uuid.UUID, given map[int]givenRow) error {
	versions, err := s.bank.Versions(ctx, answered)
	if err != nil {
		return err
	}
	for i := range list {
		g, ok := given[list[i].Number]
		if !ok {
			continue
		}
		at := slices.IndexFunc(versions, func(v bank.Version) bool { return v.ID == list[i].Face.ID })
		list[i].Outcome = outcome(versions[at], marking.Answer(g.Given), g.Right)
	}
	return nil
}

func outcome(v bank.Version, given marking.Answer, right bool) *Outcome {
	return &Outcome{Given: given, Right: right, Key: v.Key, Explanation: v.Explanation, Why: whyOf(v)}
}

// Answer keeps an answer and tells whether it is right. A question that was
// answered before keeps its first answer, which is what comes back.
func (s *Service) Answer(ctx context.Context, account, id uuid.UUID, number int, answer marking.Answer) (Outcome, error) {
	d, err := s.Drill(ctx, account, id)
	if err != nil {
		return Outcome{}, err
	}
	if number < 1 || number > len(d.VersionIDs) {
		return Outcome{}, fault.NotFoundf("question")
	}
	versions, err := s.bank.Versions(ctx, d.VersionIDs[number-1:number])
	if err != nil {
		return Outcome{}, err
	}
	v := versions[0]
	if err := checkAnswer(v, answer); err != nil {
		return Outcome{}, err
	}
	now := s.clock.Now()
	right := answer.Equal(v.Key)
	fresh := false
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		a := answerRow{account: account, level: d.LevelID, question: v.QuestionID, version: v.ID, row: v.WeightRowID, given: answer, right: right, at: now}
		if fresh, err = s.store.insertDrillAnswer(ctx, tx, a, id, number); err != nil || !fresh {
			return err
		}
		if err := s.keepBook(ctx, tx, a); err != nil {
			return err
		}
		return s.store.exec(ctx, tx, s.store.q.UpdatePosition, id, account, number, now)
	})
	if err != nil || fresh {
		return *outcome(v, answer, right), err
	}
	given, err := s.store.listDrillAnswers(ctx, s.db, id, number, number)
	if err != nil {
		return Outcome{}, err
	}
	return *outcome(v, marking.Answer(given[number].Given), given[number].Right), nil
}

func checkAnswer(v bank.Version, answer marking.Answer) error {
	if answer.Blank() {
		return fault.InvalidFields(fault.Field{Name: "answer", Sub: subBlank})
	}
	for _, key := range answer {
		if !slices.ContainsFunc(v.Options, func(o bank.Option) bool { return o.Key == key }) {
			return fault.InvalidFields(fault.Field{Name: "answer", Sub: subOption})
		}
	}
	if v.Type != bank.Multiple && len(answer) > 1 {
		return fault.InvalidFields(fault.Field{Name: "answer", Sub: subOption})
	}
	return nil
}

// keepBook moves the question into the wrong book, or nearer to leaving it.
func (s *Service) keepBook(ctx context.Context, tx postgres.Tx, a answerRow) error {
	if a.right {
		return s.store.exec(ctx, tx, s.store.q.RaiseStreak, a.account, a.question, outAfter, a.at)
	}
	return s.store.exec(ctx, tx, s.store.q.UpsertWrong, a.account, a.question, a.level, a.row, a.at)
}

// SavePosition remembers which question was shown last.
func (s *Service) SavePosition(ctx context.Context, account, id uuid.UUID, position int) error {
	d, err := s.Drill(ctx, account, id)
	if err != nil {
		return err
	}
	return s.store.exec(ctx, s.db, s.store.q.UpdatePosition, id, account, min(position, len(d.VersionIDs)), s.clock.Now())
}

// DrillPicture opens a picture of a question of the account's drill; the
// caller closes it.
func (s *Service) DrillPicture(ctx context.Context, account, id, picture uuid.UUID) (io.ReadCloser, blob.Info, error) {
	d, err := s.Drill(ctx, account, id)
	if err != nil {
		return nil, blob.Info{}, err
	}
	return s.pictureOf(ctx, d.VersionIDs, picture)
}
