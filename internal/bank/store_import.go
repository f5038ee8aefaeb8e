package bank

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
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
	if err := q.SelectContext(ctx, &rows, s.q.ListTwins, level, pq.ByteaArray(faces), pq.ByteaArray(stems), pq.Array(refs), idList(idsAmong(refs))); err != nil {
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
	_, err := q.ExecContext(ctx, s.q.InsertPicture, p.ID, p.LevelID, p.Name, p.BlobKey, p.ContentType, p.Width, p.Height, p.Digest, nullable(by), now)
	if err != nil {
		return Picture{}, err
	}
	var r pictureRow
	err = q.GetContext(ctx, &r, s.q.FindPictureByDigest, p.LevelID, p.Digest, p.Name)
	return Picture(r), err
}

func (s store) listPictures(ctx context.Context, q postgres.Q, ids []uuid.UUID) ([]Picture, error) {
	return s.pictures(ctx, q, s.q.ListPictures, idList(ids))
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

type importRow struct {
	ID          uuid.UUID    `db:"id"`
	LevelID     uuid.UUID    `db:"level_id"`
	FileName    string       `db:"file_name"`
	State       string       `db:"state"`
	Accepted    int          `db:"accepted"`
	Rejected    int          `db:"rejected"`
	Unchanged   int          `db:"unchanged"`
	CreatedAt   time.Time    `db:"created_at"`
	CommittedAt sql.NullTime `db:"committed_at"`
}

func (r importRow) batch() Batch {
	return Batch{
		ID: r.ID, LevelID: r.LevelID, FileName: r.FileName, Committed: r.State == "committed", Accepted: r.Accepted,
		Rejected: r.Rejected, Unchanged: r.Unchanged, CreatedAt: r.CreatedAt, CommittedAt: r.CommittedAt.Time,
	}
}

func (s store) insertImport(ctx context.Context, q postgres.Q, b Batch, by uuid.UUID, byName string) error {
	_, err := q.ExecContext(ctx, s.q.InsertImport, b.ID, b.LevelID, b.FileName, b.Accepted, b.Rejected, b.Unchanged, nullable(by), byName, b.CreatedAt)
	return err
}

// storedRow is a row of a batch as jsonb_to_recordset reads it.
type storedRow struct {
	Position   int             `json:"position"`
	Sheet      string          `json:"sheet"`
	Line       int             `json:"line"`
	Verdict    Verdict         `json:"verdict"`
	Stem       string          `json:"stem"`
	Faults     []Note          `json:"faults"`
	Draft      json.RawMessage `json:"draft"`
	QuestionID *uuid.UUID      `json:"question_id"`
}

func (s store) insertImportRows(ctx context.Context, q postgres.Q, batch uuid.UUID, rows []ImportRow) error {
	const portion = 500
	for len(rows) > 0 {
		n := min(portion, len(rows))
		part := make([]storedRow, 0, n)
		for _, r := range rows[:n] {
			draft, err := json.Marshal(r.draft)
			if err != nil {
				return err
			}
			row := storedRow{
				Position: r.position, Sheet: r.Sheet, Line: r.Line, Verdict: r.Verdict, Stem: r.Stem, Faults: r.Notes, Draft: draft,
			}
			if row.Faults == nil {
				row.Faults = []Note{}
			}
			if r.QuestionID != uuid.Nil {
				row.QuestionID = &r.QuestionID
			}
			part = append(part, row)
		}
		text, err := json.Marshal(part)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, s.q.InsertImportRows, batch, text); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (s store) findImport(ctx context.Context, q postgres.Q, id uuid.UUID) (Batch, error) {
	return s.batch(ctx, q, s.q.FindImport, id)
}

func (s store) lockImport(ctx context.Context, q postgres.Q, id uuid.UUID) (Batch, error) {
	return s.batch(ctx, q, s.q.LockImport, id)
}

func (s store) batch(ctx context.Context, q postgres.Q, query string, id uuid.UUID) (Batch, error) {
	var r importRow
	err := q.GetContext(ctx, &r, query, id)
	if postgres.IsNoRows(err) {
		return Batch{}, fault.NotFoundf("import")
	}
	return r.batch(), err
}

func (s store) listImportRows(ctx context.Context, q postgres.Q, batch uuid.UUID, verdict Verdict, limit, offset int) ([]ImportRow, int, error) {
	var rows []struct {
		Position   int           `db:"position"`
		Sheet      string        `db:"sheet"`
		Line       int           `db:"line"`
		Verdict    Verdict       `db:"verdict"`
		Stem       string        `db:"stem"`
		Faults     []byte        `db:"faults"`
		Draft      []byte        `db:"draft"`
		QuestionID uuid.NullUUID `db:"question_id"`
		Total      int           `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListImportRows, batch, optional(string(verdict)), limit, offset); err != nil {
		return nil, 0, err
	}
	list, total := make([]ImportRow, 0, len(rows)), 0
	for _, r := range rows {
		total = r.Total
		row := ImportRow{position: r.Position, Sheet: r.Sheet, Line: r.Line, Verdict: r.Verdict, Stem: r.Stem, QuestionID: r.QuestionID.UUID}
		if err := json.Unmarshal(r.Faults, &row.Notes); err != nil {
			return nil, 0, err
		}
		if err := json.Unmarshal(r.Draft, &row.draft); err != nil {
			return nil, 0, err
		}
		list = append(list, row)
	}
	return list, total, nil
}

// updateImportRows writes verdicts and questions.
func (s store) updateImportRows(ctx context.Context, q postgres.Q, batch uuid.UUID, rows []*ImportRow) error {
	type change struct {
		Position   int       `json:"position"`
		Verdict    Verdict   `json:"verdict"`
		QuestionID uuid.UUID `json:"question_id"`
	}
	list := make([]change, len(rows))
	for i, r := range rows {
		list[i] = change{Position: r.position, Verdict: r.Verdict, QuestionID: r.QuestionID}
	}
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpdateImportRows, batch, text)
	return err
}

func (s store) updateImportCommitted(ctx context.Context, q postgres.Q, b Batch) error {
	_, err := q.ExecContext(ctx, s.q.UpdateImportCommitted, b.ID, b.Accepted, b.Unchanged, b.CommittedAt)
	return err
}

// isElementGone reports that a draft's point has left the level.
func isElementGone(err error) bool {
	return postgres.IsForeignKey(err, "questions_element_fkey")
}
