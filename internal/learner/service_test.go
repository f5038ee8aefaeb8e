package learner

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/testkit"
)

type house struct {
	*Service
	db       postgres.DB
	identity *identity.Service
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
	s, err := New(Deps{DB: db, Audit: log, Clock: clk, Box: box, Blob: files, Press: pdf.New(), Body: b, Identity: id})
	require.NoError(t, err)
	return house{Service: s, db: db, identity: id}
}

func (h house) trainee(t *testing.T, phone string) uuid.UUID {
	var id uuid.UUID
	require.NoError(t, postgres.InTx(t.Context(), h.db, func(tx postgres.Tx) (err error) {
		id, err = h.identity.EnsureTrainee(t.Context(), tx, phone)
		return err
	}))
	return id
}

func good(number string) ProfileInput {
	return ProfileInput{
		Name: "张三", IDType: cnid.ResidentID, IDNumber: number, Ethnic: "汉族", Education: "technical_school", Source: "enterprise",
		Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	}
}

func photo(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(rand.IntN(1 << 30))
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed>>26) + 120
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

const number = "330482199003072311"

func TestDraft_KeepsWhatWasTypedAndTellsMistakes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	in := good("33048219900307231")
	in.Email = "not an address"
	p, err := h.SaveDraft(t.Context(), me, in)
	require.NoError(t, err)
	require.False(t, p.Complete)
	got, err := h.Get(t.Context(), me)
	require.NoError(t, err)
	require.Equal(t, Typed("33048219900307231"), got.Typed)
	require.Empty(t, got.IDNumber)
	require.Equal(t, "not an address", got.Email)
	problems, _ := h.Check(got)
	require.ElementsMatch(t, []fault.Field{{Name: "idNumber", Sub: subIDLength}, {Name: "email", Sub: subEmailForm}}, problems)
	require.ElementsMatch(t, []string{"sex", "birthDate", "photo"}, got.Missing())

	_, err = h.Save(t.Context(), me, in)
	require.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestProfile_IsCompleteAndSealed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	_, err := h.Save(t.Context(), me, good(number))
	require.NoError(t, err)
	p, err := h.SavePhoto(t.Context(), me, bytes.NewReader(photo(420, 560)))
	require.NoError(t, err)
	require.True(t, p.Complete)
	require.Equal(t, "male", p.Sex)
	account, err := h.identity.Account(t.Context(), me)
	require.NoError(t, err)
	require.Equal(t, "张三", account.Name)

	var masked, phone, whole string
	require.NoError(t, h.db.QueryRowContext(t.Context(), `select id_masked, phone_masked from v_learner_people`).Scan(&masked, &phone))
	require.Equal(t, "330482********2311", masked)
	require.Equal(t, "138****0001", phone)
	require.NoError(t, h.db.GetContext(t.Context(), &whole, `select (array_agg(p))::text || (select array_agg(a)::text from audit_records a) from learner_profiles p`))
	require.NotContains(t, whole, number)
	require.NotContains(t, whole, "13800000001")
}

func TestN073_OneNumberOnePerson(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first, second := h.trainee(t, "13800000001"), h.trainee(t, "13800000002")
	_, err := h.Save(t.Context(), first, good("11010519491231002X"))
	require.NoError(t, err)
	for _, same := range []string{"11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002x ", "110105-19491231-002X"} {
		_, err = h.Save(t.Context(), second, good(same))
		require.Equal(t, fault.Conflict, fault.CodeOf(err), same)
		require.Equal(t, subIDTaken, fault.SubOf(err))

		p, err := h.SaveDraft(t.Context(), second, good(same))
		require.NoError(t, err)
		require.Empty(t, p.IDNumber)
		require.False(t, p.Complete)
		problems, _ := h.Check(p)
		require.Equal(t, []fault.Field{{Name: "idNumber", Sub: subIDTaken}}, problems)
	}
	var n int
	require.NoError(t, h.db.GetContext(t.Context(), &n, `select count(*) from learner_profiles where id_index is not null`))
	require.Equal(t, 1, n)
	// The owner may write it anew in another spelling.
	p, err := h.Save(t.Context(), first, good("11010519491231002x"))
	require.NoError(t, err)
	require.Equal(t, cnid.IDNumber("11010519491231002X"), p.IDNumber)
}

