package transfer

import (
	"context"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Outcome is what an export would hold, or holds.
type Outcome struct {
	Questions int
	Left      []Left // what the format cannot hold
	File      exchange.Written
	Name      string // of the file, without its extension
}

// Left is a question, or a part of one, that the format cannot hold.
type Left struct {
	exchange.Left
	Stem string
}

// Export writes the questions that a filter finds in a level, with their keys,
// the last changed first, as a file of the format; 20,000 at most. It is
// recorded.
func (s *Service) Export(ctx context.Context, levelID uuid.UUID, f bank.Filter, format string) (Outcome, error) {
	out, err := s.write(ctx, levelID, f, format)
	if err != nil {
		return Outcome{}, err
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "transfer.export", Object: "level", ObjectID: levelID, After: map[string]any{
			"questions": out.Questions, "format": format, "pool": f.Pool,
		}})
	})
	return out, err
}

// CheckExport says what an export would hold and what would be lost.
func (s *Service) CheckExport(ctx context.Context, levelID uuid.UUID, f bank.Filter, format string) (Outcome, error) {
	out, err := s.write(ctx, levelID, f, format)
	out.File.Data = nil
	return out, err
}

func (s *Service) write(ctx context.Context, levelID uuid.UUID, f bank.Filter, format string) (Outcome, error) {
	level, err := s.standard.VisibleLevel(ctx, levelID)
	if err != nil {
		return Outcome{}, err
	}
	if !formats.Writes(format) {
		return Outcome{}, fault.InvalidFields(fault.Field{Name: "format", Sub: formats.SubNotWritten})
	}
	f.LevelID, f.Limit, f.Offset = levelID, exchange.MaxItems, 0
	held, err := s.bank.Hold(ctx, f)
	if err != nil {
		return Outcome{}, err
	}
	if len(held) == 0 {
		return Outcome{}, fault.New(fault.Invalid, subNoQuestions)
	}
	items, err := s.items(ctx, held)
	if err != nil {
		return Outcome{}, err
	}
	written, err := formats.Write(format, items)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Questions: len(held), Left: leftOf(written.Left, held), File: written, Name: level.Title() + "题库"}, nil
}

// items makes items of questions, each with its pictures.
func (s *Service) items(ctx context.Context, held []bank.Held) ([]exchange.Item, error) {
	files := map[string][]byte{}
	items := make([]exchange.Item, len(held))
	for n, h := range held {
		item := exchange.Item{
			Body: h.Body, Ref: refOf(h), Difficulty: h.Difficulty, Element: h.ElementCode, Pool: string(h.Pool), Source: h.Source, Tags: h.Tags,
		}
		for _, p := range h.Pictures {
			data, err := s.pictureFile(ctx, files, p)
			if err != nil {
				return nil, err
			}
			item.Pictures = append(item.Pictures, exchange.Picture{Name: p.Name, Data: data})
		}
		items[n] = item
	}
	return items, nil
}

// refOf is the reference by which the question is known again: the one of the
// file it came from, else its own id.
func refOf(h bank.Held) string {
	if h.Ref != "" {
		return h.Ref
	}
	return h.QuestionID.String()
}

func (s *Service) pictureFile(ctx context.Context, files map[string][]byte, p bank.Picture) ([]byte, error) {
	if data, read := files[p.BlobKey]; read {
		return data, nil
	}
	r, _, err := s.blob.Get(ctx, p.BlobKey)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(r)
	files[p.BlobKey] = data
	return data, err
}

func leftOf(left []exchange.Left, held []bank.Held) []Left {
	stems := map[string]string{}
	for _, h := range held {
		stems[refOf(h)] = stemOf(h.Body)
	}
	list := make([]Left, len(left))
	for n, l := range left {
		list[n] = Left{Left: l, Stem: stems[l.At]}
	}
	return list
}
