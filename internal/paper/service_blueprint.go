package paper

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/platform/postgres"
)

// CreateBlueprint adds a blueprint. It is ready when its sections add up to
// 100 points and can meet the level's weight table, otherwise a draft. Id,
// state, total and times are given by the room.
func (s *Service) CreateBlueprint(ctx context.Context, b Blueprint) (Blueprint, error) {
	if _, err := s.standard.VisibleLevel(ctx, b.LevelID); err != nil {
		return Blueprint{}, err
	}
	b = b.tidy()
	if err := b.check(); err != nil {
		return Blueprint{}, err
	}
	now := s.clock.Now()
	b.ID, b.Forms, b.CreatedAt, b.UpdatedAt = uuid.Must(uuid.NewV7()), 0, now, now
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) (err error) {
		if b.State, err = s.stateOf(ctx, tx, b); err != nil {
			return err
		}
		if err := s.store.insertBlueprint(ctx, tx, b, actor.From(ctx).ID); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "paper.create_blueprint", Object: "blueprint", ObjectID: b.ID, After: trail(b)})
	})
	return b, err
}

// SaveBlueprint changes everything but the level. Forms already frozen stay as
// they are; the purpose is fixed once there are any.
func (s *Service) SaveBlueprint(ctx context.Context, id uuid.UUID, next Blueprint) (Blueprint, error) {
	if _, err := s.VisibleBlueprint(ctx, id); err != nil {
		return Blueprint{}, err
	}
	next = next.tidy()
	if err := next.check(); err != nil {
		return Blueprint{}, err
	}
	now := s.clock.Now()
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		before, err := s.store.lockBlueprint(ctx, tx, id)
		if err != nil {
			return err
		}
		if before.Forms > 0 && before.Purpose != next.Purpose {
			return fault.New(fault.Conflict, subBlueprintUsed)
		}
		next.ID, next.LevelID, next.Forms, next.CreatedAt, next.UpdatedAt = id, before.LevelID, before.Forms, before.CreatedAt, now
		if next.State, err = s.stateOf(ctx, tx, next); err != nil {
			return err
		}
		if err := s.store.updateBlueprint(ctx, tx, next); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "paper.save_blueprint", Object: "blueprint", ObjectID: id, Before: trail(before), After: trail(next),
		})
	})
	return next, err
}

func trail(b Blueprint) any {
	return struct {
		Name     string
		Purpose  Purpose
		Minutes  int
		State    State
		Sections []Section
		Demands  Demands
	}{b.Name, b.Purpose, b.Minutes, b.State, b.Sections, b.Demands}
}

// stateOf says whether some bank could fill the blueprint.
func (s *Service) stateOf(ctx context.Context, q postgres.Q, b Blueprint) (State, error) {
	rows, err := s.store.listWeightRows(ctx, q, b.LevelID)
	if err != nil || len(rows) == 0 {
		return Draft, err
	}
	_, err = assemble.Assemble(input(b.Sections, rows, nil, nil, 0))
	var conflict *assemble.Conflict
	if errors.As(err, &conflict) {
		return Draft, nil
	}
	// An empty bank is short of every type before any split is tried, so the
	// split is tried with an endless one.
	_, err = assemble.Assemble(input(b.Sections, rows, endless(b.Sections, rows), nil, 0))
	if errors.As(err, &conflict) {
		return Draft, nil
	}
	return Ready, nil
}

// endless makes a bank that has whatever the sections could ask of each row.
func endless(sections []Section, rows []weightRow) []bank.Candidate {
	most := map[bank.Type]int{}
	for _, s := range sections {
		most[s.Type] += s.Count
	}
	var list []bank.Candidate
	for _, r := range rows {
		for kind, n := range most {
			for range n {
				id := uuid.New()
				list = append(list, bank.Candidate{QuestionID: id, VersionID: id, Type: kind, ElementID: id, WeightRowID: r.ID, Importance: "X"})
			}
		}
	}
	return list
}