func TestN073_TwoAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const people = 8
	done := make(chan error, people)
	for i := range people {
		id := h.trainee(t, "1380000001"+string(rune('0'+i)))
		go func() {
			_, err := h.Save(context.WithoutCancel(t.Context()), id, good(number))
			done <- err
		}()
	}
	won := 0
	for range people {
		err := <-done
		if err == nil {
			won++
			continue
		}
		require.Equal(t, subIDTaken, fault.SubOf(err))
	}
	require.Equal(t, 1, won)
}

func TestHeldGroupsDoNotChange(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	_, err := h.Save(t.Context(), me, good(number))
	require.NoError(t, err)
	hold := func(groups ...Group) {
		require.NoError(t, postgres.InTx(t.Context(), h.db, func(tx postgres.Tx) error { return h.Hold(t.Context(), tx, me, groups) }))
	}
	hold(Identity, Background, Photo)
	in := good(number)
	in.Name, in.Address = "李四", "新地址"
	_, err = h.SaveDraft(t.Context(), me, in)
	require.Equal(t, fault.Conflict, fault.CodeOf(err))
	require.Equal(t, subHeld, fault.SubOf(err))
	_, err = h.SavePhoto(t.Context(), me, bytes.NewReader(photo(420, 560)))
	require.Equal(t, subHeld, fault.SubOf(err))
	in.Name = "张三"
	p, err := h.SaveDraft(t.Context(), me, in)
	require.NoError(t, err)
	require.Equal(t, "新地址", p.Address)
	hold(Background, Photo)
	in.Name = "李四"
	_, err = h.SaveDraft(t.Context(), me, in)
	require.NoError(t, err)
}

func TestRareCharacterIsANoticeAndNotAMistake(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	in := good(number)
	in.Name = "王\U00031350" // CJK Extension H, 2022
	p, err := h.Save(t.Context(), me, in)
	require.NoError(t, err)
	problems, notices := h.Check(p)
	require.Empty(t, problems)
	require.Equal(t, []fault.Field{{Name: "name", Sub: subNameRare}}, notices)
}

func TestN057_PhotoIsJudgedBeforeItIsDecoded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	for name, c := range map[string]struct {
		raw  []byte
		want fault.Sub
	}{
		"bomb":      {bomb(), subPhotoPixels},
		"not one":   {[]byte("<html>"), subPhotoForm},
		"small":     {photo(120, 160), subPhotoSmall},
		"wide":      {photo(560, 420), subPhotoAspect},
		"flat grey": {flat(420, 560), subPhotoKB},
		"huge file": {append(photo(420, 560), make([]byte, 11<<20)...), subPhotoSize},
	} {
		_, err := h.SavePhoto(t.Context(), me, bytes.NewReader(c.raw))
		require.Equal(t, fault.Invalid, fault.CodeOf(err), name)
		require.Equal(t, c.want, fault.SubOf(err), name)
	}
}

func TestPhoto_IsEncodedAnewWithoutItsData(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me := h.trainee(t, "13800000001")
	raw := photo(1500, 2000)
	secret := append([]byte{0xff, 0xe1, 0, 22}, []byte("Exif\x00\x00GPS-LOCATION-1")...)
	raw = append(append(append([]byte{}, raw[:2]...), secret...), raw[2:]...)
	_, err := h.SavePhoto(t.Context(), me, bytes.NewReader(raw))
	require.NoError(t, err)
	r, info, err := h.Photo(t.Context(), me)
	require.NoError(t, err)
	defer func() { _ = r.Close() }()
	stored, err := io.ReadAll(r)
	require.NoError(t, err)
	require.Equal(t, "image/jpeg", info.ContentType)
	require.LessOrEqual(t, len(stored), 200<<10)
	require.GreaterOrEqual(t, len(stored), 20<<10)
	require.NotContains(t, string(stored), "GPS-LOCATION")
}

func flat(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

func bomb() []byte {
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, 30000)
	binary.BigEndian.PutUint32(head[4:], 30000)
	head[8], head[9] = 8, 2
	chunk := append([]byte("IHDR"), head...)
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	_ = binary.Write(&b, binary.BigEndian, uint32(13))
	b.Write(chunk)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(chunk))
	return b.Bytes()
}

func TestTyped_IsSilent(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.Repeat("*", 18), Typed(number).String())
}
