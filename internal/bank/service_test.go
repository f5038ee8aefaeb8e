package bank_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/bank/exchange/exchangetest"
	"jiangxun/internal/fault"
	"jiangxun/internal/testkit"
)

func subs(err error) map[string]fault.Sub {
	out := map[string]fault.Sub{}
	var f *fault.Error
	if err == nil {
		return out
	}
	if ok := asFault(err, &f); ok {
		for _, field := range f.Fields {
			out[field.Name] = field.Sub
		}
	}
	return out
}

func TestCreate_ChecksContentAndRefusesTheSameFace(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	ctx := banktest.System(t.Context())
	point := b.Points()[0].ID

	q, versions, err := b.Service.Create(ctx, b.LevelID, bank.Practice, nil, banktest.Content(bank.Single, point, "<p onclick=x>题干<script>x</script></p>"))
	require.NoError(t, err)
	require.Len(t, versions, 1)
	require.Equal(t, "<p>题干</p>", q.Current.Stem)

	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Exam, nil, banktest.Content(bank.Single, point, "题 干。"))
	require.Equal(t, fault.Sub("bank.duplicate"), fault.SubOf(err))

	bad := banktest.Content(bank.Multiple, uuid.New(), " ")
	bad.Key = []string{}
	bad.PictureIDs = []uuid.UUID{uuid.New()}
	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Practice, nil, bad)
	require.Equal(t, map[string]fault.Sub{
		"content.elementId": "bank.element_unknown", "content.body.key": "bank.key_missing", "content.pictureIds": "bank.picture_unknown",
	}, subs(err))

	ofRange := banktest.Content(bank.Judge, b.Elements[0].ID, "范围")
	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Practice, nil, ofRange)
	require.Equal(t, fault.Sub("bank.element_not_point"), subs(err)["content.elementId"])
}

func TestAddVersion_KeepsTheOldOneAndNamesWhatChanged(t *testing.T) {
	t.Parallel()
	clk := testkit.Clock()
	b := banktest.New(t, testkit.DB(t), clk, 2)
	ctx := banktest.System(t.Context())
	c := banktest.Content(bank.Single, b.Points()[0].ID, "车刀的前角")
	q, _, err := b.Service.Create(ctx, b.LevelID, bank.Exam, nil, c)
	require.NoError(t, err)

	_, _, err = b.Service.AddVersion(ctx, q.ID, 1, "改", c)
	require.Equal(t, fault.Sub("bank.nothing_changed"), fault.SubOf(err))
	c.Stem, c.Key = "车刀的后角", []string{"B"}
	_, _, err = b.Service.AddVersion(ctx, q.ID, 1, " ", c)
	require.Equal(t, fault.Sub("bank.reason_missing"), subs(err)["reason"])
	clk.Advance(time.Minute)
	after, versions, err := b.Service.AddVersion(ctx, q.ID, 1, "原题干有误", c)
	require.NoError(t, err)
	require.Len(t, versions, 2)
	require.Equal(t, 2, after.Current.Number)
	require.Equal(t, []string{"stem", "key"}, bank.Changes(versions)[after.Current.ID])
	require.Equal(t, "车刀的前角", versions[1].Stem)
	_, _, err = b.Service.AddVersion(ctx, q.ID, 1, "旧页面", banktest.Content(bank.Single, b.Points()[0].ID, "另一道"))
	require.Equal(t, fault.Sub("bank.version_behind"), fault.SubOf(err))

	// The old version stays readable for papers that hold it, and the database
	// itself refuses to change it.
	old, err := b.Service.Versions(ctx, []uuid.UUID{versions[1].ID, versions[0].ID})
	require.NoError(t, err)
	require.Equal(t, []string{"A"}, old[0].Key)
	_, err = b.DB.ExecContext(ctx, `update question_versions set stem = 'x' where id = $1`, versions[1].ID)
	require.ErrorContains(t, err, "never changed")
}

