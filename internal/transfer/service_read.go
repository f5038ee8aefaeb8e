package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"image"
	_ "image/gif"  // size of a picture before it is decoded
	_ "image/jpeg" // size of a picture before it is decoded
	_ "image/png"  // size of a picture before it is decoded
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/blob"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// Bounds of a file beyond those of package exchange.
const (
	maxPictures = 2_000
	maxPixels   = 500_000_000 // of all pictures together
	// A file with more than this is checked by a job, so that a page can show
	// how far it is.
	quickRows     = 3_000
	quickPictures = 40
)

// namelessFile is shown for a file whose name says nothing.
const namelessFile = "试题文件"

// Start reads a file and checks it row by row. format is formats.Auto or a
// name; rows that name no pool get the given one, practice when that is empty.
// A large file is still Reading when Start returns: a job checks its rows.
// A file that is not understood is refused and leaves nothing behind; of one
// without questions the import says the format.
func (s *Service) Start(ctx context.Context, levelID uuid.UUID, fileName string, file io.Reader, format string, pool bank.Pool) (Import, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Import{}, err
	}
	data, err := io.ReadAll(io.LimitReader(file, exchange.MaxBytes+1))
	if err != nil {
		return Import{}, err
	}
	return s.start(ctx, levelID, exchange.File{Name: blob.ShownName(fileName, namelessFile), Data: data}, format, pool, s.jobs != nil)
}

// StartNow is Start without a job: the import is previewed when it returns.
func (s *Service) StartNow(ctx context.Context, levelID uuid.UUID, file exchange.File, format string, pool bank.Pool) (Import, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Import{}, err
	}
	file.Name = blob.ShownName(file.Name, namelessFile)
	return s.start(ctx, levelID, file, format, pool, false)
}

func (s *Service) start(ctx context.Context, levelID uuid.UUID, file exchange.File, format string, pool bank.Pool, mayWait bool) (Import, error) {
	result, err := formats.Read(file, format, exchange.Options{Cleaner: s.cleaner})
	if err != nil {
		return Import{Format: result.Format}, err
	}
	pictures, err := countPictures(result.Items)
	if err != nil {
		return Import{}, err
	}
	if pool == "" {
		pool = bank.Practice
	}
	who, digest := actor.From(ctx), sha256.Sum256(file.Data)
	i := Import{
		ID: uuid.Must(uuid.NewV7()), LevelID: levelID, FileName: file.Name, Format: result.Format, Pool: pool, State: Reading,
		Counts: Counts{Found: len(result.Items)}, Notes: cleanNotes(result.Notes), ByName: who.Name, CreatedAt: s.clock.Now(), digest: digest[:], byID: who.ID,
	}
	if mayWait && (len(result.Items) > quickRows || pictures > quickPictures) {
		return i, s.leaveToJob(ctx, i, file)
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error { return s.register(ctx, tx, i) })
	if err != nil {
		return Import{}, err
	}
	if err := s.fill(ctx, i, result.Items); err != nil {
		return Import{}, errors.Join(err, s.store.deleteImport(context.WithoutCancel(ctx), s.db, i.ID))
	}
	return s.store.findImport(ctx, s.db, i.ID)
}

func (s *Service) register(ctx context.Context, tx postgres.Tx, i Import) error {
	if err := s.store.insertImport(ctx, tx, i); err != nil {
		return err
	}
	return s.audit.Write(ctx, tx, i.CreatedAt, audit.Entry{Action: "transfer.preview", Object: "import", ObjectID: i.ID, After: map[string]any{
		"level": i.LevelID, "format": i.Format, "rows": i.Counts.Found,
	}})
}

// leaveToJob keeps the file and lets a job check its rows.
func (s *Service) leaveToJob(ctx context.Context, i Import, file exchange.File) error {
	i.blobKey = "transfer/" + i.ID.String()
	if err := s.blob.Put(ctx, i.blobKey, "application/octet-stream", bytes.NewReader(file.Data)); err != nil {
		return err
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.register(ctx, tx, i); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, CheckArgs{ImportID: i.ID}, nil)
	})
}

