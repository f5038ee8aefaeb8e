package transfer

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Commit takes an import's accepted rows into the bank as drafts, in one
// transaction; asked again it changes nothing. Rows that are rejected, changed
// or in conflict refuse it unless GoodRowsOnly leaves them out. What has
// entered the bank since the preview counts as unchanged; what contradicts it
// now stops the commit, and the rows are judged anew.
func (s *Service) Commit(ctx context.Context, id uuid.UUID, o CommitOptions) (Import, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return Import{}, err
	}
	now := s.clock.Now()
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		i, err := s.store.lockImport(ctx, tx, id)
		if err != nil || i.State == Committed {
			return err
		}
		if i.State != Previewed {
			return fault.New(fault.Conflict, subState)
		}
		return s.commit(ctx, tx, now, i, o)
	})
	if fault.SubOf(err) == subBankChanged {
		if again := s.Recheck(ctx, id); again != nil {
			return Import{}, again
		}
	}
	if err != nil {
		return Import{}, err
	}
	return s.store.findImport(ctx, s.db, id)
}

func (s *Service) commit(ctx context.Context, tx postgres.Tx, now time.Time, i Import, o CommitOptions) error {
	rows, err := s.store.listRows(ctx, tx, i.ID, RowFilter{Limit: exchange.MaxItems})
	if err != nil {
		return err
	}
	if err := refuseOpen(rows, o); err != nil {
		return err
	}
	if err := s.bank.LockLevel(ctx, tx, i.LevelID); err != nil {
		return err
	}
	taking, replacing := chosenRows(rows, o)
	if len(taking)+len(replacing) == 0 && i.Counts.Unchanged == 0 {
		return fault.New(fault.Conflict, subNothingGood)
	}
	ids, err := s.takeIn(ctx, tx, now, i, taking)
	if err != nil {
		return err
	}
	updated, err := s.replace(ctx, tx, now, i, replacing)
	if err != nil {
		return err
	}
	if o.Submit {
		if _, err := s.bank.SubmitIn(ctx, tx, now, append(ids, updated...)); err != nil {
			return err
		}
	}
	if err := s.store.setOutcomes(ctx, tx, i.ID, append(taking, replacing...)); err != nil {
		return err
	}
	if err := s.store.recount(ctx, tx, i.ID); err != nil {
		return err
	}
	if err := s.store.setCommitted(ctx, tx, i.ID, now, len(ids), len(updated)); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{Action: "transfer.commit", Object: "import", ObjectID: i.ID, After: map[string]any{
		"level": i.LevelID, "found": i.Counts.Found, "taken": len(ids), "updated": len(updated), "submitted": o.Submit, "goodRowsOnly": o.GoodRowsOnly,
	}})
}

// refuseOpen refuses a file with rows that nobody has decided on.
func refuseOpen(rows []*Row, o CommitOptions) error {
	if o.GoodRowsOnly {
		return nil
	}
	open := map[Verdict]int{}
	for _, r := range rows {
		if r.open(o.UpdateChanged) {
			open[r.Verdict]++
		}
	}
	if len(open) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, subRowsOpen).With(fault.Params{"rejected": open[Rejected], "changed": open[Changed], "conflict": open[Conflict]})
}

func chosenRows(rows []*Row, o CommitOptions) (taking, replacing []*Row) {
	for _, r := range rows {
		switch {
		case r.Excluded:
		case r.Verdict == Accepted:
			taking = append(taking, r)
		case r.replaces(o.UpdateChanged):
			replacing = append(replacing, r)
		}
	}
	return taking, replacing
}

// takeIn makes questions of accepted rows, unless the bank has them by now.
func (s *Service) takeIn(ctx context.Context, tx postgres.Tx, now time.Time, i Import, rows []*Row) ([]uuid.UUID, error) {
	checked, err := s.checkAgain(ctx, tx, i, rows)
	if err != nil {
		return nil, err
	}
	var entering []bank.Checked
	var rowOf []*Row
	for n, c := range checked {
		switch {
		case len(c.Faults) > 0:
			return nil, fault.New(fault.Conflict, subBankChanged)
		case c.Twin.Kind == bank.SameQuestion:
			rows[n].Verdict, rows[n].QuestionID = Unchanged, c.Twin.QuestionID
		case c.Twin.Kind != "" && c.Twin.Kind != bank.SameStem:
			return nil, fault.New(fault.Conflict, subBankChanged)
		default:
			entering, rowOf = append(entering, c), append(rowOf, rows[n])
		}
	}
	ids, err := s.bank.TakeIn(ctx, tx, now, i.LevelID, i.ID, entering)
	if fault.CodeOf(err) == fault.Conflict {
		return nil, fault.New(fault.Conflict, subBankChanged).Because(err)
	}
	if err != nil {
		return nil, err
	}
	for n, id := range ids {
		rowOf[n].QuestionID = id
	}
	return ids, nil
}

