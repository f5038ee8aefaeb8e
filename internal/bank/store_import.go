package bank

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// twin is a question of the bank that shares a face, a stem or a reference
// with one that wants to come in.
type twin struct {
	id         uuid.UUID
	pool       Pool
	retired    bool
	ref        string
	face, stem string
	answer     string
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
		Type    Type           `db:"type"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListTwins, level, pq.ByteaArray(faces), pq.ByteaArray(stems), pq.Array(refs)); err != nil {
		return nil, err
	}
	list := make([]twin, 0, len(rows))
	for _, r := range rows {
		c := Content{Type: r.Type, Key: r.Answer}
		if err := json.Unmarshal(r.Options, &c.Options); err != nil {
			return nil, err
		}
		list = append(list, twin{
			id: r.ID, pool: r.Pool, retired: r.State == Retired, ref: r.Ref, face: string(r.Face), stem: string(r.Stem), answer: c.answerTexts(),
		})
	}
	return list, nil
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

// newQuestion is a question with its first version as jsonb_to_recordset
// reads it.
type newQuestion struct {
	ID          uuid.UUID   `json:"id"`
	VersionID   uuid.UUID   `json:"version_id"`
	LevelID     uuid.UUID   `json:"level_id"`
	Pool        Pool        `json:"pool"`
	State       State       `json:"state"`
	ExternalRef string      `json:"external_ref"`
	Type        Type        `json:"type"`
	ElementID   uuid.UUID   `json:"element_id"`
	WeightRowID uuid.UUID   `json:"weight_row_id"`
	Difficulty  int         `json:"difficulty"`
	Face        string      `json:"face"`
	StemFace    string      `json:"stem_face"`
	SearchText  string      `json:"search_text"`
	Tokens      []string    `json:"tokens"`
	Stem        string      `json:"stem"`
	Options     []Option    `json:"options"`
	Answer      []string    `json:"answer"`
	Explanation string      `json:"explanation"`
	PictureIDs  []uuid.UUID `json:"picture_ids"`
	Source      string      `json:"source"`
}

func newQuestionOf(in incoming) newQuestion {
	c, d := in.content, in.content.digests(in.pictures)
	pictures := c.PictureIDs
	if pictures == nil {
		pictures = []uuid.UUID{}
	}
	return newQuestion{
		ID: uuid.Must(uuid.NewV7()), VersionID: uuid.Must(uuid.NewV7()), LevelID: in.level, Pool: in.pool, State: in.state, ExternalRef: in.ref,
		Type: c.Type, ElementID: c.ElementID, WeightRowID: in.row, Difficulty: c.Difficulty, Face: hex.EncodeToString(d.face),
		StemFace: hex.EncodeToString(d.stem), SearchText: d.text, Tokens: d.tokens, Stem: c.Stem, Options: c.Options, Answer: c.Key,
		Explanation: c.Explanation, PictureIDs: pictures, Source: c.Source,
	}
}

// insertMany writes questions with their first versions, a portion a
// statement.
func (s store) insertMany(ctx context.Context, q postgres.Q, list []newQuestion, now time.Time, author uuid.UUID, authorName string) error {
	const portion = 500
	for len(list) > 0 {
		n := min(portion, len(list))
		text, err := json.Marshal(list[:n])
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, s.q.InsertQuestions, text, now); err != nil {
			return conflictOf(err)
		}
		if _, err := q.ExecContext(ctx, s.q.InsertVersions, text, now, nullable(author), authorName); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func (s store) updateImportCommitted(ctx context.Context, q postgres.Q, b Batch) error {
	_, err := q.ExecContext(ctx, s.q.UpdateImportCommitted, b.ID, b.Accepted, b.Unchanged, b.CommittedAt)
	return err
}

// isElementGone reports that a draft's point has left the level.
func isElementGone(err error) bool {
	return postgres.IsForeignKey(err, "questions_element_fkey")
}
