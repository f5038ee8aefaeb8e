package seed

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/identity"
	"jiangxun/internal/learner"
	"jiangxun/internal/learning"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/config"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/practice"
	"jiangxun/internal/standard"
	"jiangxun/internal/transfer"
)

// Rooms are the rooms that demo data is loaded into.
type Rooms struct {
	DB        postgres.DB
	Clock     clock.Clock
	Env       config.Env
	Body      *body.Service
	Identity  *identity.Service
	Standard  *standard.Service
	Learner   *learner.Service
	Enrolment *enrolment.Service
	Cohort    *cohort.Service
	Learning  *learning.Service
	Bank      *bank.Service
	Transfer  *transfer.Service
	Paper     *paper.Service
	Practice  *practice.Service
}

// ErrProduction says that demo data was asked for where people work.
var ErrProduction = errors.New("demo data is refused in production")

// loader carries one load through its steps.
type loader struct {
	Rooms
	files      fs.FS
	world      world
	now        time.Time
	levels     map[string]uuid.UUID           // by standard
	programmes map[string]enrolment.Programme // by key
	accounts   map[string]uuid.UUID           // by phone
}

// Demo loads the demo college: standards, questions, papers, programmes,
// people in every state of registration, a class with its material, mocks.
// Staff accounts are the demo launcher's own affair.
func Demo(ctx context.Context, rooms Rooms, files fs.FS) error {
	if rooms.Env == config.Production {
		return ErrProduction
	}
	ctx = actor.With(ctx, actor.AsSystem("演示数据"))
	w, err := readWorld(files)
	if err != nil {
		return err
	}
	l := &loader{
		Rooms: rooms, files: files, world: w, now: rooms.Clock.Now(),
		programmes: map[string]enrolment.Programme{}, accounts: map[string]uuid.UUID{},
	}
	if l.levels, err = Reference(ctx, rooms.Standard, files); err != nil {
		return err
	}
	steps := []struct {
		name string
		run  func(context.Context) error
	}{
		{"body", l.body}, {"questions", l.questions}, {"papers", l.papers}, {"programmes", l.enrolment},
		{"people", l.people}, {"classes", l.classes}, {"mock exams", l.mocks},
	}
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			return fmt.Errorf("demo %s: %w", step.name, err)
		}
	}
	return nil
}

func (l *loader) body(ctx context.Context) error {
	s, err := l.Body.Get(ctx)
	if err != nil || s.CertificatePrefix != "" {
		return err
	}
	b := l.world.Body
	s.Name, s.Contact, s.Address, s.CertificatePrefix = b.Name, b.Contact, b.Address, b.CertificatePrefix
	if _, err := l.Body.Save(ctx, s); err != nil {
		return err
	}
	seal, err := fs.ReadFile(l.files, "people/seal.png")
	if err != nil {
		return err
	}
	_, err = l.Body.SaveSeal(ctx, bytes.NewReader(seal))
	return err
}

func (l *loader) questions(ctx context.Context) error {
	for name, level := range l.levels {
		_, there, err := l.Bank.List(ctx, bank.Filter{LevelID: level, Limit: 1})
		if err != nil || there > 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := l.importQuestions(ctx, name, level); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (l *loader) importQuestions(ctx context.Context, name string, level uuid.UUID) error {
	found, err := fs.Glob(l.files, "questions/pictures/"+name+"-*.png")
	if err != nil {
		return err
	}
	pictures := map[string][]byte{}
	for _, file := range found {
		if pictures[path.Base(file)], err = fs.ReadFile(l.files, file); err != nil {
			return err
		}
	}
	text, err := fs.ReadFile(l.files, "questions/"+name+".csv")
	if err != nil {
		return err
	}
	list := []exchange.File{{Name: name + ".csv", Data: text}}
	types := name + "-types.json"
	switch text, err := fs.ReadFile(l.files, "questions/"+types); {
	case err == nil:
		list = append(list, exchange.File{Name: types, Data: text})
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return l.twoHands(ctx, level, list, pictures)
}

// twoHands lets one person bring the questions in and another agree to them,
// as the bank demands of everybody.
func (l *loader) twoHands(ctx context.Context, level uuid.UUID, files []exchange.File, pictures map[string][]byte) error {
	author, reviewer := staff(ctx, "命题教师（演示）"), staff(ctx, "审题教师（演示）")
	for _, picture := range slices.Sorted(maps.Keys(pictures)) {
		if _, err := l.Bank.AddPicture(author, level, picture, bytes.NewReader(pictures[picture])); err != nil {
			return fmt.Errorf("picture %s: %w", picture, err)
		}
	}
	for _, file := range files {
		if err := l.takeIn(author, level, file); err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
	}
	for {
		drafts, _, err := l.Bank.List(ctx, bank.Filter{LevelID: level, State: bank.Draft, Limit: 500})
		if err != nil || len(drafts) == 0 {
			return err
		}
		ids := make([]uuid.UUID, len(drafts))
		for i, d := range drafts {
			ids[i] = d.ID
		}
		if err := l.pass(author, ids, bank.Move{Action: bank.Submit}); err != nil {
			return err
		}
		if err := l.pass(reviewer, ids, bank.Move{Action: bank.Approve, To: bank.Live}); err != nil {
			return err
		}
	}
}

// takeIn imports a file whole; the bank has the pictures that it names.
func (l *loader) takeIn(ctx context.Context, level uuid.UUID, file exchange.File) error {
	i, err := l.Transfer.StartNow(ctx, level, file, formats.Auto, bank.Practice)
	if err != nil {
		return err
	}
	refused, _, err := l.Transfer.Rows(ctx, i.ID, transfer.RowFilter{Verdict: transfer.Rejected, Limit: 1})
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return fmt.Errorf("%d rows refused, first at %s: %+v", i.Counts.Rejected, refused[0].At, refused[0].Notes)
	}
	_, err = l.Transfer.Commit(ctx, i.ID, transfer.CommitOptions{})
	return err
}

func (l *loader) pass(ctx context.Context, ids []uuid.UUID, m bank.Move) error {
	refused, err := l.Bank.ActAll(ctx, ids, m)
	if err == nil && len(refused) > 0 {
		err = fmt.Errorf("%s refused for %d questions: %s", m.Action, len(refused), refused[0].Sub)
	}
	return err
}

// staff is a person of the demo college's bank, who never signs in.
func staff(ctx context.Context, name string) context.Context {
	return actor.With(ctx, actor.Actor{
		ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)), Kind: actor.Staff, Name: name,
		Permissions: map[string]bool{"bank.read": true, "bank.write": true, "bank.review": true},
	})
}