// Check tries an assembly of forms papers with the questions that the level
// has now; nothing is kept.
func (s *Service) Check(ctx context.Context, levelID uuid.UUID, purpose Purpose, sections []Section, demands Demands, forms int) (Check, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return Check{}, err
	}
	if faults := append(checkSections(sections), demands.check()...); len(faults) > 0 {
		return Check{}, fault.InvalidFields(faults...)
	}
	rows, err := s.store.listWeightRows(ctx, s.db, levelID)
	if err != nil {
		return Check{}, err
	}
	if len(rows) == 0 {
		return Check{Conflict: fault.New(fault.Conflict, subNoWeights)}, nil
	}
	b := Blueprint{LevelID: levelID, Purpose: purpose, Sections: sections, Demands: demands}
	if purpose == Mock {
		b.Demands = demands.ofOneCandidate()
	}
	in, err := s.inputOf(ctx, s.db, b, rows, 1, s.clock.Now(), nil)
	if err != nil {
		return Check{}, err
	}
	drawn, err := assemble.Forms(in, max(1, min(forms, maxForms)))
	if err != nil {
		return checkOf(err, rows)
	}
	return Check{Rows: rowPoints(drawn[0], rows), Figures: &drawn[0].Figures}, nil
}

// MayDraw refuses, naming what is missing, when the blueprint cannot be
// assembled from the questions that its level has now.
func (s *Service) MayDraw(ctx context.Context, blueprintID uuid.UUID) error {
	b, err := s.Blueprint(ctx, blueprintID)
	if err != nil {
		return err
	}
	c, err := s.Check(ctx, b.LevelID, b.Purpose, b.Sections, b.Demands, 1)
	if err != nil || c.OK() {
		return err
	}
	return c.fault()
}

func rowPoints(drawn assemble.Paper, rows []weightRow) []RowPoints {
	list := make([]RowPoints, 0, len(rows))
	for i, r := range rows {
		p := drawn.Rows[i]
		list = append(list, RowPoints{WeightRowID: r.ID, Name: r.Name, Percent: r.Percent, Want: p.Want, Got: p.Got, Items: p.Items})
	}
	return list
}

// checkOf turns the assembler's refusals into a check; other errors stay.
func checkOf(err error, rows []weightRow) (Check, error) {
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	var conflict *assemble.Conflict
	if errors.As(err, &conflict) {
		return Check{Conflict: conflictFault(conflict, names)}, nil
	}
	var limit *assemble.NotFound
	if errors.As(err, &limit) {
		return Check{Conflict: fault.New(fault.Conflict, subTooComplex)}, nil
	}
	var short *assemble.Infeasible
	if !errors.As(err, &short) {
		return Check{}, err
	}
	c := Check{}.explained(short, names)
	for _, cell := range short.Cells {
		c.Shortfalls = append(c.Shortfalls, Shortfall{
			WeightRowID: cell.RowID, RowName: names[cell.RowID], Type: bank.Type(cell.Type), Needed: cell.Needed, Have: cell.Have,
		})
	}
	return c, nil
}

func conflictFault(c *assemble.Conflict, names map[uuid.UUID]string) *fault.Error {
	points := func(hundredths int) string { return marking.Hundredths(hundredths).Points() }
	switch c.Reason {
	case assemble.TotalDiffers:
		return fault.New(fault.Conflict, subTotalDiffers).With(fault.Params{"want": points(c.Want), "got": points(c.Got)})
	case assemble.RowNotDivisible:
		return fault.New(fault.Conflict, subRowDivisible).With(fault.Params{"row": names[c.RowID], "want": points(c.Want)})
	case assemble.NoExactSplit:
		return fault.New(fault.Conflict, subNoExactSplit)
	case assemble.WeightsNot100:
		return fault.New(fault.Conflict, subNoWeights)
	default:
		return fault.New(fault.Conflict, subSections).With(fault.Params{"max": assemble.MaxSections})
	}
}

// fault is the refusal of an assembly that a person asked for.
func (c Check) fault() error {
	if c.Conflict != nil {
		return c.Conflict
	}
	if len(c.Shortfalls) == 0 {
		return fault.New(fault.Conflict, subDemands).With(fault.Params{"demands": len(c.Demands)})
	}
	return fault.New(fault.Conflict, subShortfall).With(fault.Params{"cells": len(c.Shortfalls), "list": c.lacking()})
}

const namedCells = 3 // in a sentence

// lacking names the first cells that lack questions.
func (c Check) lacking() string {
	var list []string
	for _, s := range c.Shortfalls[:min(namedCells, len(c.Shortfalls))] {
		row := s.RowName
		if row == "" {
			row = "全部各行合计"
		}
		list = append(list, fmt.Sprintf("%s %s需要 %d 题，现有 %d 题", row, s.Type.Title(), s.Needed, s.Have))
	}
	text := strings.Join(list, "；")
	if more := len(c.Shortfalls) - namedCells; more > 0 {
		text += fmt.Sprintf("；另有 %d 处", more)
	}
	return text
}
