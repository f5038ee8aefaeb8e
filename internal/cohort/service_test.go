package cohort

import (
	"bytes"
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/cohort/cohorttest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/testkit"
)

type house struct {
	*Service
	db               postgres.DB
	identity         *identity.Service
	sent             *letters
	ctx              context.Context
	level, programme uuid.UUID
}

// letters keeps notices in place of sending them; once each, as notify does.
type letters struct {
	mu   sync.Mutex
	list []notify.Notice
	keys map[string]bool
}

func (l *letters) Send(_ context.Context, _ postgres.Tx, _ time.Time, n notify.Notice) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if key := n.AccountID.String() + n.Key; !l.keys[key] {
		l.keys[key] = true
		l.list = append(l.list, n)
	}
	return nil
}

func newHouse(t *testing.T) house {
	db, clk, box := testkit.DB(t), testkit.Clock(), testkit.Box(t)
	log, err := audit.New(db)
	require.NoError(t, err)
	files, err := blob.Open(t.TempDir())
	require.NoError(t, err)
	b, err := body.New(body.Deps{DB: db, Audit: log, Clock: clk, Blob: files})
	require.NoError(t, err)
	id, err := identity.New(identity.Deps{DB: db, Audit: log, Clock: clk, Box: box, SMS: sms.Disabled{}, Idle: identity.Idle{Staff: 1, Trainee: 1}})
	require.NoError(t, err)
	people, err := learner.New(learner.Deps{DB: db, Audit: log, Clock: clk, Box: box, Blob: files, Press: pdf.New(), Body: b, Identity: id})
	require.NoError(t, err)
	sent := &letters{keys: map[string]bool{}}
	s, err := New(Deps{DB: db, Audit: log, Clock: clk, Blob: files, Identity: id, Learner: people, Notify: sent})
	require.NoError(t, err)
	level := cohorttest.Level(t, db)
	return house{
		Service: s, db: db, identity: id, sent: sent, ctx: actor.With(t.Context(), actor.AsSystem("test")),
		level: level, programme: cohorttest.Programme(t, db, level),
	}
}

func (h house) class(t *testing.T, name string, capacity int) Class {
	t.Helper()
	c, err := h.Create(h.ctx, h.programme, Input{Name: name, Capacity: capacity, StartsOn: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Place: "实训楼 301"})
	require.NoError(t, err)
	return c
}

func (h house) people(t *testing.T, n int) []cohorttest.Person {
	t.Helper()
	return cohorttest.Approved(t, h.db, h.programme, h.level, n)
}

func TestFortyAddsForTenPlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, people := h.class(t, "一班", 10), h.people(t, 40)
	var in, full atomic.Int32
	var all sync.WaitGroup
	for _, p := range people {
		all.Go(func() {
			_, err := h.Add(h.ctx, c.ID, []uuid.UUID{p.Application})
			switch {
			case err == nil:
				in.Add(1)
			case fault.SubOf(err) == subFull:
				full.Add(1)
			default:
				t.Errorf("unexpected: %v", err)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 10, in.Load())
	require.EqualValues(t, 30, full.Load())
	_, total, err := h.Members(h.ctx, c.ID, 100, 0)
	require.NoError(t, err)
	require.Equal(t, 10, total)
}

func TestOnePersonAddedToTwoClassesAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, who := h.class(t, "一班", 10), h.class(t, "二班", 10), h.people(t, 1)[0]
	errs := make(chan error, 2)
	for _, c := range []Class{a, b} {
		go func() {
			_, err := h.Add(h.ctx, c.ID, []uuid.UUID{who.Application})
			errs <- err
		}()
	}
	first, second := <-errs, <-errs
	if first == nil {
		first = second
	} else {
		require.NoError(t, second)
	}
	require.Equal(t, subPlaced, fault.SubOf(first))
}

func TestOnlyApprovedPeopleOfTheProgrammeJoin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, people := h.class(t, "一班", 10), h.people(t, 2)
	other := cohorttest.Programme(t, h.db, h.level)
	stranger := cohorttest.Approved(t, h.db, other, h.level, 1)[0]
	_, err := h.db.ExecContext(t.Context(), `update enrolment_applications set state = 'rejected' where id = $1`, people[1].Application)
	require.NoError(t, err)
	for name, ids := range map[string][]uuid.UUID{
		"rejected": {people[0].Application, people[1].Application}, "of another programme": {stranger.Application}, "unknown": {uuid.New()},
	} {
		_, err := h.Add(h.ctx, c.ID, ids)
		require.Equal(t, subNotApproved, fault.SubOf(err), name)
	}
	after, err := h.Add(h.ctx, c.ID, []uuid.UUID{people[0].Application, people[0].Application})
	require.NoError(t, err)
	require.Equal(t, 1, after.Members, "a refused list adds nobody, a name that stands twice counts once")
	list, total, err := h.Candidates(h.ctx, other, "", 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, stranger.Application, list[0].ApplicationID)
}

