package certificate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/body"
	"jiangxun/internal/certificate"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/result/resulttest"
	"jiangxun/internal/testkit/apptest"
)

const prefix = "S000033001234"

type world struct {
	*apptest.Program
	exam   *resulttest.Exam
	certs  *certificate.Service
	issuer context.Context
}

// newWorld is a program whose body has a prefix, with an exam that waits.
func newWorld(t testing.TB, people int) world {
	t.Helper()
	p := apptest.Start(t)
	w := world{Program: p, certs: p.Rooms.Certificate, exam: resulttest.New(t, resulttest.Rooms{
		DB: p.DB, Identity: p.Rooms.Identity, Learner: p.Rooms.Learner, Standard: p.Rooms.Standard, Result: p.Rooms.Result,
	}, people)}
	settings := body.Defaults()
	settings.Name, settings.CertificatePrefix = "平湖技师学院", prefix
	_, err := p.Rooms.Body.Save(t.Context(), settings)
	require.NoError(t, err)
	w.issuer = w.exam.Person("证书管理员")
	return w
}

func (w world) key(i int) certificate.Key {
	return certificate.Key{PlanID: w.exam.Plan, AccountID: w.exam.People[i]}
}

func (w world) issueOne(t testing.TB, i int) certificate.Certificate {
	t.Helper()
	done, err := w.certs.Issue(w.issuer, []certificate.Key{w.key(i)})
	require.NoError(t, err)
	require.Empty(t, done.Refused)
	require.Len(t, done.Issued, 1)
	return done.Issued[0]
}

// seal is a red ring with a star-like blot, on nothing.
func seal() []byte {
	const side = 420
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			r := math.Hypot(float64(x-side/2), float64(y-side/2))
			if (r > 192 && r < 206) || r < 42 {
				img.Set(x, y, color.NRGBA{R: 200, G: 30, B: 30, A: 215})
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func TestNumbersHaveNoGapWhenFiftyIssueAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 50)
	w.exam.Release(8000, 7000)
	var all sync.WaitGroup
	for i := range w.exam.People {
		all.Go(func() {
			keys := []certificate.Key{w.key(i), w.key((i + 1) % 50)} // every one is asked for twice
			_, err := w.certs.Issue(w.issuer, keys)
			// On a machine with much else to do the wait may be cut off: asked again,
			// as a person would, the number is still there.
			for again := 0; err != nil && again < 5; again++ {
				_, err = w.certs.Issue(w.issuer, keys)
			}
			if err != nil {
				t.Errorf("issue: %v", err)
			}
		})
	}
	all.Wait()
	var numbers []string
	require.NoError(t, w.DB.SelectContext(t.Context(), &numbers, `select number from certificates order by number`))
	require.Len(t, numbers, 50)
	for i, n := range numbers {
		require.Equal(t, fmt.Sprintf("%s%s4%06d", prefix, n[13:15], i+1), n)
	}
	require.Equal(t, 50, w.exam.Count(`select last from certificate_serials`))
	require.Equal(t, 50, w.exam.Count(`select count(*) from notices where kind = 'certificate_issued'`))

	// A number is never free again.
	for _, query := range []string{
		`delete from certificates`, `update certificates set number = replace(number, '264', '254')`, `update certificate_serials set last = 3`,
		`delete from certificate_serials`, `update certificates set name = '别人'`,
	} {
		_, err := w.DB.ExecContext(t.Context(), query)
		require.Error(t, err, query)
	}
}

func TestAnIssueThatFailsGivesItsNumbersBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	w.exam.Release(8000, 7000)
	w.exam.Run(`create function refuse_third() returns trigger language plpgsql as $$ begin if new.number like '%000003' then raise exception 'no'; end if; return new; end; $$`)
	w.exam.Run(`create trigger refuse_third before insert on certificates for each row execute function refuse_third()`)
	_, err := w.certs.IssueAll(w.issuer, uuid.Nil)
	require.Error(t, err)
	require.Equal(t, 0, w.exam.Count(`select count(*) from certificates`))
	w.exam.Run(`drop trigger refuse_third on certificates`)
	done, err := w.certs.IssueAll(w.issuer, w.exam.Plan)
	require.NoError(t, err)
	require.Len(t, done.Issued, 3)
	require.True(t, strings.HasSuffix(done.Issued[2].Number, "4000003"))
	_, total, err := w.certs.ListEligible(w.issuer, uuid.Nil, "", 10, 0)
	require.NoError(t, err)
	require.Zero(t, total)
}

