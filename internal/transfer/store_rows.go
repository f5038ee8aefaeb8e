package transfer

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// portion is how many rows go in one statement.
const portion = 500

// storedRow is a row as jsonb_to_recordset reads it.
type storedRow struct {
	Position     int           `json:"position"`
	Place        string        `json:"place"`
	Verdict      Verdict       `json:"verdict"`
	Excluded     bool          `json:"excluded"`
	Replacing    bool          `json:"replacing"`
	Mended       bool          `json:"mended"`
	MendedByName string        `json:"mended_by_name"`
	Type         string        `json:"type"`
	Stem         string        `json:"stem"`
	Answer       string        `json:"answer"`
	ElementText  string        `json:"element_text"`
	ElementID    uuid.NullUUID `json:"element_id"`
	ReadNotes    []Note        `json:"read_notes"`
	CheckNotes   []Note        `json:"check_notes"`
	Warned       bool          `json:"warned"`
	Conflict     *Other        `json:"conflict"`
	Draft        Draft         `json:"draft"`
	Face         string        `json:"face"`
	Ref          string        `json:"ref"`
	QuestionID   uuid.NullUUID `json:"question_id"`
}

func storedOf(r *Row) storedRow {
	return storedRow{
		Position: r.Position, Place: r.At, Verdict: r.Verdict, Excluded: r.Excluded, Replacing: r.Update, Mended: r.Mended,
		MendedByName: r.MendedByName, Type: string(r.Draft.Content.Type), Stem: r.Stem, Answer: r.Answer, ElementText: r.ElementText,
		ElementID: postgres.NullID(r.Draft.Content.ElementID), ReadNotes: postgres.List(r.readNotes), CheckNotes: postgres.List(r.checkNotes), Warned: r.warned(),
		Conflict: r.Other, Draft: r.Draft, Face: hexOf(r.face), Ref: r.Draft.Ref, QuestionID: postgres.NullID(r.QuestionID),
	}
}

func (s store) insertRows(ctx context.Context, q postgres.Q, id uuid.UUID, rows []*Row) error {
	return s.writeRows(ctx, q, s.q.InsertRows, id, rows)
}

func (s store) updateRows(ctx context.Context, q postgres.Q, id uuid.UUID, rows []*Row) error {
	return s.writeRows(ctx, q, s.q.UpdateRows, id, rows)
}

func (s store) writeRows(ctx context.Context, q postgres.Q, query string, id uuid.UUID, rows []*Row) error {
	for len(rows) > 0 {
		n := min(portion, len(rows))
		part := make([]storedRow, 0, n)
		for _, r := range rows[:n] {
			part = append(part, storedOf(r))
		}
		text, err := json.Marshal(part)
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, query, id, text); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// setOutcomes writes what a commit made of rows.
func (s store) setOutcomes(ctx context.Context, q postgres.Q, id uuid.UUID, rows []*Row) error {
	type outcome struct {
		Position      int           `json:"position"`
		Verdict       Verdict       `json:"verdict"`
		QuestionID    uuid.NullUUID `json:"question_id"`
		VersionNumber *int          `json:"version_number"`
	}
	list := make([]outcome, len(rows))
	for i, r := range rows {
		list[i] = outcome{Position: r.Position, Verdict: r.Verdict, QuestionID: postgres.NullID(r.QuestionID)}
		if r.VersionNumber > 0 {
			list[i].VersionNumber = &r.VersionNumber
		}
	}
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.SetOutcomes, id, text)
	return err
}

func (s store) deleteRows(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.DeleteRows, id)
	return err
}

