package sources

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// Database reads everything of the sittings of these contexts. The queries are
// its own: the product's code is what is being judged.
func Database(ctx context.Context, dsn string, contexts ...uuid.UUID) (Stored, error) {
	db, err := sqlx.ConnectContext(ctx, "postgres", dsn)
	if err != nil {
		return Stored{}, fmt.Errorf("reach database: %w", err)
	}
	defer func() { _ = db.Close() }()
	r := reader{db: db, s: Stored{
		Events: map[string][]Event{}, Late: map[string][]Event{}, Marks: map[string][]Marks{}, Grants: map[string]int{}, Forms: map[uuid.UUID]Form{},
	}}
	if err := r.attempts(ctx, contexts); err != nil {
		return Stored{}, err
	}
	ids, forms := []string{}, []string{}
	for _, a := range r.s.Attempts {
		ids, forms = append(ids, a.ID), append(forms, a.Form.String())
	}
	for _, read := range []func(context.Context, []string) error{r.events, r.late, r.marks, r.grants} {
		if err := read(ctx, ids); err != nil {
			return Stored{}, err
		}
	}
	return r.s, r.forms(ctx, forms)
}

type reader struct {
	db *sqlx.DB
	s  Stored
}

// Pending counts the sittings of these contexts that are not ended and marked.
func Pending(ctx context.Context, dsn string, contexts ...uuid.UUID) (int, error) {
	db, err := sqlx.ConnectContext(ctx, "postgres", dsn)
	if err != nil {
		return 0, fmt.Errorf("reach database: %w", err)
	}
	defer func() { _ = db.Close() }()
	var n int
	err = db.GetContext(ctx, &n, `select count(*) from attempts where context_id = any ($1) and (state = 'open' or marked_at is null)`, pq.Array(contexts))
	return n, err
}

// each hands over row after row: a long run has more events than memory wants.
func each[T any](ctx context.Context, db *sqlx.DB, query string, args any, take func(T) error) error {
	return scan(ctx, db, query, args, func(rows *sqlx.Rows) error {
		var v T
		if err := rows.StructScan(&v); err != nil {
			return err
		}
		return take(v)
	})
}

func scan(ctx context.Context, db *sqlx.DB, query string, args any, row func(*sqlx.Rows) error) error {
	rows, err := db.QueryxContext(ctx, query, args)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r *reader) attempts(ctx context.Context, contexts []uuid.UUID) error {
	type row struct {
		ID        string       `db:"id"`
		Account   uuid.UUID    `db:"account_id"`
		Context   uuid.UUID    `db:"context_id"`
		Try       int          `db:"try"`
		Form      uuid.UUID    `db:"form_id"`
		State     string       `db:"state"`
		Epoch     int          `db:"epoch"`
		Deadline  sql.NullTime `db:"deadline_at"`
		Closes    sql.NullTime `db:"closes_at"`
		Allowance int          `db:"allowance_seconds"`
		Closed    sql.NullTime `db:"closed_at"`
		Reason    string       `db:"close_reason"`
		Digest    []byte       `db:"receipt_digest"`
		Count     *int         `db:"receipt_count"`
	}
	return each(ctx, r.db, `select id, account_id, context_id, try, form_id, state, epoch, deadline_at, closes_at, allowance_seconds, closed_at,
		close_reason, receipt_digest, receipt_count from attempts where context_id = any ($1)`, pq.Array(contexts), func(v row) error {
		a := Attempt{
			ID: v.ID, Account: v.Account, Context: v.Context, Try: v.Try, Form: v.Form, State: v.State, Epoch: v.Epoch, DeadlineAt: v.Deadline.Time,
			ClosesAt: v.Closes.Time, Allowance: seconds(v.Allowance), ClosedAt: v.Closed.Time, CloseReason: v.Reason, ReceiptDigest: hex.EncodeToString(v.Digest),
		}
		if v.Count != nil {
			a.ReceiptCount = *v.Count
		}
		r.s.Attempts = append(r.s.Attempts, a)
		return nil
	})
}