// act takes a step as the author or, where it needs one, the reviewer.
func act(t *testing.T, b *banktest.Bank, id uuid.UUID, m bank.Move) error {
	t.Helper()
	ctx := banktest.Author(t.Context())
	if slices.Contains(bank.ReviewerActions(), m.Action) {
		ctx = banktest.Reviewer(t.Context())
	}
	_, _, err := b.Service.Act(ctx, id, m)
	return err
}

func TestAQuestionGoesThroughTwoHandsBeforeItIsDrawn(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	author, reviewer := banktest.Author(t.Context()), banktest.Reviewer(t.Context())
	point := b.Points()[0].ID
	q, _, err := b.Service.Create(author, b.LevelID, bank.Exam, nil, banktest.Content(bank.Judge, point, "判断"))
	require.NoError(t, err)
	drawn := func() int {
		list, err := b.Service.Candidates(author, b.LevelID, bank.Exam)
		require.NoError(t, err)
		return len(list)
	}
	require.Equal(t, fault.Sub("bank.state_change"), fault.SubOf(act(t, b, q.ID, bank.Move{Action: bank.Approve})), "a draft waits to be submitted")
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Submit}))
	_, _, err = b.Service.Act(author, q.ID, bank.Move{Action: bank.Approve})
	require.Equal(t, fault.Forbidden, fault.CodeOf(err), "who may not review")
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Approve}))
	require.Zero(t, drawn(), "the exam draws nothing on trial")
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Promote}))
	require.Equal(t, 1, drawn())

	// Who edits takes it out of use and cannot agree to his own edit.
	c := q.Current.Content
	c.Key = []string{bank.False}
	_, _, err = b.Service.AddVersion(reviewer, q.ID, 1, "答案有误", c)
	require.NoError(t, err)
	require.Zero(t, drawn())
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Submit}))
	require.Equal(t, fault.Sub("bank.own_question"), fault.SubOf(act(t, b, q.ID, bank.Move{Action: bank.Approve, To: bank.Live})))
	_, err = b.DB.ExecContext(author, `insert into question_steps (id, question_id, version_number, action, from_state, to_state, actor_id, author_id, created_at)
		values (gen_random_uuid(), $1, 2, 'approve', 'review', 'live', $2, $2, now())`, q.ID, uuid.New())
	require.ErrorContains(t, err, "question_steps_two_people", "the database refuses as well")
	third := actor.With(t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Name: "第三人", Permissions: map[string]bool{"bank.review": true, "bank.write": true}})
	_, _, err = b.Service.Act(third, q.ID, bank.Move{Action: bank.Approve, To: bank.Live})
	require.NoError(t, err)
	require.Equal(t, 1, drawn())

	// A change of difficulty alone needs nobody else.
	c.Difficulty = 5
	after, _, err := b.Service.AddVersion(author, q.ID, 2, "难度", c)
	require.NoError(t, err)
	require.Equal(t, bank.Live, after.State)
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Suspend, Reason: "有人报错"}))
	require.Zero(t, drawn())
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Resume, Reason: "核对无误"}))
	require.Equal(t, fault.Sub("bank.reason_missing"), subs(act(t, b, q.ID, bank.Move{Action: bank.Retire}))["reason"])
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Retire, Reason: "过时"}))
	steps, err := b.Service.Steps(author, q.ID)
	require.NoError(t, err)
	require.Len(t, steps, 8)

	// Its face is free again, and it cannot come back beside the new one.
	_, _, err = b.Service.Create(author, b.LevelID, bank.Exam, nil, c)
	require.NoError(t, err)
	require.Equal(t, fault.Sub("bank.duplicate"), fault.SubOf(act(t, b, q.ID, bank.Move{Action: bank.Restore})))
}

