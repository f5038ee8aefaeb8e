package bank

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
)

const maxImportBytes = 5 << 20

// Preview checks a workbook or CSV file row by row and keeps the verdicts;
// nothing enters the bank yet. Rows that name no pool get the given one.
func (s *Service) Preview(ctx context.Context, levelID uuid.UUID, fileName string, file io.Reader, pool Pool) (Batch, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Batch{}, err
	}
	tables, err := readTables(file)
	if err != nil {
		return Batch{}, err
	}
	read, err := exchange.Read(tables)
	if err != nil {
		return Batch{}, err
	}
	if pool == "" {
		pool = Practice
	}
	rows, err := s.judge(ctx, levelID, pool, read)
	if err != nil {
		return Batch{}, err
	}
	now := s.clock.Now()
	b := Batch{ID: uuid.Must(uuid.NewV7()), LevelID: levelID, FileName: shownName(fileName, "试题文件"), CreatedAt: now}
	b.count(rows)
	who := actor.From(ctx)
	return b, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertImport(ctx, tx, b, who.ID, who.Name); err != nil {
			return err
		}
		return s.store.insertImportRows(ctx, tx, b.ID, rows)
	})
}

func (b *Batch) count(rows []ImportRow) {
	b.Accepted, b.Rejected, b.Unchanged = 0, 0, 0
	for _, r := range rows {
		switch r.Verdict {
		case Accepted:
			b.Accepted++
		case Unchanged:
			b.Unchanged++
		default:
			b.Rejected++
		}
	}
}

// readTables reads every visible sheet; rows keep the numbers that the
// spreadsheet shows.
func readTables(file io.Reader) ([]exchange.Table, error) {
	book, err := sheet.Open(file, sheet.Limits{MaxBytes: maxImportBytes, MaxRows: exchange.MaxRows + 100})
	if err != nil {
		return nil, sheetFault(err)
	}
	defer func() { _ = book.Close() }()
	var tables []exchange.Table
	for _, name := range book.Sheets() {
		t := exchange.Table{Name: name}
		for row, err := range book.Rows(name) {
			if err != nil {
				return nil, sheetFault(err)
			}
			for len(t.Rows) < row.Number-1 {
				t.Rows = append(t.Rows, nil)
			}
			cells := make([]exchange.Cell, len(row.Cells))
			for i, text := range row.Cells {
				cells[i].Text = text
			}
			t.Rows = append(t.Rows, cells)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

func sheetFault(err error) error {
	switch {
	case errors.Is(err, sheet.ErrTooLarge):
		return fault.New(fault.TooLarge, subFileTooLarge).With(fault.Params{"limit": maxImportBytes >> 20})
	case errors.Is(err, sheet.ErrManyRows):
		return fault.New(fault.Invalid, exchange.SubRows).With(fault.Params{"limit": exchange.MaxRows})
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

// Batch gives a batch of a level that the actor sees.
func (s *Service) Batch(ctx context.Context, id uuid.UUID) (Batch, error) {
	b, err := s.store.findImport(ctx, s.db, id)
	if err != nil {
		return b, err
	}
	if _, err := s.standard.VisibleLevel(ctx, b.LevelID); err != nil {
		return Batch{}, fault.NotFoundf("import")
	}
	return b, nil
}

// BatchRows gives one page of a batch's rows in the file's order; an empty
// verdict means all.
func (s *Service) BatchRows(ctx context.Context, id uuid.UUID, verdict Verdict, limit, offset int) ([]ImportRow, int, error) {
	if _, err := s.Batch(ctx, id); err != nil {
		return nil, 0, err
	}
	return s.store.listImportRows(ctx, s.db, id, verdict, limit, offset)
}

// Commit takes a batch's accepted rows into the bank as drafts, in one
// transaction. Asked again it changes nothing. Without goodRowsOnly a
// batch that has rejected rows is refused. What has entered the bank since the
// preview counts as unchanged; what now contradicts the bank stops the commit.
func (s *Service) Commit(ctx context.Context, id uuid.UUID, goodRowsOnly bool) (Batch, error) {
	if _, err := s.Batch(ctx, id); err != nil {
		return Batch{}, err
	}
	now := s.clock.Now()
	var b Batch
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if b, err = s.store.lockImport(ctx, tx, id); err != nil || b.Committed {
			return err
		}
		if b.Rejected > 0 && !goodRowsOnly {
			return fault.New(fault.Conflict, subRowsRejected).With(fault.Params{"count": b.Rejected})
		}
		if err := s.store.lockLevelBank(ctx, tx, b.LevelID); err != nil {
			return err
		}
		b.Committed, b.CommittedAt = true, now
		if err := s.takeIn(ctx, tx, &b); err != nil {
			return err
		}
		if err := s.store.updateImportCommitted(ctx, tx, b); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.import", Object: "import", ObjectID: id, After: map[string]any{
			"level": b.LevelID, "accepted": b.Accepted, "unchanged": b.Unchanged, "rejected": b.Rejected,
		}})
	})
	return b, err
}

