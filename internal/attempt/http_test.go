package attempt_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/testkit/apptest"
)

func start(t *testing.T) (*apptest.Program, *world) {
	t.Helper()
	p := apptest.Start(t)
	return p, newWorld(t, p.Rooms, p.DB)
}

type stateJSON struct {
	State   string
	Epoch   int
	Answers []struct {
		Q, Epoch int
		Seq      int64
		Value    string
	}
}

func TestSitting_OverHTTP(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	c := w.candidate(t, uuid.New())
	reply := c.do(t, p, http.MethodGet, c.path(""), "")
	require.Equal(t, 200, reply.Status, reply.Text)
	require.Equal(t, "no-store", reply.Header.Get("Cache-Control"))
	var state stateJSON
	reply.JSON(t, &state)
	require.Equal(t, "open", state.State)
	require.Zero(t, state.Epoch)

	reply = c.do(t, p, http.MethodPost, c.path("/lease"), fmt.Sprintf(`{"epoch":0,"holder":%q}`, uuid.NewString()))
	require.Equal(t, 200, reply.Status, reply.Text)
	reply = c.do(t, p, http.MethodGet, c.path("/paper"), "")
	require.Equal(t, 200, reply.Status, reply.Text)
	require.Equal(t, 20, strings.Count(reply.Text, `"stem"`))

	reply = c.do(t, p, http.MethodPost, c.path("/answers"), saveBody(1, 1, 5, "A"))
	require.Equal(t, 200, reply.Status, reply.Text)
	require.Equal(t, "application/json", reply.Header.Get("Content-Type"))
	require.Contains(t, reply.Text, `"acked":[1]`)
	c.do(t, p, http.MethodGet, c.path(""), "").JSON(t, &state)
	require.Len(t, state.Answers, 1)
	require.Equal(t, 5, state.Answers[0].Q)
	require.Equal(t, "A", state.Answers[0].Value)

	reply = c.do(t, p, http.MethodPost, c.path("/submit"), `{"epoch":1,"answers":[{"q":6,"epoch":1,"seq":2}]}`)
	require.Equal(t, 409, reply.Status)
	require.Equal(t, "attempt.answers_missing", reply.Sub())
	reply = c.do(t, p, http.MethodPost, c.path("/submit"), `{"epoch":1,"answers":[{"q":5,"epoch":1,"seq":1}]}`)
	require.Equal(t, 200, reply.Status, reply.Text)
	receipt := reply.Text
	require.Equal(t, receipt, c.do(t, p, http.MethodGet, c.path("/receipt"), "").Text)
	require.Equal(t, receipt, c.do(t, p, http.MethodPost, c.path("/submit"), `{"epoch":1,"answers":[]}`).Text)
	require.Equal(t, "attempt.closed", c.do(t, p, http.MethodPost, c.path("/answers"), saveBody(1, 2, 5, "B")).Sub())
	require.Equal(t, "attempt.closed", c.do(t, p, http.MethodGet, c.path("/paper"), "").Sub())

	// The job marks it, whoever asks.
	require.Eventually(t, func() bool {
		_, found, err := w.rooms.Attempt.Marks(t.Context(), c.attempt)
		return err == nil && found
	}, waitLong, waitStep)
}

