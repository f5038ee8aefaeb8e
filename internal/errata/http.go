package errata

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	errataapi "jiangxun/internal/errata/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "errata", Spec: errataapi.GetSpec, Mount: func(r httpx.Router) {
		errataapi.RegisterHandlers(r, errataapi.NewStrictHandler(handler{s}, nil))
	}}
}

func me(ctx context.Context) uuid.UUID { return actor.From(ctx).ID }

func (h handler) ListMyErrata(ctx context.Context, r errataapi.ListMyErrataRequestObject) (errataapi.ListMyErrataResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Mine(ctx, me(ctx), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return errataapi.ListMyErrata200JSONResponse{Items: httpx.Each(list, shapeMine), Total: total}, nil
}

func (h handler) ReportErratum(ctx context.Context, r errataapi.ReportErratumRequestObject) (errataapi.ReportErratumResponseObject, error) {
	b := r.Body
	mine, known, err := h.s.Report(ctx, me(ctx), Input{
		VersionID: b.VersionId, Place: Place(b.Place), Reason: Reason(b.Reason), Note: httpx.Value(b.Note),
	})
	if err != nil {
		return nil, err
	}
	return errataapi.ReportErratum200JSONResponse{Known: known, Report: shapeMine(mine)}, nil
}

func (h handler) ListErrataCases(ctx context.Context, r errataapi.ListErrataCasesRequestObject) (errataapi.ListErrataCasesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Cases(ctx, Filter{
		State: State(httpx.Value(r.Params.State)), Overdue: httpx.Value(r.Params.Overdue), LevelID: httpx.Value(r.Params.LevelId),
		Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return errataapi.ListErrataCases200JSONResponse{Items: httpx.Each(list, shapeCase), Total: total}, nil
}

func (h handler) GetErrataCase(ctx context.Context, r errataapi.GetErrataCaseRequestObject) (errataapi.GetErrataCaseResponseObject, error) {
	c, err := h.s.Case(ctx, r.CaseId)
	if err != nil {
		return nil, err
	}
	return errataapi.GetErrataCase200JSONResponse(shapeCase(c)), nil
}

func (h handler) ListErrataReports(ctx context.Context, r errataapi.ListErrataReportsRequestObject) (errataapi.ListErrataReportsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Reports(ctx, r.CaseId, Reason(httpx.Value(r.Params.Reason)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return errataapi.ListErrataReports200JSONResponse{Items: httpx.Each(list, shapeReport), Total: total}, nil
}

func (h handler) ResolveErrataCase(ctx context.Context, r errataapi.ResolveErrataCaseRequestObject) (errataapi.ResolveErrataCaseResponseObject, error) {
	c, err := h.s.Resolve(ctx, r.CaseId, State(r.Body.Outcome), r.Body.Reply)
	if err != nil {
		return nil, err
	}
	return errataapi.ResolveErrataCase200JSONResponse(shapeCase(c)), nil
}

func shapeMine(m MyReport) errataapi.MyReport {
	return errataapi.MyReport{
		Id: m.ID, VersionId: m.VersionID, Stem: m.Stem, Place: errataapi.Place(m.Place), Reason: errataapi.Reason(m.Reason), Note: m.Note,
		CreatedAt: m.CreatedAt, State: errataapi.CaseState(m.State), Reply: m.Reply, ResolvedAt: httpx.Optional(m.ResolvedAt),
	}
}

func shapeCase(c Case) errataapi.Case {
	return errataapi.Case{
		Id: c.ID, QuestionId: c.QuestionID, LevelId: c.LevelID, VersionId: c.VersionID, Type: c.Type, Stem: c.Stem,
		State: errataapi.CaseState(c.State), OpenedAt: c.OpenedAt, DueAt: c.DueAt, Reports: c.Reports,
		Reasons: httpx.Each(c.Reasons, func(r ReasonCount) errataapi.ReasonCount {
			return errataapi.ReasonCount{Reason: errataapi.Reason(r.Reason), Reports: r.Reports}
		}),
		ResolvedAt: httpx.Optional(c.ResolvedAt), ResolvedBy: c.ResolvedName, Reply: c.Reply,
	}
}

// shapeReport leaves out who reported.
func shapeReport(r Report) errataapi.Report {
	return errataapi.Report{
		Id: r.ID, VersionId: r.VersionID, Place: errataapi.Place(r.Place), Reason: errataapi.Reason(r.Reason), Note: r.Note, CreatedAt: r.CreatedAt,
	}
}
