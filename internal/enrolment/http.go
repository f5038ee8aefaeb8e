package enrolment

import (
	"bytes"
	"context"
	"mime"

	enrolmentapi "jiangxun/internal/enrolment/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "enrolment", Spec: enrolmentapi.GetSpec, Mount: func(r httpx.Router) {
		enrolmentapi.RegisterHandlers(r, enrolmentapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListPublicProgrammes(ctx context.Context, r enrolmentapi.ListPublicProgrammesRequestObject) (enrolmentapi.ListPublicProgrammesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.PublicProgrammes(ctx, deref(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	levels, err := h.levels(ctx, list)
	if err != nil {
		return nil, err
	}
	out := enrolmentapi.ListPublicProgrammes200JSONResponse{Items: []enrolmentapi.PublicProgramme{}, Total: total}
	for _, p := range list {
		out.Items = append(out.Items, h.shapePublic(p, levels[p.LevelID]))
	}
	return out, nil
}

func (h handler) GetPublicProgramme(ctx context.Context, r enrolmentapi.GetPublicProgrammeRequestObject) (enrolmentapi.GetPublicProgrammeResponseObject, error) {
	p, err := h.s.PublicProgramme(ctx, r.Slug)
	if err != nil {
		return nil, err
	}
	level, err := h.s.standard.Level(ctx, p.LevelID)
	if err != nil {
		return nil, err
	}
	return enrolmentapi.GetPublicProgramme200JSONResponse(h.shapePublic(p, level)), nil
}

func (h handler) CountVisit(ctx context.Context, r enrolmentapi.CountVisitRequestObject) (enrolmentapi.CountVisitResponseObject, error) {
	if err := h.s.Visit(ctx, r.Slug, r.Body.Channel); err != nil {
		return nil, err
	}
	return enrolmentapi.CountVisit204Response{}, nil
}

func (h handler) ListEnrolmentTerms(context.Context, enrolmentapi.ListEnrolmentTermsRequestObject) (enrolmentapi.ListEnrolmentTermsResponseObject, error) {
	out := enrolmentapi.ListEnrolmentTerms200JSONResponse{Items: []enrolmentapi.Term{}}
	for _, d := range Terms() {
		out.Items = append(out.Items, enrolmentapi.Term{Document: d.Key, Version: d.Version, Title: d.Title, Paragraphs: d.Paragraphs})
	}
	out.Total = len(out.Items)
	return out, nil
}

func (h handler) ListProgrammes(ctx context.Context, r enrolmentapi.ListProgrammesRequestObject) (enrolmentapi.ListProgrammesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListProgrammes(ctx, ProgrammeState(deref(r.Params.State)), deref(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	levels, err := h.levels(ctx, list)
	if err != nil {
		return nil, err
	}
	out := enrolmentapi.ListProgrammes200JSONResponse{Items: []enrolmentapi.Programme{}, Total: total}
	for _, p := range list {
		out.Items = append(out.Items, h.shapeProgramme(p, levels[p.LevelID]))
	}
	return out, nil
}

func (h handler) CreateProgramme(ctx context.Context, r enrolmentapi.CreateProgrammeRequestObject) (enrolmentapi.CreateProgrammeResponseObject, error) {
	out, err := h.shaped(ctx)(h.s.CreateProgramme(ctx, programmeFrom(*r.Body)))
	return enrolmentapi.CreateProgramme201JSONResponse(out), err
}

func (h handler) GetProgramme(ctx context.Context, r enrolmentapi.GetProgrammeRequestObject) (enrolmentapi.GetProgrammeResponseObject, error) {
	out, err := h.shaped(ctx)(h.s.VisibleProgramme(ctx, r.ProgrammeId))
	return enrolmentapi.GetProgramme200JSONResponse(out), err
}

func (h handler) SaveProgramme(ctx context.Context, r enrolmentapi.SaveProgrammeRequestObject) (enrolmentapi.SaveProgrammeResponseObject, error) {
	out, err := h.shaped(ctx)(h.s.SaveProgramme(ctx, r.ProgrammeId, programmeFrom(*r.Body)))
	return enrolmentapi.SaveProgramme200JSONResponse(out), err
}

func (h handler) OpenProgramme(ctx context.Context, r enrolmentapi.OpenProgrammeRequestObject) (enrolmentapi.OpenProgrammeResponseObject, error) {
	out, err := h.shaped(ctx)(h.s.SetProgrammeState(ctx, r.ProgrammeId, ProgrammeOpen))
	return enrolmentapi.OpenProgramme200JSONResponse(out), err
}

func (h handler) CloseProgramme(ctx context.Context, r enrolmentapi.CloseProgrammeRequestObject) (enrolmentapi.CloseProgrammeResponseObject, error) {
	out, err := h.shaped(ctx)(h.s.SetProgrammeState(ctx, r.ProgrammeId, ProgrammeClosed))
	return enrolmentapi.CloseProgramme200JSONResponse(out), err
}

func (h handler) ListPosters(ctx context.Context, r enrolmentapi.ListPostersRequestObject) (enrolmentapi.ListPostersResponseObject, error) {
	p, err := h.s.VisibleProgramme(ctx, r.ProgrammeId)
	if err != nil {
		return nil, err
	}
	list, err := h.s.Posters(ctx, r.ProgrammeId)
	if err != nil {
		return nil, err
	}
	out := enrolmentapi.ListPosters200JSONResponse{Items: []enrolmentapi.Poster{}, Total: len(list)}
	for _, poster := range list {
		out.Items = append(out.Items, h.shapePoster(poster, p))
	}
	return out, nil
}

func (h handler) CreatePoster(ctx context.Context, r enrolmentapi.CreatePosterRequestObject) (enrolmentapi.CreatePosterResponseObject, error) {
	poster, err := h.s.CreatePoster(ctx, r.ProgrammeId, r.Body.Channel)
	if err != nil {
		return nil, err
	}
	p, err := h.s.Programme(ctx, poster.ProgrammeID)
	if err != nil {
		return nil, err
	}
	return enrolmentapi.CreatePoster201JSONResponse(h.shapePoster(poster, p)), nil
}

func (h handler) GetPoster(ctx context.Context, r enrolmentapi.GetPosterRequestObject) (enrolmentapi.GetPosterResponseObject, error) {
	poster, p, err := h.s.Poster(ctx, r.PosterId)
	if err != nil {
		return nil, err
	}
	programme, err := h.shaped(ctx)(p, nil)
	return enrolmentapi.GetPoster200JSONResponse{Poster: h.shapePoster(poster, p), Programme: programme}, err
}

func (h handler) GetPosterQr(ctx context.Context, r enrolmentapi.GetPosterQrRequestObject) (enrolmentapi.GetPosterQrResponseObject, error) {
	png, err := h.s.PosterQR(ctx, r.PosterId)
	if err != nil {
		return nil, err
	}
	return enrolmentapi.GetPosterQr200ImagepngResponse{Body: bytes.NewReader(png), ContentLength: int64(len(png))}, nil
}

func (h handler) ListApplications(ctx context.Context, r enrolmentapi.ListApplicationsRequestObject) (enrolmentapi.ListApplicationsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Queue(ctx, QueueFilter{
		Programme: deref(r.Params.ProgrammeId), State: State(deref(r.Params.State)), Text: deref(r.Params.Text),
		Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	levels, err := h.levelsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	out := enrolmentapi.ListApplications200JSONResponse{Items: []enrolmentapi.ApplicationSummary{}, Total: total}
	for _, a := range list {
		out.Items = append(out.Items, h.shapeSummary(ctx, a, levels[a.LevelID]))
	}
	return out, nil
}

func (h handler) TakeNextApplication(ctx context.Context, r enrolmentapi.TakeNextApplicationRequestObject) (enrolmentapi.TakeNextApplicationResponseObject, error) {
	id, found, err := h.s.TakeNext(ctx, deref(r.Body.ProgrammeId), deref(r.Body.After))
	out := enrolmentapi.TakeNextApplication200JSONResponse{}
	if found {
		out.ApplicationId = &id
	}
	return out, err
}

func (h handler) GetApplication(ctx context.Context, r enrolmentapi.GetApplicationRequestObject) (enrolmentapi.GetApplicationResponseObject, error) {
	a, err := h.s.Application(ctx, r.ApplicationId)
	if err != nil {
		return nil, err
	}
	out, err := h.shapeApplication(ctx, a)
	return enrolmentapi.GetApplication200JSONResponse(out), err
}

func (h handler) GetApplicationIdentity(ctx context.Context, r enrolmentapi.GetApplicationIdentityRequestObject) (enrolmentapi.GetApplicationIdentityResponseObject, error) {
	p, err := h.s.Identity(ctx, r.ApplicationId)
	if err != nil {
		return nil, err
	}
	return enrolmentapi.GetApplicationIdentity200JSONResponse{IdNumber: p.IDNumber, Phone: p.Phone}, nil
}

func (h handler) GetApplicationPhoto(ctx context.Context, r enrolmentapi.GetApplicationPhotoRequestObject) (enrolmentapi.GetApplicationPhotoResponseObject, error) {
	body, info, err := h.s.OpenPhoto(ctx, r.ApplicationId, deref(r.Params.Before))
	if err != nil {
		return nil, err
	}
	return enrolmentapi.GetApplicationPhoto200ImagejpegResponse{Body: body, ContentLength: info.Size}, nil
}

func (h handler) GetApplicationFile(ctx context.Context, r enrolmentapi.GetApplicationFileRequestObject) (enrolmentapi.GetApplicationFileResponseObject, error) {
	body, info, f, err := h.s.OpenFile(ctx, r.ApplicationId, r.FileId)
	if err != nil {
		return nil, err
	}
	headers := enrolmentapi.GetApplicationFile200ResponseHeaders{ContentDisposition: disposition(f.Name)}
	if f.ContentType == typePDF {
		return enrolmentapi.GetApplicationFile200ApplicationpdfResponse{Body: body, ContentLength: info.Size, Headers: headers}, nil
	}
	return enrolmentapi.GetApplicationFile200ImagejpegResponse{Body: body, ContentLength: info.Size, Headers: headers}, nil
}

func (h handler) DecideApplication(ctx context.Context, r enrolmentapi.DecideApplicationRequestObject) (enrolmentapi.DecideApplicationResponseObject, error) {
	d := Decision{Action: Action(r.Body.Verdict), Version: r.Body.Version, Reason: r.Body.Reason}
	for _, i := range r.Body.Items {
		d.Items = append(d.Items, ItemJudgement{Key: i.Key, State: ItemState(i.State), Reason: i.Reason})
	}
	a, err := h.s.Decide(ctx, r.ApplicationId, d)
	if err != nil {
		return nil, err
	}
	out, err := h.shapeApplication(ctx, a)
	return enrolmentapi.DecideApplication200JSONResponse(out), err
}

func programmeFrom(b enrolmentapi.ProgrammeInput) ProgrammeInput {
	in := ProgrammeInput{
		Title: b.Title, LevelID: b.LevelId, Kind: Kind(b.Kind), Places: b.Places, OpensAt: b.OpensAt, ClosesAt: b.ClosesAt,
		Description: b.Description,
	}
	for _, m := range b.Materials {
		in.Materials = append(in.Materials, Material{Key: m.Key, Name: m.Name, Hint: m.Hint, Required: m.Required})
	}
	return in
}

// disposition shows a file in the browser and names it when it is saved.
func disposition(name string) *string {
	text := mime.FormatMediaType("inline", map[string]string{"filename": name})
	return &text
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
