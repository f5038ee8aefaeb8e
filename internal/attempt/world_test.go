package attempt_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/actor"
	"jiangxun/internal/app"
	"jiangxun/internal/attempt"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/banktest"
	"jiangxun/internal/clock"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/apptest"
)

// world is a whole program with a frozen exam form of 20 questions.
type world struct {
	rooms app.Rooms
	db    postgres.DB
	bank  *banktest.Bank
	form  paper.Form
}

func newWorld(t testing.TB, rooms app.Rooms, db postgres.DB) *world {
	t.Helper()
	w := &world{rooms: rooms, db: db, bank: banktest.New(t, db, clock.System{}, 4)}
	w.bank.Fill(t, bank.Exam, bank.Single, bank.Multiple, bank.Judge)
	system := banktest.System(t.Context())
	blueprint, err := rooms.Paper.CreateBlueprint(system, paper.Blueprint{LevelID: w.bank.LevelID, Name: "理论卷", Purpose: paper.Exam, Minutes: 90, Sections: []paper.Section{
		{Type: bank.Single, Count: 16, ScoreHundredths: 500}, {Type: bank.Multiple, Count: 2, ScoreHundredths: 500}, {Type: bank.Judge, Count: 2, ScoreHundredths: 500},
	}})
	require.NoError(t, err)
	forms, err := rooms.Paper.Freeze(system, blueprint.ID, 1, 7)
	require.NoError(t, err)
	w.form, err = rooms.Paper.Form(system, forms[0].ID)
	require.NoError(t, err)
	return w
}

// candidate is an account with a session and an open sitting.
type candidate struct {
	account, attempt uuid.UUID
	token            string
}

func (w *world) candidate(t testing.TB, session uuid.UUID) candidate {
	t.Helper()
	c := candidate{account: uuid.Must(uuid.NewV7()), token: "test-" + uuid.NewString()}
	hash := sha256.Sum256([]byte(c.token))
	_, err := w.db.ExecContext(t.Context(), `insert into accounts (id, kind, name, created_at) values ($1, 'trainee', '考生', now())`, c.account)
	require.NoError(t, err)
	_, err = w.db.ExecContext(t.Context(), `insert into login_sessions (id, token_hash, account_id, portal, created_at, last_seen_at, ip, user_agent)
		values ($1, $2, $3, 'learner', now(), now(), '127.0.0.1', 'test')`, uuid.New(), hash[:], c.account)
	require.NoError(t, err)
	c.attempt = w.open(t, c.account, session, 1).ID
	return c
}

func (w *world) open(t testing.TB, account, session uuid.UUID, try int) attempt.Attempt {
	t.Helper()
	var a attempt.Attempt
	err := postgres.InTx(t.Context(), w.db, func(tx postgres.Tx) (err error) {
		a, err = w.rooms.Attempt.Open(banktest.System(t.Context()), tx, attempt.Opening{
			Purpose: paper.Exam, ContextID: session, AccountID: account, Try: try, FormID: w.form.ID, Minutes: 90,
			AllowanceSeconds: 15, Title: "车工四级理论考试",
		})
		return err
	})
	require.NoError(t, err)
	return a
}

// lease takes the lease straight from the room.
func (w *world) lease(t testing.TB, c candidate, seen int) int {
	t.Helper()
	l, err := w.rooms.Attempt.TakeLease(actor.With(t.Context(), actor.Actor{ID: c.account, Kind: actor.Trainee}), c.attempt, seen, uuid.New())
	require.NoError(t, err)
	return l.Epoch
}

func (c candidate) path(rest string) string { return "/api/my/attempts/" + c.attempt.String() + rest }

func (c candidate) cookie() string { return "jx_learner=" + c.token }

// do sends a request with the candidate's session.
func (c candidate) do(t testing.TB, p *apptest.Program, method, path, body string) apptest.Reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, p.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.AddCookie(&http.Cookie{Name: "jx_learner", Value: c.token})
	return p.Visitor().Send(r)
}

func saveBody(epoch int, seq int64, q int, value string) string {
	return fmt.Sprintf(`{"epoch":%d,"events":[{"seq":%d,"q":%d,"value":%q,"at":%d}]}`, epoch, seq, q, value, time.Now().UnixMilli())
}
