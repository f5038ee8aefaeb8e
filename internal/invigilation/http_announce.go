package invigilation

import (
	"context"

	"jiangxun/internal/exam"
	invigilationapi "jiangxun/internal/invigilation/api"
	"jiangxun/internal/platform/httpx"
)

func (h handler) Announce(ctx context.Context, r invigilationapi.AnnounceRequestObject) (invigilationapi.AnnounceResponseObject, error) {
	a, err := h.s.Announce(ctx, r.SessionId, AnnouncementInput{
		Text: r.Body.Text, Everybody: httpx.Value(r.Body.Everybody), RoomID: httpx.Value(r.Body.RoomId), SeatIDs: httpx.Value(r.Body.SeatIds),
	})
	if err != nil {
		return nil, err
	}
	return invigilationapi.Announce201JSONResponse{Id: a.ID, Addressed: a.Addressed}, nil
}

func (h handler) ListAnnouncements(ctx context.Context, r invigilationapi.ListAnnouncementsRequestObject) (invigilationapi.ListAnnouncementsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Announcements(ctx, r.SessionId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := invigilationapi.ListAnnouncements200JSONResponse{Items: []invigilationapi.Announcement{}, Total: total}
	for _, a := range list {
		out.Items = append(out.Items, invigilationapi.Announcement{
			Id: a.ID, Scope: invigilationapi.AnnouncementScope(a.Scope), RoomName: a.RoomName, Text: a.Text, SentBy: a.ByName, SentAt: a.SentAt,
			Addressed: a.Addressed, Begun: a.Begun(), Acknowledged: a.Acknowledged,
		})
	}
	return out, nil
}

func (h handler) ListUnacknowledged(ctx context.Context, r invigilationapi.ListUnacknowledgedRequestObject) (invigilationapi.ListUnacknowledgedResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Unacknowledged(ctx, r.SessionId, r.AnnouncementId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := invigilationapi.ListUnacknowledged200JSONResponse{Items: []invigilationapi.Unacknowledged{}, Total: total}
	for _, s := range list {
		out.Items = append(out.Items, invigilationapi.Unacknowledged{
			SeatId: s.ID, RoomName: s.RoomName, Seat: s.Seat, Name: s.Name, Ended: s.State == exam.Submitted,
		})
	}
	return out, nil
}

func (h handler) ListMyAnnouncements(ctx context.Context, r invigilationapi.ListMyAnnouncementsRequestObject) (invigilationapi.ListMyAnnouncementsResponseObject, error) {
	list, err := h.s.MyAnnouncements(ctx, r.AttemptId)
	if err != nil {
		return nil, err
	}
	out := invigilationapi.ListMyAnnouncements200JSONResponse{Items: []invigilationapi.MyAnnouncement{}}
	for _, a := range list {
		out.Items = append(out.Items, invigilationapi.MyAnnouncement{
			Id: a.ID, Text: a.Text, SentAt: a.SentAt, AcknowledgedAt: httpx.Optional(a.AcknowledgedAt),
		})
	}
	return out, nil
}

func (h handler) AcknowledgeMyAnnouncement(ctx context.Context, r invigilationapi.AcknowledgeMyAnnouncementRequestObject) (invigilationapi.AcknowledgeMyAnnouncementResponseObject, error) {
	return invigilationapi.AcknowledgeMyAnnouncement204Response{}, h.s.Acknowledge(ctx, r.AttemptId, r.AnnouncementId)
}
