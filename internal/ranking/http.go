package ranking

import (
	"context"

	"jiangxun/internal/actor"
	"jiangxun/internal/platform/httpx"
	rankingapi "jiangxun/internal/ranking/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "ranking", Spec: rankingapi.GetSpec, Mount: func(r httpx.Router) {
		rankingapi.RegisterHandlers(r, rankingapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) GetMyMockRanking(ctx context.Context, r rankingapi.GetMyMockRankingRequestObject) (rankingapi.GetMyMockRankingResponseObject, error) {
	b, err := h.s.Mine(ctx, actor.From(ctx).ID, r.MockExamId)
	if err != nil {
		return nil, err
	}
	out := rankingapi.GetMyMockRanking200JSONResponse{
		MockExamId: b.MockExamID, Title: b.Title, Total: b.Total, Entries: httpx.Each(b.Entries, shapeEntry), Visible: b.Visible,
	}
	if b.Mine != nil {
		mine := shapeEntry(*b.Mine)
		out.Mine = &mine
	}
	return out, nil
}

func (h handler) SaveMyRankingVisibility(ctx context.Context, r rankingapi.SaveMyRankingVisibilityRequestObject) (rankingapi.SaveMyRankingVisibilityResponseObject, error) {
	if err := h.s.SaveVisibility(ctx, actor.From(ctx).ID, r.Body.Visible); err != nil {
		return nil, err
	}
	return rankingapi.SaveMyRankingVisibility204Response{}, nil
}

func (h handler) GetMockRanking(ctx context.Context, r rankingapi.GetMockRankingRequestObject) (rankingapi.GetMockRankingResponseObject, error) {
	b, err := h.s.ForStaff(ctx, r.MockExamId)
	if err != nil {
		return nil, err
	}
	return rankingapi.GetMockRanking200JSONResponse{
		MockExamId: b.MockExamID, Title: b.Title, Total: b.Total, Entries: httpx.Each(b.Entries, shapeEntry),
	}, nil
}

func shapeEntry(e Entry) rankingapi.Entry {
	return rankingapi.Entry{Rank: e.Rank, Name: e.Name, Mine: e.Mine, GotHundredths: int(e.Got), Seconds: e.Seconds}
}
