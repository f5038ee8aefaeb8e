package enrolment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
)

func TestSubmit_TellsAllThatIsMissing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	_, err := h.learner.SaveDraft(t.Context(), me, learner.ProfileInput{Name: "张三", Email: "x"})
	require.NoError(t, err)
	a, err := h.Start(t.Context(), me, p.Slug, "")
	require.NoError(t, err)
	_, err = h.Submit(t.Context(), me, a.ID, agreed)
	var f *fault.Error
	require.True(t, errors.As(err, &f))
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	require.Equal(t, []string{
		"idType", "idNumber", "sex", "birthDate", "ethnic", "education", "source", "address", "email", "clauseKey", "materials.id_front",
	}, names)

	_, err = h.Submit(t.Context(), me, a.ID, map[string]string{"pledge": "2026-11"})
	require.True(t, errors.As(err, &f))
	require.Equal(t, "privacy", f.Fields[0].Name)
	_, err = h.Submit(t.Context(), me, a.ID, map[string]string{"pledge": "2020-1", "privacy": "2026-11"})
	require.Equal(t, subTermsChanged, fault.SubOf(err))
}

func TestJourney_ReturnMendApprove(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	a := h.submitted(t, p, me)
	require.Equal(t, Submitted, a.State)
	require.Equal(t, "（2）", a.Snapshot.Clause.Number)
	require.Empty(t, a.Editable())

	// Nothing moves while it is under review.
	_, err := h.AddFile(t.Context(), me, a.ID, "id_front", jpg("x.jpg"))
	require.Equal(t, subClosedForEdit, fault.SubOf(err))
	_, err = h.learner.SaveDraft(t.Context(), me, profile(2))
	require.Equal(t, fault.Conflict, fault.CodeOf(err))

	ctx := reviewer(t.Context())
	a, err = h.Decide(ctx, a.ID, Decision{Action: ActionReturn, Version: a.Version, Items: []ItemJudgement{
		{Key: "material.id_front", State: ItemReturned, Reason: "照片模糊，请重新拍摄"},
		{Key: ItemBackground, State: ItemReturned, Reason: "请填写工作单位全称"},
		{Key: ItemIdentity, State: ItemPassed},
	}})
	require.NoError(t, err)
	require.Equal(t, Returned, a.State)
	require.ElementsMatch(t, []string{"material.id_front", ItemBackground}, a.Editable())
	require.Len(t, h.told.list, 1)
	require.Equal(t, notify.ApplicationReturned, h.told.list[0].Kind)
	require.Equal(t, "/applications/"+a.ID.String(), h.told.list[0].Link)
	require.Contains(t, h.told.list[0].Detail, "身份证正面：照片模糊")

	// Only what was returned reopens.
	_, err = h.SaveClause(t.Context(), me, a.ID, "2018-4-1")
	require.Equal(t, subItemClosed, fault.SubOf(err))
	_, err = h.AddFile(t.Context(), me, a.ID, "work", jpg("x.jpg"))
	require.Equal(t, subItemClosed, fault.SubOf(err))
	in := profile(1)
	in.Name = "李四"
	_, err = h.learner.SaveDraft(t.Context(), me, in)
	require.Equal(t, fault.Conflict, fault.CodeOf(err), "the name was not returned")
	_, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.Equal(t, subItemUnchanged, fault.SubOf(err))

	in = profile(1)
	in.Employer = "浙江示例机械有限公司"
	_, err = h.learner.SaveDraft(t.Context(), me, in)
	require.NoError(t, err)
	h.clock.Advance(time.Minute)
	old := a.filesOf("id_front")[0]
	_, err = h.RemoveFile(t.Context(), me, a.ID, old.ID)
	require.NoError(t, err)
	_, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.Equal(t, fault.SubInvalidFields, fault.SubOf(err), "the material is empty now")
	_, err = h.AddFile(t.Context(), me, a.ID, "id_front", jpg("新.jpg"))
	require.NoError(t, err)
	a, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.NoError(t, err)
	require.Equal(t, 2, a.Round)

	// The reviewer sees old and new side by side.
	a, err = h.Application(ctx, a.ID)
	require.NoError(t, err)
	require.Equal(t, "示例厂", a.item(ItemBackground).Before.Employer)
	require.Equal(t, "浙江示例机械有限公司", a.Snapshot.Employer)
	item := shapeReviewItem(a, "material.id_front")
	require.Len(t, item.Files, 1)
	require.Len(t, item.FilesBefore, 1)
	require.Equal(t, ItemPassed, a.item(ItemIdentity).State)

	a, err = h.Decide(ctx, a.ID, Decision{Action: ActionApprove, Version: a.Version})
	require.NoError(t, err)
	require.Equal(t, Approved, a.State)
	_, err = h.Withdraw(t.Context(), me, a.ID, "")
	require.Equal(t, subCannotWithdraw, fault.SubOf(err))

	history, err := h.History(t.Context(), a.ID)
	require.NoError(t, err)
	var actions []Action
	for _, r := range history {
		actions = append(actions, r.Action)
	}
	require.Equal(t, []Action{ActionSubmit, ActionReturn, ActionSubmit, ActionApprove}, actions)
	var audited, consents int
	require.NoError(t, h.db.GetContext(t.Context(), &audited, `select count(*) from audit_records where object_id = $1 and action in ('enrolment.return', 'enrolment.approve')`, a.ID))
	require.NoError(t, h.db.GetContext(t.Context(), &consents, `select count(*) from enrolment_consents where application_id = $1 and text_hash is not null`, a.ID))
	require.Equal(t, 2, audited)
	require.Equal(t, 2, consents)
}