func TestAQuestionWithoutAPlaceWaitsAsADraft(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	author := banktest.Author(t.Context())
	q, _, err := b.Service.Create(author, b.LevelID, bank.Practice, []string{" 外来 ", "外来", ""}, banktest.Content(bank.Single, uuid.Nil, "没有归类的题"))
	require.NoError(t, err)
	require.Equal(t, []string{"外来"}, q.Tags)
	require.Equal(t, fault.Sub("bank.element_missing"), fault.SubOf(act(t, b, q.ID, bank.Move{Action: bank.Submit})))
	_, err = b.DB.ExecContext(author, `update questions set state = 'live' where id = $1`, q.ID)
	require.ErrorContains(t, err, "questions_placed")
	c := q.Current.Content
	c.ElementID = b.Points()[0].ID
	_, _, err = b.Service.AddVersion(author, q.ID, 1, "归类", c)
	require.NoError(t, err)
	require.NoError(t, act(t, b, q.ID, bank.Move{Action: bank.Submit}))
}

func TestN075_TheExamPoolIsHiddenFromThoseWhoOnlyRead(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	secret := b.Live(t, b.LevelID, bank.Exam, banktest.Content(bank.Judge, b.Points()[0].ID, "封存的题"))
	b.Live(t, b.LevelID, bank.Practice, banktest.Content(bank.Judge, b.Points()[0].ID, "练习的题"))
	reader := actor.With(t.Context(), actor.Actor{ID: uuid.New(), Kind: actor.Staff, Permissions: map[string]bool{"bank.read": true}})
	_, _, err := b.Service.Get(reader, secret.ID)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	list, total, err := b.Service.List(reader, bank.Filter{LevelID: b.LevelID, Limit: 10})
	require.NoError(t, err)
	require.Equal(t, 1, total)
	require.Equal(t, "练习的题", list[0].StemText)
}

func TestEveryTypeIsKeptAsItWasWritten(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	author := banktest.Author(t.Context())
	p, err := b.Service.AddPicture(author, b.LevelID, "图.png", bytes.NewReader(pngOf(t, 60)))
	require.NoError(t, err)
	for _, item := range exchangetest.Items() {
		c := bank.Content{Body: item.Body, Difficulty: 3, ElementID: b.Points()[0].ID}
		for range item.Pictures {
			c.PictureIDs = append(c.PictureIDs, p.ID)
		}
		q, _, err := b.Service.Create(author, b.LevelID, bank.Mock, nil, c)
		require.NoError(t, err, item.Ref)
		require.Equal(t, item.Body, q.Current.Body, item.Ref)
		_, _, err = b.Service.AddVersion(author, q.ID, 1, "同", c)
		require.Equal(t, fault.Sub("bank.nothing_changed"), fault.SubOf(err), item.Ref)
	}
}

func TestList_FindsByOneCharacterAndByFilters(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	ctx := banktest.System(t.Context())
	points := b.Points()
	for i, stem := range []string{"ＣＡ６１４０型车床的主轴", "麻花钻的顶角是 118°", "螺纹的螺距用螺纹规检查", "50%的切削液_配比"} {
		c := banktest.Content(bank.Single, points[i].ID, stem)
		c.Difficulty = i + 1
		_, _, err := b.Service.Create(ctx, b.LevelID, bank.Practice, nil, c)
		require.NoError(t, err)
	}
	find := func(f bank.Filter) []string {
		f.LevelID, f.Limit = b.LevelID, 20
		list, total, err := b.Service.List(ctx, f)
		require.NoError(t, err)
		require.Equal(t, total, len(list))
		var stems []string
		for _, q := range list {
			stems = append(stems, q.StemText[:6])
		}
		return stems
	}
	require.Len(t, find(bank.Filter{}), 4)
	require.Equal(t, []string{"螺纹"}, find(bank.Filter{Text: "距"}))
	require.Equal(t, []string{"螺纹"}, find(bank.Filter{Text: "螺距 螺纹规"}))
	require.Len(t, find(bank.Filter{Text: "ca6140"}), 1)
	require.Len(t, find(bank.Filter{Text: "的"}), 4)
	require.Empty(t, find(bank.Filter{Text: "纹螺"}))
	require.Len(t, find(bank.Filter{Text: "%"}), 1)
	require.Len(t, find(bank.Filter{Text: "_"}), 1)
	require.Len(t, find(bank.Filter{ElementID: points[0].ParentID}), 2)
	require.Len(t, find(bank.Filter{ElementID: points[2].ID}), 1)
	require.Len(t, find(bank.Filter{WeightRowID: points[2].WeightRowID}), 2)
	require.Len(t, find(bank.Filter{Difficulty: 4}), 1)
	require.Empty(t, find(bank.Filter{Type: bank.Judge}))
	require.Empty(t, find(bank.Filter{Pool: bank.Exam}))
	require.Empty(t, find(bank.Filter{State: bank.Retired}))
}

