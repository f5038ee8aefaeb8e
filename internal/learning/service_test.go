package learning

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/cohort"
	"jiangxun/internal/cohort/cohorttest"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/testkit"
)

type house struct {
	*Service
	db      postgres.DB
	clock   *clock.Fixed
	dir     string
	ctx     context.Context
	class   cohort.Class
	members []cohorttest.Person
	cohort  *cohort.Service
}

type silence struct{}

func (silence) Send(context.Context, postgres.Tx, time.Time, notify.Notice) error { return nil }

// newHouse has a published class of two.
func newHouse(t *testing.T) house {
	db, clk, box, dir := testkit.DB(t), testkit.Clock(), testkit.Box(t), t.TempDir()
	log, err := audit.New(db)
	require.NoError(t, err)
	files, err := blob.Open(dir)
	require.NoError(t, err)
	b, err := body.New(body.Deps{DB: db, Audit: log, Clock: clk, Blob: files})
	require.NoError(t, err)
	id, err := identity.New(identity.Deps{DB: db, Audit: log, Clock: clk, Box: box, SMS: sms.Disabled{}, Idle: identity.Idle{Staff: 1, Trainee: 1}})
	require.NoError(t, err)
	people, err := learner.New(learner.Deps{DB: db, Audit: log, Clock: clk, Box: box, Blob: files, Press: pdf.New(), Body: b, Identity: id})
	require.NoError(t, err)
	classes, err := cohort.New(cohort.Deps{DB: db, Audit: log, Clock: clk, Blob: files, Identity: id, Learner: people, Notify: silence{}})
	require.NoError(t, err)
	s, err := New(Deps{DB: db, Audit: log, Clock: clk, Blob: files, Cohort: classes})
	require.NoError(t, err)

	ctx := actor.With(t.Context(), actor.AsSystem("test"))
	level := cohorttest.Level(t, db)
	programme := cohorttest.Programme(t, db, level)
	c, err := classes.Create(ctx, programme, cohort.Input{Name: "一班", Capacity: 9, StartsOn: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	members := cohorttest.Approved(t, db, programme, level, 2)
	_, err = classes.Add(ctx, c.ID, cohorttest.Applications(members))
	require.NoError(t, err)
	c, _, err = classes.Publish(ctx, c.ID)
	require.NoError(t, err)
	return house{Service: s, db: db, clock: clk, dir: dir, ctx: ctx, class: c, members: members, cohort: classes}
}

const seeds = "../../seeds/resources/"

func file(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(name)
	require.NoError(t, err)
	return raw
}

func (h house) upload(t *testing.T, title, name string) Resource {
	t.Helper()
	r, err := h.Create(h.ctx, h.class.ID, title, bytes.NewReader(file(t, name)))
	require.NoError(t, err)
	return r
}

// stored lists the files in the bucket.
func (h house) stored(t *testing.T) (names []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".attrs" {
			names = append(names, path)
		}
		return err
	}))
	return names
}

func TestUploadIsKnownByItsContent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	video := h.upload(t, "卡盘钥匙的正确使用", seeds+"chuck-key.mp4")
	require.Equal(t, Video, video.Kind)
	require.Equal(t, 16, video.Length)
	require.EqualValues(t, len(file(t, seeds+"chuck-key.mp4")), video.Size)
	handout := h.upload(t, "讲义", seeds+"lathe-start-check.pdf")
	require.Equal(t, PDF, handout.Kind)
	require.Equal(t, 2, handout.Length)
	picture := h.upload(t, "挂图", seeds+"lathe-parts.png")
	require.Equal(t, Picture, picture.Kind)
	require.Equal(t, "image/png", picture.ContentType)
	h.upload(t, "短片", "media/testdata/test.webm")
	require.Len(t, h.stored(t), 4)

	for want, raw := range map[fault.Sub][]byte{
		subFileKind: []byte("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
		subCodec:    file(t, "media/testdata/h265.mp4"),
		subNoLength: file(t, "media/testdata/frag.mp4"),
		subDamaged:  file(t, seeds+"chuck-key.mp4")[:9000],
		subPicture:  []byte("\x89PNG\r\n\x1a\n and then nothing that is a picture"),
	} {
		_, err := h.Create(h.ctx, h.class.ID, "不行", bytes.NewReader(raw))
		require.Equal(t, want, fault.SubOf(err))
	}
	_, err := h.Create(h.ctx, h.class.ID, " \u202e ", bytes.NewReader(nil))
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
	require.Len(t, h.stored(t), 4, "what is refused leaves nothing behind")
}