type rowRow struct {
	ImportID      uuid.UUID     `db:"import_id"`
	Position      int           `db:"position"`
	Place         string        `db:"place"`
	Verdict       Verdict       `db:"verdict"`
	Excluded      bool          `db:"excluded"`
	Replacing     bool          `db:"replacing"`
	Mended        bool          `db:"mended"`
	MendedByName  string        `db:"mended_by_name"`
	Type          string        `db:"type"`
	Stem          string        `db:"stem"`
	Answer        string        `db:"answer"`
	ElementText   string        `db:"element_text"`
	ElementID     uuid.NullUUID `db:"element_id"`
	ReadNotes     []byte        `db:"read_notes"`
	CheckNotes    []byte        `db:"check_notes"`
	Warned        bool          `db:"warned"`
	Conflict      []byte        `db:"conflict"`
	Draft         []byte        `db:"draft"`
	Face          []byte        `db:"face"`
	Ref           string        `db:"ref"`
	QuestionID    uuid.NullUUID `db:"question_id"`
	VersionNumber sql.NullInt64 `db:"version_number"`
}

func (r rowRow) row() (*Row, error) {
	row := &Row{
		Position: r.Position, At: r.Place, Verdict: r.Verdict, Excluded: r.Excluded, Update: r.Replacing, Mended: r.Mended,
		MendedByName: r.MendedByName, Stem: r.Stem, Answer: r.Answer, ElementText: r.ElementText, QuestionID: r.QuestionID.UUID,
		VersionNumber: int(r.VersionNumber.Int64), face: r.Face,
	}
	for _, part := range []struct {
		text []byte
		into any
	}{{r.ReadNotes, &row.readNotes}, {r.CheckNotes, &row.checkNotes}, {r.Draft, &row.Draft}} {
		if err := json.Unmarshal(part.text, part.into); err != nil {
			return nil, err
		}
	}
	if len(r.Conflict) > 0 {
		row.Other = &Other{}
		if err := json.Unmarshal(r.Conflict, row.Other); err != nil {
			return nil, err
		}
	}
	row.key = row.Draft.Content.AnswerText()
	row.settle()
	return row, nil
}

func (f RowFilter) args(id uuid.UUID) []any {
	return []any{id, postgres.NullText(string(f.Verdict)), f.Warned, f.Unplaced, f.Excluded}
}

func (s store) listRows(ctx context.Context, q postgres.Q, id uuid.UUID, f RowFilter) ([]*Row, error) {
	return s.rows(ctx, q, s.q.ListRows, append(f.args(id), f.Limit, f.Offset)...)
}

func (s store) countRows(ctx context.Context, q postgres.Q, id uuid.UUID, f RowFilter) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.CountRows, f.args(id)...)
	return n, err
}

func (s store) listRowsAt(ctx context.Context, q postgres.Q, id uuid.UUID, positions []int) ([]*Row, error) {
	return s.rows(ctx, q, s.q.ListRowsAt, id, positionsOf(positions))
}

func (s store) getRow(ctx context.Context, q postgres.Q, id uuid.UUID, position int) (*Row, error) {
	rows, err := s.listRowsAt(ctx, q, id, []int{position})
	if err == nil && len(rows) == 0 {
		err = fault.NotFoundf("row")
	}
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// listRowsLike gives the rows that share a face or a reference, and those at
// the positions.
func (s store) listRowsLike(ctx context.Context, q postgres.Q, id uuid.UUID, faces [][]byte, refs []string, positions []int) ([]*Row, error) {
	return s.rows(ctx, q, s.q.ListRowsLike, id, pq.ByteaArray(faces), pq.Array(refs), positionsOf(positions))
}

func (s store) listUpdatedRows(ctx context.Context, q postgres.Q, id uuid.UUID) ([]*Row, error) {
	return s.rows(ctx, q, s.q.ListUpdatedRows, id)
}

func (s store) rows(ctx context.Context, q postgres.Q, query string, args ...any) ([]*Row, error) {
	var found []rowRow
	if err := q.SelectContext(ctx, &found, query, args...); err != nil {
		return nil, err
	}
	list := make([]*Row, 0, len(found))
	for _, r := range found {
		row, err := r.row()
		if err != nil {
			return nil, fault.Wrap(err, "read row of an import")
		}
		list = append(list, row)
	}
	return list, nil
}
