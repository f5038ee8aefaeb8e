package standard

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/platform/httpx"
	standardapi "jiangxun/internal/standard/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "standard", Spec: standardapi.GetSpec, Mount: func(r httpx.Router) {
		standardapi.RegisterHandlers(r, standardapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListOccupations(ctx context.Context, r standardapi.ListOccupationsRequestObject) (standardapi.ListOccupationsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListOccupations(ctx, OccupationFilter{
		Text: httpx.Value(r.Params.Text), CatalogueEdition: httpx.Value(r.Params.CatalogueEdition), Level: string(httpx.Value(r.Params.Level)),
	}, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return standardapi.ListOccupations200JSONResponse{Items: httpx.Each(list, shapeOccupation), Total: total}, nil
}

func (h handler) CreateOccupation(ctx context.Context, r standardapi.CreateOccupationRequestObject) (standardapi.CreateOccupationResponseObject, error) {
	o, err := h.s.CreateOccupation(ctx, Occupation{Code: r.Body.Code, CatalogueEdition: r.Body.CatalogueEdition, Name: r.Body.Name})
	if err != nil {
		return nil, err
	}
	return standardapi.CreateOccupation201JSONResponse(shapeOccupation(o)), nil
}

func (h handler) CreateEdition(ctx context.Context, r standardapi.CreateEditionRequestObject) (standardapi.CreateEditionResponseObject, error) {
	e, err := h.s.CreateEdition(ctx, Edition{OccupationID: r.OccupationId, Name: r.Body.Name, Source: r.Body.Source, Sample: r.Body.Sample})
	if err != nil {
		return nil, err
	}
	return standardapi.CreateEdition201JSONResponse(shapeEdition(e)), nil
}

func (h handler) CreateLevel(ctx context.Context, r standardapi.CreateLevelRequestObject) (standardapi.CreateLevelResponseObject, error) {
	l, err := h.s.CreateLevel(ctx, Level{
		EditionID: r.EditionId, Track: r.Body.Track, Code: string(r.Body.Code),
		TheoryMinutes: r.Body.TheoryMinutes, SkillMinutes: r.Body.SkillMinutes,
	})
	if err != nil {
		return nil, err
	}
	return standardapi.CreateLevel201JSONResponse(shapeLevel(l)), nil
}

func (h handler) ListLevels(ctx context.Context, _ standardapi.ListLevelsRequestObject) (standardapi.ListLevelsResponseObject, error) {
	list, err := h.s.VisibleLevels(ctx)
	if err != nil {
		return nil, err
	}
	return standardapi.ListLevels200JSONResponse{Items: httpx.Each(list, shapeLevel), Total: len(list)}, nil
}

func (h handler) GetLevel(ctx context.Context, r standardapi.GetLevelRequestObject) (standardapi.GetLevelResponseObject, error) {
	d, err := h.detail(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return standardapi.GetLevel200JSONResponse(d), nil
}

func (h handler) SaveLevelMinutes(ctx context.Context, r standardapi.SaveLevelMinutesRequestObject) (standardapi.SaveLevelMinutesResponseObject, error) {
	rules := PartRules{TheoryMinutes: r.Body.TheoryMinutes, SkillMinutes: r.Body.SkillMinutes}
	if err := h.s.SaveMinutes(ctx, r.LevelId, rules); err != nil {
		return nil, err
	}
	d, err := h.detail(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return standardapi.SaveLevelMinutes200JSONResponse(d), nil
}

func (h handler) SaveWeights(ctx context.Context, r standardapi.SaveWeightsRequestObject) (standardapi.SaveWeightsResponseObject, error) {
	rows := make([]WeightRow, len(r.Body.Rows))
	for i, in := range r.Body.Rows {
		rows[i] = WeightRow{Group: in.Group, Name: in.Name, Percent: in.Percent}
		if in.Id != nil {
			rows[i].ID = *in.Id
		}
	}
	if err := h.s.SaveWeights(ctx, r.LevelId, Part(r.Part), rows); err != nil {
		return nil, err
	}
	d, err := h.detail(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return standardapi.SaveWeights200JSONResponse(d), nil
}

func (h handler) ListElements(ctx context.Context, r standardapi.ListElementsRequestObject) (standardapi.ListElementsResponseObject, error) {
	if _, err := h.s.VisibleLevel(ctx, r.LevelId); err != nil {
		return nil, err
	}
	list, err := h.s.Elements(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return standardapi.ListElements200JSONResponse{Items: httpx.Each(list, shapeElement), Total: len(list)}, nil
}

func (h handler) CreateElement(ctx context.Context, r standardapi.CreateElementRequestObject) (standardapi.CreateElementResponseObject, error) {
	e, err := h.s.CreateElement(ctx, Element{
		LevelID: r.LevelId, WeightRowID: idOf(r.Body.WeightRowId), ParentID: idOf(r.Body.ParentId), Code: r.Body.Code,
		Name: r.Body.Name, IsPoint: r.Body.IsPoint, Importance: Importance(r.Body.Importance),
		Weight: httpx.Value(r.Body.WeightHundredths), Page: httpx.Value(r.Body.Page),
	})
	if err != nil {
		return nil, err
	}
	return standardapi.CreateElement201JSONResponse(shapeElement(e)), nil
}

func (h handler) SaveElement(ctx context.Context, r standardapi.SaveElementRequestObject) (standardapi.SaveElementResponseObject, error) {
	e, err := h.s.SaveElement(ctx, r.ElementId, ElementChange{
		Name: r.Body.Name, Importance: Importance(r.Body.Importance), Weight: httpx.Value(r.Body.WeightHundredths), Page: httpx.Value(r.Body.Page),
	})
	if err != nil {
		return nil, err
	}
	return standardapi.SaveElement200JSONResponse(shapeElement(e)), nil
}

func (h handler) DeleteElement(ctx context.Context, r standardapi.DeleteElementRequestObject) (standardapi.DeleteElementResponseObject, error) {
	if err := h.s.DeleteElement(ctx, r.ElementId); err != nil {
		return nil, err
	}
	return standardapi.DeleteElement204Response{}, nil
}

func (h handler) detail(ctx context.Context, id uuid.UUID) (standardapi.LevelDetail, error) {
	l, err := h.s.VisibleLevel(ctx, id)
	if err != nil {
		return standardapi.LevelDetail{}, err
	}
	d := standardapi.LevelDetail{Level: shapeLevel(l)}
	for part, rows := range map[Part]*[]standardapi.WeightRow{Theory: &d.Theory, Skill: &d.Skill} {
		table, err := h.s.WeightTable(ctx, id, part)
		if err != nil {
			return d, err
		}
		*rows = httpx.Each(table, shapeWeightRow)
	}
	return d, nil
}

func shapeOccupation(o Occupation) standardapi.Occupation {
	return standardapi.Occupation{
		Id: o.ID, Code: o.Code, CatalogueEdition: o.CatalogueEdition, Name: o.Name, Editions: httpx.Each(o.Editions, shapeEdition),
	}
}

func shapeEdition(e Edition) standardapi.Edition {
	return standardapi.Edition{
		Id: e.ID, Name: e.Name, Position: e.Position, Source: e.Source, Sample: e.Sample, Levels: httpx.Each(e.Levels, shapeLevel),
	}
}

func shapeLevel(l Level) standardapi.Level {
	return standardapi.Level{
		Id: l.ID, OccupationId: l.OccupationID, OccupationCode: l.OccupationCode, OccupationName: l.OccupationName,
		EditionId: l.EditionID, EditionName: l.EditionName, Source: l.Source, Sample: l.Sample, Track: l.Track,
		Code: standardapi.LevelCode(l.Code), Name: l.Name, Title: l.Title(), Rank: l.Rank,
		TheoryMinutes: l.TheoryMinutes, SkillMinutes: l.SkillMinutes,
	}
}

func shapeWeightRow(r WeightRow) standardapi.WeightRow {
	return standardapi.WeightRow{Id: r.ID, Seq: r.Seq, Group: r.Group, Name: r.Name, Percent: r.Percent}
}

func shapeElement(e Element) standardapi.Element {
	out := standardapi.Element{
		Id: e.ID, WeightRowId: e.WeightRowID, Code: e.Code, Path: e.Path, Name: e.Name, IsPoint: e.IsPoint,
		Importance: standardapi.Importance(e.Importance), WeightHundredths: httpx.Optional(e.Weight), Page: httpx.Optional(e.Page),
	}
	if e.ParentID != uuid.Nil {
		out.ParentId = &e.ParentID
	}
	return out
}

func idOf(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
