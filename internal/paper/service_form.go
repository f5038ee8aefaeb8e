package paper

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/platform/postgres"
)

// Freeze assembles count parallel forms of a ready blueprint and freezes them,
// all or none. Questions used by earlier forms go last. A shortfall or a
// conflict is fault.Conflict; CheckSections tells more.
func (s *Service) Freeze(ctx context.Context, blueprintID uuid.UUID, count int, seed int64) ([]Form, error) {
	return s.FreezeWithTwins(ctx, blueprintID, count, 0, seed)
}

// FreezeWithTwins is Freeze with so many twins of each form: the same
// questions, in another order within their sections. The codes of a form and
// its twins differ in the last letter, A for the form.
func (s *Service) FreezeWithTwins(ctx context.Context, blueprintID uuid.UUID, count, twins int, seed int64) ([]Form, error) {
	if twins < 0 || twins > maxTwins {
		return nil, fault.InvalidFields(fault.Field{Name: "variants", Sub: subTwins, Params: fault.Params{"max": maxTwins}})
	}
	if count < 1 || count > maxForms {
		return nil, fault.InvalidFields(fault.Field{Name: "count", Sub: subFormCount, Params: fault.Params{"max": maxForms}})
	}
	if _, err := s.VisibleBlueprint(ctx, blueprintID); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	var forms []Form
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		b, err := s.store.lockBlueprint(ctx, tx, blueprintID)
		if err != nil {
			return err
		}
		d := drawing{blueprint: b, origin: Frozen, seed: seed, now: now, twins: twins}
		if forms, err = s.draw(ctx, tx, d, count); err != nil {
			return err
		}
		for _, f := range forms {
			if err := s.audit.Write(ctx, tx, now, audit.Entry{Action: "paper.freeze", Object: "form", ObjectID: f.ID, After: map[string]any{
				"code": f.Code, "blueprint": blueprintID, "seed": f.Seed,
			}}); err != nil {
				return err
			}
		}
		return nil
	})
	return forms, err
}

// Draw makes one fresh frozen form for one attempt at a mock, inside the
// caller's transaction and on its connection. avoid counts how often the
// candidate has met a question; those go last.
func (s *Service) Draw(ctx context.Context, tx postgres.Tx, blueprintID uuid.UUID, seed int64, avoid map[uuid.UUID]int) (Form, error) {
	b, err := s.store.getBlueprint(ctx, tx, blueprintID)
	if err != nil {
		return Form{}, err
	}
	b.Demands = b.Demands.ofOneCandidate()
	met := make(map[uuid.UUID]use, len(avoid))
	for id, times := range avoid {
		met[id] = use{times: times}
	}
	forms, err := s.draw(ctx, tx, drawing{blueprint: b, origin: Drawn, seed: seed, used: met, now: s.clock.Now()}, 1)
	if err != nil {
		return Form{}, err
	}
	return forms[0], nil
}

// drawing is what decides the forms of one draw.
type drawing struct {
	blueprint Blueprint
	origin    Origin
	seed      int64
	used      map[uuid.UUID]use // nil: what frozen forms of the level have used
	now       time.Time
	twins     int // of each form
}

func (s *Service) draw(ctx context.Context, tx postgres.Tx, d drawing, count int) ([]Form, error) {
	b := d.blueprint
	rows, err := s.store.listWeightRows(ctx, tx, b.LevelID)
	if err != nil {
		return nil, err
	}
	if b.State != Ready || len(rows) == 0 {
		return nil, fault.New(fault.Conflict, subNotReady)
	}
	in, err := s.inputOf(ctx, tx, b, rows, d.seed, d.now, d.used)
	if err != nil {
		return nil, err
	}
	drawn, err := assemble.Forms(in, count)
	if err != nil {
		check, err := checkOf(err, rows)
		if err != nil {
			return nil, err
		}
		return nil, check.fault()
	}
	forms := make([]Form, 0, count)
	for _, p := range drawn {
		if err := assemble.Conforms(in, p); err != nil {
			return nil, fault.Wrap(err, "assembled paper does not conform")
		}
		code, err := s.code(ctx, tx, d)
		if err != nil {
			return nil, err
		}
		for k := range d.twins + 1 {
			f, err := s.freeze(ctx, tx, d, twin(p, k), rows, twinCode(code, k, d.twins))
			if err != nil {
				return nil, err
			}
			forms = append(forms, f)
		}
	}
	return forms, nil
}