func (s *Service) checkAgain(ctx context.Context, tx postgres.Tx, i Import, rows []*Row) ([]bank.Checked, error) {
	checked := make([]bank.Checked, 0, len(rows))
	for from := 0; from < len(rows); from += portion {
		part := rows[from:min(from+portion, len(rows))]
		incoming := make([]bank.Incoming, len(part))
		for n, r := range part {
			incoming[n] = r.incoming()
		}
		found, err := s.bank.CheckIn(ctx, tx, i.LevelID, incoming)
		if err != nil {
			return nil, err
		}
		checked = append(checked, found...)
	}
	return checked, nil
}

// replace gives the questions of changed rows their next versions.
func (s *Service) replace(ctx context.Context, tx postgres.Tx, now time.Time, i Import, rows []*Row) ([]uuid.UUID, error) {
	checked, err := s.checkAgain(ctx, tx, i, rows)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for n, c := range checked {
		same := c.Twin.QuestionID == rows[n].Other.QuestionID && (c.Twin.Kind == bank.SameRef || c.Twin.Kind == bank.OtherKey)
		if len(c.Faults) > 0 || !same {
			return nil, fault.New(fault.Conflict, subBankChanged)
		}
		number, err := s.bank.UpdateIn(ctx, tx, now, c.Twin.QuestionID, "导入文件 "+i.FileName, c)
		if fault.CodeOf(err) == fault.Conflict {
			return nil, fault.New(fault.Conflict, subBankChanged).Because(err)
		}
		if err != nil {
			return nil, err
		}
		rows[n].QuestionID, rows[n].VersionNumber = c.Twin.QuestionID, number
		if number > 0 {
			ids = append(ids, c.Twin.QuestionID)
		}
	}
	return ids, nil
}

// Recheck judges all rows of a preview again, for a bank that has changed.
func (s *Service) Recheck(ctx context.Context, id uuid.UUID) error {
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		i, err := s.store.lockImport(ctx, tx, id)
		if err != nil || i.State != Previewed {
			return err
		}
		rows, err := s.store.listRows(ctx, tx, id, RowFilter{Limit: exchange.MaxItems})
		if err != nil {
			return err
		}
		return s.judgeAgain(ctx, tx, i, rows)
	})
}

// Undo takes a committed import back: what it brought is retired, in whatever
// state it is by now, versions that it made of other questions are followed by
// the content before, unless somebody edited them since. Questions on frozen
// papers are named; the papers keep their versions.
func (s *Service) Undo(ctx context.Context, id uuid.UUID, reason string) (UndoOutcome, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return UndoOutcome{}, err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return UndoOutcome{}, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	now := s.clock.Now()
	var out UndoOutcome
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		i, err := s.store.lockImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if i.State != Committed {
			return fault.New(fault.Conflict, subState)
		}
		return s.undo(ctx, tx, now, i, reason, &out)
	})
	if err != nil {
		return UndoOutcome{}, err
	}
	out.Import, err = s.store.findImport(ctx, s.db, id)
	return out, err
}

func (s *Service) undo(ctx context.Context, tx postgres.Tx, now time.Time, i Import, reason string, out *UndoOutcome) (err error) {
	if err := s.bank.LockLevel(ctx, tx, i.LevelID); err != nil {
		return err
	}
	if out.Kept, err = s.store.listKept(ctx, tx, i.ID); err != nil {
		return err
	}
	if out.Retired, err = s.bank.UndoImport(ctx, tx, now, i.ID, reason); err != nil {
		return err
	}
	updated, err := s.store.listUpdatedRows(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	reverted := 0
	for _, r := range updated {
		back, err := s.bank.RevertIn(ctx, tx, now, r.QuestionID, r.VersionNumber, "撤销导入："+reason)
		if err != nil {
			return err
		}
		if back {
			reverted++
		}
	}
	if err := s.store.setUndone(ctx, tx, i.ID, now, actor.From(ctx).Name, reason); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{Action: "transfer.undo", Object: "import", ObjectID: i.ID, Reason: reason, After: map[string]any{
		"retired": out.Retired, "reverted": reverted, "onPapers": len(out.Kept),
	}})
}