func TestN072_ThirtyPlaces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const people, places = 40, 12
	p := h.programme(t, func(in *ProgrammeInput) { in.Places, in.Materials = places, nil })
	ids := make([]uuid.UUID, people)
	applications := make([]uuid.UUID, people)
	for i := range people {
		ids[i] = h.trainee(t, i)
		a, err := h.Start(t.Context(), ids[i], p.Slug, "")
		require.NoError(t, err)
		_, err = h.SaveClause(t.Context(), ids[i], a.ID, "2018-4-1")
		require.NoError(t, err)
		applications[i] = a.ID
	}
	done := make(chan error, people)
	for i := range people {
		go func() {
			_, err := h.Submit(context.WithoutCancel(t.Context()), ids[i], applications[i], agreed)
			done <- err
		}()
	}
	won := 0
	for range people {
		if err := <-done; err == nil {
			won++
		} else {
			require.Equal(t, subFull, fault.SubOf(err))
		}
	}
	require.Equal(t, places, won)
	p, err := h.Programme(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, places, p.Taken)
	require.Equal(t, PhaseFull, p.Phase(h.clock.Now()))

	// A withdrawn one frees its place, for one.
	list, _, err := h.Queue(t.Context(), QueueFilter{State: Submitted, Limit: 1})
	require.NoError(t, err)
	_, err = h.Withdraw(t.Context(), list[0].AccountID, list[0].ID, "")
	require.NoError(t, err)
	won = 0
	for i := range people {
		if a, err := h.Mine(t.Context(), ids[i], applications[i]); err == nil && a.State == Draft {
			if _, err := h.Submit(t.Context(), ids[i], applications[i], agreed); err == nil {
				won++
			}
		}
	}
	require.Equal(t, 1, won)
	_, err = h.SaveProgramme(t.Context(), p.ID, func() ProgrammeInput { in := h.input(); in.Places, in.Materials = 3, nil; return in }())
	require.Equal(t, fault.SubInvalidFields, fault.SubOf(err))
}