func TestFillCarriesOutWhatWasShown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, people := h.class(t, "一班", 2), h.class(t, "二班", 2), h.people(t, 5)
	ids := []uuid.UUID{a.ID, b.ID}
	shown, err := h.PreviewFill(h.ctx, h.programme, ids)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{people[0].Application, people[1].Application}, shown.of(a.ID))
	require.Equal(t, []uuid.UUID{people[2].Application, people[3].Application}, shown.of(b.ID))
	require.Equal(t, NoPlace, shown.Left[0].Reason)

	// Somebody adds one by hand in between: the plan that was shown is void.
	_, err = h.Add(h.ctx, a.ID, []uuid.UUID{people[4].Application})
	require.NoError(t, err)
	_, err = h.Fill(h.ctx, h.programme, ids, shown.Digest())
	require.Equal(t, subPlanChanged, fault.SubOf(err))
	_, total, err := h.Members(h.ctx, b.ID, 10, 0)
	require.NoError(t, err)
	require.Zero(t, total)

	shown, err = h.PreviewFill(h.ctx, h.programme, ids)
	require.NoError(t, err)
	done, err := h.Fill(h.ctx, h.programme, ids, shown.Digest())
	require.NoError(t, err)
	require.Len(t, done.Places, 3)
	again, err := h.PreviewFill(h.ctx, h.programme, ids)
	require.NoError(t, err)
	require.Empty(t, again.Places)
	require.Len(t, again.Left, 1)

	_, err = h.Publish(h.ctx, a.ID)
	require.NoError(t, err)
	_, err = h.PreviewFill(h.ctx, h.programme, ids)
	require.Equal(t, subNotPlanned, fault.SubOf(err))
}

func (h house) Publish(ctx context.Context, id uuid.UUID) (int, error) {
	_, told, err := h.Service.Publish(ctx, id)
	return told, err
}

func TestMoveAndRemove(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, people := h.class(t, "一班", 5), h.class(t, "二班", 1), h.people(t, 3)
	_, err := h.Add(h.ctx, a.ID, cohorttest.Applications(people))
	require.NoError(t, err)
	require.NoError(t, h.Move(h.ctx, a.ID, people[0].Application, b.ID, "倒班时间不合"))
	err = h.Move(h.ctx, a.ID, people[1].Application, b.ID, "也想换班")
	require.Equal(t, subFull, fault.SubOf(err))
	_, total, err := h.Members(h.ctx, a.ID, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 2, total, "a refused move leaves the person where they were")

	elsewhere, err := h.Create(h.ctx, cohorttest.Programme(t, h.db, h.level), Input{Name: "外班", Capacity: 5})
	require.NoError(t, err)
	require.Equal(t, subOtherClass, fieldSub(h.Move(h.ctx, a.ID, people[1].Application, elsewhere.ID, "换项目")))
	require.Equal(t, subReasonMissing, fieldSub(h.Remove(h.ctx, a.ID, people[1].Application, " ")))
	require.NoError(t, h.Remove(h.ctx, a.ID, people[1].Application, "个人原因退班"))
	require.Equal(t, fault.NotFound, fault.CodeOf(h.Remove(h.ctx, a.ID, people[1].Application, "再退一次")))

	// Who was removed waits for a decision by hand.
	plan, err := h.PreviewFill(h.ctx, h.programme, []uuid.UUID{a.ID})
	require.NoError(t, err)
	require.Empty(t, plan.Places)
	require.Equal(t, WasRemoved, plan.Left[0].Reason)
	_, err = h.Add(h.ctx, a.ID, []uuid.UUID{people[1].Application})
	require.NoError(t, err)
	_, err = h.Save(h.ctx, a.ID, Input{Name: "一班", Capacity: 1})
	require.Equal(t, subBelowMembers, fieldSub(err))
}

