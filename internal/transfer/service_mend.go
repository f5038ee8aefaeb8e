package transfer

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// few is up to how many changed rows are judged with those like them alone;
// beyond it all rows of the file are.
const few = 200

// Mend puts a row right. It and the rows like it are judged again; a draft
// that makes no question is kept and stays rejected.
func (s *Service) Mend(ctx context.Context, id uuid.UUID, position int, d Draft) (Row, error) {
	who := actor.From(ctx)
	err := s.change(ctx, id, func(tx postgres.Tx, i Import) ([]*Row, error) {
		row, err := s.store.getRow(ctx, tx, id, position)
		if err != nil {
			return nil, err
		}
		d.Ref = strings.TrimSpace(question.Legible(d.Ref))
		d.Content.Source = question.Legible(d.Content.Source)
		row.Draft, row.Mended, row.MendedByName, row.readNotes = d, true, who.Name, nil
		if d.Content.ElementID == uuid.Nil {
			row.warn(columnPlace, exchange.SubNoElement, nil)
		}
		return []*Row{row}, s.recordChange(ctx, tx, id, "transfer.mend", map[string]any{"position": position})
	})
	if err != nil {
		return Row{}, err
	}
	return s.Row(ctx, id, position)
}

// ChangeRows sets point, pool, difficulty, exclusion or replacement of many
// rows, and gives the import with its new counts.
func (s *Service) ChangeRows(ctx context.Context, id uuid.UUID, c Change) (Import, error) {
	err := s.change(ctx, id, func(tx postgres.Tx, i Import) ([]*Row, error) {
		rows, err := s.meant(ctx, tx, id, c)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, fault.New(fault.Invalid, subNoRows)
		}
		for _, r := range rows {
			if err := r.set(c); err != nil {
				return nil, err
			}
		}
		return rows, s.recordChange(ctx, tx, id, "transfer.change_rows", map[string]any{"rows": len(rows), "excluded": c.Excluded, "update": c.Update})
	})
	if err != nil {
		return Import{}, err
	}
	return s.store.findImport(ctx, s.db, id)
}

func (s *Service) recordChange(ctx context.Context, tx postgres.Tx, id uuid.UUID, action string, after any) error {
	return s.audit.Write(ctx, tx, s.clock.Now(), audit.Entry{Action: action, Object: "import", ObjectID: id, After: after})
}

func (s *Service) meant(ctx context.Context, tx postgres.Tx, id uuid.UUID, c Change) ([]*Row, error) {
	if len(c.Positions) > 0 {
		return s.store.listRowsAt(ctx, tx, id, c.Positions)
	}
	return s.store.listRows(ctx, tx, id, RowFilter{Verdict: c.Verdict, Unplaced: c.Unplaced, Limit: exchange.MaxItems})
}

func (r *Row) set(c Change) error {
	content := &r.Draft.Content
	if c.ElementID != nil {
		content.ElementID = *c.ElementID
		r.readNotes = slices.DeleteFunc(r.readNotes, func(n Note) bool { return n.Column == columnPlace })
	}
	if c.Pool != nil {
		r.Draft.Pool = *c.Pool
	}
	if c.Difficulty != nil {
		content.Difficulty = *c.Difficulty
	}
	if c.Excluded != nil {
		r.Excluded = *c.Excluded
	}
	if c.Update != nil {
		if *c.Update && (r.Other == nil || r.Other.With != withBank) {
			return fault.New(fault.Conflict, subFreeUpdate)
		}
		r.Update = *c.Update
	}
	return nil
}

// change lets edit change rows of a preview, judges them and all rows like
// them, before and after, and counts anew.
func (s *Service) change(ctx context.Context, id uuid.UUID, edit func(tx postgres.Tx, i Import) ([]*Row, error)) error {
	if _, err := s.Get(ctx, id); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		i, err := s.store.lockImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if i.State != Previewed {
			return fault.New(fault.Conflict, subState)
		}
		edited, err := edit(tx, i)
		if err != nil {
			return err
		}
		rows, err := s.circle(ctx, tx, i, edited)
		if err != nil {
			return err
		}
		return s.judgeAgain(ctx, tx, i, rows)
	})
}

// judgeAgain judges rows that hang on no other rows, and keeps the outcome.
func (s *Service) judgeAgain(ctx context.Context, tx postgres.Tx, i Import, rows []*Row) error {
	for from := 0; from < len(rows); from += portion {
		if err := s.judgeAll(ctx, tx, i.LevelID, rows[from:min(from+portion, len(rows))]); err != nil {
			return err
		}
	}
	meetEachOther(rows)
	for _, r := range rows {
		r.settle()
	}
	if err := s.store.updateRows(ctx, tx, i.ID, rows); err != nil {
		return err
	}
	return s.store.recount(ctx, tx, i.ID)
}

// circle gives the edited rows and every row that is like one of them, however
// many steps away, in the file's order.
func (s *Service) circle(ctx context.Context, tx postgres.Tx, i Import, edited []*Row) ([]*Row, error) {
	if len(edited) > few {
		all, err := s.store.listRows(ctx, tx, i.ID, RowFilter{Limit: exchange.MaxItems})
		return overlaid(all, edited), err
	}
	// Their new faces are only known once they are judged.
	faces := facesOf(nil, edited)
	if err := s.judgeAll(ctx, tx, i.LevelID, edited); err != nil {
		return nil, err
	}
	rows := edited
	for {
		faces = facesOf(faces, rows)
		found, err := s.store.listRowsLike(ctx, tx, i.ID, faces, refsOf(rows), positionsIn(edited))
		if err != nil {
			return nil, err
		}
		found = overlaid(found, edited)
		if len(found) <= len(rows) {
			return found, nil
		}
		rows = found
	}
}

func facesOf(faces [][]byte, rows []*Row) [][]byte {
	for _, r := range rows {
		if len(r.face) > 0 {
			faces = append(faces, r.face)
		}
	}
	return faces
}

func refsOf(rows []*Row) []string {
	refs := []string{}
	for _, r := range rows {
		if r.Draft.Ref != "" {
			refs = append(refs, r.Draft.Ref)
		}
	}
	return refs
}

func positionsIn(rows []*Row) []int {
	list := make([]int, len(rows))
	for n, r := range rows {
		list[n] = r.Position
	}
	return list
}

// overlaid puts edited rows in the place of their stored selves.
func overlaid(stored, edited []*Row) []*Row {
	at := make(map[int]*Row, len(edited))
	for _, r := range edited {
		at[r.Position] = r
	}
	for n, r := range stored {
		if e := at[r.Position]; e != nil {
			stored[n] = e
		}
	}
	return stored
}
