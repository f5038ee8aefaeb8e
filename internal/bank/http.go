package bank

import (
	"context"

	bankapi "jiangxun/internal/bank/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "bank", Spec: bankapi.GetSpec, Mount: func(r httpx.Router) {
		bankapi.RegisterHandlers(r, bankapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListQuestions(ctx context.Context, r bankapi.ListQuestionsRequestObject) (bankapi.ListQuestionsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.List(ctx, Filter{
		LevelID: httpx.Value(r.Params.LevelId), OccupationID: httpx.Value(r.Params.OccupationId), Unplaced: httpx.Value(r.Params.Unplaced),
		Author: httpx.Value(r.Params.Author), Tag: httpx.Value(r.Params.Tag), ImportID: httpx.Value(r.Params.ImportId),
		Type: Type(httpx.Value(r.Params.Type)), Pool: Pool(httpx.Value(r.Params.Pool)), State: State(httpx.Value(r.Params.State)),
		WeightRowID: httpx.Value(r.Params.WeightRowId), ElementID: httpx.Value(r.Params.ElementId), Difficulty: httpx.Value(r.Params.Difficulty),
		Text: httpx.Value(r.Params.Text), Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return bankapi.ListQuestions200JSONResponse{Items: httpx.Each(list, shapeSummary), Total: total}, nil
}

func (h handler) CreateQuestion(ctx context.Context, r bankapi.CreateQuestionRequestObject) (bankapi.CreateQuestionResponseObject, error) {
	q, versions, err := h.s.Create(ctx, r.LevelId, Pool(r.Body.Pool), httpx.Value(r.Body.Tags), contentFrom(r.Body.Content))
	if err != nil {
		return nil, err
	}
	d, err := h.detail(ctx, q, versions)
	return bankapi.CreateQuestion201JSONResponse(d), err
}

func (h handler) GetQuestion(ctx context.Context, r bankapi.GetQuestionRequestObject) (bankapi.GetQuestionResponseObject, error) {
	q, versions, err := h.s.Get(ctx, r.QuestionId)
	if err != nil {
		return nil, err
	}
	d, err := h.detail(ctx, q, versions)
	return bankapi.GetQuestion200JSONResponse(d), err
}

func (h handler) AddQuestionVersion(ctx context.Context, r bankapi.AddQuestionVersionRequestObject) (bankapi.AddQuestionVersionResponseObject, error) {
	q, versions, err := h.s.AddVersion(ctx, r.QuestionId, r.Body.BasedOn, r.Body.Reason, contentFrom(r.Body.Content))
	if err != nil {
		return nil, err
	}
	d, err := h.detail(ctx, q, versions)
	return bankapi.AddQuestionVersion201JSONResponse(d), err
}

func (h handler) UploadPicture(ctx context.Context, r bankapi.UploadPictureRequestObject) (bankapi.UploadPictureResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	p, err := h.s.AddPicture(ctx, r.LevelId, file.FileName(), file)
	if err != nil {
		return nil, err
	}
	return bankapi.UploadPicture201JSONResponse{Id: p.ID, Name: p.Name, Width: p.Width, Height: p.Height}, nil
}

func (h handler) GetPicture(ctx context.Context, r bankapi.GetPictureRequestObject) (bankapi.GetPictureResponseObject, error) {
	body, info, err := h.s.VisiblePicture(ctx, r.PictureId)
	if err != nil {
		return nil, err
	}
	return bankapi.GetPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func shapeSummary(q Summary) bankapi.QuestionSummary {
	return bankapi.QuestionSummary{
		Id: q.ID, LevelId: q.LevelID, Pool: bankapi.Pool(q.Pool), State: bankapi.QuestionState(q.State), Type: bankapi.QuestionType(q.Type),
		StemText: q.StemText, ElementId: httpx.Optional(q.ElementID), ElementCode: q.ElementCode, ElementName: q.ElementName, WeightRowId: httpx.Optional(q.WeightRowID),
		WeightRowName: q.WeightRowName, Difficulty: q.Difficulty, VersionNumber: q.VersionNumber, Pictures: q.Pictures, AuthorName: q.AuthorName,
		UpdatedAt: q.UpdatedAt, Own: q.Own,
	}
}

// detail is a question with its versions and what happened to it.
func (h handler) detail(ctx context.Context, q Question, versions []Version) (bankapi.QuestionDetail, error) {
	steps, err := h.s.Steps(ctx, q.ID)
	if err != nil {
		return bankapi.QuestionDetail{}, err
	}
	changes := Changes(versions)
	return bankapi.QuestionDetail{
		Id: q.ID, LevelId: q.LevelID, Pool: bankapi.Pool(q.Pool), State: bankapi.QuestionState(q.State), ExternalRef: q.ExternalRef,
		Approved: q.Approved, Own: q.Own, Tags: httpx.List(q.Tags), AuthorName: q.AuthorName, CreatedAt: q.CreatedAt, UpdatedAt: q.UpdatedAt,
		Versions: httpx.Each(versions, func(v Version) bankapi.Version {
			return bankapi.Version{
				Id: v.ID, Number: v.Number, WeightRowId: httpx.Optional(v.WeightRowID), AuthorName: v.AuthorName, Reason: v.Reason,
				CreatedAt: v.CreatedAt, Changed: httpx.List(changes[v.ID]), Content: shapeContent(v.Content),
			}
		}),
		Steps: httpx.Each(steps, shapeStep),
	}, nil
}

func shapeStep(s Step) bankapi.Step {
	return bankapi.Step{
		VersionNumber: s.VersionNumber, Action: string(s.Action), From: bankapi.QuestionState(s.From), To: bankapi.QuestionState(s.To),
		ActorName: s.ActorName, Reason: s.Reason, At: s.At,
	}
}

func shapeContent(c Content) bankapi.Content {
	return bankapi.Content{
		Body: c.Body, Difficulty: c.Difficulty, ElementId: httpx.Optional(c.ElementID), PictureIds: httpx.List(c.PictureIDs), Source: c.Source,
	}
}

func contentFrom(c bankapi.Content) Content {
	return Content{Body: c.Body, Difficulty: c.Difficulty, ElementID: httpx.Value(c.ElementId), PictureIDs: c.PictureIds, Source: c.Source}
}
