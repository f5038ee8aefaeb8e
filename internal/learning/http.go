package learning

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/clock"
	learningapi "jiangxun/internal/learning/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "learning", Spec: learningapi.GetSpec, Mount: func(r httpx.Router) {
		learningapi.RegisterHandlers(r, learningapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListResources(ctx context.Context, r learningapi.ListResourcesRequestObject) (learningapi.ListResourcesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Resources(ctx, r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return learningapi.ListResources200JSONResponse{Items: httpx.Each(list, shapeResource), Total: total}, nil
}

func (h handler) CreateResource(ctx context.Context, r learningapi.CreateResourceRequestObject) (learningapi.CreateResourceResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	created, err := h.s.Create(ctx, r.ClassId, r.Params.Title, file)
	if err != nil {
		return nil, err
	}
	return learningapi.CreateResource201JSONResponse(shapeResource(created)), nil
}

func (h handler) OrderResources(ctx context.Context, r learningapi.OrderResourcesRequestObject) (learningapi.OrderResourcesResponseObject, error) {
	if err := h.s.Order(ctx, r.ClassId, r.Body.ResourceIds); err != nil {
		return nil, err
	}
	return learningapi.OrderResources204Response{}, nil
}

func (h handler) SaveResource(ctx context.Context, r learningapi.SaveResourceRequestObject) (learningapi.SaveResourceResponseObject, error) {
	saved, err := h.s.Rename(ctx, r.ResourceId, r.Body.Title)
	if err != nil {
		return nil, err
	}
	return learningapi.SaveResource200JSONResponse(shapeResource(saved)), nil
}

func (h handler) RemoveResource(ctx context.Context, r learningapi.RemoveResourceRequestObject) (learningapi.RemoveResourceResponseObject, error) {
	if err := h.s.Remove(ctx, r.ResourceId); err != nil {
		return nil, err
	}
	return learningapi.RemoveResource204Response{}, nil
}

func (h handler) ListClassProgress(ctx context.Context, r learningapi.ListClassProgressRequestObject) (learningapi.ListClassProgressResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	resources, lines, total, err := h.s.Progress(ctx, r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return learningapi.ListClassProgress200JSONResponse{
		Resources: httpx.Each(resources, func(r Resource) learningapi.ProgressHead {
			return learningapi.ProgressHead{Id: r.ID, Title: r.Title, Kind: learningapi.ResourceKind(r.Kind)}
		}),
		Items: httpx.Each(lines, shapeLine), Total: total,
	}, nil
}

func (h handler) GetResourceFile(ctx context.Context, r learningapi.GetResourceFileRequestObject) (learningapi.GetResourceFileResponseObject, error) {
	p, err := h.s.File(ctx, r.ResourceId, header(r.Params.Range))
	if err != nil {
		return nil, err
	}
	return reply{p, h.s.clock}, nil
}

func (h handler) ListMyResources(ctx context.Context, r learningapi.ListMyResourcesRequestObject) (learningapi.ListMyResourcesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, completed, err := h.s.Mine(ctx, me(ctx), r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return learningapi.ListMyResources200JSONResponse{Items: httpx.Each(list, shapeItem), Total: total, Completed: completed}, nil
}

func (h handler) GetMyResource(ctx context.Context, r learningapi.GetMyResourceRequestObject) (learningapi.GetMyResourceResponseObject, error) {
	item, err := h.s.MyResource(ctx, me(ctx), r.ResourceId)
	if err != nil {
		return nil, err
	}
	return learningapi.GetMyResource200JSONResponse(shapeItem(item)), nil
}

func (h handler) GetMyResourceFile(ctx context.Context, r learningapi.GetMyResourceFileRequestObject) (learningapi.GetMyResourceFileResponseObject, error) {
	p, err := h.s.MyFile(ctx, me(ctx), r.ResourceId, header(r.Params.Range))
	if err != nil {
		return nil, err
	}
	return reply{p, h.s.clock}, nil
}

func (h handler) SaveMyProgress(ctx context.Context, r learningapi.SaveMyProgressRequestObject) (learningapi.SaveMyProgressResponseObject, error) {
	report := Report{Position: r.Body.Position}
	for _, i := range r.Body.Played {
		report.Played = append(report.Played, Interval{i.From, i.To})
	}
	item, err := h.s.Report(ctx, me(ctx), r.ResourceId, report)
	if err != nil {
		return nil, err
	}
	return learningapi.SaveMyProgress200JSONResponse(shapeItem(item).Progress), nil
}

func shapeResource(r Resource) learningapi.Resource {
	return learningapi.Resource{
		Id: r.ID, ClassId: r.ClassID, Kind: learningapi.ResourceKind(r.Kind), Title: r.Title, ContentType: r.ContentType,
		Size: r.Size, Length: r.Length, CreatedAt: r.CreatedAt,
	}
}

func shapeItem(i Item) learningapi.MyResource {
	return learningapi.MyResource{
		Id: i.ID, ClassId: i.ClassID, Kind: learningapi.ResourceKind(i.Kind), Title: i.Title, ContentType: i.ContentType,
		Size: i.Size, Length: i.Length,
		Progress: learningapi.Progress{
			Position: i.Progress.Position, Percent: i.Progress.Percent(i.Length), Completed: !i.Progress.CompletedAt.IsZero(),
		},
	}
}

func shapeLine(l Line) learningapi.MemberProgress {
	out := learningapi.MemberProgress{
		AccountId: l.AccountID, Name: l.Name, IdMasked: l.IDMasked, Completed: l.Completed, Percents: append([]int{}, l.Percents...),
	}
	if !l.LastAt.IsZero() {
		out.LastAt = &l.LastAt
	}
	return out
}

// reply sends a part of a file. Its deadline moves on with each piece, since a
// long video takes longer than any other reply may.
type reply struct {
	Part
	clock clock.Clock
}

const (
	piece     = 256 << 10
	pieceTime = 2 * time.Minute
)

// VisitGetResourceFileResponse implements the contract's reply.
func (p reply) VisitGetResourceFileResponse(w http.ResponseWriter) error { return p.send(w) }

// VisitGetMyResourceFileResponse implements the contract's reply.
func (p reply) VisitGetMyResourceFileResponse(w http.ResponseWriter) error { return p.send(w) }

func (p reply) send(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Accept-Ranges", "bytes")
	if p.Body == nil {
		h.Set("Content-Range", fmt.Sprintf("bytes */%d", p.Size))
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		return nil
	}
	defer func() { _ = p.Body.Close() }()
	h.Set("Content-Type", p.ContentType)
	h.Set("Content-Disposition", "inline")
	h.Set("Content-Length", strconv.FormatInt(p.Length, 10))
	status := http.StatusOK
	if p.Partial {
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", p.Offset, p.Offset+p.Length-1, p.Size))
		status = http.StatusPartialContent
	}
	w.WriteHeader(status)
	control := http.NewResponseController(w)
	for sent := int64(0); sent < p.Length; {
		_ = control.SetWriteDeadline(p.clock.Now().Add(pieceTime))
		n, err := io.CopyN(w, p.Body, min(piece, p.Length-sent))
		if err != nil {
			return nil //nolint:nilerr // the head is out; a viewer who went away is no fault
		}
		sent += n
	}
	return nil
}

func header(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// me is the trainee who asks.
func me(ctx context.Context) uuid.UUID { return actor.From(ctx).ID }