// The paper, the state, saves, receipts, pictures: every byte and header that
// reaches a candidate before the release, searched for what must not leave.
func TestN035_NoKeyBeforeRelease(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	c := w.candidate(t, uuid.New())
	w.lease(t, c, 0)
	var seen strings.Builder
	note := func(r apptest.Reply) apptest.Reply {
		for name, values := range r.Header {
			if name != "X-Request-Id" {
				fmt.Fprintln(&seen, name, values)
			}
		}
		fmt.Fprintln(&seen, r.Text)
		return r
	}
	note(c.do(t, p, http.MethodGet, c.path(""), ""))
	paperReply := note(c.do(t, p, http.MethodGet, c.path("/paper"), ""))
	require.Equal(t, 200, paperReply.Status)
	note(c.do(t, p, http.MethodPost, c.path("/answers"), saveBody(1, 1, 1, "A")))
	note(c.do(t, p, http.MethodPost, c.path("/answers"), saveBody(1, 1, 1, "Z")))
	note(c.do(t, p, http.MethodPost, c.path("/answers"), saveBody(9, 1, 1, "A")))
	note(c.do(t, p, http.MethodGet, c.path("/receipt"), ""))
	note(c.do(t, p, http.MethodGet, c.path("/pictures/"+uuid.NewString()), ""))
	note(c.do(t, p, http.MethodPost, c.path("/submit"), `{"epoch":1,"answers":[]}`))
	note(c.do(t, p, http.MethodGet, c.path("/receipt"), ""))
	text := seen.String()

	ids := w.form.VersionIDs()
	versions, err := w.rooms.Bank.Versions(banktest.System(t.Context()), ids)
	require.NoError(t, err)
	for i, v := range versions {
		for what, secret := range map[string]string{
			"explanation": v.Explanation, "version": v.ID.String(), "question": v.QuestionID.String(), "weight row": v.WeightRowID.String(),
			"element": v.ElementID.String(), "item's weight row": w.form.Items[i].WeightRowID.String(),
		} {
			require.NotContains(t, text, secret, what)
		}
		require.Contains(t, text, v.Stem, "the scan sees the paper")
	}
	for _, word := range []string{"解析", "explanation", "difficulty", "weightRow", "correct", "\"answer\"", "\"key\"", "source"} {
		require.NotContains(t, text, word)
	}
	fields := map[string]bool{}
	collectFields(t, paperReply.Text, fields)
	require.Equal(t, map[string]bool{
		"attemptId": true, "title": true, "sections": true, "questions": true, "type": true, "count": true, "scoreHundredths": true,
		"q": true, "section": true, "stem": true, "options": true, "letter": true, "html": true, "pictures": true,
	}, fields, "a new field of the paper is looked at by a person first")
}

// The right answer of every single-choice question of this world is the
// author's A: on papers it stands anywhere.
func TestN036_RightOptionStandsAnywhere(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	places := map[int]int{}
	session := uuid.New()
	for range 12 {
		c := w.candidate(t, session)
		var got struct {
			Questions []struct {
				Type    string
				Options []struct{ Letter, HTML string }
			}
		}
		c.do(t, p, http.MethodGet, c.path("/paper"), "").JSON(t, &got)
		for _, q := range got.Questions {
			for i, o := range q.Options {
				require.Equal(t, q.Type == "judge", o.Letter == "T" || o.Letter == "F")
				if q.Type == "single" && o.HTML == "选项1" {
					places[i]++
				}
			}
		}
	}
	for i := range 4 {
		require.InDelta(t, 48, places[i], 30)
	}
}

func collectFields(t *testing.T, text string, into map[string]bool) {
	t.Helper()
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, inner := range x {
				into[k] = true
				walk(inner)
			}
		case []any:
			for _, inner := range x {
				walk(inner)
			}
		}
	}
	var v any
	require.NoError(t, json.Unmarshal([]byte(text), &v))
	walk(v)
}

func TestN001_N002_N003_N004_N011_OtherPeoplesSittingsOverHTTP(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	session := uuid.New()
	mine, theirs := w.candidate(t, session), w.candidate(t, session)
	w.lease(t, mine, 0)
	w.lease(t, theirs, 0)
	none := uuid.NewString()
	for _, r := range []struct{ method, rest, body string }{
		{"GET", "", ""}, {"GET", "/paper", ""}, {"GET", "/receipt", ""}, {"GET", "/pictures/" + uuid.NewString(), ""},
		{"POST", "/answers", saveBody(1, 1, 1, "A")}, {"POST", "/submit", `{"epoch":1,"answers":[]}`},
		{"POST", "/lease", fmt.Sprintf(`{"epoch":1,"holder":%q}`, uuid.NewString())},
	} {
		foreign := mine.do(t, p, r.method, theirs.path(r.rest), r.body)
		missing := mine.do(t, p, r.method, "/api/my/attempts/"+none+r.rest, r.body)
		require.Equal(t, 404, foreign.Status, r.rest)
		require.Equal(t, missing.Status, foreign.Status, r.rest)
		require.Equal(t, missing.Sub(), foreign.Sub(), r.rest)
	}
	// N011: another attempt's id in the body is an unknown field.
	body := strings.Replace(saveBody(1, 1, 1, "A"), "{", fmt.Sprintf(`{"attemptId":%q,`, theirs.attempt), 1)
	reply := mine.do(t, p, "POST", mine.path("/answers"), body)
	require.Equal(t, 400, reply.Status)
	require.Equal(t, "unknown_field", reply.Sub())
	require.Contains(t, mine.do(t, p, "GET", mine.path(""), "").Text, `"answers":[]`)
	require.Contains(t, theirs.do(t, p, "GET", theirs.path(""), "").Text, `"answers":[]`)
}

