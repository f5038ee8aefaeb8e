package report

import (
	"context"

	"jiangxun/internal/platform/httpx"
	reportapi "jiangxun/internal/report/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "report", Spec: reportapi.GetSpec, Mount: func(r httpx.Router) {
		reportapi.RegisterHandlers(r, reportapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListFunnels(ctx context.Context, r reportapi.ListFunnelsRequestObject) (reportapi.ListFunnelsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	f := Filter{Limit: page.Limit, Offset: page.Offset}
	if r.Params.Text != nil {
		f.Text = *r.Params.Text
	}
	list, total, err := h.s.Funnels(ctx, f)
	if err != nil {
		return nil, err
	}
	out := reportapi.ListFunnels200JSONResponse{Items: make([]reportapi.Funnel, len(list)), Total: total}
	for i, f := range list {
		out.Items[i] = shape(f)
	}
	return out, nil
}

func shape(f Funnel) reportapi.Funnel {
	return reportapi.Funnel{
		ProgrammeId: f.ProgrammeID, Title: f.Title, State: reportapi.FunnelState(f.State), Places: f.Places, OpensAt: f.OpensAt, ClosesAt: f.ClosesAt,
		Steps: reportapi.FunnelSteps{
			Scanned: f.Steps.Scanned, Applied: f.Steps.Applied, Submitted: f.Steps.Submitted, Approved: f.Steps.Approved,
			Assigned: f.Steps.Assigned, Studied: f.Steps.Studied, Mocked: f.Steps.Mocked, Sat: f.Steps.Sat,
			Passed: f.Steps.Passed, Certified: f.Steps.Certified,
		},
	}
}
