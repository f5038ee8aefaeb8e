package exam

import (
	"context"

	examapi "jiangxun/internal/exam/api"
	"jiangxun/internal/platform/httpx"
)

func (h handler) ListExamSessions(ctx context.Context, r examapi.ListExamSessionsRequestObject) (examapi.ListExamSessionsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListSessions(ctx, day(r.Params.From), day(r.Params.To), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	now, err := h.s.Now(ctx)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamSessions200JSONResponse{Items: httpx.Each(list, shapeSession), Total: total, ServerTime: now}, nil
}

func (h handler) GetExamSession(ctx context.Context, r examapi.GetExamSessionRequestObject) (examapi.GetExamSessionResponseObject, error) {
	e, err := h.s.Session(ctx, r.SessionId)
	if err != nil {
		return nil, err
	}
	return examapi.GetExamSession200JSONResponse(shapeSession(e)), nil
}

func (h handler) SaveExamSession(ctx context.Context, r examapi.SaveExamSessionRequestObject) (examapi.SaveExamSessionResponseObject, error) {
	e, err := h.s.SaveSession(ctx, r.SessionId, sessionFrom(*r.Body))
	if err != nil {
		return nil, err
	}
	return examapi.SaveExamSession200JSONResponse(shapeSession(e)), nil
}

func (h handler) DeleteExamSession(ctx context.Context, r examapi.DeleteExamSessionRequestObject) (examapi.DeleteExamSessionResponseObject, error) {
	if err := h.s.DeleteSession(ctx, r.SessionId); err != nil {
		return nil, err
	}
	return examapi.DeleteExamSession204Response{}, nil
}

func (h handler) SaveExamRooms(ctx context.Context, r examapi.SaveExamRoomsRequestObject) (examapi.SaveExamRoomsResponseObject, error) {
	rooms := httpx.Each(r.Body.Rooms, func(in examapi.RoomInput) RoomInput { return RoomInput{Name: in.Name, Capacity: in.Capacity} })
	e, err := h.s.SaveRooms(ctx, r.SessionId, rooms)
	if err != nil {
		return nil, err
	}
	return examapi.SaveExamRooms200JSONResponse(shapeSession(e)), nil
}

func (h handler) GetExamReadiness(ctx context.Context, r examapi.GetExamReadinessRequestObject) (examapi.GetExamReadinessResponseObject, error) {
	ready, err := h.s.Readiness(ctx, r.SessionId)
	if err != nil {
		return nil, err
	}
	return examapi.GetExamReadiness200JSONResponse{
		Ready: ready.Ready(), WithoutPhoto: append([]string{}, ready.WithoutPhoto...),
		Checks: httpx.Each(ready.Checks, func(c Check) examapi.Check {
			return examapi.Check{Key: examapi.CheckKey(c.Key), Ok: c.OK, Done: c.Done, Of: c.Of}
		}),
	}, nil
}

func (h handler) ListExamSeats(ctx context.Context, r examapi.ListExamSeatsRequestObject) (examapi.ListExamSeatsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListSeats(ctx, r.SessionId, httpx.Value(r.Params.RoomId), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamSeats200JSONResponse{Items: httpx.Each(list, shapeSeat), Total: total}, nil
}

func (h handler) FindExamTicket(ctx context.Context, r examapi.FindExamTicketRequestObject) (examapi.FindExamTicketResponseObject, error) {
	seat, err := h.s.FindTicket(ctx, r.SessionId, r.Body.Ticket)
	if err != nil {
		return nil, err
	}
	return examapi.FindExamTicket200JSONResponse(shapeSeat(seat)), nil
}

func (h handler) GetExamTickets(ctx context.Context, r examapi.GetExamTicketsRequestObject) (examapi.GetExamTicketsResponseObject, error) {
	raw, err := h.s.Tickets(ctx, r.SessionId, httpx.Value(r.Params.RoomId))
	if err != nil {
		return nil, err
	}
	body, size := file(raw)
	return examapi.GetExamTickets200ApplicationpdfResponse{Body: body, ContentLength: size}, nil
}

func (h handler) CheckInExamSeat(ctx context.Context, r examapi.CheckInExamSeatRequestObject) (examapi.CheckInExamSeatResponseObject, error) {
	seat, err := h.s.CheckIn(ctx, r.SessionId, r.SeatId)
	if err != nil {
		return nil, err
	}
	return examapi.CheckInExamSeat200JSONResponse(shapeSeat(seat)), nil
}

func (h handler) UndoExamCheckIn(ctx context.Context, r examapi.UndoExamCheckInRequestObject) (examapi.UndoExamCheckInResponseObject, error) {
	seat, err := h.s.UndoCheckIn(ctx, r.SessionId, r.SeatId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return examapi.UndoExamCheckIn200JSONResponse(shapeSeat(seat)), nil
}

func (h handler) GetExamSeatPhoto(ctx context.Context, r examapi.GetExamSeatPhotoRequestObject) (examapi.GetExamSeatPhotoResponseObject, error) {
	body, size, err := h.s.Photo(ctx, r.SessionId, r.SeatId)
	if err != nil {
		return nil, err
	}
	return examapi.GetExamSeatPhoto200ImagejpegResponse{Body: body, ContentLength: size}, nil
}

func (h handler) FinishExamSession(ctx context.Context, r examapi.FinishExamSessionRequestObject) (examapi.FinishExamSessionResponseObject, error) {
	e, err := h.s.FinishSession(ctx, r.SessionId)
	if err != nil {
		return nil, err
	}
	return examapi.FinishExamSession200JSONResponse(shapeSession(e)), nil
}

func (h handler) ListMyExamSeats(ctx context.Context, r examapi.ListMyExamSeatsRequestObject) (examapi.ListMyExamSeatsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Mine(ctx, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	now, err := h.s.Now(ctx)
	if err != nil {
		return nil, err
	}
	return examapi.ListMyExamSeats200JSONResponse{Items: httpx.Each(list, shapeMine), Total: total, ServerTime: now}, nil
}

func (h handler) GetMyExamTicket(ctx context.Context, r examapi.GetMyExamTicketRequestObject) (examapi.GetMyExamTicketResponseObject, error) {
	raw, err := h.s.MyTicket(ctx, r.SeatId)
	if err != nil {
		return nil, err
	}
	body, size := file(raw)
	return examapi.GetMyExamTicket200ApplicationpdfResponse{Body: body, ContentLength: size}, nil
}

func (h handler) StartMyExam(ctx context.Context, r examapi.StartMyExamRequestObject) (examapi.StartMyExamResponseObject, error) {
	id, err := h.s.Start(ctx, r.SeatId, r.Body.Pledge)
	if err != nil {
		return nil, err
	}
	return examapi.StartMyExam200JSONResponse{AttemptId: id}, nil
}

func shapeSeat(v Seat) examapi.Seat {
	return examapi.Seat{
		Id: v.ID, AccountId: v.AccountID, Name: v.Name, IdMasked: v.IDMasked, HasPhoto: v.HasPhoto, RoomId: v.RoomID, RoomName: v.RoomName,
		Seat: v.Seat, TicketNumber: v.TicketNumber, State: examapi.SeatState(v.State), CheckedInAt: httpx.Optional(v.CheckedInAt),
	}
}

func shapeMine(m MySeat) examapi.MySeat {
	e, v := m.Session, m.Seat
	return examapi.MySeat{
		Id: v.ID, PlanTitle: e.Plan.Title, LevelTitle: e.Plan.LevelTitle, Part: examapi.Part(e.Part), StartsAt: e.StartsAt,
		EndsAt: e.EndsAt(), EntryFrom: e.EntryFrom(), LateUntil: e.LateUntil(), Minutes: e.Minutes, SiteName: e.Plan.SiteName,
		Address: e.Plan.SiteAddress, Place: e.Place, RoomName: v.RoomName, Seat: v.Seat, TicketNumber: v.TicketNumber,
		State: examapi.SeatState(v.State), AttemptId: httpx.Optional(v.AttemptID),
	}
}
