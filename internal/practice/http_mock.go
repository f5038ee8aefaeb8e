package practice

import (
	"context"

	"jiangxun/internal/attempt"
	"jiangxun/internal/platform/httpx"
	practiceapi "jiangxun/internal/practice/api"
)

func (h handler) ListMyMockExams(ctx context.Context, r practiceapi.ListMyMockExamsRequestObject) (practiceapi.ListMyMockExamsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.MyMocks(ctx, me(ctx), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListMyMockExams200JSONResponse{Items: httpx.Each(list, shapeMyMock), Total: total}, nil
}

func (h handler) GetMyMockExam(ctx context.Context, r practiceapi.GetMyMockExamRequestObject) (practiceapi.GetMyMockExamResponseObject, error) {
	m, err := h.s.MyMock(ctx, me(ctx), r.MockExamId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetMyMockExam200JSONResponse(shapeMyMock(m)), nil
}

func (h handler) StartMockExam(ctx context.Context, r practiceapi.StartMockExamRequestObject) (practiceapi.StartMockExamResponseObject, error) {
	id, err := h.s.StartMock(ctx, me(ctx), r.MockExamId)
	if err != nil {
		return nil, err
	}
	return practiceapi.StartMockExam200JSONResponse{AttemptId: id}, nil
}

func (h handler) ListMyMockAttempts(ctx context.Context, r practiceapi.ListMyMockAttemptsRequestObject) (practiceapi.ListMyMockAttemptsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.MyTries(ctx, me(ctx), httpx.Value(r.Params.MockExamId), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListMyMockAttempts200JSONResponse{Items: httpx.Each(list, shapeTry), Total: total}, nil
}

func (h handler) GetMyMockAttempt(ctx context.Context, r practiceapi.GetMyMockAttemptRequestObject) (practiceapi.GetMyMockAttemptResponseObject, error) {
	t, rows, err := h.s.MyTry(ctx, me(ctx), r.AttemptId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetMyMockAttempt200JSONResponse{Try: shapeTry(t), Rows: httpx.Each(rows, func(r RowResult) practiceapi.RowResult {
		return practiceapi.RowResult{
			WeightRowId: r.WeightRowID, Name: r.Name, Percent: r.Percent, GotHundredths: int(r.Got), OfHundredths: int(r.Of),
		}
	})}, nil
}

func (h handler) ReviewMyMockAttempt(ctx context.Context, r practiceapi.ReviewMyMockAttemptRequestObject) (practiceapi.ReviewMyMockAttemptResponseObject, error) {
	review, err := h.s.MyReview(ctx, me(ctx), r.AttemptId)
	if err != nil {
		return nil, err
	}
	return practiceapi.ReviewMyMockAttempt200JSONResponse{Items: httpx.Each(review.Questions, shapeReviewItem)}, nil
}

func (h handler) GetMockReviewPicture(ctx context.Context, r practiceapi.GetMockReviewPictureRequestObject) (practiceapi.GetMockReviewPictureResponseObject, error) {
	body, info, err := h.s.ReviewPicture(ctx, me(ctx), r.AttemptId, r.PictureId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetMockReviewPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func (h handler) ListMockExams(ctx context.Context, r practiceapi.ListMockExamsRequestObject) (practiceapi.ListMockExamsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListMocks(ctx, httpx.Value(r.Params.Text), MockState(httpx.Value(r.Params.State)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListMockExams200JSONResponse{Items: httpx.Each(list, shapeMock), Total: total}, nil
}

func (h handler) CreateMockExam(ctx context.Context, r practiceapi.CreateMockExamRequestObject) (practiceapi.CreateMockExamResponseObject, error) {
	m, err := h.s.CreateMock(ctx, inputFrom(*r.Body))
	if err != nil {
		return nil, err
	}
	return practiceapi.CreateMockExam201JSONResponse(shapeMock(m)), nil
}

func (h handler) GetMockExam(ctx context.Context, r practiceapi.GetMockExamRequestObject) (practiceapi.GetMockExamResponseObject, error) {
	m, err := h.s.Mock(ctx, r.MockExamId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetMockExam200JSONResponse(shapeMock(m)), nil
}

func (h handler) SaveMockExam(ctx context.Context, r practiceapi.SaveMockExamRequestObject) (practiceapi.SaveMockExamResponseObject, error) {
	m, err := h.s.SaveMock(ctx, r.MockExamId, inputFrom(*r.Body))
	if err != nil {
		return nil, err
	}
	return practiceapi.SaveMockExam200JSONResponse(shapeMock(m)), nil
}

func (h handler) SetMockExamState(ctx context.Context, r practiceapi.SetMockExamStateRequestObject) (practiceapi.SetMockExamStateResponseObject, error) {
	m, err := h.s.SetMockState(ctx, r.MockExamId, MockState(r.Body.State))
	if err != nil {
		return nil, err
	}
	return practiceapi.SetMockExamState200JSONResponse(shapeMock(m)), nil
}

func (h handler) ListMockExamTries(ctx context.Context, r practiceapi.ListMockExamTriesRequestObject) (practiceapi.ListMockExamTriesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Tries(ctx, r.MockExamId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListMockExamTries200JSONResponse{Items: httpx.Each(list, shapeTry), Total: total}, nil
}

func inputFrom(b practiceapi.MockInput) MockInput {
	return MockInput{
		Title: b.Title, LevelID: b.LevelId, BlueprintID: b.BlueprintId, ClassID: httpx.Value(b.ClassId), Tries: b.Tries,
		OpensAt: b.OpensAt, ClosesAt: httpx.Value(b.ClosesAt),
	}
}

func shapeMock(m MockExam) practiceapi.Mock {
	return practiceapi.Mock{
		Id: m.ID, Title: m.Title, LevelId: m.LevelID, LevelTitle: m.LevelTitle, BlueprintId: m.BlueprintID,
		ClassId: httpx.Optional(m.ClassID), ClassName: httpx.Optional(m.ClassName), Tries: m.Tries, OpensAt: m.OpensAt, ClosesAt: httpx.Optional(m.ClosesAt),
		State: practiceapi.MockState(m.State), Sittings: m.Sittings, CreatedAt: m.CreatedAt,
	}
}

func shapeMyMock(m MyMock) practiceapi.MyMock {
	out := practiceapi.MyMock{
		Id: m.ID, Title: m.Title, LevelId: m.LevelID, LevelTitle: m.LevelTitle, Tries: m.Tries, TriesUsed: m.TriesUsed,
		OpensAt: m.OpensAt, ClosesAt: httpx.Optional(m.ClosesAt), State: practiceapi.MockState(m.State), Minutes: m.Minutes,
		Questions: m.Questions, OpenAttemptId: httpx.Optional(m.Open), LastAttemptId: httpx.Optional(m.LastID),
	}
	if best := int(m.Best); best >= 0 {
		out.BestHundredths = &best
	}
	return out
}

func shapeTry(t MockTry) practiceapi.Try {
	out := practiceapi.Try{
		MockExamId: t.MockExamID, Title: t.Title, LevelId: t.LevelID, Try: t.Try, AttemptId: t.AttemptID, Name: t.Name,
		StartedAt: t.StartedAt, ClosedAt: httpx.Optional(t.ClosedAt),
	}
	if !t.ClosedAt.IsZero() {
		got, of := int(t.Got), int(t.Of)
		out.GotHundredths, out.OfHundredths = &got, &of
	}
	return out
}

func shapeReviewItem(q attempt.ReviewQuestion) practiceapi.ReviewItem {
	return practiceapi.ReviewItem{
		Number: q.Number, VersionId: q.VersionID, Type: practiceapi.QuestionType(q.Type), WeightRowId: q.WeightRowID, Stem: q.Stem,
		Options: httpx.Each(q.Options, func(o attempt.ReviewOption) practiceapi.ReviewOption {
			return practiceapi.ReviewOption{Key: o.Key, Html: o.HTML, Right: o.Right, Chosen: o.Chosen, Why: o.Why}
		}),
		PictureIds: httpx.List(q.Pictures), Explanation: q.Explanation, Given: httpx.List([]string(q.Given)),
		Right: q.Right, Blank: q.Blank, GotHundredths: int(q.Got), OfHundredths: int(q.Of),
	}
}
