package invigilation

import (
	"bytes"
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/exam"
	invigilationapi "jiangxun/internal/invigilation/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "invigilation", Spec: invigilationapi.GetSpec, Mount: func(r httpx.Router) {
		invigilationapi.RegisterHandlers(r, invigilationapi.NewStrictHandler(handler{s}, nil))
	}}
}

// boardSize is the page size that the contract states for the board.
const boardSize = 100

func (h handler) GetLiveBoard(ctx context.Context, r invigilationapi.GetLiveBoardRequestObject) (invigilationapi.GetLiveBoardResponseObject, error) {
	size := boardSize
	if r.Params.PageSize != nil {
		size = *r.Params.PageSize
	}
	page := httpx.PageOf(r.Params.Page, &size)
	b, err := h.s.Board(ctx, r.SessionId, View{
		RoomID: httpx.Value(r.Params.RoomId), State: exam.SeatState(httpx.Value(r.Params.State)), Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	e, t := b.Session, b.Totals
	out := invigilationapi.GetLiveBoard200JSONResponse{
		SessionId: e.ID, PlanTitle: e.Plan.Title, LevelTitle: e.Plan.LevelTitle, Part: invigilationapi.LiveBoardPart(e.Part), Place: e.Place,
		StartsAt: e.StartsAt, EndsAt: e.EndsAt(), LateUntil: e.LateUntil(), SessionState: invigilationapi.LiveBoardSessionState(e.State),
		Rooms: []invigilationapi.Room{}, ServerTime: b.ServerTime, Items: []invigilationapi.LiveSeat{}, Total: b.Total,
		Totals: invigilationapi.Totals{
			Total: t.Total, Assigned: t.Assigned, CheckedIn: t.CheckedIn, Started: t.Started, Submitted: t.Submitted, Absent: t.Absent, Silent: t.Silent,
		},
	}
	for _, room := range e.Rooms {
		out.Rooms = append(out.Rooms, invigilationapi.Room{Id: room.ID, Name: room.Name})
	}
	for _, s := range b.Seats {
		out.Items = append(out.Items, shapeSeat(s))
	}
	return out, nil
}

func shapeSeat(s LiveSeat) invigilationapi.LiveSeat {
	return invigilationapi.LiveSeat{
		SeatId: s.ID, RoomName: s.RoomName, Seat: s.Seat.Seat, TicketNumber: s.TicketNumber, Name: s.Name, IdMasked: s.IDMasked,
		State: invigilationapi.SeatState(s.State), Answered: s.Answered, Questions: s.Questions, StartedAt: httpx.Optional(s.StartedAt),
		LastSaveAt: httpx.Optional(s.LastSaveAt), DeadlineAt: httpx.Optional(s.DeadlineAt), Takeovers: s.Takeovers, Late: s.Late,
	}
}

func (h handler) ListTimeGrants(ctx context.Context, r invigilationapi.ListTimeGrantsRequestObject) (invigilationapi.ListTimeGrantsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Grants(ctx, r.SessionId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := invigilationapi.ListTimeGrants200JSONResponse{Items: []invigilationapi.Grant{}, Total: total}
	for _, g := range list {
		out.Items = append(out.Items, shapeGrant(g))
	}
	return out, nil
}

func (h handler) GrantTime(ctx context.Context, r invigilationapi.GrantTimeRequestObject) (invigilationapi.GrantTimeResponseObject, error) {
	g, err := h.s.Grant(ctx, r.SessionId, GrantInput{
		Minutes: r.Body.Minutes, Reason: r.Body.Reason, Everybody: httpx.Value(r.Body.Everybody), SeatIDs: httpx.Value(r.Body.SeatIds),
	})
	if err != nil {
		return nil, err
	}
	return invigilationapi.GrantTime201JSONResponse(shapeGrant(g)), nil
}

func shapeGrant(g Grant) invigilationapi.Grant {
	return invigilationapi.Grant{
		Id: g.ID, Minutes: g.Minutes, Reason: g.Reason, Everybody: g.Everybody, People: len(g.Accounts), Names: append([]string{}, g.Names...),
		GrantedBy: g.ByName, GrantedAt: g.GrantedAt,
	}
}

func (h handler) ListIncidents(ctx context.Context, r invigilationapi.ListIncidentsRequestObject) (invigilationapi.ListIncidentsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Incidents(ctx, r.SessionId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := invigilationapi.ListIncidents200JSONResponse{Items: []invigilationapi.Incident{}, Total: total}
	for _, v := range list {
		out.Items = append(out.Items, shapeIncident(v))
	}
	return out, nil
}

func (h handler) RecordIncident(ctx context.Context, r invigilationapi.RecordIncidentRequestObject) (invigilationapi.RecordIncidentResponseObject, error) {
	v, err := h.s.Record(ctx, r.SessionId, IncidentKind(r.Body.Kind), r.Body.Text, httpx.Value(r.Body.SeatId))
	if err != nil {
		return nil, err
	}
	return invigilationapi.RecordIncident201JSONResponse(shapeIncident(v)), nil
}

func shapeIncident(v Incident) invigilationapi.Incident {
	out := invigilationapi.Incident{
		Id: v.ID, Kind: invigilationapi.IncidentKind(v.Kind), Text: v.Text, ReportedBy: v.ByName, ReportedAt: v.ReportedAt,
	}
	if v.SeatID != uuid.Nil {
		out.SeatId, out.Who = &v.SeatID, &v.Who
	}
	return out
}

func (h handler) GetRoomReport(ctx context.Context, r invigilationapi.GetRoomReportRequestObject) (invigilationapi.GetRoomReportResponseObject, error) {
	raw, err := h.s.Report(ctx, r.SessionId)
	if err != nil {
		return nil, err
	}
	return invigilationapi.GetRoomReport200ApplicationpdfResponse{Body: bytes.NewReader(raw), ContentLength: int64(len(raw))}, nil
}
