package enrolment

import (
	"context"

	"jiangxun/internal/actor"
	enrolmentapi "jiangxun/internal/enrolment/api"
	"jiangxun/internal/platform/httpx"
)

func (h handler) ListMyApplications(ctx context.Context, r enrolmentapi.ListMyApplicationsRequestObject) (enrolmentapi.ListMyApplicationsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.MyApplications(ctx, actor.From(ctx).ID, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	levels, err := h.levelsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	out := enrolmentapi.ListMyApplications200JSONResponse{Items: []enrolmentapi.MyApplicationSummary{}, Total: total}
	for _, a := range list {
		out.Items = append(out.Items, shapeMySummary(a, levels[a.LevelID]))
	}
	return out, nil
}

func (h handler) StartApplication(ctx context.Context, r enrolmentapi.StartApplicationRequestObject) (enrolmentapi.StartApplicationResponseObject, error) {
	out, err := h.mine(ctx)(h.s.Start(ctx, actor.From(ctx).ID, r.Body.Slug, deref(r.Body.Channel)))
	return enrolmentapi.StartApplication200JSONResponse(out), err
}

func (h handler) GetMyApplication(ctx context.Context, r enrolmentapi.GetMyApplicationRequestObject) (enrolmentapi.GetMyApplicationResponseObject, error) {
	out, err := h.mine(ctx)(h.s.Mine(ctx, actor.From(ctx).ID, r.ApplicationId))
	return enrolmentapi.GetMyApplication200JSONResponse(out), err
}

func (h handler) SaveMyApplication(ctx context.Context, r enrolmentapi.SaveMyApplicationRequestObject) (enrolmentapi.SaveMyApplicationResponseObject, error) {
	out, err := h.mine(ctx)(h.s.SaveClause(ctx, actor.From(ctx).ID, r.ApplicationId, r.Body.ClauseKey))
	return enrolmentapi.SaveMyApplication200JSONResponse(out), err
}

func (h handler) AddMyFile(ctx context.Context, r enrolmentapi.AddMyFileRequestObject) (enrolmentapi.AddMyFileResponseObject, error) {
	part, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	upload := Upload{Name: part.FileName(), Type: part.Header.Get("Content-Type"), Body: part}
	out, err := h.mine(ctx)(h.s.AddFile(ctx, actor.From(ctx).ID, r.ApplicationId, r.Material, upload))
	return enrolmentapi.AddMyFile200JSONResponse(out), err
}

func (h handler) GetMyFile(ctx context.Context, r enrolmentapi.GetMyFileRequestObject) (enrolmentapi.GetMyFileResponseObject, error) {
	body, info, f, err := h.s.OpenMyFile(ctx, actor.From(ctx).ID, r.ApplicationId, r.FileId)
	if err != nil {
		return nil, err
	}
	headers := enrolmentapi.GetMyFile200ResponseHeaders{ContentDisposition: disposition(f.Name)}
	if f.ContentType == typePDF {
		return enrolmentapi.GetMyFile200ApplicationpdfResponse{Body: body, ContentLength: info.Size, Headers: headers}, nil
	}
	return enrolmentapi.GetMyFile200ImagejpegResponse{Body: body, ContentLength: info.Size, Headers: headers}, nil
}

func (h handler) RemoveMyFile(ctx context.Context, r enrolmentapi.RemoveMyFileRequestObject) (enrolmentapi.RemoveMyFileResponseObject, error) {
	out, err := h.mine(ctx)(h.s.RemoveFile(ctx, actor.From(ctx).ID, r.ApplicationId, r.FileId))
	return enrolmentapi.RemoveMyFile200JSONResponse(out), err
}

func (h handler) SubmitApplication(ctx context.Context, r enrolmentapi.SubmitApplicationRequestObject) (enrolmentapi.SubmitApplicationResponseObject, error) {
	agreed := map[string]string{}
	for _, a := range r.Body.Agreements {
		agreed[a.Document] = a.Version
	}
	out, err := h.mine(ctx)(h.s.Submit(ctx, actor.From(ctx).ID, r.ApplicationId, agreed))
	return enrolmentapi.SubmitApplication200JSONResponse(out), err
}

func (h handler) WithdrawApplication(ctx context.Context, r enrolmentapi.WithdrawApplicationRequestObject) (enrolmentapi.WithdrawApplicationResponseObject, error) {
	out, err := h.mine(ctx)(h.s.Withdraw(ctx, actor.From(ctx).ID, r.ApplicationId, r.Body.Reason))
	return enrolmentapi.WithdrawApplication200JSONResponse(out), err
}
