package bank

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/postgres"
)

// twin is a question of the bank that shares a face, a stem or a reference
// with one that wants to come in.
type twin struct {
	id         uuid.UUID
	pool       Pool
	state      State
	retired    bool
	ref        string
	face, stem string
	answer     string
	text       string
	body       question.Body
}

func (t twin) twin(kind TwinKind) Twin {
	return Twin{QuestionID: t.id, Kind: kind, Pool: t.pool, State: t.state, Stem: opening(t.text), Answer: t.answer, Body: t.body}
}

func (s store) listTwins(ctx context.Context, q postgres.Q, level uuid.UUID, faces, stems [][]byte, refs []string) ([]twin, error) {
	var rows []struct {
		ID      uuid.UUID      `db:"id"`
		Pool    Pool           `db:"pool"`
		State   State          `db:"state"`
		Ref     string         `db:"external_ref"`
		Face    []byte         `db:"face_digest"`
		Stem    []byte         `db:"stem_digest"`
		Options []byte         `db:"options"`
		Answer  pq.StringArray `db:"answer"`
		Detail  []byte         `db:"detail"`
		Type    Type           `db:"type"`
		Text    string         `db:"stem"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListTwins, level, pq.ByteaArray(faces), pq.ByteaArray(stems), pq.Array(refs), postgres.IDs(idsAmong(refs))); err != nil {
		return nil, err
	}
	list := make([]twin, 0, len(rows))
	for _, r := range rows {
		b := question.Body{}
		if err := bodyOf(r.Detail, r.Options, &b); err != nil {
			return nil, err
		}
		b.Type, b.Key = r.Type, r.Answer
		list = append(list, twin{
			id: r.ID, pool: r.Pool, state: r.State, retired: r.State == Retired, text: question.Plain(r.Text), ref: r.Ref, face: string(r.Face), stem: string(r.Stem), answer: b.AnswerText(), body: b,
		})
	}
	return list, nil
}

// idsAmong finds the references that are our own ids: files that we wrote say
// them for questions without a reference.
func idsAmong(refs []string) []uuid.UUID {
	var ids []uuid.UUID
	for _, r := range refs {
		if id, err := uuid.Parse(r); err == nil && id.String() == r {
			ids = append(ids, id)
		}
	}
	return ids
}

type pictureRow struct {
	ID          uuid.UUID `db:"id"`
	LevelID     uuid.UUID `db:"level_id"`
	Name        string    `db:"name"`
	BlobKey     string    `db:"blob_key"`
	ContentType string    `db:"content_type"`
	Width       int       `db:"width"`
	Height      int       `db:"height"`
	Digest      []byte    `db:"digest"`
}

// insertPicture gives the picture that is kept: the first one with the same
// content and name.
func (s store) insertPicture(ctx context.Context, q postgres.Q, p Picture, by uuid.UUID, now time.Time) (Picture, error) {
	_, err := q.ExecContext(ctx, s.q.InsertPicture, p.ID, p.LevelID, p.Name, p.BlobKey, p.ContentType, p.Width, p.Height, p.Digest, postgres.NullID(by), now)
	if err != nil {
		return Picture{}, err
	}
	var r pictureRow
	err = q.GetContext(ctx, &r, s.q.FindPictureByDigest, p.LevelID, p.Digest, p.Name)
	return Picture(r), err
}

func (s store) listPictures(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]Picture, error) {
	return s.pictures(ctx, q, s.q.ListPictures, postgres.IDs(ids))
}

func (s store) listPicturesByName(ctx context.Context, q postgres.Q, level uuid.UUID, names []string) ([]Picture, error) {
	return s.pictures(ctx, q, s.q.ListPicturesByName, level, pq.Array(names))
}

func (s store) pictures(ctx context.Context, q postgres.Q, query string, args ...any) ([]Picture, error) {
	var rows []pictureRow
	if err := q.SelectContext(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	list := make([]Picture, 0, len(rows))
	for _, r := range rows {
		list = append(list, Picture(r))
	}
	return list, nil
}

// lockLevelBank makes imports into one level take turns.
func (s store) lockLevelBank(ctx context.Context, q postgres.Q, level uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.LockLevelBank, level)
	return err
}
