package bank_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
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

	q, versions, err := b.Service.Create(ctx, b.LevelID, bank.Practice, bank.Live, banktest.Content(bank.Single, point, "<p onclick=x>题干<script>x</script></p>"))
	require.NoError(t, err)
	require.Len(t, versions, 1)
	require.Equal(t, "<p>题干</p>", q.Current.Stem)

	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Exam, bank.Draft, banktest.Content(bank.Single, point, "题 干。"))
	require.Equal(t, fault.Sub("bank.duplicate"), fault.SubOf(err))

	bad := banktest.Content(bank.Multiple, uuid.New(), " ")
	bad.Key = []string{"A"}
	bad.PictureIDs = []uuid.UUID{uuid.New()}
	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Practice, bank.Draft, bad)
	require.Equal(t, map[string]fault.Sub{
		"content.elementId": "bank.element_unknown", "content.key": "bank.key_too_few", "content.pictureIds": "bank.picture_unknown",
	}, subs(err))

	ofRange := banktest.Content(bank.Judge, b.Elements[0].ID, "范围")
	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Practice, bank.Draft, ofRange)
	require.Equal(t, fault.Sub("bank.element_not_point"), subs(err)["content.elementId"])
}

func TestAddVersion_KeepsTheOldOneAndNamesWhatChanged(t *testing.T) {
	t.Parallel()
	clk := testkit.Clock()
	b := banktest.New(t, testkit.DB(t), clk, 2)
	ctx := banktest.System(t.Context())
	c := banktest.Content(bank.Single, b.Points()[0].ID, "车刀的前角")
	q, _, err := b.Service.Create(ctx, b.LevelID, bank.Exam, bank.Live, c)
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

func TestSetState_FollowsTheStates(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 1)
	ctx := banktest.System(t.Context())
	q, _, err := b.Service.Create(ctx, b.LevelID, bank.Exam, bank.Draft, banktest.Content(bank.Judge, b.Points()[0].ID, "判断"))
	require.NoError(t, err)
	live := func() int {
		list, err := b.Service.Candidates(ctx, b.LevelID, bank.Exam)
		require.NoError(t, err)
		return len(list)
	}
	require.Zero(t, live())
	_, _, err = b.Service.SetState(ctx, q.ID, bank.Live, "")
	require.NoError(t, err)
	require.Equal(t, 1, live())
	_, _, err = b.Service.SetState(ctx, q.ID, bank.Live, "")
	require.Equal(t, fault.Sub("bank.state_change"), fault.SubOf(err))
	_, _, err = b.Service.SetState(ctx, q.ID, bank.Retired, "")
	require.Equal(t, fault.Sub("bank.reason_missing"), subs(err)["reason"])
	_, _, err = b.Service.SetState(ctx, q.ID, bank.Retired, "过时")
	require.NoError(t, err)
	require.Zero(t, live())
	// Its face is free again, and it cannot come back beside the new one.
	_, _, err = b.Service.Create(ctx, b.LevelID, bank.Exam, bank.Live, banktest.Content(bank.Judge, b.Points()[0].ID, "判断"))
	require.NoError(t, err)
	_, _, err = b.Service.SetState(ctx, q.ID, bank.Live, "")
	require.Equal(t, fault.Sub("bank.duplicate"), fault.SubOf(err))
}

func TestList_FindsByOneCharacterAndByFilters(t *testing.T) {
	t.Parallel()
	b := banktest.New(t, testkit.DB(t), testkit.Clock(), 2)
	ctx := banktest.System(t.Context())
	points := b.Points()
	for i, stem := range []string{"ＣＡ６１４０型车床的主轴", "麻花钻的顶角是 118°", "螺纹的螺距用螺纹规检查", "50%的切削液_配比"} {
		c := banktest.Content(bank.Single, points[i].ID, stem)
		c.Difficulty = i + 1
		_, _, err := b.Service.Create(ctx, b.LevelID, bank.Practice, bank.Live, c)
		require.NoError(t, err)
	}
	find := func(f bank.Filter) []string {
		f.Limit = 20
		list, total, err := b.Service.List(ctx, b.LevelID, f)
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
	_, _, err := b.Service.Create(ctx, b.LevelID, bank.Practice, bank.Live, banktest.Content(bank.Judge, b.Points()[0].ID, hostile))
	require.NoError(t, err)
	for text, want := range map[string]int{
		`' OR 1=1--`: 0, `;SELECT pg_sleep(5)`: 0, hostile: 1, `%`: 0, `_`: 1, `\`: 0, `' || (select 1) || '`: 0, "x\x00'": 1, `{a,b}`: 0, `"`: 0,
	} {
		_, total, err := b.Service.List(ctx, b.LevelID, bank.Filter{Text: text, Limit: 20})
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
	_, _, err = b.Service.Create(ctx, other, bank.Practice, bank.Live, c)
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