func TestN077_OnlyReleasedAndPassedResultsAreCertified(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	try := func() fault.Sub {
		done, err := w.certs.Issue(w.issuer, []certificate.Key{w.key(0)})
		require.NoError(t, err)
		require.Empty(t, done.Issued)
		return done.Refused[0].Reason
	}
	require.Equal(t, fault.Sub("certificate.not_eligible"), try(), "unmarked")
	w.exam.Release(5999, 9000)
	require.Equal(t, fault.Sub("certificate.not_eligible"), try(), "59.99")
	_, err := w.certs.IssueAll(w.issuer, uuid.Nil)
	require.Equal(t, fault.Sub("certificate.nothing_to_issue"), fault.SubOf(err))
	// Not even by hand.
	_, err = w.DB.ExecContext(t.Context(), `insert into certificates (id, plan_id, account_id, level_id, number, code, name, id_type, id_sealed,
		id_masked, occupation, level_code, level_name, photo_key, body_name, issued_on, issued_at)
		values (gen_random_uuid(), $1, $2, $3, 'S000033001234264000009', 'abcdefghijklmnopqrstuvwxyz', '张三', 'passport', 'x', 'E***', '车工', '4', '四级', 'p', 'b', now(), now())`,
		w.exam.Plan, w.exam.People[0], w.exam.Level)
	require.ErrorContains(t, err, "foreign key")
}

func TestWhoCannotBePrintedIsNamedAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	w.exam.Release(8000, 7000)
	w.exam.Run(`update learner_profiles set photo_key = '', complete = false where account_id = $1`, w.exam.People[1])
	w.exam.Run(`update learner_profiles set name = '王😀' where account_id = $1`, w.exam.People[2])
	done, err := w.certs.IssueAll(w.issuer, uuid.Nil)
	require.NoError(t, err)
	require.Len(t, done.Issued, 2)
	reasons := map[uuid.UUID]fault.Sub{}
	for _, r := range done.Refused {
		reasons[r.AccountID] = r.Reason
	}
	require.Equal(t, map[uuid.UUID]fault.Sub{w.exam.People[1]: "certificate.photo_missing", w.exam.People[2]: "certificate.glyph_missing"}, reasons)
	again, err := w.certs.Issue(w.issuer, []certificate.Key{w.key(0)})
	require.NoError(t, err)
	require.Equal(t, fault.Sub("certificate.issued_already"), again.Refused[0].Reason)

	settings := body.Defaults()
	_, err = w.Rooms.Body.Save(t.Context(), settings)
	require.NoError(t, err)
	_, err = w.certs.Issue(w.issuer, []certificate.Key{w.key(1)})
	require.Equal(t, fault.Sub("certificate.prefix_missing"), fault.SubOf(err))
}

func TestN005_TheSheetIsForItsHolderAndTheOffice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	w.exam.Release(8000, 7000)
	c := w.issueOne(t, 0)
	mine, staff := "/api/my/certificates/"+c.ID.String()+"/file", "/api/certificates/"+c.ID.String()+"/file"
	holder, other := w.Trainee(resulttest.Phone(0)), w.Trainee(resulttest.Phone(1))
	reply := holder.Get(mine)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	require.Equal(t, "application/pdf", reply.Header.Get("Content-Type"))
	require.Equal(t, "no-store", reply.Header.Get("Cache-Control"))
	require.True(t, strings.HasPrefix(reply.Text, "%PDF"))
	require.Equal(t, reply.Text, holder.Get(mine).Text, "the stored sheet, the same bytes")
	require.Equal(t, http.StatusNotFound, other.Get(mine).Status)
	require.Equal(t, http.StatusNotFound, holder.Get("/api/my/certificates/"+uuid.NewString()+"/file").Status)
	require.Equal(t, http.StatusUnauthorized, holder.Get(staff).Status)
	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleTeacher).Get(staff).Status)
	require.Equal(t, http.StatusOK, w.Staff(identity.RoleCertifier).Get(staff).Status)
	require.Equal(t, 1, w.exam.Count(`select count(*) from audit_records where action = 'certificate.print'`))
	require.NotContains(t, other.Get("/api/my/certificates").Text, c.Number)
	require.Contains(t, holder.Get("/api/my/certificates").Text, c.Number)
	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleAdministrator).Post("/api/certificates/issue", map[string]any{"all": true}).Status)

	_, err := w.certs.Revoke(w.issuer, c.ID, "冒名顶替")
	require.NoError(t, err)
	require.Equal(t, http.StatusGone, holder.Get(mine).Status)
	require.NotContains(t, holder.Get("/api/my/certificates").Text, "冒名")
}

