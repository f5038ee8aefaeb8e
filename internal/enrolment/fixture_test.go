package enrolment

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"math/rand/v2"
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
	"jiangxun/internal/cnid"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sms"
	"jiangxun/internal/standard"
	"jiangxun/internal/testkit"
)

// told collects notices.
type told struct {
	mu   sync.Mutex
	list []notify.Notice
}

func (h *told) Send(_ context.Context, _ postgres.Tx, _ time.Time, n notify.Notice) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, n)
	return nil
}

type house struct {
	*Service
	db       postgres.DB
	clock    *clock.Fixed
	identity *identity.Service
	learner  *learner.Service
	told     *told
	level    uuid.UUID
}

func newHouse(t testing.TB) house {
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
	st, err := standard.New(standard.Deps{DB: db, Audit: log, Clock: clk})
	require.NoError(t, err)
	levels, err := st.Load(t.Context(), standard.Definition{
		Occupation: standard.Occupation{Code: "6-18-01-01", CatalogueEdition: "2022", Name: "车工"},
		Edition:    standard.Edition{Name: "2018年版", Source: "测试", Sample: true},
		Levels: []standard.LevelDefinition{{
			Track: "数控车床", Code: "4", TheoryMinutes: 90, SkillMinutes: 300,
			Theory: []standard.WeightRow{{Name: "基础知识", Percent: 100}}, Skill: []standard.WeightRow{{Name: "轴类工件加工", Percent: 100}},
		}},
	})
	require.NoError(t, err)
	told := &told{}
	s, err := New(Deps{
		DB: db, Audit: log, Clock: clk, Box: box, Blob: files, Standard: st, Learner: people, Notify: told, PublicURL: "https://x.example/",
	})
	require.NoError(t, err)
	return house{Service: s, db: db, clock: clk, identity: id, learner: people, told: told, level: levels[0]}
}

func (h house) input() ProgrammeInput {
	now := h.clock.Now()
	return ProgrammeInput{
		Title: "数控车工（四级）培训", LevelID: h.level, Kind: Upgrade, Places: 30, OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(72 * time.Hour),
		Materials: []Material{{Key: "id_front", Name: "身份证正面", Required: true}, {Key: "work", Name: "工作年限证明"}},
	}
}

func (h house) programme(t testing.TB, change func(*ProgrammeInput)) Programme {
	in := h.input()
	if change != nil {
		change(&in)
	}
	p, err := h.CreateProgramme(t.Context(), in)
	require.NoError(t, err)
	p, err = h.SetProgrammeState(t.Context(), p.ID, ProgrammeOpen)
	require.NoError(t, err)
	return p
}

// trainee gives an account with a complete profile.
func (h house) trainee(t testing.TB, i int) uuid.UUID {
	var id uuid.UUID
	require.NoError(t, postgres.InTx(t.Context(), h.db, func(tx postgres.Tx) (err error) {
		id, err = h.identity.EnsureTrainee(t.Context(), tx, fmt.Sprintf("138%08d", i))
		return err
	}))
	_, err := h.learner.Save(t.Context(), id, profile(i))
	require.NoError(t, err)
	_, err = h.learner.SavePhoto(t.Context(), id, bytes.NewReader(face()))
	require.NoError(t, err)
	return id
}

func profile(i int) learner.ProfileInput {
	return learner.ProfileInput{
		Name: "张三", IDType: cnid.Passport, IDNumber: fmt.Sprintf("E%08d", i), Sex: "male", BirthDate: time.Date(1990, 3, 7, 0, 0, 0, 0, time.UTC),
		Ethnic: "汉族", Education: "technical_school", Source: "enterprise", Address: "浙江省平湖市", Employer: "示例厂", WorkYears: 6,
	}
}

var agreed = map[string]string{"pledge": "2026-11", "privacy": "2026-11"}

// filled begins an application and fills in all that is asked for.
func (h house) filled(t testing.TB, p Programme, me uuid.UUID) Application {
	a, err := h.Start(t.Context(), me, p.Slug, "")
	require.NoError(t, err)
	_, err = h.SaveClause(t.Context(), me, a.ID, "2018-4-2")
	require.NoError(t, err)
	a, err = h.AddFile(t.Context(), me, a.ID, "id_front", jpg("身份证.jpg"))
	require.NoError(t, err)
	return a
}

func (h house) submitted(t testing.TB, p Programme, me uuid.UUID) Application {
	a, err := h.Submit(t.Context(), me, h.filled(t, p, me).ID, agreed)
	require.NoError(t, err)
	return a
}

func jpg(name string) Upload {
	return Upload{Name: name, Type: "image/jpeg", Body: bytes.NewReader(photo(60, 80))}
}

func pdfFile(inside string) Upload {
	return Upload{Name: "a.pdf", Type: "application/pdf", Body: strings.NewReader("%PDF-1.4\n" + inside + "\ntrailer\n%%EOF\n")}
}

func photo(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(rand.IntN(1 << 30))
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = uint8(seed>>26) + 120
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

// face is one good photo for all, since drawing takes time.
var face = sync.OnceValue(func() []byte { return photo(180, 240) })

func reviewer(ctx context.Context) context.Context {
	return actor.With(ctx, actor.Actor{ID: uuid.MustParse("0190a000-0000-7000-8000-000000000001"), Kind: actor.Staff, Name: "审核员甲"})
}

func staffInput(i int) identity.StaffInput {
	return identity.StaffInput{Username: fmt.Sprintf("reviewer%d", i), Name: "审核员", Roles: []string{string(identity.RoleRegistrar)}}
}

// bomb is the head of a PNG of 30,000 by 30,000 pixels.
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
