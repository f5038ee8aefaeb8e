package standard

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/standard/tables"
)

const (
	maxTableBytes = 5 << 20
	// importsWait is how long a preview waits for its commit.
	importsWait = 7 * 24 * time.Hour
)

// importContent is what a preview keeps of a file.
type importContent struct {
	Faults   []tables.Fault       `json:"faults"`
	Levels   []assigned           `json:"levels"`
	Seen     map[uuid.UUID]string `json:"seen"`               // digest of each level's tables at the preview
	Versions map[uuid.UUID]int    `json:"versions,omitempty"` // what the commit made
}

type importRecord struct {
	TableImport
	content importContent
}

// PreviewTables reads the weight and element tables of a workbook or CSV file
// and says what they would change in the levels of this level's edition. The
// tables themselves stay as they are. With keep, elements that the file lacks
// stay too.
func (s *Service) PreviewTables(ctx context.Context, levelID uuid.UUID, fileName string, file io.Reader, keep bool) (TableImport, error) {
	home, err := s.VisibleLevel(ctx, levelID)
	if err != nil {
		return TableImport{}, err
	}
	sheets, err := readSheets(file)
	if err != nil {
		return TableImport{}, err
	}
	read, err := tables.Read(sheets)
	if err != nil {
		return TableImport{}, err
	}
	levels, err := s.siblings(ctx, home)
	if err != nil {
		return TableImport{}, err
	}
	now := s.clock.Now()
	r := importRecord{TableImport: TableImport{
		ID: uuid.Must(uuid.NewV7()), LevelID: levelID, FileName: blob.ShownName(fileName, "表格"), KeepMissing: keep, CreatedAt: now,
	}}
	list, faults := assign(home, levels, read)
	r.content = importContent{Faults: append(read.Faults, faults...), Levels: list, Seen: map[uuid.UUID]string{}}
	for _, a := range list {
		shot, err := s.snapshot(ctx, s.db, a.LevelID)
		if err != nil {
			return TableImport{}, err
		}
		r.content.Seen[a.LevelID] = hex.EncodeToString(shot.Digest())
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.deleteOldImports(ctx, tx, now.Add(-importsWait)); err != nil {
			return err
		}
		return s.store.insertImport(ctx, tx, r, actor.From(ctx).ID)
	})
	if err != nil {
		return TableImport{}, err
	}
	return s.planned(ctx, s.db, r)
}

// siblings are the levels of the same edition.
func (s *Service) siblings(ctx context.Context, home Level) ([]Level, error) {
	all, err := s.store.listLevels(ctx, s.db, nil, []uuid.UUID{home.OccupationID})
	if err != nil {
		return nil, err
	}
	var levels []Level
	for _, l := range all {
		if l.EditionID == home.EditionID {
			levels = append(levels, l)
		}
	}
	return levels, nil
}

// TableImport gives an upload with what it would change now, or, once it is
// committed, with what it did change.
func (s *Service) TableImport(ctx context.Context, id uuid.UUID) (TableImport, error) {
	r, err := s.visibleImport(ctx, id)
	if err != nil {
		return TableImport{}, err
	}
	return s.planned(ctx, s.db, r)
}

func (s *Service) visibleImport(ctx context.Context, id uuid.UUID) (importRecord, error) {
	r, err := s.store.getImport(ctx, s.db, id)
	if err != nil {
		return r, err
	}
	if _, err := s.VisibleLevel(ctx, r.LevelID); err != nil {
		return r, fault.NotFoundf("import")
	}
	return r, nil
}

// planned completes an upload with its faults and changes.
func (s *Service) planned(ctx context.Context, q postgres.Q, r importRecord) (TableImport, error) {
	ids := make([]uuid.UUID, len(r.content.Levels))
	for i, a := range r.content.Levels {
		ids[i] = a.LevelID
	}
	levels, err := s.Levels(ctx, ids)
	if err != nil {
		return TableImport{}, err
	}
	r.Faults = r.content.Faults
	for _, a := range r.content.Levels {
		l := LevelImport{Level: levels[a.LevelID], Version: r.content.Versions[a.LevelID]}
		switch {
		case l.Version > 0:
			c, err := s.CompareVersions(ctx, a.LevelID, l.Version-1, l.Version)
			if err != nil {
				return TableImport{}, err
			}
			l.Changes = c.Changes
		case !r.Committed:
			p, err := s.plan(ctx, q, a, r.KeepMissing)
			if err != nil {
				return TableImport{}, err
			}
			l.Changes, l.Questions = p.changes, p.questions
			r.Faults = append(r.Faults, p.faults...)
		}
		r.Levels = append(r.Levels, l)
	}
	return r.TableImport, nil
}

// levelPlan is what an upload does to one level's tables.
type levelPlan struct {
	present, next tables.Snapshot
	changes       []tables.Change
	faults        []tables.Fault
	questions     map[uuid.UUID]int
}

// plan works out the next state of a level's tables. Elements with questions
// neither go nor change their row.
func (s *Service) plan(ctx context.Context, q postgres.Q, a assigned, keep bool) (p levelPlan, err error) {
	if p.present, err = s.snapshot(ctx, q, a.LevelID); err != nil {
		return p, err
	}
	p.next, p.faults = tables.Plan(p.present, a.Tables, keep)
	p.changes = tables.Diff(p.present, p.next)
	var touched []uuid.UUID
	for _, c := range p.changes {
		if c.Kind != tables.Added && (c.Subject == tables.Point || c.Subject == tables.Range) {
			touched = append(touched, c.ID)
		}
	}
	if p.questions, err = s.questionsOn(ctx, touched); err != nil {
		return p, err
	}
	for _, c := range p.changes {
		n := p.questions[c.ID]
		if n == 0 || c.Kind != tables.Removed && c.Kind != tables.Regrouped {
			continue
		}
		f := tables.Fault{Sub: tables.SubGone, Params: fault.Params{"path": c.Path, "name": c.Name, "count": n}}
		if c.Kind == tables.Regrouped {
			f.Sub = tables.SubCrossing
			f.Params["row"] = c.Now
		}
		p.faults = append(p.faults, f)
	}
	return p, nil
}