// check is the job's work: read the kept file again and fill in its rows. Done
// once more it begins anew.
func (s *Service) check(ctx context.Context, id uuid.UUID) error {
	i, err := s.store.findImport(ctx, s.db, id)
	if fault.CodeOf(err) == fault.NotFound || err == nil && i.State != Reading {
		return nil // thrown away, or done before
	}
	if err != nil {
		return err
	}
	items, err := s.readAgain(ctx, i)
	if err == nil {
		err = s.fill(ctx, i, items)
	}
	var known *fault.Error
	if errors.As(err, &known) && known.Code != fault.Internal {
		err = s.store.setFailed(ctx, s.db, id, Note{Sub: known.Sub, Params: known.Params})
	}
	if err != nil {
		return err
	}
	return s.blob.Delete(ctx, i.blobKey)
}

func (s *Service) readAgain(ctx context.Context, i Import) ([]exchange.Item, error) {
	file, _, err := s.blob.Get(ctx, i.blobKey)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, exchange.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	result, err := formats.Read(exchange.File{Name: i.FileName, Data: data}, string(i.Format), exchange.Options{Cleaner: s.cleaner})
	return result.Items, err
}

// giveUp marks an import whose job was tried often enough.
func (s *Service) giveUp(ctx context.Context, id uuid.UUID) error {
	return s.store.setFailed(ctx, s.db, id, Note{Sub: subBroken})
}

// fill checks the items and keeps them as the import's rows.
func (s *Service) fill(ctx context.Context, i Import, items []exchange.Item) error {
	elements, err := s.standard.Elements(ctx, i.LevelID)
	if err != nil {
		return err
	}
	rows, err := s.rowsOf(ctx, i, items, elements)
	if err != nil {
		return err
	}
	meetEachOther(rows)
	for _, r := range rows {
		r.settle()
	}
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if _, err := s.store.lockImport(ctx, tx, i.ID); err != nil {
			return err
		}
		if err := s.store.deleteRows(ctx, tx, i.ID); err != nil {
			return err
		}
		if err := s.store.insertRows(ctx, tx, i.ID, rows); err != nil {
			return err
		}
		if err := s.store.recount(ctx, tx, i.ID); err != nil {
			return err
		}
		return s.store.setPreviewed(ctx, tx, i.ID)
	})
}

// rowsOf makes a checked row of every item, a portion at a time.
func (s *Service) rowsOf(ctx context.Context, i Import, items []exchange.Item, elements []standard.Element) ([]*Row, error) {
	points := newPoints(elements)
	rows := make([]*Row, 0, len(items))
	for from := 0; from < len(items); from += portion {
		part := items[from:min(from+portion, len(items))]
		album, err := s.addPictures(ctx, i.LevelID, part)
		if err != nil {
			return nil, err
		}
		fresh := make([]*Row, len(part))
		for n := range part {
			ids := album.give(&part[n])
			fresh[n] = draftOf(part[n], from+n+1, i.Pool, points, ids)
			part[n] = exchange.Item{} // its pictures are no longer needed
		}
		if err := s.judgeAll(ctx, s.db, i.LevelID, fresh); err != nil {
			return nil, err
		}
		rows = append(rows, fresh...)
		if i.blobKey != "" {
			if err := s.store.setDone(ctx, s.db, i.ID, len(rows)); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// judgeAll holds rows against the bank, not against each other.
func (s *Service) judgeAll(ctx context.Context, q postgres.Q, levelID uuid.UUID, rows []*Row) error {
	incoming := make([]bank.Incoming, len(rows))
	for n, r := range rows {
		incoming[n] = r.incoming()
	}
	checked, err := s.bank.CheckIn(ctx, q, levelID, incoming)
	if err != nil {
		return err
	}
	for n, c := range checked {
		rows[n].judge(c)
	}
	return nil
}

// countPictures refuses floods before anything is decoded.
func countPictures(items []exchange.Item) (int, error) {
	count, pixels := 0, 0
	for _, item := range items {
		for _, p := range item.Pictures {
			count++
			if c, _, err := image.DecodeConfig(bytes.NewReader(p.Data)); err == nil {
				pixels += c.Width * c.Height
			}
			if count > maxPictures {
				return 0, fault.New(fault.Invalid, subPicturesMany).With(fault.Params{"limit": maxPictures})
			}
			if pixels > maxPixels {
				return 0, fault.New(fault.Invalid, subPixelsMany)
			}
		}
	}
	return count, nil
}

// cleanNotes takes out of notes what a database cannot hold.
func cleanNotes(notes []Note) []Note {
	clean := make([]Note, len(notes))
	for i, n := range notes {
		clean[i] = n
		clean[i].Params = fault.Params{}
		for name, value := range n.Params {
			if text, ok := value.(string); ok {
				value = bounded(question.Legible(text), 300)
			}
			clean[i].Params[name] = value
		}
	}
	return clean
}