func TestDecide_OfTwoReviewersOneWins(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	a := h.submitted(t, p, h.trainee(t, 1))
	done := make(chan error, 8)
	for i := range cap(done) {
		d := Decision{Action: ActionApprove, Version: a.Version}
		if i%2 == 0 {
			d = Decision{Action: ActionReject, Version: a.Version, Reason: "不符合申报条件"}
		}
		go func() {
			_, err := h.Decide(reviewer(context.WithoutCancel(t.Context())), a.ID, d)
			done <- err
		}()
	}
	won := 0
	for range cap(done) {
		if err := <-done; err == nil {
			won++
		} else {
			require.Equal(t, fault.Conflict, fault.CodeOf(err))
			require.Equal(t, subDecided, fault.SubOf(err))
		}
	}
	require.Equal(t, 1, won)
	require.Len(t, h.told.list, 1)
}

func TestDecide_AfterWithdrawalIsAConflict(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	a := h.submitted(t, p, me)
	_, err := h.Withdraw(t.Context(), me, a.ID, "时间冲突")
	require.NoError(t, err)
	_, err = h.Decide(reviewer(t.Context()), a.ID, Decision{Action: ActionApprove, Version: a.Version})
	require.Equal(t, subDecided, fault.SubOf(err))
	// The profile is free again, and so is the programme for a new attempt.
	_, err = h.learner.Save(t.Context(), me, profile(77))
	require.NoError(t, err)
	again, err := h.Start(t.Context(), me, p.Slug, "")
	require.NoError(t, err)
	require.NotEqual(t, a.ID, again.ID)
}

