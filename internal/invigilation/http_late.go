package invigilation

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/attempt"
	invigilationapi "jiangxun/internal/invigilation/api"
	"jiangxun/internal/platform/httpx"
)

func (h handler) ListLateAnswers(ctx context.Context, r invigilationapi.ListLateAnswersRequestObject) (invigilationapi.ListLateAnswersResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	b, err := h.s.LateAnswers(ctx, r.SessionId, LateView{Undecided: httpx.Value(r.Params.Undecided), Limit: page.Limit, Offset: page.Offset})
	if err != nil {
		return nil, err
	}
	t := b.Totals
	out := invigilationapi.ListLateAnswers200JSONResponse{
		Settled: b.Settled, Items: []invigilationapi.LatePerson{}, Total: b.Total,
		Totals: invigilationapi.LateTotals{People: t.People, Answers: t.Answers, Counted: t.Counted, LeftOut: t.LeftOut, Undecided: t.Undecided},
	}
	for _, p := range b.People {
		out.Items = append(out.Items, shapeLatePerson(p))
	}
	return out, nil
}

func shapeLatePerson(p LatePerson) invigilationapi.LatePerson {
	out := invigilationapi.LatePerson{
		SeatId: p.Seat.ID, RoomName: p.Seat.RoomName, Seat: p.Seat.Seat, TicketNumber: p.Seat.TicketNumber, Name: p.Seat.Name,
		DeadlineAt: httpx.Optional(p.Attempt.DeadlineAt), ClosedAt: p.Attempt.ClosedAt, HandedIn: p.Attempt.State == attempt.Submitted,
		Answers: []invigilationapi.LateAnswer{},
	}
	for _, a := range p.Answers {
		answer := invigilationapi.LateAnswer{
			Id: a.ID, Q: a.Q, Value: a.Value, Held: a.Held, Reason: invigilationapi.LateReason(a.Reason), OldPage: a.OldPage,
			DeviceAt: a.DeviceAt, ReceivedAt: a.ReceivedAt, AfterSeconds: int(a.After.Seconds()), Decisions: []invigilationapi.LateDecision{},
		}
		for _, d := range a.Decisions {
			answer.Decisions = append(answer.Decisions, invigilationapi.LateDecision{
				Counted: d.Counted, Reason: d.Reason, DecidedBy: d.ByName, DecidedAt: d.At,
			})
		}
		out.Answers = append(out.Answers, answer)
	}
	return out
}

func (h handler) DecideLateAnswers(ctx context.Context, r invigilationapi.DecideLateAnswersRequestObject) (invigilationapi.DecideLateAnswersResponseObject, error) {
	ruling := attempt.LateRuling{Seen: make(map[uuid.UUID]int, len(r.Body.Answers)), Count: r.Body.Counted, Reason: r.Body.Reason}
	for _, a := range r.Body.Answers {
		ruling.Seen[a.Id] = a.Seen
	}
	changed, err := h.s.DecideLate(ctx, r.SessionId, ruling)
	return invigilationapi.DecideLateAnswers200JSONResponse{Changed: changed}, err
}