// endless is a PDF that never ends.
type endless struct{ head io.Reader }

func (e endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil {
		return n, nil
	}
	clear(p)
	return len(p), nil
}

func TestUploadEndsAtItsLimit(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, err := h.Create(h.ctx, h.class.ID, "讲义", endless{strings.NewReader("%PDF-1.7\n")})
	require.Equal(t, fault.TooLarge, fault.CodeOf(err))
	require.Equal(t, subTooLarge, fault.SubOf(err))
	broken := io.MultiReader(bytes.NewReader(file(t, seeds+"chuck-key.mp4")[:20000]), failing{})
	_, err = h.Create(h.ctx, h.class.ID, "视频", broken)
	require.ErrorIs(t, err, errLine)
	require.Empty(t, h.stored(t), "half a file is no file")
}

var errLine = errors.New("line lost")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errLine }

func TestN080_WatchingIsCappedByTheServersClock(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a, b, me := h.upload(t, "视频一", seeds+"chuck-key.mp4"), h.upload(t, "视频二", seeds+"chuck-key.mp4"), h.members[0].Account
	report := func(r Resource, played ...Interval) Progress {
		t.Helper()
		item, err := h.Report(t.Context(), me, r.ID, Report{Position: 16, Played: played})
		require.NoError(t, err)
		return item.Progress
	}
	// A hundred times the speed, from the first moment.
	p := report(a, Interval{0, 16})
	require.Equal(t, 2, p.Done, "no time has passed: only the two seconds of slack")
	for range 20 {
		p = report(a, Interval{0, 16})
	}
	require.Equal(t, 2, p.Done)
	require.True(t, p.CompletedAt.IsZero())

	// Two videos at once, from two devices: five seconds are five seconds.
	h.clock.Advance(5 * time.Second)
	var all sync.WaitGroup
	for _, r := range []Resource{a, b, a, b} {
		all.Go(func() {
			_, err := h.Report(t.Context(), me, r.ID, Report{Position: 5, Played: []Interval{{2, 16}}})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	done := 0
	for _, r := range []Resource{a, b} {
		item, err := h.MyResource(t.Context(), me, r.ID)
		require.NoError(t, err)
		done += item.Progress.Done
	}
	require.LessOrEqual(t, done, 2+5)
	require.GreaterOrEqual(t, done, 5)

	// Somebody else's clock is their own, and an honest viewer completes.
	other := h.members[1].Account
	_, err := h.Report(t.Context(), other, a.ID, Report{})
	require.NoError(t, err)
	h.clock.Advance(10 * time.Second)
	_, err = h.Report(t.Context(), other, a.ID, Report{Position: 10, Played: []Interval{{0, 10}}})
	require.NoError(t, err)
	h.clock.Advance(5 * time.Second)
	item, err := h.Report(t.Context(), other, a.ID, Report{Position: 15, Played: []Interval{{10, 15}}})
	require.NoError(t, err)
	require.Equal(t, 15, item.Progress.Done)
	require.False(t, item.Progress.CompletedAt.IsZero(), "15 of 16 seconds")
}

func TestProgressIsThereOnAnotherDeviceAndForStaff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	video, handout, picture := h.upload(t, "视频", seeds+"chuck-key.mp4"), h.upload(t, "讲义", seeds+"lathe-start-check.pdf"), h.upload(t, "挂图", seeds+"lathe-parts.png")
	me := h.members[0].Account
	for _, r := range []struct {
		resource Resource
		report   Report
	}{
		{video, Report{}}, {picture, Report{}}, {handout, Report{Position: 1}}, {handout, Report{Position: 2}},
		{video, Report{Position: 3, Played: []Interval{{0, 4}}}}, {picture, Report{}},
	} {
		_, err := h.Report(t.Context(), me, r.resource.ID, r.report)
		require.NoError(t, err)
		h.clock.Advance(time.Second)
	}
	list, total, completed, err := h.Mine(t.Context(), me, h.class.ID, 10, 0)
	require.NoError(t, err)
	require.Equal(t, 3, total)
	require.Equal(t, 2, completed)
	require.Equal(t, 3, list[0].Progress.Position)
	require.Equal(t, 25, list[0].Progress.Percent(16))

	resources, lines, total, err := h.Progress(h.ctx, h.class.ID, 10, 0)
	require.NoError(t, err)
	require.Len(t, resources, 3)
	require.Equal(t, 2, total)
	require.Equal(t, []int{25, 100, 100}, lines[0].Percents)
	require.Equal(t, 2, lines[0].Completed)
	require.Equal(t, []int{0, 0, 0}, lines[1].Percents)

	var view struct{ Resources, Completed int }
	require.NoError(t, h.db.GetContext(t.Context(), &view, `select resources, completed from v_learning_progress where account_id = $1`, me))
	require.Equal(t, 3, view.Resources)
	require.Equal(t, 2, view.Completed)

	require.NoError(t, h.Order(h.ctx, h.class.ID, []uuid.UUID{picture.ID, video.ID, handout.ID}))
	require.Equal(t, subOrder, fault.SubOf(h.Order(h.ctx, h.class.ID, []uuid.UUID{picture.ID, video.ID, video.ID})))
	require.NoError(t, h.Remove(h.ctx, picture.ID))
	list, _, completed, err = h.Mine(t.Context(), me, h.class.ID, 10, 0)
	require.NoError(t, err)
	require.Equal(t, video.ID, list[0].ID)
	require.Equal(t, 1, completed)
	_, err = h.Report(t.Context(), me, picture.ID, Report{})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestMaterialIsForMembersAndTheirTeachers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := h.upload(t, "讲义", seeds+"lathe-start-check.pdf")
	stranger := cohorttest.Approved(t, h.db, h.class.ProgrammeID, h.class.LevelID, 1)[0].Account
	teacher := actor.With(t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeCohort, ID: uuid.New()}}})
	for name, call := range map[string]func() error{
		"list":     func() error { _, _, _, err := h.Mine(t.Context(), stranger, h.class.ID, 10, 0); return err },
		"resource": func() error { _, err := h.MyResource(t.Context(), stranger, r.ID); return err },
		"file":     func() error { _, err := h.MyFile(t.Context(), stranger, r.ID, ""); return err },
		"report":   func() error { _, err := h.Report(t.Context(), stranger, r.ID, Report{Position: 2}); return err },
		"nobody":   func() error { _, err := h.MyFile(t.Context(), uuid.Nil, r.ID, ""); return err },
		"staff":    func() error { _, _, err := h.Resources(teacher, h.class.ID, 10, 0); return err },
		"upload":   func() error { _, err := h.Create(teacher, h.class.ID, "x", strings.NewReader("")); return err },
		"rename":   func() error { _, err := h.Rename(teacher, r.ID, "x"); return err },
		"remove":   func() error { return h.Remove(teacher, r.ID) },
		"order":    func() error { return h.Order(teacher, h.class.ID, []uuid.UUID{r.ID}) },
		"progress": func() error { _, _, _, err := h.Progress(teacher, h.class.ID, 10, 0); return err },
		"open":     func() error { _, err := h.File(teacher, r.ID, ""); return err },
	} {
		require.Equal(t, fault.NotFound, fault.CodeOf(call()), name)
	}
	require.NoError(t, h.cohort.Remove(h.ctx, h.class.ID, h.members[0].Application, "退班"))
	_, err := h.MyFile(t.Context(), h.members[0].Account, r.ID, "")
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "a member no longer")
}
