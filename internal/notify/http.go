package notify

import (
	"context"

	notifyapi "jiangxun/internal/notify/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "notify", Spec: notifyapi.GetSpec, Mount: func(r httpx.Router) {
		notifyapi.RegisterHandlers(r, notifyapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListMyNotices(ctx context.Context, r notifyapi.ListMyNoticesRequestObject) (notifyapi.ListMyNoticesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, unread, err := h.s.Mine(ctx, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := notifyapi.ListMyNotices200JSONResponse{Items: []notifyapi.Notice{}, Total: total, Unread: unread}
	for _, n := range list {
		out.Items = append(out.Items, shapeNotice(n))
	}
	return out, nil
}

func shapeNotice(n Told) notifyapi.Notice {
	return notifyapi.Notice{
		Id: n.ID, Kind: notifyapi.NoticeKind(n.Kind), Subject: n.Subject, Detail: n.Detail, Link: n.Link,
		CreatedAt: n.CreatedAt, Read: !n.ReadAt.IsZero(),
	}
}

func (h handler) ReadNotice(ctx context.Context, r notifyapi.ReadNoticeRequestObject) (notifyapi.ReadNoticeResponseObject, error) {
	if err := h.s.Read(ctx, r.NoticeId); err != nil {
		return nil, err
	}
	return notifyapi.ReadNotice204Response{}, nil
}

func (h handler) ReadAllNotices(ctx context.Context, _ notifyapi.ReadAllNoticesRequestObject) (notifyapi.ReadAllNoticesResponseObject, error) {
	if err := h.s.ReadAll(ctx); err != nil {
		return nil, err
	}
	return notifyapi.ReadAllNotices204Response{}, nil
}

func (h handler) ListNoticeDeliveries(ctx context.Context, r notifyapi.ListNoticeDeliveriesRequestObject) (notifyapi.ListNoticeDeliveriesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Log(ctx, Filter{
		Channel: Channel(httpx.Value(r.Params.Channel)), State: State(httpx.Value(r.Params.State)), Kind: Kind(httpx.Value(r.Params.Kind)),
		Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	out := notifyapi.ListNoticeDeliveries200JSONResponse{Items: []notifyapi.NoticeDelivery{}, Total: total}
	for _, l := range list {
		out.Items = append(out.Items, shapeLogged(l))
	}
	return out, nil
}

func shapeLogged(l Logged) notifyapi.NoticeDelivery {
	return notifyapi.NoticeDelivery{
		Id: l.ID, NoticeId: l.NoticeID, Kind: notifyapi.NoticeKind(l.Kind), Subject: l.Subject, Name: l.Name, Phone: l.Phone,
		Channel: notifyapi.Channel(l.Channel), State: notifyapi.DeliveryState(l.State), Attempts: l.Attempts, Code: l.Code,
		CreatedAt: l.CreatedAt, UpdatedAt: l.UpdatedAt,
	}
}
