package body

import (
	"context"

	bodyapi "jiangxun/internal/body/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "body", Spec: bodyapi.GetSpec, Mount: func(r httpx.Router) {
		bodyapi.RegisterHandlers(r, bodyapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) GetPublicBody(ctx context.Context, _ bodyapi.GetPublicBodyRequestObject) (bodyapi.GetPublicBodyResponseObject, error) {
	b, err := h.s.Get(ctx)
	if err != nil {
		return nil, err
	}
	return bodyapi.GetPublicBody200JSONResponse{Name: b.Name, Contact: b.Contact, Address: b.Address}, nil
}

func (h handler) GetBody(ctx context.Context, _ bodyapi.GetBodyRequestObject) (bodyapi.GetBodyResponseObject, error) {
	b, err := h.s.Get(ctx)
	if err != nil {
		return nil, err
	}
	return bodyapi.GetBody200JSONResponse(shape(b)), nil
}

func (h handler) SaveBody(ctx context.Context, r bodyapi.SaveBodyRequestObject) (bodyapi.SaveBodyResponseObject, error) {
	b, err := h.s.Save(ctx, Settings{
		Name: r.Body.Name, CertificatePrefix: r.Body.CertificatePrefix, Contact: r.Body.Contact,
		Address: r.Body.Address, Rules: rulesFrom(r.Body.Rules),
	})
	if err != nil {
		return nil, err
	}
	return bodyapi.SaveBody200JSONResponse(shape(b)), nil
}

func (h handler) GetSeal(ctx context.Context, _ bodyapi.GetSealRequestObject) (bodyapi.GetSealResponseObject, error) {
	r, err := h.s.Seal(ctx)
	if err != nil {
		return nil, err
	}
	return bodyapi.GetSeal200ImagepngResponse{Body: r}, nil
}

func (h handler) SaveSeal(ctx context.Context, r bodyapi.SaveSealRequestObject) (bodyapi.SaveSealResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	b, err := h.s.SaveSeal(ctx, file)
	if err != nil {
		return nil, err
	}
	return bodyapi.SaveSeal200JSONResponse(shape(b)), nil
}

func shape(b Settings) bodyapi.Body {
	r := b.Rules
	return bodyapi.Body{
		Name: b.Name, CertificatePrefix: b.CertificatePrefix, Contact: b.Contact, Address: b.Address,
		HasSeal: b.SealKey != "", UpdatedAt: b.UpdatedAt,
		Rules: bodyapi.Rules{
			PassMark: r.PassMark, EntryMinutes: r.EntryMinutes, LateMinutes: r.LateMinutes,
			EarliestHandInMinutes: r.EarliestHandInMinutes, AllowanceSeconds: r.AllowanceSeconds,
			ScoreValidMonths: r.ScoreValidMonths, TicketPattern: r.TicketPattern, Photo: bodyapi.PhotoRules{MinWidth: r.Photo.MinWidth, MinHeight: r.Photo.MinHeight, MinKB: r.Photo.MinKB, MaxKB: r.Photo.MaxKB},
		},
	}
}

func rulesFrom(r bodyapi.Rules) Rules {
	return Rules{
		PassMark: r.PassMark, EntryMinutes: r.EntryMinutes, LateMinutes: r.LateMinutes,
		EarliestHandInMinutes: r.EarliestHandInMinutes, AllowanceSeconds: r.AllowanceSeconds,
		ScoreValidMonths: r.ScoreValidMonths, TicketPattern: r.TicketPattern, Photo: PhotoRules{MinWidth: r.Photo.MinWidth, MinHeight: r.Photo.MinHeight, MinKB: r.Photo.MinKB, MaxKB: r.Photo.MaxKB},
	}
}