func TestN134_TheStateShowsInPublicAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.exam.Release(8000, 7000)
	c := w.issueOne(t, 0)
	anybody := w.Visitor()
	shape := func(reply apptest.Reply) (keys []string, got map[string]string) {
		require.Equal(t, http.StatusOK, reply.Status, reply.Text)
		reply.JSON(t, &got)
		for k := range got {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		return keys, got
	}
	keys, got := shape(anybody.Get("/api/public/certificates/" + c.Code))
	require.Equal(t, "valid", got["state"])
	require.Equal(t, "欧**明", got["name"])
	require.Equal(t, c.Number, got["number"])
	require.Equal(t, "平湖技师学院", got["bodyName"])
	for _, code := range []string{strings.Repeat("a", 26), "nothing", c.Number, strings.ToUpper(c.Code)} {
		unknownKeys, got := shape(anybody.Get("/api/public/certificates/" + code))
		require.Equal(t, keys, unknownKeys)
		require.Equal(t, "unknown", got["state"])
		require.Empty(t, got["name"]+got["number"]+got["occupation"]+got["issuedOn"])
	}
	staff := w.Staff(identity.RoleCertifier)
	path := "/api/certificates/" + c.ID.String() + "/revoke"
	require.Equal(t, http.StatusUnprocessableEntity, staff.Post(path, map[string]any{"reason": ""}).Status)
	require.Equal(t, http.StatusOK, staff.Post(path, map[string]any{"reason": "冒名顶替"}).Status)
	require.Equal(t, "certificate.revoked_already", staff.Post(path, map[string]any{"reason": "冒名顶替"}).Sub())
	reply := anybody.Get("/api/public/certificates/" + c.Code)
	revokedKeys, got := shape(reply)
	require.Equal(t, keys, revokedKeys)
	require.Equal(t, "revoked", got["state"])
	require.Empty(t, got["name"])
	require.NotEmpty(t, got["revokedOn"])
	require.NotContains(t, reply.Text, "冒名")
}

func TestN135_TheNumberAloneShowsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.exam.Release(8000, 7000)
	c := w.issueOne(t, 0)
	// All tests come from one address; earlier runs must not count.
	earlier, err := w.Redis.Keys(t.Context(), "certificate:*:number").Result()
	require.NoError(t, err)
	for _, key := range earlier {
		require.NoError(t, w.Redis.Del(t.Context(), key).Err())
	}
	ask := func(number, name string) apptest.Reply {
		return w.Visitor().Post("/api/public/certificate-lookups", map[string]string{"number": number, "name": name})
	}
	require.Contains(t, ask(strings.ToLower(c.Number), " 欧阳小明").Text, `"valid"`)
	wrong, unknown := ask(c.Number, "张三"), ask(prefix+"264000999", "张三")
	require.Equal(t, unknown.Text, wrong.Text)
	require.Contains(t, wrong.Text, `"unknown"`)
	var last apptest.Reply
	for range 20 {
		last = ask(c.Number, "李四")
	}
	require.Equal(t, http.StatusTooManyRequests, last.Status)
	require.Equal(t, "certificate.too_often", last.Sub())
	require.Equal(t, http.StatusOK, w.Visitor().Get("/api/public/certificates/"+c.Code).Status, "QR codes go on")
}

func TestN113_NamesAreNeverTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	w.exam.Release(8000, 7000)
	const name = "{{7*7}}${1}<%= 2 %>"
	w.exam.Run(`update learner_profiles set name = $1`, name)
	c := w.issueOne(t, 0)
	require.Equal(t, name, c.Name)
	_, file, _, err := w.certs.File(w.issuer, c.ID)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	require.Equal(t, 1, w.exam.Count(`select count(*) from certificates where name = $1`, name))
}

func TestF59_TheSheetDrawnTwiceIsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 1)
	_, err := w.Rooms.Body.SaveSeal(t.Context(), bytes.NewReader(seal()))
	require.NoError(t, err)
	w.exam.Release(8000, 7000)
	c := w.issueOne(t, 0)
	read := func() []byte {
		_, file, _, err := w.certs.File(w.issuer, c.ID)
		require.NoError(t, err)
		defer func() { _ = file.Close() }()
		var b bytes.Buffer
		_, err = b.ReadFrom(file)
		require.NoError(t, err)
		return b.Bytes()
	}
	first := read()
	w.exam.Run(`update certificates set pdf_key = ''`) // as if the job came once more
	require.True(t, bytes.Equal(first, read()))
	if path := os.Getenv("CERTIFICATE_SAMPLE"); path != "" {
		require.NoError(t, os.WriteFile(path, first, 0o600))
	}
	_, err = w.certs.Revoke(w.issuer, uuid.New(), "不存在的证书")
	var f *fault.Error
	require.True(t, errors.As(err, &f) && f.Code == fault.NotFound)
}