func TestN041_N043_N044_N046_N054_BadSavesOverHTTP(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	c := w.candidate(t, uuid.New())
	w.lease(t, c, 0)
	good := saveBody(1, 1, 1, "A")
	for body, want := range map[string]int{
		strings.Replace(good, `"q"`, `"score":100,"q"`, 1): 400,
		strings.Replace(good, `"epoch":1`, `"EPOCH":1`, 1): 400,
		strings.Replace(good, `"q":1`, `"q":1,"q":2`, 1):   400,
		good + good: 400,
		strings.Replace(good, `"epoch":1`, `"epoch":"1"`, 1):     422,
		strings.Replace(good, `"epoch":1,`, ``, 1):               422,
		strings.Replace(good, `"seq":1,`, ``, 1):                 422,
		strings.Replace(good, `"seq":1`, `"seq":1e999`, 1):       422,
		strings.Replace(good, `"seq":1`, `"seq":-1`, 1):          422,
		strings.Replace(good, `"value":"A"`, `"value":null`, 1):  422,
		strings.Replace(good, `"value":"A"`, `"value":["A"]`, 1): 422,
		strings.Replace(good, `"q":1`, `"q":999`, 1):             422,
		``:                           422,
		`{}`:                         422,
		strings.Repeat("x", 70_000):  413,
		strings.Repeat("[", 100_000): 413,
	} {
		reply := c.do(t, p, "POST", c.path("/answers"), body)
		if body == "" {
			require.Contains(t, []int{400, 415, 422}, reply.Status, reply.Text)
			continue
		}
		require.Equal(t, want, reply.Status, "%.80s: %s", body, reply.Text)
	}
	r, err := http.NewRequestWithContext(t.Context(), "POST", p.URL+c.path("/answers"), strings.NewReader(good))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "text/plain")
	r.AddCookie(&http.Cookie{Name: "jx_learner", Value: c.token})
	require.Equal(t, 415, p.Visitor().Send(r).Status)
	require.Equal(t, 401, p.Visitor().Post(c.path("/answers"), good).Status)
	require.Contains(t, c.do(t, p, "GET", c.path(""), "").Text, `"answers":[]`)
}

func TestN012_PreviousTryIsClosed(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	session := uuid.New()
	c := w.candidate(t, session)
	w.lease(t, c, 0)
	require.Equal(t, 200, c.do(t, p, "POST", c.path("/submit"), `{"epoch":1,"answers":[]}`).Status)
	first := c
	c.attempt = w.open(t, c.account, session, 2).ID
	w.lease(t, c, 0)
	require.Equal(t, 409, first.do(t, p, "POST", first.path("/answers"), saveBody(1, 1, 1, "A")).Status)
	require.Equal(t, 200, c.do(t, p, "POST", c.path("/answers"), saveBody(1, 1, 1, "A")).Status)
}

// F24: the same questions in another sitting of the same person.
func TestF24_SittingsAreIndependent(t *testing.T) {
	t.Parallel()
	p, w := start(t)
	c := w.candidate(t, uuid.New())
	w.lease(t, c, 0)
	other := c
	other.attempt = w.open(t, c.account, uuid.New(), 1).ID
	w.lease(t, other, 0)
	require.Equal(t, 200, c.do(t, p, "POST", c.path("/answers"), saveBody(1, 1, 1, "A")).Status)
	require.Contains(t, other.do(t, p, "GET", other.path(""), "").Text, `"answers":[]`)
}