// CommitTables writes an upload into the tables, all of it or nothing, and
// leaves a version of each level that changes. It is refused while there are
// errors, when nothing would change, and when the tables are no longer those
// that the preview saw. Asked again it changes nothing.
func (s *Service) CommitTables(ctx context.Context, id uuid.UUID, reason string) (TableImport, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return TableImport{}, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	}
	if _, err := s.visibleImport(ctx, id); err != nil {
		return TableImport{}, err
	}
	now := s.clock.Now()
	var r importRecord
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if r, err = s.store.lockImport(ctx, tx, id); err != nil || r.Committed {
			return err
		}
		changes, err := s.takeIn(ctx, tx, &r, reason, now)
		if err != nil {
			return err
		}
		r.Committed, r.CommittedAt = true, now
		if err := s.store.updateImport(ctx, tx, r); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "standard.import_tables", Object: "level", ObjectID: r.LevelID, Reason: reason,
			After: map[string]any{"file": r.FileName, "changes": changes, "versions": r.content.Versions},
		})
	})
	if err != nil {
		return TableImport{}, err
	}
	return s.planned(ctx, s.db, r)
}

// takeIn carries out every level's plan under the levels' locks.
func (s *Service) takeIn(ctx context.Context, tx postgres.Tx, r *importRecord, reason string, now time.Time) (changes int, err error) {
	for _, a := range r.content.Levels { // in one order for all: that of the edition
		if err := s.store.lockLevel(ctx, tx, a.LevelID); err != nil {
			return 0, err
		}
	}
	r.Faults, r.content.Versions = r.content.Faults, map[uuid.UUID]int{}
	plans := make([]levelPlan, len(r.content.Levels))
	for i, a := range r.content.Levels {
		if plans[i], err = s.plan(ctx, tx, a, r.KeepMissing); err != nil {
			return 0, err
		}
		if hex.EncodeToString(plans[i].present.Digest()) != r.content.Seen[a.LevelID] {
			return 0, fault.New(fault.Conflict, subImportChanged)
		}
		r.Faults = append(r.Faults, plans[i].faults...)
		changes += len(plans[i].changes)
	}
	if n := r.Errors(); n > 0 {
		return 0, fault.New(fault.Conflict, subImportFaults).With(fault.Params{"count": n})
	}
	if changes == 0 {
		return 0, fault.New(fault.Conflict, subImportNothing)
	}
	for i, a := range r.content.Levels {
		if len(plans[i].changes) == 0 {
			continue
		}
		if err := s.baseline(ctx, tx, a.LevelID, now); err != nil {
			return 0, err
		}
		if err := s.apply(ctx, tx, a.LevelID, plans[i].present, plans[i].next, now); err != nil {
			return 0, err
		}
		v := Version{LevelID: a.LevelID, Kind: VersionImport, FileName: r.FileName, Reason: reason, CreatedAt: now}
		if r.content.Versions[a.LevelID], err = s.record(ctx, tx, v); err != nil {
			return 0, err
		}
	}
	return changes, nil
}

// readSheets reads every visible sheet; covered cells take their area's text.
func readSheets(file io.Reader) ([]tables.Sheet, error) {
	book, err := sheet.Open(file, sheet.Limits{MaxBytes: maxTableBytes, MaxRows: tables.MaxRows, MaxCellRune: 2000})
	if err != nil {
		return nil, sheetFault(err)
	}
	defer func() { _ = book.Close() }()
	var sheets []tables.Sheet
	for _, name := range book.Sheets() {
		t := tables.Sheet{Name: name}
		for row, err := range book.MergedRows(name) {
			if err != nil {
				return nil, sheetFault(err)
			}
			t.Rows = append(t.Rows, tables.Row{Number: row.Number, Cells: row.Cells})
		}
		sheets = append(sheets, t)
	}
	return sheets, nil
}

func sheetFault(err error) error {
	switch {
	case errors.Is(err, sheet.ErrTooLarge):
		return fault.New(fault.TooLarge, subFileTooLarge).With(fault.Params{"limit": maxTableBytes >> 20})
	case errors.Is(err, sheet.ErrManyRows):
		return fault.New(fault.Invalid, tables.SubRows).With(fault.Params{"limit": tables.MaxRows})
	case errors.Is(err, sheet.ErrOldFormat):
		return fault.New(fault.Invalid, subFileOld).Because(err)
	case errors.Is(err, sheet.ErrMacros), errors.Is(err, sheet.ErrExternal):
		return fault.New(fault.Invalid, subFileActive).Because(err)
	case errors.Is(err, sheet.ErrUnpacked), errors.Is(err, sheet.ErrNotSheet), errors.Is(err, sheet.ErrStructure),
		errors.Is(err, sheet.ErrEncoding), errors.Is(err, sheet.ErrManyCols), errors.Is(err, sheet.ErrLongCell):
		return fault.New(fault.Invalid, subFileForm).Because(err)
	}
	return err
}