type eventRow struct {
	Attempt  string       `db:"attempt_id"`
	Epoch    int          `db:"epoch"`
	Seq      int64        `db:"seq"`
	Question int          `db:"question"`
	Value    string       `db:"value"`
	Cleared  bool         `db:"cleared"`
	At       sql.NullTime `db:"at"`
}

func (r *reader) eventsOf(ctx context.Context, query string, ids []string, into map[string][]Event) error {
	return each(ctx, r.db, query, pq.Array(ids), func(v eventRow) error {
		into[v.Attempt] = append(into[v.Attempt], Event{v.Epoch, v.Seq, v.Question, v.Value, v.Cleared, v.At.Time})
		return nil
	})
}

func (r *reader) events(ctx context.Context, ids []string) error {
	return r.eventsOf(ctx, `select attempt_id, epoch, seq, question, value, cleared, saved_at as at from answer_events where attempt_id = any ($1)`, ids, r.s.Events)
}

func (r *reader) late(ctx context.Context, ids []string) error {
	return r.eventsOf(ctx, `select attempt_id, epoch, seq, question, value, cleared, received_at as at from late_events where attempt_id = any ($1)`, ids, r.s.Late)
}

func (r *reader) marks(ctx context.Context, ids []string) error {
	type row struct {
		Attempt string `db:"attempt_id"`
		Version int    `db:"version"`
		Got     int    `db:"got_hundredths"`
		Of      int    `db:"of_hundredths"`
		Digest  []byte `db:"script_digest"`
		Marks   []byte `db:"marks"`
	}
	return each(ctx, r.db, `select attempt_id, version, got_hundredths, of_hundredths, script_digest, marks from attempt_marks
		where attempt_id = any ($1) order by attempt_id, version`, pq.Array(ids), func(v row) error {
		m := Marks{Version: v.Version, Got: v.Got, Of: v.Of, Digest: hex.EncodeToString(v.Digest)}
		if err := json.Unmarshal(v.Marks, &m); err != nil {
			return fmt.Errorf("marks of %s: %w", v.Attempt, err)
		}
		r.s.Marks[v.Attempt] = append(r.s.Marks[v.Attempt], m)
		return nil
	})
}

func (r *reader) grants(ctx context.Context, ids []string) error {
	type row struct {
		Attempt string `db:"attempt_id"`
		Minutes int    `db:"minutes"`
	}
	return each(ctx, r.db, `select attempt_id, minutes from attempt_grants where attempt_id = any ($1)`, pq.Array(ids), func(v row) error {
		r.s.Grants[v.Attempt] += v.Minutes
		return nil
	})
}

func (r *reader) forms(ctx context.Context, ids []string) error {
	type row struct {
		Form    uuid.UUID      `db:"form_id"`
		Mode    string         `db:"multiple_mode"`
		Number  int            `db:"number"`
		Version uuid.UUID      `db:"version_id"`
		Score   int            `db:"score_hundredths"`
		Type    string         `db:"type"`
		Stem    string         `db:"stem"`
		Options []byte         `db:"options"`
		Key     pq.StringArray `db:"answer"`
	}
	return each(ctx, r.db, `select i.form_id, f.multiple_mode, i.number, i.version_id, i.score_hundredths, k.type, v.stem, v.options, k.answer
		from paper_form_items i
		join paper_forms f on f.id = i.form_id
		join paper_form_keys k on k.form_id = i.form_id and k.number = i.number
		join question_versions v on v.id = i.version_id
		where i.form_id = any ($1) order by i.form_id, i.number`, pq.Array(ids), func(v row) error {
		item := Item{Number: v.Number, Version: v.Version, Type: v.Type, Stem: v.Stem, Key: v.Key, Score: v.Score}
		if err := json.Unmarshal(v.Options, &item.Options); err != nil {
			return fmt.Errorf("options of %s: %w", v.Version, err)
		}
		f := r.s.Forms[v.Form]
		f.Partial = v.Mode == "partial"
		f.Items = append(f.Items, item)
		r.s.Forms[v.Form] = f
		return nil
	})
}