func (l *loader) papers(ctx context.Context) error {
	for _, level := range l.levels {
		for _, b := range l.world.Blueprints {
			for _, purpose := range b.Purposes {
				if err := l.paper(ctx, level, b, paper.Purpose(purpose)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (l *loader) paper(ctx context.Context, level uuid.UUID, b blueprint, purpose paper.Purpose) error {
	if _, found, err := l.findBlueprint(ctx, level, nameFor(b.Name, purpose)); err != nil || found {
		return err
	}
	design := paper.Blueprint{LevelID: level, Name: nameFor(b.Name, purpose), Purpose: purpose, Minutes: b.Minutes, MultipleMode: marking.Exact, Demands: paper.DefaultDemands()}
	for _, s := range b.Sections {
		design.Sections = append(design.Sections, paper.Section{
			Type: bank.Type(s.Type), Title: s.Title, Count: s.Count, ScoreHundredths: marking.Hundredths(math.Round(s.Points * 100)),
		})
	}
	made, err := l.Paper.CreateBlueprint(ctx, design)
	if err != nil || purpose == paper.Mock {
		return err
	}
	forms, err := l.Paper.Freeze(ctx, made.ID, 1, 20261125)
	if err != nil {
		return err
	}
	_, err = l.Paper.Decide(staff(ctx, "审题教师（演示）"), forms[0].ID, true, "")
	return err
}

func nameFor(name string, purpose paper.Purpose) string {
	if purpose == paper.Mock {
		return "模拟 · " + name
	}
	return "考试 · " + name
}

func (l *loader) findBlueprint(ctx context.Context, level uuid.UUID, name string) (paper.Blueprint, bool, error) {
	list, _, err := l.Paper.Blueprints(ctx, paper.Filter{LevelID: level, Limit: 100})
	for _, b := range list {
		if b.Name == name {
			return b, true, nil
		}
	}
	return paper.Blueprint{}, false, err
}

func (l *loader) mocks(ctx context.Context) error {
	there, _, err := l.Practice.ListMocks(ctx, "", "", 100, 0)
	if err != nil {
		return err
	}
	titles := map[string]bool{}
	for _, m := range there {
		titles[m.Title] = true
	}
	for _, m := range l.world.Mocks {
		if titles[m.Title] {
			continue
		}
		b, found, err := l.findBlueprint(ctx, l.levels[m.Standard], nameFor(m.Blueprint, paper.Mock))
		if err != nil || !found {
			return errors.Join(err, fmt.Errorf("blueprint %q found: %t", m.Blueprint, found))
		}
		made, err := l.Practice.CreateMock(ctx, practice.MockInput{
			Title: m.Title, LevelID: l.levels[m.Standard], BlueprintID: b.ID, Tries: m.Tries, OpensAt: l.now,
		})
		if err != nil {
			return err
		}
		if _, err := l.Practice.SetMockState(ctx, made.ID, practice.Published); err != nil {
			return err
		}
	}
	return nil
}

// resources lists the files of seeds/resources with their titles.
func (l *loader) resources() ([][]string, error) {
	text, err := fs.ReadFile(l.files, "resources/resources.csv")
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil || len(rows) < 2 {
		return nil, err
	}
	return rows[1:], nil
}