// Two moves in opposite directions lock in one order, so neither waits for ever.
func TestMovesInOppositeDirections(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, people := h.class(t, "一班", 30), h.class(t, "二班", 30), h.people(t, 20)
	_, err := h.Add(h.ctx, a.ID, cohorttest.Applications(people[:10]))
	require.NoError(t, err)
	_, err = h.Add(h.ctx, b.ID, cohorttest.Applications(people[10:]))
	require.NoError(t, err)
	var all sync.WaitGroup
	for i, p := range people {
		from, to := a.ID, b.ID
		if i >= 10 {
			from, to = to, from
		}
		all.Go(func() {
			if err := h.Move(h.ctx, from, p.Application, to, "对调"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestPublishTellsOnceForEachContent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, err := h.Create(h.ctx, h.programme, Input{Name: "一班", Capacity: 5})
	require.NoError(t, err)
	_, err = h.Publish(h.ctx, c.ID)
	require.Equal(t, subNoMembers, fault.SubOf(err))
	people := h.people(t, 3)
	_, err = h.Add(h.ctx, c.ID, cohorttest.Applications(people[:2]))
	require.NoError(t, err)
	_, err = h.Publish(h.ctx, c.ID)
	require.Equal(t, subNoDate, fault.SubOf(err))
	in := Input{Name: "一班", Capacity: 5, StartsOn: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Place: "实训楼"}
	_, err = h.Save(h.ctx, c.ID, in)
	require.NoError(t, err)

	mine, err := h.ClassesOf(h.ctx, people[0].Account)
	require.NoError(t, err)
	require.Empty(t, mine, "a planned class is nobody's business yet")
	told, err := h.Publish(h.ctx, c.ID)
	require.NoError(t, err)
	require.Equal(t, 2, told)
	require.Equal(t, "/classes/"+c.ID.String(), h.sent.list[0].Link)
	told, err = h.Publish(h.ctx, c.ID)
	require.NoError(t, err)
	require.Zero(t, told, "nothing changed")

	// A new member is told alone, a new place tells everybody, once.
	after, err := h.Add(h.ctx, c.ID, []uuid.UUID{people[2].Application})
	require.NoError(t, err)
	require.Equal(t, 1, after.Untold)
	told, err = h.Publish(h.ctx, c.ID)
	require.NoError(t, err)
	require.Equal(t, 1, told)
	in.Place = "实训楼 402"
	after, err = h.Save(h.ctx, c.ID, in)
	require.NoError(t, err)
	require.Equal(t, 3, after.Untold)
	told, err = h.Publish(h.ctx, c.ID)
	require.NoError(t, err)
	require.Equal(t, 3, told)
	// Back to the old place is news again.
	in.Place = "实训楼"
	_, err = h.Save(h.ctx, c.ID, in)
	require.NoError(t, err)
	_, err = h.CreateLesson(h.ctx, c.ID, LessonInput{Day: in.StartsOn, Start: 510, End: 600, Title: "安全教育"})
	require.NoError(t, err)
	told, err = h.Publish(h.ctx, c.ID)
	require.NoError(t, err)
	require.Equal(t, 3, told)
	require.Len(t, h.sent.list, 9)

	in.StartsOn = time.Time{}
	_, err = h.Save(h.ctx, c.ID, in)
	require.Equal(t, subDateKept, fieldSub(err))
	_, err = h.Complete(h.ctx, c.ID)
	require.NoError(t, err)
	_, err = h.Publish(h.ctx, c.ID)
	require.Equal(t, subCompleted, fault.SubOf(err))
	mine, err = h.ClassesOf(h.ctx, people[0].Account)
	require.NoError(t, err)
	require.Len(t, mine, 1)
}

func TestLessonsWarnOfOverlaps(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b := h.class(t, "一班", 5), h.class(t, "二班", 5)
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	_, err := h.CreateLesson(h.ctx, a.ID, LessonInput{Day: day, Start: 510, End: 600, Title: "安全教育", Place: "实训楼", TeacherName: "王老师"})
	require.NoError(t, err)
	l, err := h.CreateLesson(h.ctx, b.ID, LessonInput{Day: day, Start: 540, End: 660, Title: "识图", Place: "实训楼", TeacherName: "李老师"})
	require.NoError(t, err)
	require.Len(t, l.Overlaps, 1)
	require.True(t, l.Overlaps[0].SamePlace)
	require.Equal(t, "一班", l.Overlaps[0].ClassName)
	l, err = h.SaveLesson(h.ctx, b.ID, l.ID, LessonInput{Day: day, Start: 600, End: 660, Title: "识图", Place: "实训楼"})
	require.NoError(t, err)
	require.Empty(t, l.Overlaps)
	require.Equal(t, fault.NotFound, fault.CodeOf(h.DeleteLesson(h.ctx, a.ID, l.ID)), "a lesson of another class")
	require.NoError(t, h.DeleteLesson(h.ctx, b.ID, l.ID))
	list, total, err := h.Lessons(h.ctx, b.ID, 10, 0)
	require.NoError(t, err)
	require.Zero(t, total)
	require.Empty(t, list)
}

func TestN108_RosterHoldsNoFormula(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c := h.class(t, "=1+1班", 5)
	people := h.people(t, 2)
	for i, name := range []string{`=HYPERLINK("http://x")`, "＝cmd"} {
		_, err := h.db.ExecContext(t.Context(), `update learner_profiles set name = $2, employer = '@SUM(1)' where account_id = $1`, people[i].Account, name)
		require.NoError(t, err)
	}
	_, err := h.Add(h.ctx, c.ID, cohorttest.Applications(people))
	require.NoError(t, err)
	_, raw, err := h.Roster(h.ctx, c.ID)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "<f>")
	book, err := sheet.Open(bytes.NewReader(raw), sheet.Limits{})
	require.NoError(t, err)
	defer func() { _ = book.Close() }()
	name := book.Sheets()[0]
	require.NotContains(t, "=+-@", name[:1])
	var cells []string
	for row, err := range book.Rows(name) {
		require.NoError(t, err)
		cells = append(cells, row.Cells...)
	}
	require.Contains(t, cells, `=HYPERLINK("http://x")`, "as text, whole")
	require.Contains(t, cells, "138****0000")
}

func TestFullRosterIsRecordedWithItsReason(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	c, people := h.class(t, "一班", 5), h.people(t, 1)
	_, err := h.Add(h.ctx, c.ID, cohorttest.Applications(people))
	require.NoError(t, err)
	_, _, err = h.FullRoster(h.ctx, c.ID, "  ")
	require.Equal(t, subReasonMissing, fieldSub(err))
	_, raw, err := h.FullRoster(h.ctx, c.ID, "报送开班备案")
	require.NoError(t, err)
	require.NotEmpty(t, raw)
	var reason string
	require.NoError(t, h.db.GetContext(t.Context(), &reason, `select reason from audit_records where action = 'cohort.full_roster'`))
	require.Equal(t, "报送开班备案", reason)
}

func TestN008_TeacherSeesTheirClassesAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	mine, other := h.class(t, "我的班", 5), h.class(t, "别人的班", 5)
	foreign := cohorttest.Programme(t, h.db, h.level)
	ctx := actor.With(t.Context(), actor.Actor{
		ID: uuid.New(), Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeCohort, ID: mine.ID}},
	})
	list, total, err := h.Classes(ctx, Filter{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, mine.ID, list[0].ID)
	_, err = h.VisibleClass(ctx, mine.ID)
	require.NoError(t, err)

	app := h.people(t, 1)[0].Application
	for name, call := range map[string]func() error{
		"class":     func() error { _, err := h.VisibleClass(ctx, other.ID); return err },
		"members":   func() error { _, _, err := h.Members(ctx, other.ID, 10, 0); return err },
		"lessons":   func() error { _, _, err := h.Lessons(ctx, other.ID, 10, 0); return err },
		"roster":    func() error { _, _, err := h.Roster(ctx, other.ID); return err },
		"full":      func() error { _, _, err := h.FullRoster(ctx, other.ID, "看看"); return err },
		"picture":   func() error { _, _, err := h.GroupQR(ctx, other.ID); return err },
		"save":      func() error { _, err := h.Save(ctx, other.ID, Input{Name: "x", Capacity: 1}); return err },
		"add":       func() error { _, err := h.Add(ctx, other.ID, []uuid.UUID{app}); return err },
		"remove":    func() error { return h.Remove(ctx, other.ID, app, "不要") },
		"move":      func() error { return h.Move(ctx, mine.ID, app, other.ID, "换班") },
		"publish":   func() error { _, _, err := h.Service.Publish(ctx, other.ID); return err },
		"complete":  func() error { _, err := h.Complete(ctx, other.ID); return err },
		"preview":   func() error { _, err := h.PreviewFill(ctx, h.programme, []uuid.UUID{other.ID}); return err },
		"fill":      func() error { _, err := h.Fill(ctx, h.programme, []uuid.UUID{other.ID}, "x"); return err },
		"lesson":    func() error { _, err := h.CreateLesson(ctx, other.ID, LessonInput{Title: "课", End: 1}); return err },
		"programme": func() error { _, _, err := h.Candidates(ctx, foreign, "", 10, 0); return err },
	} {
		require.Equal(t, fault.NotFound, fault.CodeOf(call()), name)
	}
	_, err = h.Create(ctx, h.programme, Input{Name: "新班", Capacity: 5})
	require.Equal(t, subScoped, fault.SubOf(err))
}

func TestTeacherMustBeOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	staff := func(name string, role identity.Role) uuid.UUID {
		a, _, err := h.identity.CreateStaff(h.ctx, identity.StaffInput{Username: name, Name: name, Roles: []string{string(role)}}, "Test-password-1")
		require.NoError(t, err)
		return a.ID
	}
	teacher, examiner := staff("wanglaoshi", identity.RoleTeacher), staff("kaopingyuan", identity.RoleExaminer)
	_, err := h.Create(h.ctx, h.programme, Input{Name: "一班", Capacity: 5, TeacherID: examiner})
	require.Equal(t, subTeacher, fieldSub(err))
	c, err := h.Create(h.ctx, h.programme, Input{Name: "一班", Capacity: 5, TeacherID: teacher})
	require.NoError(t, err)
	require.Equal(t, "wanglaoshi", c.TeacherName)
	_, err = h.Create(h.ctx, h.programme, Input{Name: "一班", Capacity: 5})
	require.Equal(t, subNameTaken, fieldSub(err))
	list, total, err := h.Teachers(h.ctx, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, teacher, list[0].ID)
}