func TestStart_OneLivingApplication(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	ids := make(chan uuid.UUID, 10)
	for range cap(ids) {
		go func() {
			a, err := h.Start(context.WithoutCancel(t.Context()), me, p.Slug, "")
			if err != nil {
				a.ID = uuid.Nil
			}
			ids <- a.ID
		}()
	}
	first := <-ids
	require.NotEqual(t, uuid.Nil, first)
	for range cap(ids) - 1 {
		require.Equal(t, first, <-ids)
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	a := h.filled(t, p, me)
	h.clock.Set(p.ClosesAt)
	_, err := h.Submit(t.Context(), me, a.ID, agreed)
	require.Equal(t, subOver, fault.SubOf(err))
	_, err = h.Start(t.Context(), h.trainee(t, 2), p.Slug, "")
	require.Equal(t, subOver, fault.SubOf(err))
	h.clock.Set(p.OpensAt.Add(-time.Minute))
	_, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.Equal(t, subNotYet, fault.SubOf(err))
	h.clock.Set(p.OpensAt)
	_, err = h.SetProgrammeState(t.Context(), p.ID, ProgrammeClosed)
	require.NoError(t, err)
	_, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.Equal(t, subNotOpen, fault.SubOf(err))
	draft, err := h.CreateProgramme(t.Context(), h.input())
	require.NoError(t, err)
	_, err = h.PublicProgramme(t.Context(), draft.Slug)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestReturnedKeepsItsPlaceAndMayComeBackLate(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, func(in *ProgrammeInput) { in.Places = 1 })
	me := h.trainee(t, 1)
	a := h.submitted(t, p, me)
	a, err := h.Decide(reviewer(t.Context()), a.ID, Decision{Action: ActionReturn, Version: a.Version, Items: []ItemJudgement{{Key: ItemPhoto, State: ItemReturned, Reason: "背景不是白色"}}})
	require.NoError(t, err)
	_, err = h.Start(t.Context(), h.trainee(t, 2), p.Slug, "")
	require.Equal(t, subFull, fault.SubOf(err))
	h.clock.Set(p.ClosesAt.Add(time.Hour))
	_, err = h.learner.SavePhoto(t.Context(), me, bytes.NewReader(photo(300, 400)))
	require.NoError(t, err)
	a, err = h.Submit(t.Context(), me, a.ID, agreed)
	require.NoError(t, err)
	now, _, err := h.OpenPhoto(t.Context(), a.ID, false)
	require.NoError(t, err)
	before, _, err := h.OpenPhoto(t.Context(), a.ID, true)
	require.NoError(t, err)
	x, _ := io.ReadAll(now)
	y, _ := io.ReadAll(before)
	require.NotEqual(t, x, y)
	require.NoError(t, errors.Join(now.Close(), before.Close()))
}

func TestFiles_AreJudgedByTheirContent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me := h.trainee(t, 1)
	a, err := h.Start(t.Context(), me, p.Slug, "")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		u    Upload
		want fault.Sub
	}{
		"html as picture":  {Upload{Name: "a.jpg", Type: "image/jpeg", Body: strings.NewReader("<html><script>")}, subFileForm},
		"pdf as picture":   {Upload{Name: "a.jpg", Type: "image/jpeg", Body: strings.NewReader("%PDF-1.4 %%EOF")}, subFileForm},
		"picture as pdf":   {Upload{Name: "a.pdf", Type: "application/pdf", Body: bytes.NewReader(photo(9, 9))}, subFileForm},
		"svg":              {Upload{Name: "a.svg", Type: "image/svg+xml", Body: strings.NewReader("<svg onload=alert(1)>")}, subFileForm},
		"empty":            {Upload{Body: strings.NewReader("")}, subFileForm},
		"picture bomb":     {Upload{Type: "image/png", Body: bytes.NewReader(bomb())}, subFilePixels},
		"half a pdf":       {Upload{Type: "application/pdf", Body: strings.NewReader("%PDF-1.4\n...")}, subFileForm},
		"pdf with script":  {pdfFile("<< /S /JavaScript /JS (app.alert(1)) >>"), subFileActive},
		"pdf that starts":  {pdfFile("<< /S /Launch >>"), subFileActive},
		"eleven megabytes": {Upload{Body: io.LimitReader(zeros{}, 11<<20)}, subFileSize},
	} {
		_, err := h.AddFile(t.Context(), me, a.ID, "id_front", c.u)
		require.Equal(t, c.want, fault.SubOf(err), name)
	}
	a, err = h.AddFile(t.Context(), me, a.ID, "id_front", pdfFile("ok"))
	require.NoError(t, err)
	require.Equal(t, "application/pdf", a.Files[0].ContentType)
	_, err = h.AddFile(t.Context(), me, a.ID, "unknown", jpg("a.jpg"))
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	for range maxFilesPerMaterial - 1 {
		_, err = h.AddFile(t.Context(), me, a.ID, "id_front", jpg("a.jpg"))
		require.NoError(t, err)
	}
	_, err = h.AddFile(t.Context(), me, a.ID, "id_front", jpg("a.jpg"))
	require.Equal(t, subFileCount, fault.SubOf(err))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestN006_FilesAreTheirOwnersAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	me, other := h.trainee(t, 1), h.trainee(t, 2)
	a := h.filled(t, p, me)
	file := a.Files[0].ID
	_, _, _, err := h.OpenMyFile(t.Context(), other, a.ID, file)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Mine(t.Context(), other, a.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.RemoveFile(t.Context(), other, a.ID, file)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Submit(t.Context(), other, a.ID, agreed)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Withdraw(t.Context(), other, a.ID, "")
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	dropped, err := h.Withdraw(t.Context(), other, h.filled(t, p, other).ID, "")
	require.NoError(t, err)
	_, err = h.Application(reviewer(t.Context()), dropped.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "given up before it was ever submitted")
	_, _, _, err = h.OpenFile(reviewer(t.Context()), a.ID, file)
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "a draft is nobody's business")
	r, _, _, err := h.OpenMyFile(t.Context(), me, a.ID, file)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	_, err = h.RemoveFile(t.Context(), me, a.ID, file)
	require.NoError(t, err)
	_, _, _, err = h.OpenMyFile(t.Context(), me, a.ID, file)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestScopes_NarrowReviewers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	a := h.submitted(t, p, h.trainee(t, 1))
	elsewhere := actor.With(t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Scopes: []actor.Scope{{Kind: actor.ScopeOccupation, ID: uuid.New()}}})
	_, err := h.Application(elsewhere, a.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = h.Decide(elsewhere, a.ID, Decision{Action: ActionApprove, Version: a.Version})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, found, err := h.TakeNext(elsewhere, uuid.Nil, uuid.Nil)
	require.NoError(t, err)
	require.False(t, found)
	_, total, err := h.Queue(elsewhere, QueueFilter{Limit: 10})
	require.NoError(t, err)
	require.Zero(t, total)
	_, err = h.VisibleProgramme(elsewhere, p.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestTakeNext_OldestFirstAndOneEach(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, func(in *ProgrammeInput) { in.Materials = []Material{{Key: "id_front", Name: "身份证"}} })
	var order []uuid.UUID
	for i := range 3 {
		h.clock.Advance(time.Minute)
		order = append(order, h.submitted(t, p, h.trainee(t, i)).ID)
	}
	staff := make([]context.Context, 2)
	for i := range staff {
		id, _, err := h.identity.CreateStaff(actor.With(t.Context(), actor.AsSystem("test")), staffInput(i), "Test-password-1")
		require.NoError(t, err)
		staff[i] = actor.With(t.Context(), actor.Actor{ID: id.ID, Kind: actor.Staff})
	}
	next := func(ctx context.Context, seen uuid.UUID) uuid.UUID {
		id, _, err := h.TakeNext(ctx, uuid.Nil, seen)
		require.NoError(t, err)
		return id
	}
	require.Equal(t, order[0], next(staff[0], uuid.Nil))
	require.Equal(t, order[0], next(staff[0], uuid.Nil), "it stays in the same hands")
	require.Equal(t, order[1], next(staff[1], uuid.Nil))
	require.Equal(t, order[2], next(staff[0], order[0]))
	require.Equal(t, order[0], next(staff[0], order[2]), "round to the oldest")
	h.clock.Advance(claimTime + time.Second)
	require.Equal(t, order[2], next(staff[0], order[1]))
}

func TestProgramme_IsFixedOnceSomebodyApplied(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	h.submitted(t, p, h.trainee(t, 1))
	in := h.input()
	in.Materials = in.Materials[:1]
	_, err := h.SaveProgramme(t.Context(), p.ID, in)
	require.Equal(t, subFixed, fault.SubOf(err))
	in = h.input()
	in.Title, in.Materials[0].Hint = "新名称", "请拍摄原件"
	p, err = h.SaveProgramme(t.Context(), p.ID, in)
	require.NoError(t, err)
	require.Equal(t, "新名称", p.Title)
	require.Equal(t, ProgrammeOpen, p.State)
}

type scenes struct{ err error }

func (s scenes) CreateSceneCode(_ context.Context, scene string) (string, error) {
	return "http://weixin.example/q/" + scene, s.err
}

func TestPosterAndScan(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, func(in *ProgrammeInput) { in.Title = "数控<车工>" })
	plain, err := h.CreatePoster(t.Context(), p.ID, "开发区宣传栏")
	require.NoError(t, err)
	require.Equal(t, "https://x.example/programmes/"+p.Slug+"?ch="+plain.Code, plain.QRText)
	_, err = h.CreatePoster(t.Context(), p.ID, "开发区宣传栏")
	require.Equal(t, fault.SubInvalidFields, fault.SubOf(err))

	h.Service.scenes = scenes{err: fault.New(fault.Unavailable, "wechat.unavailable")}
	_, err = h.CreatePoster(t.Context(), p.ID, "企业专场")
	require.Equal(t, fault.Unavailable, fault.CodeOf(err))
	h.Service.scenes = scenes{}
	poster, err := h.CreatePoster(t.Context(), p.ID, "企业专场")
	require.NoError(t, err)
	require.Equal(t, "http://weixin.example/q/"+poster.Scene(), poster.QRText)
	png, err := h.PosterQR(t.Context(), poster.ID)
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(png, []byte("\x89PNG")))

	for range 3 { // WeChat repeats its pushes
		reply, err := h.Scanned(t.Context(), poster.Scene(), "open-id-1", true)
		require.NoError(t, err)
		require.Contains(t, reply, "欢迎关注")
		require.Contains(t, reply, "数控＜车工＞")
		require.Contains(t, reply, `href="https://x.example/wechat/oauth/start?next=%2Fprogrammes%2F`+p.Slug+`%3Fch%3D`+poster.Code+`%26via%3Dwechat"`)
	}
	_, err = h.Scanned(t.Context(), poster.Scene(), "open-id-2", false)
	require.NoError(t, err)
	require.NoError(t, h.Visit(t.Context(), p.Slug, poster.Code))
	require.NoError(t, h.Visit(t.Context(), p.Slug, poster.Code))
	require.NoError(t, h.Visit(t.Context(), p.Slug, "unknown"))
	list, err := h.Posters(t.Context(), p.ID)
	require.NoError(t, err)
	require.Equal(t, 3, list[1].Scans)
	var hashes string
	require.NoError(t, h.db.GetContext(t.Context(), &hashes, `select string_agg(open_id_hash::text, '') from v_enrolment_scans`))
	require.NotContains(t, hashes, fmt.Sprintf("%x", "open-id-1"))

	for scene, words := range map[string]string{"p_unknown": "已经失效", "": "", "l_login": ""} {
		reply, err := h.Scanned(t.Context(), scene, "open-id-1", false)
		require.NoError(t, err)
		require.Contains(t, reply, words)
	}
	draft, err := h.CreateProgramme(t.Context(), h.input())
	require.NoError(t, err)
	early, err := h.CreatePoster(t.Context(), draft.ID, "提前张贴")
	require.NoError(t, err)
	reply, err := h.Scanned(t.Context(), early.Scene(), "open-id-1", false)
	require.NoError(t, err)
	require.Contains(t, reply, "还没有开放报名")
	_, err = h.SetProgrammeState(t.Context(), p.ID, ProgrammeClosed)
	require.NoError(t, err)
	reply, err = h.Scanned(t.Context(), poster.Scene(), "open-id-1", false)
	require.NoError(t, err)
	require.Contains(t, reply, "报名已经结束")
}

