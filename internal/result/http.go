package result

import (
	"context"
	"mime"
	"net/http"
	"strconv"

	"jiangxun/internal/marking"
	"jiangxun/internal/platform/httpx"
	resultapi "jiangxun/internal/result/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "result", Spec: resultapi.GetSpec, Mount: func(r httpx.Router) {
		resultapi.RegisterHandlers(r, resultapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListResultPlans(ctx context.Context, r resultapi.ListResultPlansRequestObject) (resultapi.ListResultPlansResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListPlans(ctx, httpx.Value(r.Params.Text), State(httpx.Value(r.Params.State)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return resultapi.ListResultPlans200JSONResponse{Items: httpx.Each(list, shapePlan), Total: total}, nil
}

func (h handler) GetResultPlan(ctx context.Context, r resultapi.GetResultPlanRequestObject) (resultapi.GetResultPlanResponseObject, error) {
	p, err := h.s.Plan(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return resultapi.GetResultPlan200JSONResponse(shapePlan(p)), nil
}

func (h handler) ListResultRows(ctx context.Context, r resultapi.ListResultRowsRequestObject) (resultapi.ListResultRowsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Rows(ctx, r.PlanId, Filter{
		Text: httpx.Value(r.Params.Text), Missing: httpx.Value(r.Params.Missing), Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return resultapi.ListResultRows200JSONResponse{Items: httpx.Each(list, shapeRow), Total: total}, nil
}

func (h handler) ListResultChanges(ctx context.Context, r resultapi.ListResultChangesRequestObject) (resultapi.ListResultChangesResponseObject, error) {
	list, err := h.s.Changes(ctx, r.PlanId, r.AccountId)
	if err != nil {
		return nil, err
	}
	return resultapi.ListResultChanges200JSONResponse{Items: httpx.Each(list, func(c Change) resultapi.ScoreChange {
		return resultapi.ScoreChange{
			Part: resultapi.ScoreChangePart(c.Part), First: c.First, Before: shapePart(c.Before), After: shapePart(c.After),
			Reason: c.Reason, By: c.By, At: c.At,
		}
	}), Total: len(list)}, nil
}

func (h handler) GetResultWorkbook(ctx context.Context, r resultapi.GetResultWorkbookRequestObject) (resultapi.GetResultWorkbookResponseObject, error) {
	p, raw, err := h.s.Workbook(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return workbook{name: p.Title + "-成绩.xlsx", raw: raw}, nil
}

func (h handler) CheckResults(ctx context.Context, r resultapi.CheckResultsRequestObject) (resultapi.CheckResultsResponseObject, error) {
	p, err := h.s.Check(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return resultapi.CheckResults200JSONResponse(shapePlan(p)), nil
}

func (h handler) ReturnResults(ctx context.Context, r resultapi.ReturnResultsRequestObject) (resultapi.ReturnResultsResponseObject, error) {
	p, err := h.s.Return(ctx, r.PlanId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return resultapi.ReturnResults200JSONResponse(shapePlan(p)), nil
}

func (h handler) ReleaseResults(ctx context.Context, r resultapi.ReleaseResultsRequestObject) (resultapi.ReleaseResultsResponseObject, error) {
	p, err := h.s.Release(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return resultapi.ReleaseResults200JSONResponse(shapePlan(p)), nil
}

func (h handler) ListSkillPlans(ctx context.Context, r resultapi.ListSkillPlansRequestObject) (resultapi.ListSkillPlansResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListMarking(ctx, httpx.Value(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return resultapi.ListSkillPlans200JSONResponse{Items: httpx.Each(list, shapeSkillPlan), Total: total}, nil
}

func (h handler) GetSkillPlan(ctx context.Context, r resultapi.GetSkillPlanRequestObject) (resultapi.GetSkillPlanResponseObject, error) {
	p, err := h.s.Marking(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return resultapi.GetSkillPlan200JSONResponse(shapeSkillPlan(p)), nil
}

func (h handler) ListSkillRows(ctx context.Context, r resultapi.ListSkillRowsRequestObject) (resultapi.ListSkillRowsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.SkillRows(ctx, r.PlanId, Filter{Text: httpx.Value(r.Params.Text), Limit: page.Limit, Offset: page.Offset})
	if err != nil {
		return nil, err
	}
	return resultapi.ListSkillRows200JSONResponse{Items: httpx.Each(list, func(row Row) resultapi.SkillRow {
		return resultapi.SkillRow{
			AccountId: row.AccountID, Name: row.Name, IdMasked: row.IDMasked, TicketNumber: row.SkillSeat.Ticket, RoomName: row.SkillSeat.Room,
			Seat: row.SkillSeat.Number, SeatState: row.SkillSeat.State, Skill: shapePart(row.Skill), Typed: !row.TypedAt.IsZero(),
			SkillBy: row.TypedBy, SkillAt: httpx.Optional(row.TypedAt),
		}
	}), Total: total}, nil
}

func (h handler) SaveSkillScores(ctx context.Context, r resultapi.SaveSkillScoresRequestObject) (resultapi.SaveSkillScoresResponseObject, error) {
	err := h.s.SaveSkill(ctx, r.PlanId, httpx.Each(r.Body.Items, func(i resultapi.SkillScoreItem) Entry {
		return Entry{AccountID: i.AccountId, Part: partFrom(i.Absent, i.ScoreHundredths), Reason: httpx.Value(i.Reason)}
	}))
	if err != nil {
		return nil, err
	}
	return resultapi.SaveSkillScores204Response{}, nil
}

func (h handler) SaveSkillScore(ctx context.Context, r resultapi.SaveSkillScoreRequestObject) (resultapi.SaveSkillScoreResponseObject, error) {
	err := h.s.SaveSkillScore(ctx, r.PlanId, Entry{
		AccountID: r.AccountId, Part: partFrom(r.Body.Absent, r.Body.ScoreHundredths), Reason: httpx.Value(r.Body.Reason),
	})
	if err != nil {
		return nil, err
	}
	return resultapi.SaveSkillScore204Response{}, nil
}

func (h handler) ListMyResults(ctx context.Context, r resultapi.ListMyResultsRequestObject) (resultapi.ListMyResultsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Mine(ctx, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return resultapi.ListMyResults200JSONResponse{Items: httpx.Each(list, shapeMine), Total: total}, nil
}

func (h handler) GetMyResult(ctx context.Context, r resultapi.GetMyResultRequestObject) (resultapi.GetMyResultResponseObject, error) {
	m, err := h.s.MyResult(ctx, r.PlanId)
	if err != nil {
		return nil, err
	}
	return resultapi.GetMyResult200JSONResponse(shapeMine(m)), nil
}

func shapePlan(p Plan) resultapi.ResultPlan {
	return resultapi.ResultPlan{
		Id: p.ID, Title: p.Title, LevelTitle: p.LevelTitle, PassMark: p.PassMark, ExamState: p.ExamState, State: resultapi.ResultState(p.State),
		Candidates: p.Candidates, Theory: resultapi.Tally(p.Theory), Skill: resultapi.Tally(p.Skill), Passed: p.Passed,
		CheckedBy: p.CheckedBy, CheckedAt: httpx.Optional(p.CheckedAt), ReleasedBy: p.ReleasedBy, ReleasedAt: httpx.Optional(p.ReleasedAt),
	}
}

func shapeSkillPlan(p Plan) resultapi.SkillPlan {
	return resultapi.SkillPlan{
		Id: p.ID, Title: p.Title, LevelTitle: p.LevelTitle, PassMark: p.PassMark, State: resultapi.ResultState(p.State),
		Candidates: p.Candidates, Skill: resultapi.Tally(p.Skill),
	}
}

func shapeRow(r Row) resultapi.ResultRow {
	return resultapi.ResultRow{
		AccountId: r.AccountID, Name: r.Name, IdMasked: r.IDMasked, TicketNumber: r.Ticket, Theory: shapePart(r.Theory), Skill: shapePart(r.Skill),
		SkillBy: r.TypedBy, Decision: resultapi.Decision(r.Decision),
	}
}

// shapeMine leaves everything aside that belongs to a release.
func shapeMine(m Mine) resultapi.MyResult {
	out := resultapi.MyResult{PlanId: m.PlanID, PlanTitle: m.PlanTitle, LevelTitle: m.LevelTitle, PassMark: m.PassMark, Released: m.Released}
	if m.Released {
		theory, skill := shapePart(m.Theory), shapePart(m.Skill)
		out.Theory, out.Skill, out.Passed, out.ReleasedAt = &theory, &skill, &m.Passed, &m.ReleasedAt
	}
	return out
}

func shapePart(p Part) resultapi.PartScore {
	out := resultapi.PartScore{State: resultapi.PartState(p.State)}
	if p.State == Scored {
		n := int(p.Score)
		out.ScoreHundredths = &n
	}
	return out
}

func partFrom(absent bool, hundredths *int) Part {
	switch {
	case absent:
		return Part{State: Absent}
	case hundredths == nil:
		return Part{State: Missing}
	}
	return Part{State: Scored, Score: marking.Hundredths(*hundredths)}
}

// workbook is a reply that the browser stores under a name of its own.
type workbook struct {
	name string
	raw  []byte
}

// VisitGetResultWorkbookResponse implements the contract's reply.
func (b workbook) VisitGetResultWorkbookResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Length", strconv.Itoa(len(b.raw)))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.name}))
	_, err := w.Write(b.raw)
	return err
}