// inputOf gathers what decides a paper: the level's questions, how worn they
// are, and the level's last forms.
func (s *Service) inputOf(ctx context.Context, q postgres.Q, b Blueprint, rows []weightRow, seed int64, now time.Time, used map[uuid.UUID]use) (assemble.Input, error) {
	items, err := s.bank.CandidatesIn(ctx, q, b.LevelID, b.Purpose.Pool())
	if err != nil {
		return assemble.Input{}, err
	}
	if used == nil {
		if used, err = s.store.listExposure(ctx, q, b.LevelID, b.Purpose); err != nil {
			return assemble.Input{}, err
		}
	}
	var earlier []assemble.EarlierPaper
	if b.Demands.Earlier != nil {
		if earlier, err = s.store.listEarlier(ctx, q, b.LevelID, b.Purpose, b.Demands.Earlier.Forms); err != nil {
			return assemble.Input{}, err
		}
	}
	in := input(b.Sections, rows, items, used, seed)
	in.Demands = b.Demands.ofAssembler(now, earlier)
	return in, nil
}

// freeze writes one assembled paper.
func (s *Service) freeze(ctx context.Context, tx postgres.Tx, d drawing, p assemble.Paper, rows []weightRow, code string) (Form, error) {
	b, who := d.blueprint, actor.From(ctx)
	f := Form{
		ID: uuid.Must(uuid.NewV7()), BlueprintID: b.ID, LevelID: b.LevelID, Code: code, Title: b.Name, Purpose: b.Purpose, Origin: d.origin,
		Minutes: b.Minutes, MultipleMode: b.MultipleMode, TotalHundredths: b.TotalHundredths, Seed: p.Seed, Sections: b.Sections, CreatedAt: d.now,
		Demands: b.Demands, Figures: p.Figures, Online: true, Approval: Pending, CreatedBy: who.ID,
	}
	for _, section := range b.Sections {
		f.Online = f.Online && section.Type.Chosen()
	}
	if d.origin == Frozen {
		f.CreatedByName = who.Name
	}
	for k, section := range p.Sections {
		for _, item := range section.Items {
			f.Items = append(f.Items, Item{
				Number: len(f.Items) + 1, Section: k, VersionID: item.VersionID, QuestionID: item.QuestionID, WeightRowID: item.RowID,
				ScoreHundredths: section.ScoreHundredths,
			})
		}
	}
	keys, err := s.keys(ctx, tx, f)
	if err != nil {
		return Form{}, err
	}
	return f, s.store.insertForm(ctx, tx, f, rows, keys, who.ID)
}

// keys reads the form's keys and checks that a marker can use them.
func (s *Service) keys(ctx context.Context, tx postgres.Tx, f Form) ([]bank.Key, error) {
	versions, err := s.bank.VersionsIn(ctx, tx, f.VersionIDs())
	if err != nil {
		return nil, err
	}
	key := marking.Key{Mode: f.MultipleMode}
	keys := make([]bank.Key, 0, len(versions))
	for i, v := range versions {
		keys = append(keys, bank.Key{VersionID: v.ID, Type: v.Type, Options: v.Key})
		if !v.Type.Chosen() {
			continue
		}
		key.Items = append(key.Items, marking.ItemSpec{
			VersionID: v.ID, Type: marking.QuestionType(v.Type), ScoreHundredths: f.Items[i].ScoreHundredths, WeightRowID: v.WeightRowID, Key: v.Key,
		})
	}
	return keys, fault.Wrap(key.Validate(), "key of the form")
}

// code names a form. Frozen ones are counted per level and year; drawn ones,
// of which thousands start at once, take a random name instead of a turn.
func (s *Service) code(ctx context.Context, tx postgres.Tx, d drawing) (string, error) {
	if d.origin == Drawn {
		raw := make([]byte, 10)
		if _, err := rand.Read(raw); err != nil {
			return "", err
		}
		return "M" + base32.StdEncoding.EncodeToString(raw), nil
	}
	level, err := s.store.codeSeries(ctx, tx, d.blueprint.LevelID)
	if err != nil {
		return "", err
	}
	series := fmt.Sprintf("%s-%02d", level, d.now.In(clock.China).Year()%100)
	n, err := s.store.nextSerial(ctx, tx, series)
	return fmt.Sprintf("%s%04d", series, n), err
}
