package paper

import (
	"context"
	"crypto/rand"
	"encoding/binary"

	"jiangxun/internal/marking"
	paperapi "jiangxun/internal/paper/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "paper", Spec: paperapi.GetSpec, Mount: func(r httpx.Router) {
		paperapi.RegisterHandlers(r, paperapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListBlueprints(ctx context.Context, r paperapi.ListBlueprintsRequestObject) (paperapi.ListBlueprintsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Blueprints(ctx, Filter{
		LevelID: httpx.Value(r.Params.LevelId), Purpose: Purpose(httpx.Value(r.Params.Purpose)), State: State(httpx.Value(r.Params.State)),
		Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return paperapi.ListBlueprints200JSONResponse{Items: httpx.Each(list, shapeBlueprint), Total: total}, nil
}

func (h handler) CreateBlueprint(ctx context.Context, r paperapi.CreateBlueprintRequestObject) (paperapi.CreateBlueprintResponseObject, error) {
	b, err := h.s.CreateBlueprint(ctx, Blueprint{
		LevelID: r.Body.LevelId, Name: r.Body.Name, Purpose: Purpose(r.Body.Purpose), Minutes: r.Body.Minutes,
		MultipleMode: marking.Mode(r.Body.MultipleMode), Sections: httpx.Each(r.Body.Sections, sectionFrom), Demands: demandsFrom(r.Body.Demands),
	})
	if err != nil {
		return nil, err
	}
	return paperapi.CreateBlueprint201JSONResponse(shapeBlueprint(b)), nil
}

func (h handler) GetBlueprint(ctx context.Context, r paperapi.GetBlueprintRequestObject) (paperapi.GetBlueprintResponseObject, error) {
	b, err := h.s.VisibleBlueprint(ctx, r.BlueprintId)
	if err != nil {
		return nil, err
	}
	return paperapi.GetBlueprint200JSONResponse(shapeBlueprint(b)), nil
}

func (h handler) SaveBlueprint(ctx context.Context, r paperapi.SaveBlueprintRequestObject) (paperapi.SaveBlueprintResponseObject, error) {
	b, err := h.s.SaveBlueprint(ctx, r.BlueprintId, Blueprint{
		Name: r.Body.Name, Purpose: Purpose(r.Body.Purpose), Minutes: r.Body.Minutes,
		MultipleMode: marking.Mode(r.Body.MultipleMode), Sections: httpx.Each(r.Body.Sections, sectionFrom), Demands: demandsFrom(r.Body.Demands),
	})
	if err != nil {
		return nil, err
	}
	return paperapi.SaveBlueprint200JSONResponse(shapeBlueprint(b)), nil
}

func (h handler) CheckSections(ctx context.Context, r paperapi.CheckSectionsRequestObject) (paperapi.CheckSectionsResponseObject, error) {
	c, err := h.s.Check(ctx, r.LevelId, Purpose(r.Body.Purpose), httpx.Each(r.Body.Sections, sectionFrom), demandsFrom(r.Body.Demands), httpx.Value(r.Body.Forms))
	if err != nil {
		return nil, err
	}
	out := paperapi.CheckSections200JSONResponse{
		Ok: c.OK(), Rows: httpx.Each(c.Rows, shapeRow), Shortfalls: httpx.Each(c.Shortfalls, shapeShortfall),
		Demands: httpx.Each(c.Demands, shapeTrouble), Irreducible: c.Irreducible, Smallest: c.Smallest, Relax: httpx.Each(c.Relax, shapeTrouble),
		Together: httpx.Each(c.Together, shapeTrouble),
		Further:  httpx.Each(c.Further, func(set []Trouble) []paperapi.Trouble { return httpx.Each(set, shapeTrouble) }),
	}
	if c.Figures != nil {
		figures := shapeFigures(*c.Figures)
		out.Figures = &figures
	}
	if c.Conflict != nil {
		params := map[string]any(c.Conflict.Params)
		if params == nil {
			params = map[string]any{}
		}
		out.Conflict = &paperapi.CheckConflict{Sub: string(c.Conflict.Sub), Params: params}
	}
	return out, nil
}

func (h handler) FreezeForms(ctx context.Context, r paperapi.FreezeFormsRequestObject) (paperapi.FreezeFormsResponseObject, error) {
	seed := httpx.Value(r.Body.Seed)
	if r.Body.Seed == nil {
		var err error
		if seed, err = freshSeed(); err != nil {
			return nil, err
		}
	}
	forms, err := h.s.FreezeWithTwins(ctx, r.BlueprintId, r.Body.Count, httpx.Value(r.Body.Variants), seed)
	if err != nil {
		return nil, err
	}
	return paperapi.FreezeForms201JSONResponse{Items: httpx.Each(forms, h.shaper(ctx)), Total: len(forms)}, nil
}

// freshSeed draws a seed that JavaScript can hold.
func freshSeed() (int64, error) {
	var raw [8]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(raw[:]) >> 12), nil
}

func (h handler) ListForms(ctx context.Context, r paperapi.ListFormsRequestObject) (paperapi.ListFormsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Forms(ctx, Filter{
		LevelID: httpx.Value(r.Params.LevelId), BlueprintID: httpx.Value(r.Params.BlueprintId), Purpose: Purpose(httpx.Value(r.Params.Purpose)),
		Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return paperapi.ListForms200JSONResponse{Items: httpx.Each(list, h.shaper(ctx)), Total: total}, nil
}

func (h handler) GetForm(ctx context.Context, r paperapi.GetFormRequestObject) (paperapi.GetFormResponseObject, error) {
	f, faces, err := h.s.Sheet(ctx, r.FormId)
	if err != nil {
		return nil, err
	}
	questions := make([]paperapi.FormQuestion, 0, len(faces))
	for i, face := range faces {
		questions = append(questions, shapeQuestion(f.Items[i], face))
	}
	return paperapi.GetForm200JSONResponse{Form: h.shaper(ctx)(f), Questions: questions}, nil
}

func (h handler) GetFormKey(ctx context.Context, r paperapi.GetFormKeyRequestObject) (paperapi.GetFormKeyResponseObject, error) {
	f, versions, err := h.s.KeySheet(ctx, r.FormId)
	if err != nil {
		return nil, err
	}
	items := make([]paperapi.FormKeyItem, 0, len(versions))
	for i, v := range versions {
		items = append(items, paperapi.FormKeyItem{
			Number: f.Items[i].Number, Key: httpx.List(v.Key), Answer: answerHTML(v.Body), Explanation: v.Explanation,
		})
	}
	return paperapi.GetFormKey200JSONResponse{Items: items}, nil
}

func (h handler) GetConformity(ctx context.Context, r paperapi.GetConformityRequestObject) (paperapi.GetConformityResponseObject, error) {
	f, rows, err := h.s.VisibleConformity(ctx, r.FormId)
	if err != nil {
		return nil, err
	}
	ok := true
	for _, row := range rows {
		ok = ok && row.Got == row.Want
	}
	return paperapi.GetConformity200JSONResponse{
		Ok: ok, Rows: httpx.Each(rows, shapeRow), Figures: shapeFigures(f.Figures), Demands: shapeDemands(f.Demands),
	}, nil
}

func (h handler) DecideForm(ctx context.Context, r paperapi.DecideFormRequestObject) (paperapi.DecideFormResponseObject, error) {
	f, err := h.s.Decide(ctx, r.FormId, r.Body.Approve, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return paperapi.DecideForm200JSONResponse(h.shaper(ctx)(f)), nil
}

func (h handler) GetFormPicture(ctx context.Context, r paperapi.GetFormPictureRequestObject) (paperapi.GetFormPictureResponseObject, error) {
	body, info, err := h.s.VisiblePicture(ctx, r.FormId, r.PictureId)
	if err != nil {
		return nil, err
	}
	return paperapi.GetFormPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}
