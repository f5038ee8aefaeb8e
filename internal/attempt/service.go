package attempt

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/platform/postgres"
)

// Papers gives frozen forms; the paper room is one.
type Papers interface {
	Form(ctx context.Context, formID uuid.UUID) (paper.Form, error)
	Faces(ctx context.Context, formID uuid.UUID) ([]paper.Face, error)
	Key(ctx context.Context, formID uuid.UUID) (marking.Key, error)
	Picture(ctx context.Context, formID, pictureID uuid.UUID) (io.ReadCloser, blob.Info, error)
}

// Explainer gives the explanations of question versions, for reviews alone.
type Explainer interface {
	Explanations(ctx context.Context, versionIDs []uuid.UUID) (map[uuid.UUID]Explanation, error)
}

// Explanation says why a question's key is right, as HTML.
type Explanation struct {
	Text    string
	Options map[string]string // by key, why one is right or wrong, where that was written
}

// Closed is told of every sitting that has ended and been marked, in the
// transaction that keeps the marks: either both stand or neither. It is told
// again only when a later marking comes out differently.
type Closed interface {
	AttemptClosed(ctx context.Context, tx postgres.Tx, now time.Time, a Attempt, m marking.Marks) error
}

// Deps are what the room needs.
type Deps struct {
	DB         postgres.DB
	Saves      postgres.DB // connections of the save path alone
	Audit      *audit.Log
	Clock      clock.Clock
	Jobs       jobs.Inserter
	Log        *slog.Logger
	Papers     Papers
	Explain    Explainer
	ReceiptKey string // base64 of the 32-byte seed
	CloseEvery time.Duration
}

// Service is the room's use cases. Close it when the program ends.
type Service struct {
	db      postgres.DB
	saves   postgres.DB
	audit   *audit.Log
	clock   clock.Clock
	jobs    jobs.Inserter
	log     *slog.Logger
	papers  Papers
	explain Explainer
	signer  signer
	every   time.Duration
	store   store
	saver   *saver
	writer  *writer
	known   *known
	closed  map[paper.Purpose]Closed
	notices Notices // nil: nobody tells anything
}

// New checks the dependencies, binds the SQL and starts the writer.
func New(ctx context.Context, d Deps) (*Service, error) {
	if d.DB == nil || d.Saves == nil || d.Audit == nil || d.Clock == nil || d.Jobs == nil || d.Log == nil ||
		d.Papers == nil || d.Explain == nil || d.CloseEvery <= 0 {
		return nil, errors.New("attempt: missing dependency")
	}
	signer, err := newSigner(d.ReceiptKey)
	if err != nil {
		return nil, fault.Wrap(err, "attempt")
	}
	st, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "attempt")
	}
	s := &Service{
		db: d.DB, saves: d.Saves, audit: d.Audit, clock: d.Clock, jobs: d.Jobs, log: d.Log, papers: d.Papers,
		explain: d.Explain, signer: signer, every: d.CloseEvery, store: st, known: newKnown(), closed: map[paper.Purpose]Closed{},
	}
	if s.saver, err = st.newSaver(ctx, d.Saves); err != nil {
		return nil, fault.Wrap(err, "attempt")
	}
	save := s.saver.save
	if mutant.Current == mutant.AckEarly {
		save = s.saver.commitLate
	}
	s.writer = newWriter(save, d.Log)
	s.writer.run(context.WithoutCancel(ctx))
	return s, nil
}

// SetClosed names who is told when sittings of a purpose have ended. Called
// while the program is put together, before anything runs.
func (s *Service) SetClosed(purpose paper.Purpose, c Closed) { s.closed[purpose] = c }

// Close writes the saves that wait and stops the writer.
func (s *Service) Close() error {
	s.writer.close()
	return s.saver.close()
}

// Get gives a sitting, or fault.NotFound.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Attempt, error) {
	return s.store.get(ctx, s.db, s.store.q.FindAttempt, id)
}

// Find gives the sitting of a context, account and try, if there is one.
func (s *Service) Find(ctx context.Context, contextID, accountID uuid.UUID, try int) (Attempt, bool, error) {
	a, err := s.store.get(ctx, s.db, s.store.q.FindAttemptOf, contextID, accountID, try)
	if fault.CodeOf(err) == fault.NotFound {
		return Attempt{}, false, nil
	}
	return a, err == nil, err
}

// Marks gives the marks in force; false while the sitting is not marked yet.
func (s *Service) Marks(ctx context.Context, id uuid.UUID) (marking.Marks, bool, error) {
	m, _, found, err := s.store.findMarks(ctx, s.db, id)
	return m, found, err
}

// own gives the actor's sitting; somebody else's is not found.
func (s *Service) own(ctx context.Context, id uuid.UUID) (Attempt, error) {
	a, err := s.Get(ctx, id)
	if err != nil {
		return Attempt{}, err
	}
	return a, mine(ctx, a)
}
