package cohort

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
)

// Deps are what the room needs.
type Deps struct {
	DB       postgres.DB
	Audit    *audit.Log
	Clock    clock.Clock
	Blob     *blob.Store
	Identity *identity.Service
	Learner  *learner.Service
	Notify   notify.Sender
}

// Service is the room's use cases.
type Service struct {
	db       postgres.DB
	audit    *audit.Log
	clock    clock.Clock
	blob     *blob.Store
	identity *identity.Service
	learner  *learner.Service
	notify   notify.Sender
	store    store
	decoders chan struct{} // bounds pictures decoded at once
}

// New checks the dependencies and binds the SQL.
func New(d Deps) (*Service, error) {
	if d.DB == nil || d.Audit == nil || d.Clock == nil || d.Blob == nil || d.Identity == nil || d.Learner == nil || d.Notify == nil {
		return nil, errors.New("cohort: missing dependency")
	}
	s, err := newStore()
	if err != nil {
		return nil, fault.Wrap(err, "cohort")
	}
	return &Service{
		db: d.DB, audit: d.Audit, clock: d.Clock, blob: d.Blob, identity: d.Identity, learner: d.Learner, notify: d.Notify,
		store: s, decoders: make(chan struct{}, 2),
	}, nil
}

// scoped narrows a filter to what the actor may see.
func scoped(ctx context.Context, f classFilter) classFilter {
	who := actor.From(ctx)
	f.Scopes, f.Occupations = who.ScopeIDs(actor.ScopeCohort), who.ScopeIDs(actor.ScopeOccupation)
	return f
}

// ClassesOf lists the published and completed classes that a trainee is a
// member of, newest first.
func (s *Service) ClassesOf(ctx context.Context, accountID uuid.UUID) ([]Class, error) {
	list, _, err := s.MyClasses(ctx, accountID, 0, 0)
	return list, err
}

// MyClasses gives one page of ClassesOf and how many there are.
func (s *Service) MyClasses(ctx context.Context, accountID uuid.UUID, limit, offset int) ([]Class, int, error) {
	if accountID == uuid.Nil {
		return nil, 0, nil
	}
	return s.store.listClasses(ctx, s.db, classFilter{Member: accountID, Limit: limit, Offset: offset})
}

// MyClass gives a published class of the trainee; any other is fault.NotFound.
func (s *Service) MyClass(ctx context.Context, accountID, classID uuid.UUID) (Class, error) {
	if accountID == uuid.Nil {
		return Class{}, fault.NotFoundf("class")
	}
	return s.get(ctx, s.db, classFilter{IDs: []uuid.UUID{classID}, Member: accountID})
}

// IsMember tells whether the account is a member of the class, and the class
// published.
func (s *Service) IsMember(ctx context.Context, classID, accountID uuid.UUID) (bool, error) {
	return s.store.isMember(ctx, s.db, classID, accountID)
}

// VisibleClass gives a class within the actor's scopes; any other is
// fault.NotFound.
func (s *Service) VisibleClass(ctx context.Context, id uuid.UUID) (Class, error) {
	return s.get(ctx, s.db, scoped(ctx, classFilter{IDs: []uuid.UUID{id}}))
}

func (s *Service) get(ctx context.Context, q postgres.Q, f classFilter) (Class, error) {
	list, _, err := s.store.listClasses(ctx, q, f)
	if err != nil {
		return Class{}, err
	}
	if len(list) == 0 {
		return Class{}, fault.NotFoundf("class")
	}
	return list[0], nil
}

// Filter narrows the list of classes; zero fields do not.
type Filter struct {
	Programme     uuid.UUID
	State         State
	Text          string
	Limit, Offset int
}

// Classes lists the classes in the actor's scopes, newest first.
func (s *Service) Classes(ctx context.Context, f Filter) ([]Class, int, error) {
	return s.store.listClasses(ctx, s.db, scoped(ctx, classFilter{
		Programme: f.Programme, State: f.State, Text: strings.TrimSpace(f.Text), Limit: f.Limit, Offset: f.Offset,
	}))
}

// Programmes lists the programmes in the actor's scopes with their approved
// people, newest first.
func (s *Service) Programmes(ctx context.Context, text string, limit, offset int) ([]Programme, int, error) {
	return s.store.listProgrammes(ctx, s.db, scoped(ctx, classFilter{Text: strings.TrimSpace(text), Limit: limit, Offset: offset}))
}

func (s *Service) programme(ctx context.Context, id uuid.UUID) (Programme, error) {
	list, _, err := s.store.listProgrammes(ctx, s.db, scoped(ctx, classFilter{Programme: id}))
	if err != nil {
		return Programme{}, err
	}
	if len(list) == 0 {
		return Programme{}, fault.NotFoundf("programme")
	}
	return list[0], nil
}

// Teachers lists the active staff members with the teacher's role, by name.
func (s *Service) Teachers(ctx context.Context, limit, offset int) ([]Teacher, int, error) {
	var all []Teacher
	const page = 100
	for at := 0; ; at += page {
		staff, total, err := s.identity.ListStaff(ctx, "", page, at)
		if err != nil {
			return nil, 0, err
		}
		for _, a := range staff {
			if teaches(a) {
				all = append(all, Teacher{ID: a.ID, Name: a.Name})
			}
		}
		if at+page >= total {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b Teacher) int { return strings.Compare(a.Name, b.Name) })
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))], len(all), nil
}

