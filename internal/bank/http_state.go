package bank

import (
	"context"

	"github.com/google/uuid"

	bankapi "jiangxun/internal/bank/api"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
)

func (h handler) SetQuestionState(ctx context.Context, r bankapi.SetQuestionStateRequestObject) (bankapi.SetQuestionStateResponseObject, error) {
	d, err := h.act(ctx, r.QuestionId, Move{Action: Action(r.Body.Action), Reason: r.Body.Reason})
	return bankapi.SetQuestionState200JSONResponse(d), err
}

func (h handler) ReviewQuestion(ctx context.Context, r bankapi.ReviewQuestionRequestObject) (bankapi.ReviewQuestionResponseObject, error) {
	d, err := h.act(ctx, r.QuestionId, Move{Action: Action(r.Body.Action), To: State(httpx.Value(r.Body.To)), Reason: r.Body.Reason})
	return bankapi.ReviewQuestion200JSONResponse(d), err
}

func (h handler) act(ctx context.Context, id uuid.UUID, m Move) (bankapi.QuestionDetail, error) {
	q, versions, err := h.s.Act(ctx, id, m)
	if err != nil {
		return bankapi.QuestionDetail{}, err
	}
	return h.detail(ctx, q, versions)
}

func (h handler) SetManyStates(ctx context.Context, r bankapi.SetManyStatesRequestObject) (bankapi.SetManyStatesResponseObject, error) {
	out, err := h.actAll(ctx, r.Body.QuestionIds, Move{Action: Action(r.Body.Action), Reason: r.Body.Reason})
	return bankapi.SetManyStates200JSONResponse(out), err
}

func (h handler) ReviewMany(ctx context.Context, r bankapi.ReviewManyRequestObject) (bankapi.ReviewManyResponseObject, error) {
	out, err := h.actAll(ctx, r.Body.QuestionIds, Move{Action: Action(r.Body.Action), To: State(httpx.Value(r.Body.To)), Reason: r.Body.Reason})
	return bankapi.ReviewMany200JSONResponse(out), err
}

func (h handler) actAll(ctx context.Context, ids []uuid.UUID, m Move) (bankapi.BulkOutcome, error) {
	refused, err := h.s.ActAll(ctx, ids, m)
	if err != nil {
		return bankapi.BulkOutcome{}, err
	}
	return shapeOutcome(ids, refused), nil
}

func (h handler) EditMany(ctx context.Context, r bankapi.EditManyRequestObject) (bankapi.EditManyResponseObject, error) {
	refused, err := h.s.EditAll(ctx, r.Body.QuestionIds, Change{
		ElementID: httpx.Value(r.Body.ElementId), Difficulty: httpx.Value(r.Body.Difficulty), Source: httpx.Value(r.Body.Source),
		AddTags: httpx.Value(r.Body.AddTags), DropTags: httpx.Value(r.Body.DropTags), Reason: r.Body.Reason,
	})
	return bankapi.EditMany200JSONResponse(shapeOutcome(r.Body.QuestionIds, refused)), err
}

func (h handler) MoveMany(ctx context.Context, r bankapi.MoveManyRequestObject) (bankapi.MoveManyResponseObject, error) {
	refused, err := h.s.MoveAll(ctx, r.Body.QuestionIds, Pool(r.Body.Pool), r.Body.Reason)
	return bankapi.MoveMany200JSONResponse(shapeOutcome(r.Body.QuestionIds, refused)), err
}

func shapeOutcome(ids []uuid.UUID, refused []Refusal) bankapi.BulkOutcome {
	distinct := map[uuid.UUID]bool{}
	for _, id := range ids {
		distinct[id] = true
	}
	return bankapi.BulkOutcome{
		Done: len(distinct) - len(refused),
		Refused: httpx.Each(refused, func(r Refusal) bankapi.Refusal {
			if r.Params == nil {
				r.Params = fault.Params{}
			}
			return bankapi.Refusal{QuestionId: r.QuestionID, Sub: string(r.Sub), Params: r.Params}
		}),
	}
}