func TestN101_TextIsLookedForLiterally(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	h.submitted(t, p, h.trainee(t, 1))
	for _, text := range []string{"' OR 1=1--", "%", "_", `\`, "'; select pg_sleep(5); --"} {
		_, total, err := h.Queue(t.Context(), QueueFilter{Text: text, Limit: 10})
		require.NoError(t, err)
		require.Zero(t, total, text)
		_, total, err = h.ListProgrammes(t.Context(), "", text, 10, 0)
		require.NoError(t, err)
		require.Zero(t, total, text)
	}
	_, total, err := h.Queue(t.Context(), QueueFilter{Text: "张", Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
}

func TestIdentity_IsAuditedAndNowhereElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.programme(t, nil)
	a := h.submitted(t, p, h.trainee(t, 1))
	who, err := h.Identity(reviewer(t.Context()), a.ID)
	require.NoError(t, err)
	require.Equal(t, "E00000001", who.IDNumber)
	require.Equal(t, "13800000001", who.Phone)
	var looks int
	require.NoError(t, h.db.GetContext(t.Context(), &looks, `select count(*) from audit_records where action = 'enrolment.view_identity' and object_id = $1`, a.ID))
	require.Equal(t, 1, looks)
	var stored string
	require.NoError(t, h.db.GetContext(t.Context(), &stored, `select (select string_agg(a::text, '') from enrolment_applications a) || (select string_agg(r::text, '') from audit_records r)`))
	require.NotContains(t, stored, "E00000001")
	require.NotContains(t, stored, "13800000001")
}