func teaches(a identity.Account) bool {
	return a.Kind == identity.KindStaff && a.Active && slices.Contains(a.Roles, string(identity.RoleTeacher))
}

func (s *Service) checkTeacher(ctx context.Context, id uuid.UUID) error {
	if id == uuid.Nil {
		return nil
	}
	found, err := s.identity.Accounts(ctx, []uuid.UUID{id})
	if err != nil {
		return err
	}
	if a, ok := found[id]; !ok || !teaches(a) {
		return fault.InvalidFields(fault.Field{Name: "teacherId", Sub: subTeacher})
	}
	return nil
}

// Create adds a planned class. Somebody who may see some classes only adds
// none: nobody could say whether they may see it.
func (s *Service) Create(ctx context.Context, programmeID uuid.UUID, in Input) (Class, error) {
	in, err := in.clean()
	if err != nil {
		return Class{}, err
	}
	if actor.From(ctx).ScopeIDs(actor.ScopeCohort) != nil {
		return Class{}, fault.New(fault.Forbidden, subScoped)
	}
	p, err := s.programme(ctx, programmeID)
	if err != nil {
		return Class{}, err
	}
	if err := s.checkTeacher(ctx, in.TeacherID); err != nil {
		return Class{}, err
	}
	now := s.clock.Now()
	c := Class{ID: uuid.Must(uuid.NewV7()), ProgrammeID: p.ID, LevelID: p.LevelID}.with(in)
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertClass(ctx, tx, c, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "cohort.create", Object: "class", ObjectID: c.ID, After: trail(c)})
	})
	if err != nil {
		return Class{}, err
	}
	return s.VisibleClass(ctx, c.ID)
}

// Save changes a class. Its capacity never falls below its members, and a
// published class keeps a first day.
func (s *Service) Save(ctx context.Context, id uuid.UUID, in Input) (Class, error) {
	in, err := in.clean()
	if err != nil {
		return Class{}, err
	}
	return s.change(ctx, id, func(tx postgres.Tx, c Class, now time.Time) error {
		if in.TeacherID != c.TeacherID {
			if err := s.checkTeacher(ctx, in.TeacherID); err != nil {
				return err
			}
		}
		if in.Capacity < c.Members {
			return fault.InvalidFields(fault.Field{Name: "capacity", Sub: subBelowMembers, Params: fault.Params{"members": c.Members}})
		}
		if c.State == Published && in.StartsOn.IsZero() {
			return fault.InvalidFields(fault.Field{Name: "startsOn", Sub: subDateKept})
		}
		next := c.with(in)
		if err := s.store.updateClass(ctx, tx, next, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "cohort.save", Object: "class", ObjectID: id, Before: trail(c), After: trail(next)})
	})
}

// change runs do on a locked class that still changes, and gives the class as
// it is afterwards.
func (s *Service) change(ctx context.Context, id uuid.UUID, do func(tx postgres.Tx, c Class, now time.Time) error) (Class, error) {
	now := s.clock.Now()
	var after Class
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		c, err := s.lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(tx, c, now); err != nil {
			return err
		}
		if err := s.rehash(ctx, tx, id); err != nil {
			return err
		}
		after, err = s.get(ctx, tx, classFilter{IDs: []uuid.UUID{id}})
		return err
	})
	return after, err
}

// lock locks one class within the actor's scopes.
func (s *Service) lock(ctx context.Context, tx postgres.Tx, id uuid.UUID) (Class, error) {
	list, err := s.lockAll(ctx, tx, []uuid.UUID{id})
	if err != nil {
		return Class{}, err
	}
	return list[0], nil
}

// lockAll locks classes within the actor's scopes that still change, and gives
// them in the order asked for.
func (s *Service) lockAll(ctx context.Context, tx postgres.Tx, ids []uuid.UUID) ([]Class, error) {
	if err := s.store.lockClasses(ctx, tx, ids); err != nil {
		return nil, err
	}
	found, _, err := s.store.listClasses(ctx, tx, scoped(ctx, classFilter{IDs: ids}))
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]Class, len(found))
	for _, c := range found {
		byID[c.ID] = c
	}
	list := make([]Class, len(ids))
	for i, id := range ids {
		c, ok := byID[id]
		if !ok {
			return nil, fault.NotFoundf("class")
		}
		if err := c.open(); err != nil {
			return nil, err
		}
		list[i] = c
	}
	return list, nil
}

// rehash keeps the name of what a class's members must know.
func (s *Service) rehash(ctx context.Context, tx postgres.Tx, id uuid.UUID) error {
	c, err := s.get(ctx, tx, classFilter{IDs: []uuid.UUID{id}})
	if err != nil {
		return err
	}
	lessons, _, err := s.store.listLessons(ctx, tx, id, 0, 0)
	if err != nil {
		return err
	}
	return s.store.updateContentHash(ctx, tx, id, contentHash(c, lessons))
}

func trail(c Class) any {
	return struct {
		Programme, Teacher          uuid.UUID
		Name, Starts, Ends, Place   string
		Capacity, Members, Revision int
		State                       State
	}{c.ProgrammeID, c.TeacherID, c.Name, dayText(c.StartsOn), dayText(c.EndsOn), c.Place, c.Capacity, c.Members, c.Revision, c.State}
}
