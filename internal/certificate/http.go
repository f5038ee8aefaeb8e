package certificate

import (
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	certificateapi "jiangxun/internal/certificate/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "certificate", Spec: certificateapi.GetSpec, Mount: func(r httpx.Router) {
		certificateapi.RegisterHandlers(r, certificateapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListEligible(ctx context.Context, r certificateapi.ListEligibleRequestObject) (certificateapi.ListEligibleResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListEligible(ctx, httpx.Value(r.Params.PlanId), httpx.Value(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return certificateapi.ListEligible200JSONResponse{Items: httpx.Each(list, func(e Eligible) certificateapi.Eligible {
		return certificateapi.Eligible{
			PlanId: e.PlanID, PlanTitle: e.PlanTitle, AccountId: e.AccountID, LevelTitle: e.LevelTitle, Name: e.Name, IdMasked: e.IDMasked,
			HasPhoto: e.HasPhoto, TheoryHundredths: e.Theory, SkillHundredths: e.Skill, ReleasedAt: e.ReleasedAt,
		}
	}), Total: total}, nil
}

func (h handler) IssueCertificates(ctx context.Context, r certificateapi.IssueCertificatesRequestObject) (certificateapi.IssueCertificatesResponseObject, error) {
	done, err := h.issue(ctx, r.Body)
	if err != nil {
		return nil, err
	}
	out := certificateapi.IssueCertificates200JSONResponse{
		Issued: len(done.Issued),
		Refused: httpx.Each(done.Refused, func(f Refusal) certificateapi.Refusal {
			return certificateapi.Refusal{PlanId: f.PlanID, AccountId: f.AccountID, Name: f.Name, Sub: string(f.Reason)}
		}),
	}
	if n := len(done.Issued); n > 0 {
		out.FirstNumber, out.LastNumber = &done.Issued[0].Number, &done.Issued[n-1].Number
	}
	return out, nil
}

func (h handler) issue(ctx context.Context, in *certificateapi.IssueInput) (Issuing, error) {
	if in.All {
		return h.s.IssueAll(ctx, httpx.Value(in.PlanId))
	}
	return h.s.Issue(ctx, httpx.Each(httpx.Value(in.People), func(k certificateapi.IssueKey) Key {
		return Key{PlanID: k.PlanId, AccountID: k.AccountId}
	}))
}

func (h handler) ListCertificates(ctx context.Context, r certificateapi.ListCertificatesRequestObject) (certificateapi.ListCertificatesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.List(ctx, httpx.Value(r.Params.Text), State(httpx.Value(r.Params.State)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return certificateapi.ListCertificates200JSONResponse{Items: httpx.Each(list, shape), Total: total}, nil
}

func (h handler) GetCertificateFile(ctx context.Context, r certificateapi.GetCertificateFileRequestObject) (certificateapi.GetCertificateFileResponseObject, error) {
	_, file, size, err := h.s.File(ctx, r.CertificateId)
	if err != nil {
		return nil, err
	}
	return certificateapi.GetCertificateFile200ApplicationpdfResponse{Body: file, ContentLength: size}, nil
}

func (h handler) RevokeCertificate(ctx context.Context, r certificateapi.RevokeCertificateRequestObject) (certificateapi.RevokeCertificateResponseObject, error) {
	c, err := h.s.Revoke(ctx, r.CertificateId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return certificateapi.RevokeCertificate200JSONResponse(shape(c)), nil
}

func (h handler) ListMyCertificates(ctx context.Context, r certificateapi.ListMyCertificatesRequestObject) (certificateapi.ListMyCertificatesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Mine(ctx, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return certificateapi.ListMyCertificates200JSONResponse{Items: httpx.Each(list, func(c Certificate) certificateapi.MyCertificate {
		return certificateapi.MyCertificate{
			Id: c.ID, Number: c.Number, State: certificateapi.CertificateState(c.State), Name: c.Name, Occupation: c.Occupation, Track: c.Track,
			LevelName: c.LevelName, BodyName: c.BodyName, IssuedOn: openapi_types.Date{Time: c.IssuedOn}, VerifyPath: verifyPath(c),
			VerifyUrl: h.s.VerifyURL(c),
		}
	}), Total: total}, nil
}

func (h handler) GetMyCertificateFile(ctx context.Context, r certificateapi.GetMyCertificateFileRequestObject) (certificateapi.GetMyCertificateFileResponseObject, error) {
	_, file, size, err := h.s.MyFile(ctx, r.CertificateId)
	if err != nil {
		return nil, err
	}
	return certificateapi.GetMyCertificateFile200ApplicationpdfResponse{Body: file, ContentLength: size}, nil
}

func (h handler) VerifyCertificate(ctx context.Context, r certificateapi.VerifyCertificateRequestObject) (certificateapi.VerifyCertificateResponseObject, error) {
	p, err := h.s.Verify(ctx, r.Code)
	if err != nil {
		return nil, err
	}
	return certificateapi.VerifyCertificate200JSONResponse(shapePublic(p)), nil
}

func (h handler) LookUpCertificate(ctx context.Context, r certificateapi.LookUpCertificateRequestObject) (certificateapi.LookUpCertificateResponseObject, error) {
	p, err := h.s.LookUp(ctx, r.Body.Number, r.Body.Name)
	if err != nil {
		return nil, err
	}
	return certificateapi.LookUpCertificate200JSONResponse(shapePublic(p)), nil
}

func verifyPath(c Certificate) string { return "/verify/" + c.Code }

func shape(c Certificate) certificateapi.Certificate {
	out := certificateapi.Certificate{
		Id: c.ID, Number: c.Number, State: certificateapi.CertificateState(c.State), Name: c.Name, IdMasked: c.IDNumber.String(), Title: c.Title(),
		LevelName: c.LevelName, BodyName: c.BodyName, IssuedOn: openapi_types.Date{Time: c.IssuedOn}, IssuedAt: c.IssuedAt, IssuedBy: c.IssuedBy,
		VerifyPath: verifyPath(c), RevokedBy: c.RevokedBy, RevokeReason: c.RevokeReason,
	}
	if !c.RevokedAt.IsZero() {
		out.RevokedAt = &c.RevokedAt
	}
	return out
}

func shapePublic(p Public) certificateapi.PublicCertificate {
	return certificateapi.PublicCertificate{
		State: certificateapi.PublicState(p.State), Name: p.Name, Occupation: p.Occupation, Track: p.Track, LevelName: p.LevelName,
		Number: p.Number, BodyName: p.BodyName, IssuedOn: dayText(p.IssuedOn), RevokedOn: dayText(p.RevokedOn),
	}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
