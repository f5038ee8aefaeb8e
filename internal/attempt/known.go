package attempt

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"

	"jiangxun/internal/paper"
)

// Limits of what a node remembers. Losing an entry costs one query.
const (
	maxSeats  = 60_000
	maxSheets = 400
)

// A page sends a save a second at the very most; what goes far beyond is no
// page. The burst lets a page that was offline hand in its backlog.
const (
	savesPerSecond = 100
	savesBurst     = 400
)

// seat is what can never change about an attempt, and the pace of its saves.
type seat struct {
	account uuid.UUID
	form    uuid.UUID
	layout  layout
	pace    *rate.Limiter
}

// sheet is a frozen form as sittings need it.
type sheet struct {
	form  paper.Form
	faces []paper.Face
	items []item
}

// known is a node's memory of things that cannot change.
type known struct {
	mu     sync.RWMutex
	seats  map[uuid.UUID]*seat
	sheets map[uuid.UUID]*sheet
	flight singleflight.Group
}

func newKnown() *known {
	return &known{seats: map[uuid.UUID]*seat{}, sheets: map[uuid.UUID]*sheet{}}
}

// find and put serve both maps; when one is full, some entry makes room.
func find[V any](k *known, from map[uuid.UUID]V, id uuid.UUID) (V, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	v, ok := from[id]
	return v, ok
}

func put[V any](k *known, into map[uuid.UUID]V, limit int, id uuid.UUID, v V) V {
	k.mu.Lock()
	defer k.mu.Unlock()
	if held, ok := into[id]; ok {
		return held
	}
	for other := range into {
		if len(into) < limit {
			break
		}
		delete(into, other)
	}
	into[id] = v
	return v
}

// seat gives what never changes about an attempt, from memory or the database.
func (s *Service) seat(ctx context.Context, id uuid.UUID) (*seat, error) {
	if v, ok := find(s.known, s.known.seats, id); ok {
		return v, nil
	}
	a, err := s.store.get(ctx, s.saves, s.store.q.FindAttempt, id)
	if err != nil {
		return nil, err
	}
	_, l, err := s.laidOut(ctx, a)
	if err != nil {
		return nil, err
	}
	v := &seat{account: a.AccountID, form: a.FormID, layout: l, pace: rate.NewLimiter(savesPerSecond, savesBurst)}
	return put(s.known, s.known.seats, maxSeats, id, v), nil
}

// laidOut gives an attempt's form and its candidate's order of it.
func (s *Service) laidOut(ctx context.Context, a Attempt) (*sheet, layout, error) {
	if a.layout != layoutRule {
		return nil, layout{}, fmt.Errorf("attempt %s: unknown layout rule %d", a.ID, a.layout)
	}
	sh, err := s.sheet(ctx, a.FormID)
	if err != nil {
		return nil, layout{}, err
	}
	return sh, newLayout(a.Seed, sh.items), nil
}

// sheet gives a form; however many ask for it at once, it is read once.
func (s *Service) sheet(ctx context.Context, formID uuid.UUID) (*sheet, error) {
	if v, ok := find(s.known, s.known.sheets, formID); ok {
		return v, nil
	}
	v, err, _ := s.known.flight.Do(formID.String(), func() (any, error) {
		v, err := s.readSheet(context.WithoutCancel(ctx), formID)
		if err != nil {
			return nil, err
		}
		return put(s.known, s.known.sheets, maxSheets, formID, v), nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*sheet), nil
}

func (s *Service) readSheet(ctx context.Context, formID uuid.UUID) (*sheet, error) {
	form, err := s.papers.Form(ctx, formID)
	if err != nil {
		return nil, err
	}
	faces, err := s.papers.Faces(ctx, formID)
	if err != nil {
		return nil, err
	}
	if len(faces) != len(form.Items) {
		return nil, fmt.Errorf("form %s: %d faces for %d items", formID, len(faces), len(form.Items))
	}
	v := &sheet{form: form, faces: faces, items: make([]item, len(faces))}
	for i, it := range form.Items {
		if it.Number != i+1 || it.VersionID != faces[i].ID {
			return nil, fmt.Errorf("form %s: items are out of order at %d", formID, i)
		}
		v.items[i] = itemOf(it.Section, faces[i])
	}
	return v, nil
}

func itemOf(section int, f paper.Face) item {
	it := item{section: section, fixed: string(f.Type) == typeJudge, many: string(f.Type) == typeMultiple}
	for _, o := range f.Options {
		it.keys += o.Key
		it.fixed = it.fixed || refers(o.HTML)
	}
	return it
}

const (
	typeJudge    = "judge"
	typeMultiple = "multiple"
)
