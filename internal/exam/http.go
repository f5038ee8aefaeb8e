package exam

import (
	"bytes"
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	examapi "jiangxun/internal/exam/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "exam", Spec: examapi.GetSpec, Mount: func(r httpx.Router) {
		examapi.RegisterHandlers(r, examapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListExamPlans(ctx context.Context, r examapi.ListExamPlansRequestObject) (examapi.ListExamPlansResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListPlans(ctx, httpx.Value(r.Params.Text), string(httpx.Value(r.Params.State)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamPlans200JSONResponse{Items: httpx.Each(list, shapePlan), Total: total}, nil
}

func (h handler) CreateExamPlan(ctx context.Context, r examapi.CreateExamPlanRequestObject) (examapi.CreateExamPlanResponseObject, error) {
	p, err := h.s.CreatePlan(ctx, r.Body.Title, r.Body.LevelId)
	if err != nil {
		return nil, err
	}
	return examapi.CreateExamPlan201JSONResponse(shapePlan(p)), nil
}

func (h handler) GetExamPlan(ctx context.Context, r examapi.GetExamPlanRequestObject) (examapi.GetExamPlanResponseObject, error) {
	p, err := h.s.Plan(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	sessions, err := h.s.Sessions(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return examapi.GetExamPlan200JSONResponse{Plan: shapePlan(p), Sessions: httpx.Each(sessions, shapeSession)}, nil
}

func (h handler) SaveExamPlan(ctx context.Context, r examapi.SaveExamPlanRequestObject) (examapi.SaveExamPlanResponseObject, error) {
	b := r.Body
	p, err := h.s.SavePlan(ctx, r.PlanId, PlanInput{
		Title: b.Title, SiteNumber: b.SiteNumber, SiteName: b.SiteName, SiteAddress: b.SiteAddress, Contact: b.Contact,
		Rules: Rules{
			PassMark: b.Rules.PassMark, EntryMinutes: b.Rules.EntryMinutes, LateMinutes: b.Rules.LateMinutes,
			EarliestHandInMinutes: b.Rules.EarliestHandInMinutes, AllowanceSeconds: b.Rules.AllowanceSeconds,
			ScoreValidMonths: b.Rules.ScoreValidMonths, TicketPattern: b.Rules.TicketPattern,
		},
	})
	if err != nil {
		return nil, err
	}
	return examapi.SaveExamPlan200JSONResponse(shapePlan(p)), nil
}

func (h handler) ListExamPlanClasses(ctx context.Context, r examapi.ListExamPlanClassesRequestObject) (examapi.ListExamPlanClassesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListClasses(ctx, r.PlanId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamPlanClasses200JSONResponse{Items: httpx.Each(list, func(c Class) examapi.Class {
		return examapi.Class{Id: c.ID, Name: c.Name, Members: c.Members, Added: c.Added}
	}), Total: total}, nil
}

func (h handler) ListExamPlanForms(ctx context.Context, r examapi.ListExamPlanFormsRequestObject) (examapi.ListExamPlanFormsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListForms(ctx, r.PlanId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamPlanForms200JSONResponse{Items: httpx.Each(list, func(f Form) examapi.Form {
		return examapi.Form{Id: f.ID, Code: f.Code, Minutes: f.Minutes, TotalHundredths: f.TotalHundredths, CreatedAt: f.CreatedAt}
	}), Total: total}, nil
}

func (h handler) ListExamCandidates(ctx context.Context, r examapi.ListExamCandidatesRequestObject) (examapi.ListExamCandidatesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListCandidates(ctx, r.PlanId, httpx.Value(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return examapi.ListExamCandidates200JSONResponse{Items: httpx.Each(list, func(c Candidate) examapi.Candidate {
		return examapi.Candidate{Id: c.ID, AccountId: c.AccountID, Name: c.Name, IdMasked: c.IDMasked, ClassName: c.ClassName, HasPhoto: c.HasPhoto}
	}), Total: total}, nil
}

func (h handler) AddExamCandidates(ctx context.Context, r examapi.AddExamCandidatesRequestObject) (examapi.AddExamCandidatesResponseObject, error) {
	added, already, err := h.s.AddCandidates(ctx, r.PlanId, r.Body.ClassIds)
	if err != nil {
		return nil, err
	}
	return examapi.AddExamCandidates200JSONResponse{Added: added, Already: already}, nil
}

func (h handler) RemoveExamCandidate(ctx context.Context, r examapi.RemoveExamCandidateRequestObject) (examapi.RemoveExamCandidateResponseObject, error) {
	if err := h.s.RemoveCandidate(ctx, r.PlanId, r.CandidateId); err != nil {
		return nil, err
	}
	return examapi.RemoveExamCandidate204Response{}, nil
}

func (h handler) CreateExamSession(ctx context.Context, r examapi.CreateExamSessionRequestObject) (examapi.CreateExamSessionResponseObject, error) {
	e, err := h.s.CreateSession(ctx, r.PlanId, sessionFrom(*r.Body))
	if err != nil {
		return nil, err
	}
	return examapi.CreateExamSession201JSONResponse(shapeSession(e)), nil
}

func (h handler) AssignExamSeats(ctx context.Context, r examapi.AssignExamSeatsRequestObject) (examapi.AssignExamSeatsResponseObject, error) {
	n, err := h.s.AssignSeats(ctx, r.PlanId, SeatOrder{
		Shuffle: r.Body.Order == examapi.OrderShuffle, Seed: int64(httpx.Value(r.Body.Seed)), Reason: httpx.Value(r.Body.Reason),
	})
	if err != nil {
		return nil, err
	}
	return examapi.AssignExamSeats200JSONResponse{Seats: n}, nil
}

func (h handler) PublishExamPlan(ctx context.Context, r examapi.PublishExamPlanRequestObject) (examapi.PublishExamPlanResponseObject, error) {
	p, err := h.s.Publish(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return examapi.PublishExamPlan200JSONResponse(shapePlan(p)), nil
}

func (h handler) WithdrawExamPlan(ctx context.Context, r examapi.WithdrawExamPlanRequestObject) (examapi.WithdrawExamPlanResponseObject, error) {
	p, err := h.s.Withdraw(ctx, r.PlanId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return examapi.WithdrawExamPlan200JSONResponse(shapePlan(p)), nil
}

func shapePlan(p Plan) examapi.Plan {
	out := examapi.Plan{
		Id: p.ID, Title: p.Title, LevelId: p.LevelID, LevelTitle: p.LevelTitle, State: examapi.PlanState(p.State), Year: p.Year,
		Batch: p.Batch, SiteNumber: p.SiteNumber, SiteName: p.SiteName, SiteAddress: p.SiteAddress, Contact: p.Contact,
		Candidates: p.Candidates, CreatedAt: p.CreatedAt, PublishedAt: httpx.Optional(p.PublishedAt),
		Rules: examapi.Rules{
			PassMark: p.Rules.PassMark, EntryMinutes: p.Rules.EntryMinutes, LateMinutes: p.Rules.LateMinutes,
			EarliestHandInMinutes: p.Rules.EarliestHandInMinutes, AllowanceSeconds: p.Rules.AllowanceSeconds,
			ScoreValidMonths: p.Rules.ScoreValidMonths, TicketPattern: p.Rules.TicketPattern,
		},
	}
	return out
}

func sessionFrom(b examapi.SessionInput) SessionInput {
	return SessionInput{Part: Part(b.Part), StartsAt: b.StartsAt, Minutes: b.Minutes, FormID: httpx.Value(b.FormId), Place: b.Place}
}

func shapeSession(e Session) examapi.Session {
	out := examapi.Session{
		Id: e.ID, PlanId: e.PlanID, PlanTitle: e.Plan.Title, PlanState: examapi.PlanState(e.Plan.State), LevelTitle: e.Plan.LevelTitle,
		Part: examapi.Part(e.Part), StartsAt: e.StartsAt, EndsAt: e.EndsAt(), EntryFrom: e.EntryFrom(), LateUntil: e.LateUntil(),
		Minutes: e.Minutes, FormId: httpx.Optional(e.FormID), Place: e.Place, State: examapi.SessionState(e.State),
		Rooms: httpx.Each(e.Rooms, func(r Hall) examapi.Room {
			return examapi.Room{Id: r.ID, Number: r.Number, Name: r.Name, Capacity: r.Capacity}
		}),
		Seats: examapi.SeatCounts{
			Total: e.Counts.Total, Assigned: e.Counts.Assigned, CheckedIn: e.Counts.CheckedIn, Started: e.Counts.Started,
			Submitted: e.Counts.Submitted, Absent: e.Counts.Absent,
		},
	}
	if e.FormCode != "" {
		out.FormCode = &e.FormCode
	}
	return out
}

func day(d *openapi_types.Date) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.Time
}

func file(raw []byte) (*bytes.Reader, int64) { return bytes.NewReader(raw), int64(len(raw)) }
