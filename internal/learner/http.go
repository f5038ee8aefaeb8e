package learner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"jiangxun/internal/actor"
	"jiangxun/internal/fault"
	learnerapi "jiangxun/internal/learner/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "learner", Spec: learnerapi.GetSpec, Mount: func(r httpx.Router) {
		learnerapi.RegisterHandlers(r, learnerapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) GetMyProfile(ctx context.Context, _ learnerapi.GetMyProfileRequestObject) (learnerapi.GetMyProfileResponseObject, error) {
	p, err := h.s.Mine(ctx, actor.From(ctx).ID)
	if err != nil {
		return nil, err
	}
	out, err := h.mine(ctx, p)
	return learnerapi.GetMyProfile200JSONResponse(out), err
}

func (h handler) SaveMyProfile(ctx context.Context, r learnerapi.SaveMyProfileRequestObject) (learnerapi.SaveMyProfileResponseObject, error) {
	in, err := inputFrom(*r.Body)
	if err != nil {
		return nil, err
	}
	p, err := h.s.SaveDraft(ctx, actor.From(ctx).ID, in)
	if err != nil {
		return nil, err
	}
	out, err := h.mine(ctx, p)
	return learnerapi.SaveMyProfile200JSONResponse(out), err
}

func (h handler) GetMyPhoto(ctx context.Context, _ learnerapi.GetMyPhotoRequestObject) (learnerapi.GetMyPhotoResponseObject, error) {
	r, info, err := h.s.Photo(ctx, actor.From(ctx).ID)
	if err != nil {
		return nil, err
	}
	return learnerapi.GetMyPhoto200ImagejpegResponse{Body: r, ContentLength: info.Size}, nil
}

func (h handler) SaveMyPhoto(ctx context.Context, r learnerapi.SaveMyPhotoRequestObject) (learnerapi.SaveMyPhotoResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	p, err := h.s.SavePhoto(ctx, actor.From(ctx).ID, file)
	if err != nil {
		return nil, err
	}
	out, err := h.mine(ctx, p)
	return learnerapi.SaveMyPhoto200JSONResponse(out), err
}

func (h handler) GetLearner(ctx context.Context, r learnerapi.GetLearnerRequestObject) (learnerapi.GetLearnerResponseObject, error) {
	p, err := h.s.Get(ctx, r.AccountId)
	if err != nil {
		return nil, err
	}
	return learnerapi.GetLearner200JSONResponse{
		AccountId: p.AccountID, Name: p.Name, NameRare: p.NameRare, IdType: learnerapi.IDType(p.IDType), IdMasked: p.IDNumber.String(),
		Sex: learnerapi.Sex(p.Sex), BirthDate: dayText(p.BirthDate), Ethnic: p.Ethnic, Education: learnerapi.Education(p.Education),
		Source: learnerapi.Source(p.Source), Address: p.Address, Employer: p.Employer, Email: p.Email, WorkYears: p.WorkYears,
		PriorOccupation: p.PriorOccupation, PriorCertificate: p.PriorCertificate, PhoneMasked: p.Phone.String(),
		HasPhoto: p.PhotoKey != "", Complete: p.Complete, UpdatedAt: p.UpdatedAt,
	}, nil
}

func (h handler) GetLearnerPhoto(ctx context.Context, r learnerapi.GetLearnerPhotoRequestObject) (learnerapi.GetLearnerPhotoResponseObject, error) {
	body, info, err := h.s.Photo(ctx, r.AccountId)
	if err != nil {
		return nil, err
	}
	return learnerapi.GetLearnerPhoto200ImagejpegResponse{Body: body, ContentLength: info.Size}, nil
}

func inputFrom(b learnerapi.ProfileInput) (ProfileInput, error) {
	in := ProfileInput{
		Name: b.Name, IDType: IDType(b.IdType), IDNumber: b.IdNumber, Sex: string(b.Sex), Ethnic: b.Ethnic,
		Education: string(b.Education), Source: string(b.Source), Address: b.Address, Employer: b.Employer, Email: b.Email,
		WorkYears: b.WorkYears, PriorOccupation: b.PriorOccupation, PriorCertificate: b.PriorCertificate,
	}
	if b.BirthDate == "" {
		return in, nil
	}
	born, err := time.Parse(time.DateOnly, b.BirthDate)
	if err != nil {
		return in, fault.InvalidFields(fault.Field{Name: "birthDate", Sub: subBirthDate})
	}
	in.BirthDate = born
	return in, nil
}

func (h handler) mine(ctx context.Context, p Profile) (learnerapi.MyProfile, error) {
	rules, err := h.s.PhotoRules(ctx)
	if err != nil {
		return learnerapi.MyProfile{}, err
	}
	problems, notices := h.s.Check(p)
	number := string(p.Typed)
	if p.IDNumber != "" {
		number = p.IDNumber.Reveal() // to its owner, who typed it
	}
	out := learnerapi.MyProfile{
		Name: p.Name, IdType: learnerapi.IDType(p.IDType), IdNumber: number, Sex: learnerapi.Sex(p.Sex), BirthDate: dayText(p.BirthDate),
		Ethnic: p.Ethnic, Education: learnerapi.Education(p.Education), Source: learnerapi.Source(p.Source), Address: p.Address,
		Employer: p.Employer, Email: p.Email, WorkYears: p.WorkYears, PriorOccupation: p.PriorOccupation,
		PriorCertificate: p.PriorCertificate, Phone: p.Phone.String(), HasPhoto: p.PhotoKey != "", PhotoVersion: photoVersion(p.PhotoKey),
		PhotoRules: learnerapi.PhotoRules{MinWidth: rules.MinWidth, MinHeight: rules.MinHeight, MinKB: rules.MinKB, MaxKB: rules.MaxKB},
		Complete:   p.Complete, Missing: append([]string{}, p.Missing()...), Problems: remarks(problems), Notices: remarks(notices),
		Held: []learnerapi.Group{},
	}
	for _, g := range p.Held {
		out.Held = append(out.Held, learnerapi.Group(g))
	}
	return out, nil
}

func remarks(list []fault.Field) []learnerapi.Remark {
	out := make([]learnerapi.Remark, 0, len(list))
	for _, f := range list {
		out = append(out, learnerapi.Remark{Name: f.Name, Sub: string(f.Sub)})
	}
	return out
}

// photoVersion lets a browser ask for a new picture when there is one, without
// telling where it is stored.
func photoVersion(key string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:6])
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
