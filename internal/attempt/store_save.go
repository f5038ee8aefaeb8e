package attempt

import (
	"context"
	"strconv"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"jiangxun/internal/platform/postgres"
)

// SaveSettings belong to the connections of the save path: its one statement is
// planned once, and never by the size that a table had at that moment.
const SaveSettings = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off"

// verdict is what the save statement says of one request.
type verdict int

const (
	accepted verdict = iota
	foreign          // no such attempt of this account
	ended            // handed in or closed
	tooLate          // deadline and allowance have passed
	stale            // another page has the lease
)

// saveRow answers one request of a batch. Times are milliseconds since 1970.
type saveRow struct {
	R          int     `db:"r"`
	Verdict    verdict `db:"verdict"`
	Epoch      int     `db:"epoch"`
	DeadlineMS int64   `db:"deadline_ms"`
	NowMS      int64   `db:"now_ms"`
	Written    int     `db:"written"` // events of the whole batch that are new
}

// saver holds the prepared statement of the save path.
type saver struct {
	db   postgres.DB
	stmt *sqlx.Stmt
	args saveArgs
}

func (s store) newSaver(ctx context.Context, db postgres.DB) (*saver, error) {
	stmt, err := db.PreparexContext(ctx, s.q.Save)
	if err != nil {
		return nil, err
	}
	return &saver{db: db, stmt: stmt}, nil
}

func (s *saver) close() error { return s.stmt.Close() }

// save writes a batch in one statement, hence one transaction, and returns
// after its commit. One caller at a time.
func (s *saver) save(ctx context.Context, batch []*saveRequest) ([]saveRow, error) {
	return s.run(ctx, s.stmt, batch)
}

func (s *saver) run(ctx context.Context, stmt *sqlx.Stmt, batch []*saveRequest) ([]saveRow, error) {
	s.args.fill(batch)
	a := &s.args
	rows, err := stmt.QueryContext(ctx, a.attempts.text(), a.accounts.text(), a.epochs.text(), a.rs.text(), a.seqs.text(),
		a.questions.text(), a.values.text(), a.cleared.text(), a.device.text())
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	list := make([]saveRow, 0, len(batch))
	for rows.Next() {
		var r saveRow
		if err := rows.Scan(&r.R, &r.Verdict, &r.Epoch, &r.DeadlineMS, &r.NowMS, &r.Written); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// saveArgs are the statement's arrays in Postgres' text form, built in buffers
// that are used again.
type saveArgs struct {
	attempts, accounts, epochs                   array
	rs, seqs, questions, values, cleared, device array
}

func (a *saveArgs) fill(batch []*saveRequest) {
	all := []*array{&a.attempts, &a.accounts, &a.epochs, &a.rs, &a.seqs, &a.questions, &a.values, &a.cleared, &a.device}
	for _, one := range all {
		one.begin()
	}
	for i, r := range batch {
		a.attempts.uuid(r.attempt)
		a.accounts.uuid(r.account)
		a.epochs.integer(int64(r.epoch))
		for _, e := range r.events {
			a.rs.integer(int64(i + 1))
			a.seqs.integer(e.Seq)
			a.questions.integer(int64(e.Question))
			a.values.word(e.Value)
			a.cleared.boolean(e.Cleared)
			a.device.integer(e.DeviceMS)
		}
	}
}

// array is one array literal under construction.
type array struct{ buf []byte }

func (a *array) begin() { a.buf = append(a.buf[:0], '{') }

func (a *array) comma() {
	if len(a.buf) > 1 {
		a.buf = append(a.buf, ',')
	}
}

func (a *array) integer(n int64) {
	a.comma()
	a.buf = strconv.AppendInt(a.buf, n, 10)
}

func (a *array) boolean(b bool) {
	a.comma()
	if b {
		a.buf = append(a.buf, 't')
		return
	}
	a.buf = append(a.buf, 'f')
}

// word adds option keys, which are letters alone and need no escaping.
func (a *array) word(s string) {
	a.comma()
	a.buf = append(a.buf, '"')
	a.buf = append(a.buf, s...)
	a.buf = append(a.buf, '"')
}

func (a *array) uuid(id uuid.UUID) {
	a.comma()
	var text [36]byte
	encoded, _ := id.MarshalText()
	copy(text[:], encoded)
	a.buf = append(a.buf, text[:]...)
}

func (a *array) text() string { return string(append(a.buf, '}')) }
