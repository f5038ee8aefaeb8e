package practice

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	"jiangxun/internal/platform/httpx"
	practiceapi "jiangxun/internal/practice/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "practice", Spec: practiceapi.GetSpec, Mount: func(r httpx.Router) {
		practiceapi.RegisterHandlers(r, practiceapi.NewStrictHandler(handler{s}, nil))
	}}
}

func me(ctx context.Context) uuid.UUID { return actor.From(ctx).ID }

func (h handler) GetMyPractice(ctx context.Context, _ practiceapi.GetMyPracticeRequestObject) (practiceapi.GetMyPracticeResponseObject, error) {
	list, err := h.s.Standings(ctx, me(ctx))
	if err != nil {
		return nil, err
	}
	return practiceapi.GetMyPractice200JSONResponse{Items: httpx.Each(list, shapeStanding)}, nil
}

func (h handler) StartDrill(ctx context.Context, r practiceapi.StartDrillRequestObject) (practiceapi.StartDrillResponseObject, error) {
	b := r.Body
	d, err := h.s.StartDrill(ctx, me(ctx), b.LevelId, Mode(b.Mode), httpx.Value(b.WeightRowId), httpx.Value(b.Again))
	if err != nil {
		return nil, err
	}
	return practiceapi.StartDrill200JSONResponse(shapeDrill(d)), nil
}

func (h handler) GetDrill(ctx context.Context, r practiceapi.GetDrillRequestObject) (practiceapi.GetDrillResponseObject, error) {
	d, err := h.s.DrillDetail(ctx, me(ctx), r.DrillId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetDrill200JSONResponse{
		Drill: shapeDrill(d.Drill), LevelTitle: d.LevelTitle, RowName: d.RowName,
		Marks: httpx.Each(d.Marks, func(m DrillMark) practiceapi.DrillMark {
			return practiceapi.DrillMark{Number: m.Number, Right: m.Right}
		}),
	}, nil
}

func (h handler) SaveDrillPosition(ctx context.Context, r practiceapi.SaveDrillPositionRequestObject) (practiceapi.SaveDrillPositionResponseObject, error) {
	if err := h.s.SavePosition(ctx, me(ctx), r.DrillId, r.Body.Position); err != nil {
		return nil, err
	}
	return practiceapi.SaveDrillPosition204Response{}, nil
}

// defaultQuestions is what the contract states.
const defaultQuestions = 10

func (h handler) ListDrillQuestions(ctx context.Context, r practiceapi.ListDrillQuestionsRequestObject) (practiceapi.ListDrillQuestionsResponseObject, error) {
	from, count := max(httpx.Value(r.Params.From), 1), httpx.Value(r.Params.Count)
	if count == 0 {
		count = defaultQuestions
	}
	list, err := h.s.Questions(ctx, me(ctx), r.DrillId, from, count)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListDrillQuestions200JSONResponse{Items: httpx.Each(list, shapeQuestion)}, nil
}

func (h handler) AnswerDrillQuestion(ctx context.Context, r practiceapi.AnswerDrillQuestionRequestObject) (practiceapi.AnswerDrillQuestionResponseObject, error) {
	o, err := h.s.Answer(ctx, me(ctx), r.DrillId, r.Number, marking.Answer(r.Body.Answer))
	if err != nil {
		return nil, err
	}
	return practiceapi.AnswerDrillQuestion200JSONResponse(shapeOutcome(o)), nil
}

func (h handler) GetDrillPicture(ctx context.Context, r practiceapi.GetDrillPictureRequestObject) (practiceapi.GetDrillPictureResponseObject, error) {
	body, info, err := h.s.DrillPicture(ctx, me(ctx), r.DrillId, r.PictureId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetDrillPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func (h handler) ListWrongQuestions(ctx context.Context, r practiceapi.ListWrongQuestionsRequestObject) (practiceapi.ListWrongQuestionsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.WrongBook(ctx, me(ctx), httpx.Value(r.Params.LevelId), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return practiceapi.ListWrongQuestions200JSONResponse{Items: httpx.Each(list, shapeWrong), Total: total}, nil
}

func (h handler) LeaveWrongBook(ctx context.Context, r practiceapi.LeaveWrongBookRequestObject) (practiceapi.LeaveWrongBookResponseObject, error) {
	if err := h.s.LeaveWrongBook(ctx, me(ctx), r.QuestionId); err != nil {
		return nil, err
	}
	return practiceapi.LeaveWrongBook204Response{}, nil
}

func (h handler) GetWrongPicture(ctx context.Context, r practiceapi.GetWrongPictureRequestObject) (practiceapi.GetWrongPictureResponseObject, error) {
	body, info, err := h.s.WrongPicture(ctx, me(ctx), r.QuestionId, r.PictureId)
	if err != nil {
		return nil, err
	}
	return practiceapi.GetWrongPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func shapeStanding(s Standing) practiceapi.Standing {
	return practiceapi.Standing{
		LevelId: s.LevelID, Title: s.Title, Questions: s.Questions, Seen: s.Seen, Right: s.Right, Wrong: s.Wrong,
		Rows: httpx.Each(s.Rows, func(r RowStanding) practiceapi.RowStanding {
			return practiceapi.RowStanding{
				WeightRowId: r.WeightRowID, Name: r.Name, Percent: r.Percent, Questions: r.Questions, Seen: r.Seen, Right: r.Right,
			}
		}),
		Drills: httpx.Each(s.Drills, shapeDrill),
	}
}

func shapeDrill(d Drill) practiceapi.Drill {
	return practiceapi.Drill{
		Id: d.ID, LevelId: d.LevelID, Mode: practiceapi.Mode(d.Mode), WeightRowId: httpx.Optional(d.WeightRowID),
		Total: len(d.VersionIDs), Position: d.Position, Answered: d.Answered, Right: d.Right,
	}
}

func shapeQuestion(q Question) practiceapi.Question {
	out := practiceapi.Question{
		Number: q.Number, VersionId: q.Face.ID, Type: practiceapi.QuestionType(q.Face.Type), Stem: q.Face.Stem,
		Options: shapeOptions(q.Face.Options), PictureIds: httpx.List(q.Face.PictureIDs),
	}
	if q.Outcome != nil {
		o := shapeOutcome(*q.Outcome)
		out.Outcome = &o
	}
	return out
}

func shapeOptions(list []question.Choice) []practiceapi.Option {
	return httpx.Each(list, func(o question.Choice) practiceapi.Option { return practiceapi.Option{Key: o.Key, Html: o.HTML} })
}

func shapeOutcome(o Outcome) practiceapi.Outcome {
	return practiceapi.Outcome{Given: httpx.List([]string(o.Given)), Right: o.Right, Key: o.Key, Explanation: o.Explanation, Why: shapeOptions(o.Why)}
}

func shapeWrong(w WrongItem) practiceapi.WrongItem {
	v := w.Version
	return practiceapi.WrongItem{
		QuestionId: w.QuestionID, VersionId: v.ID, LevelId: w.LevelID, WeightRowId: w.WeightRowID, RowName: w.RowName, Type: practiceapi.QuestionType(v.Type), Stem: v.Stem,
		Options: shapeOptions(v.Body.Face().Options), PictureIds: httpx.List(v.PictureIDs), Key: v.Key, Explanation: v.Explanation,
		Why:        shapeOptions(whyOf(v)),
		WrongTimes: w.WrongTimes, RightStreak: w.RightStreak, LastWrongAt: w.LastWrongAt,
	}
}
