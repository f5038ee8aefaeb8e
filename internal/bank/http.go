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
	list, total, err := h.s.List(ctx, r.LevelId, Filter{
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
	q, versions, err := h.s.Create(ctx, r.LevelId, Pool(r.Body.Pool), State(r.Body.State), contentFrom(r.Body.Content))
	if err != nil {
		return nil, err
	}
	return bankapi.CreateQuestion201JSONResponse(shapeDetail(q, versions)), nil
}

func (h handler) GetQuestion(ctx context.Context, r bankapi.GetQuestionRequestObject) (bankapi.GetQuestionResponseObject, error) {
	q, versions, err := h.s.Get(ctx, r.QuestionId)
	if err != nil {
		return nil, err
	}
	return bankapi.GetQuestion200JSONResponse(shapeDetail(q, versions)), nil
}

func (h handler) AddQuestionVersion(ctx context.Context, r bankapi.AddQuestionVersionRequestObject) (bankapi.AddQuestionVersionResponseObject, error) {
	q, versions, err := h.s.AddVersion(ctx, r.QuestionId, r.Body.BasedOn, r.Body.Reason, contentFrom(r.Body.Content))
	if err != nil {
		return nil, err
	}
	return bankapi.AddQuestionVersion201JSONResponse(shapeDetail(q, versions)), nil
}

func (h handler) SetQuestionState(ctx context.Context, r bankapi.SetQuestionStateRequestObject) (bankapi.SetQuestionStateResponseObject, error) {
	q, versions, err := h.s.SetState(ctx, r.QuestionId, State(r.Body.State), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return bankapi.SetQuestionState200JSONResponse(shapeDetail(q, versions)), nil
}

func (h handler) GetCoverage(ctx context.Context, r bankapi.GetCoverageRequestObject) (bankapi.GetCoverageResponseObject, error) {
	list, err := h.s.Coverage(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return bankapi.GetCoverage200JSONResponse{Items: httpx.Each(list, shapeCount)}, nil
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
		Id: q.ID, Pool: bankapi.Pool(q.Pool), State: bankapi.QuestionState(q.State), Type: bankapi.QuestionType(q.Type), StemText: q.StemText,
		ElementId: q.ElementID, ElementCode: q.ElementCode, ElementName: q.ElementName, WeightRowId: q.WeightRowID, WeightRowName: q.WeightRowName,
		Difficulty: q.Difficulty, VersionNumber: q.VersionNumber, Pictures: q.Pictures, UpdatedAt: q.UpdatedAt,
	}
}

func shapeDetail(q Question, versions []Version) bankapi.QuestionDetail {
	changes := Changes(versions)
	return bankapi.QuestionDetail{
		Id: q.ID, LevelId: q.LevelID, Pool: bankapi.Pool(q.Pool), State: bankapi.QuestionState(q.State), ExternalRef: q.ExternalRef,
		CreatedAt: q.CreatedAt, UpdatedAt: q.UpdatedAt,
		Versions: httpx.Each(versions, func(v Version) bankapi.Version {
			return bankapi.Version{
				Id: v.ID, Number: v.Number, WeightRowId: v.WeightRowID, AuthorName: v.AuthorName, Reason: v.Reason, CreatedAt: v.CreatedAt,
				Changed: httpx.List(changes[v.ID]), Content: shapeContent(v.Content),
			}
		}),
	}
}

func shapeContent(c Content) bankapi.Content {
	return bankapi.Content{
		Type: bankapi.QuestionType(c.Type), Stem: c.Stem, Key: httpx.List(c.Key), Explanation: c.Explanation, Difficulty: c.Difficulty,
		Options:   httpx.Each(c.Options, func(o Option) bankapi.Option { return bankapi.Option{Key: o.Key, Html: o.HTML} }),
		ElementId: c.ElementID, PictureIds: httpx.List(c.PictureIDs), Source: c.Source,
	}
}

func contentFrom(c bankapi.Content) Content {
	return Content{
		Type: Type(c.Type), Stem: c.Stem, Key: c.Key, Explanation: c.Explanation, Difficulty: c.Difficulty,
		Options:   httpx.Each(c.Options, func(o bankapi.Option) Option { return Option{Key: o.Key, HTML: o.Html} }),
		ElementID: c.ElementId, PictureIDs: c.PictureIds, Source: c.Source,
	}
}

func shapeCount(c Count) bankapi.CoverageCell {
	return bankapi.CoverageCell{
		ElementId: c.ElementID, WeightRowId: c.WeightRowID, Pool: bankapi.Pool(c.Pool), Type: bankapi.QuestionType(c.Type), Live: c.Live, Draft: c.Draft,
	}
}
