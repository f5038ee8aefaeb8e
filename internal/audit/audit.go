package audit

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/platform/postgres"
)

// Entry is one thing done. Action reads "room.verb"; Object is the singular
// noun acted on. Before and After are small structs or maps, stored as JSON.
type Entry struct {
	Action        string
	Object        string
	ObjectID      uuid.UUID
	Reason        string
	Before, After any
}

// Log writes and chains records.
type Log struct {
	db    postgres.DB
	store store
}

// New binds the room's SQL.
func New(db postgres.DB) (*Log, error) {
	s, err := newStore()
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return &Log{db: db, store: s}, nil
}

// Write appends e in the caller's transaction, naming the context's actor.
func (l *Log) Write(ctx context.Context, tx postgres.Tx, now time.Time, e Entry) error {
	detail, err := json.Marshal(map[string]any{"before": e.Before, "after": e.After})
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	who := actor.From(ctx)
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return l.store.append(ctx, tx, record{
		ID: id, At: now, ActorID: postgres.NullID(who.ID), ActorKind: string(who.Kind), ActorName: who.Name,
		Action: e.Action, Object: e.Object, ObjectID: postgres.NullID(e.ObjectID), Reason: e.Reason, Detail: detail,
	})
}

// Record is one entry as it is shown. Number is 0 until the record is chained.
type Record struct {
	ID        uuid.UUID
	Number    int64
	At        time.Time
	ActorName string
	ActorKind string
	Action    string
	Object    string
	ObjectID  uuid.UUID
	Reason    string
}

// Filter narrows a list; empty fields do not.
type Filter struct {
	Action        string // beginning of the action's name
	ObjectID      uuid.UUID
	Limit, Offset int
}

// List gives one page of records, newest first, and how many there are.
func (l *Log) List(ctx context.Context, f Filter) ([]Record, int, error) {
	return l.store.list(ctx, l.db, f)
}

// chainBatch bounds one transaction of the chainer.
const chainBatch = 500

// Chain numbers and hashes every record that waits; returns how many it did.
// Two chainers at once are harmless: the second waits for the first.
func (l *Log) Chain(ctx context.Context) (int, error) {
	total := 0
	for {
		n, err := l.chainOnce(ctx)
		total += n
		if err != nil || n < chainBatch {
			return total, err
		}
	}
}

func (l *Log) chainOnce(ctx context.Context) (int, error) {
	var n int
	err := postgres.InTx(ctx, l.db, func(tx postgres.Tx) error {
		if err := l.store.lockChain(ctx, tx); err != nil {
			return err
		}
		last, err := l.store.findLast(ctx, tx)
		if err != nil {
			return err
		}
		waiting, err := l.store.listUnchained(ctx, tx, chainBatch)
		if err != nil {
			return err
		}
		for _, r := range waiting {
			r.Number = last.Number + 1
			r.Hash = link(last.Hash, r)
			if err := l.store.updateChained(ctx, tx, r); err != nil {
				return err
			}
			last = r
		}
		n = len(waiting)
		return nil
	})
	return n, err
}

// Break is the first place where the chain does not hold.
type Break struct {
	Number int64
	Reason string
}

// Verify walks the whole chain and returns the first break, or nil.
func (l *Log) Verify(ctx context.Context) (*Break, error) {
	last := record{}
	for {
		rows, err := l.store.listChained(ctx, l.db, last.Number, chainBatch)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Number != last.Number+1 {
				return &Break{Number: last.Number + 1, Reason: "missing"}, nil
			}
			if string(link(last.Hash, r)) != string(r.Hash) {
				return &Break{Number: r.Number, Reason: "changed"}, nil
			}
			last = r
		}
		if len(rows) < chainBatch {
			return nil, nil
		}
	}
}

// link hashes a record onto the hash before it. Every field is length-prefixed
// so that no two records share an encoding.
func link(before []byte, r record) []byte {
	h := sha256.New()
	put := func(b []byte) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		h.Write(size[:])
		h.Write(b)
	}
	put(before)
	put(binary.BigEndian.AppendUint64(nil, uint64(r.Number)))
	put(r.ID[:])
	put([]byte(r.At.UTC().Format(time.RFC3339Nano)))
	put(r.ActorID.UUID[:])
	put([]byte(r.ActorKind))
	put([]byte(r.ActorName))
	put([]byte(r.Action))
	put([]byte(r.Object))
	put(r.ObjectID.UUID[:])
	put([]byte(r.Reason))
	put(r.Detail)
	return h.Sum(nil)
}