func TestN101_SQLInTheSearchIsLiteral(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	ctx := banktest.System(t.Context())
	hostile := `x'); select pg_sleep(5); drop table questions; --`
	_, _, err := b.Service.Create(ctx, b.LevelID, bank.Practice, nil, banktest.Content(bank.Judge, b.Points()[0].ID, hostile))
	require.NoError(t, err)
	for text, want := range map[string]int{
		`' OR 1=1--`: 0, `;SELECT pg_sleep(5)`: 0, hostile: 1, `%`: 0, `_`: 1, `\`: 0, `' || (select 1) || '`: 0, "x\x00'": 1, `{a,b}`: 0, `"`: 0,
	} {
		_, total, err := b.Service.List(ctx, bank.Filter{LevelID: b.LevelID, Text: text, Limit: 20})
		require.NoError(t, err, text)
		require.Equal(t, want, total, text)
	}
}

func pngOf(t *testing.T, shade uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	img.Set(3, 3, color.White)
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

func TestPictures_AreEncodedAnewAndStayInTheirLevel(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	ctx := banktest.System(t.Context())
	raw := append(pngOf(t, 90), []byte("<script>alert(1)</script>")...)
	p, err := b.Service.AddPicture(ctx, b.LevelID, `..\..\a/图 1.png`, bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, "图 1.png", p.Name)
	again, err := b.Service.AddPicture(ctx, b.LevelID, "图 1.png", bytes.NewReader(raw))
	require.NoError(t, err)
	require.Equal(t, p.ID, again.ID)
	body, info, err := b.Service.OpenPicture(ctx, p.ID)
	require.NoError(t, err)
	defer body.Close()
	stored, err := io.ReadAll(body)
	require.NoError(t, err)
	require.Equal(t, "image/png", info.ContentType)
	require.NotContains(t, string(stored), "script")

	_, err = b.Service.AddPicture(ctx, b.LevelID, "x.png", strings.NewReader("<svg onload=alert(1)>"))
	require.Equal(t, fault.Sub("bank.picture_form"), fault.SubOf(err))

	other := b.Level(t, "电工", 1)
	elements, err := b.Standard.Elements(ctx, other)
	require.NoError(t, err)
	c := banktest.Content(bank.Judge, elements[1].ID, "别处的图")
	c.PictureIDs = []uuid.UUID{p.ID}
	_, _, err = b.Service.Create(ctx, other, bank.Practice, nil, c)
	require.Equal(t, fault.Sub("bank.picture_unknown"), subs(err)["content.pictureIds"])
}

// bigPNG claims 30,000 × 30,000 pixels.
func bigPNG() []byte {
	out := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, 30_000)
	binary.BigEndian.PutUint32(head[4:], 30_000)
	head[8] = 8
	body := append([]byte("IHDR"), head...)
	_ = binary.Write(out, binary.BigEndian, uint32(len(head)))
	out.Write(body)
	_ = binary.Write(out, binary.BigEndian, crc32.ChecksumIEEE(body))
	return out.Bytes()
}

func TestN057_HugePictureIsRefusedBeforeDecoding(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	_, err := b.Service.AddPicture(banktest.System(t.Context()), b.LevelID, "big.png", bytes.NewReader(bigPNG()))
	require.Equal(t, fault.Sub("bank.picture_size"), fault.SubOf(err))
}

func asFault(err error, f **fault.Error) bool { return errors.As(err, f) }