func (s *Service) takeIn(ctx context.Context, tx postgres.Tx, b *Batch) error {
	rows, _, err := s.store.listImportRows(ctx, tx, b.ID, Accepted, exchange.MaxRows, 0)
	if err != nil {
		return err
	}
	judged := make([]*ImportRow, len(rows))
	for i := range rows {
		judged[i] = &rows[i]
	}
	pictures, err := s.picturesOf(ctx, rows)
	if err != nil {
		return err
	}
	if err := s.compare(ctx, tx, b.LevelID, judged, pictures); err != nil {
		return err
	}
	var entering []Incoming
	var rowOf []*ImportRow
	for _, r := range judged {
		switch r.Verdict {
		case Rejected:
			return fault.New(fault.Conflict, subImportChanged)
		case Unchanged:
			b.Accepted--
			b.Unchanged++
		default:
			entering = append(entering, Incoming{
				Pool: r.draft.Pool, Ref: r.draft.Ref, Content: r.draft.Content, row: r.draft.RowID,
				pictures: pick(pictures, r.draft.Content.PictureIDs),
			})
			rowOf = append(rowOf, r)
		}
	}
	ids, err := s.insert(ctx, tx, b.CommittedAt, b.LevelID, b.ID, entering)
	if err != nil {
		return changedSince(err)
	}
	for i, id := range ids {
		rowOf[i].QuestionID = id
	}
	return s.store.updateImportRows(ctx, tx, b.ID, judged)
}

// changedSince says that the bank no longer is what the preview saw.
func changedSince(err error) error {
	if fault.CodeOf(err) == fault.Conflict || isElementGone(err) {
		return fault.New(fault.Conflict, subImportChanged).Because(err)
	}
	return err
}

func (s *Service) picturesOf(ctx context.Context, rows []ImportRow) (map[uuid.UUID]Picture, error) {
	ids := map[uuid.UUID]bool{}
	for _, r := range rows {
		for _, id := range r.draft.Content.PictureIDs {
			ids[id] = true
		}
	}
	byID := map[uuid.UUID]Picture{}
	if len(ids) == 0 {
		return byID, nil
	}
	list, err := s.store.listPictures(ctx, s.db, slices.Collect(maps.Keys(ids)))
	for _, p := range list {
		byID[p.ID] = p
	}
	return byID, err
}

func pick(pictures map[uuid.UUID]Picture, ids []uuid.UUID) []Picture {
	list := make([]Picture, 0, len(ids))
	for _, id := range ids {
		list = append(list, pictures[id])
	}
	return list
}

// Import previews and commits in one, for seeds: accepted rows become drafts,
// rejected ones are listed. Pictures go by the names that the
// rows use. The same file again changes nothing.
func (s *Service) Import(ctx context.Context, levelID uuid.UUID, fileName string, file io.Reader, pictures map[string][]byte) (ImportSummary, error) {
	for _, name := range slices.Sorted(maps.Keys(pictures)) {
		if _, err := s.AddPicture(ctx, levelID, name, bytes.NewReader(pictures[name])); err != nil {
			return ImportSummary{}, fault.Wrap(err, "picture "+name)
		}
	}
	b, err := s.Preview(ctx, levelID, fileName, file, Practice)
	if err != nil {
		return ImportSummary{}, err
	}
	if b, err = s.Commit(ctx, b.ID, true); err != nil {
		return ImportSummary{}, err
	}
	faults, _, err := s.BatchRows(ctx, b.ID, Rejected, exchange.MaxRows, 0)
	return ImportSummary{Batch: b, Faults: faults}, err
}
