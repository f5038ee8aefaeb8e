package attempt

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	attemptapi "jiangxun/internal/attempt/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// door takes the save out of the generated path: its body has a decoder of its
// own. Everything else goes the way of all rooms.
type door struct {
	attemptapi.ServerInterface
	s *Service
}

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "attempt", Spec: attemptapi.GetSpec, Mount: func(r httpx.Router) {
		attemptapi.RegisterHandlers(r, door{attemptapi.NewStrictHandler(handler{s}, nil), s})
	}}
}

// SaveMyAnswers decodes strictly; what the decoder does not take, the contract
// finds the words for.
func (d door) SaveMyAnswers(c echo.Context, attemptID uuid.UUID) error {
	body, err := httpx.ReadBody(c)
	if err != nil {
		return err
	}
	in, ok := decodeSave(body)
	if !ok {
		return httpx.Refuse(c, body)
	}
	reply, err := d.s.save(c.Request().Context(), attemptID, in)
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, reply.appendJSON(make([]byte, 0, 256), attemptID))
}

func (h handler) SaveMyAnswers(context.Context, attemptapi.SaveMyAnswersRequestObject) (attemptapi.SaveMyAnswersResponseObject, error) {
	panic("attempt: saves come through door")
}

func (h handler) GetMyAttempt(ctx context.Context, r attemptapi.GetMyAttemptRequestObject) (attemptapi.GetMyAttemptResponseObject, error) {
	v, err := h.s.See(ctx, r.AttemptId)
	if err != nil {
		return nil, err
	}
	a := v.Attempt
	out := attemptapi.GetMyAttempt200JSONResponse{
		Id: a.ID, Purpose: attemptapi.Purpose(a.Purpose), Title: a.Title, State: attemptapi.State(a.State), Epoch: a.Epoch,
		StartedAt: a.StartedAt.UTC(), DeadlineAt: httpx.Optional(a.DeadlineAt), ServerTime: v.ServerTime, EarliestHandInAt: a.EarliestHandInAt.UTC(),
		AllowanceSeconds: a.AllowanceSeconds, ClosedAt: httpx.Optional(a.ClosedAt), Questions: v.Questions, Answers: shapeAnswers(v.Answers),
	}
	return out, nil
}

func shapeAnswers(list []Saved) []attemptapi.Answer {
	out := make([]attemptapi.Answer, len(list))
	for i, s := range list {
		out[i] = attemptapi.Answer{Q: s.Q, Value: s.Value, Epoch: s.Epoch, Seq: s.Seq}
	}
	return out
}

func (h handler) GetMyAttemptPulse(ctx context.Context, r attemptapi.GetMyAttemptPulseRequestObject) (attemptapi.GetMyAttemptPulseResponseObject, error) {
	b, err := h.s.Pulse(ctx, r.AttemptId)
	if err != nil {
		return nil, err
	}
	return attemptapi.GetMyAttemptPulse200JSONResponse{
		State: attemptapi.State(b.Attempt.State), Epoch: b.Attempt.Epoch, DeadlineAt: httpx.Optional(b.Attempt.DeadlineAt),
		ServerTime: b.ServerTime, Announcements: b.Announced,
	}, nil
}

func (h handler) LeaseMyAttempt(ctx context.Context, r attemptapi.LeaseMyAttemptRequestObject) (attemptapi.LeaseMyAttemptResponseObject, error) {
	l, err := h.s.TakeLease(ctx, r.AttemptId, r.Body.Epoch, r.Body.Holder)
	if err != nil {
		return nil, err
	}
	return attemptapi.LeaseMyAttempt200JSONResponse{
		Epoch: l.Epoch, DeadlineAt: httpx.Optional(l.DeadlineAt), ServerTime: l.ServerTime, Answers: shapeAnswers(l.Answers),
	}, nil
}

func (h handler) GetMyPaper(ctx context.Context, r attemptapi.GetMyPaperRequestObject) (attemptapi.GetMyPaperResponseObject, error) {
	p, err := h.s.Paper(ctx, r.AttemptId)
	if err != nil {
		return nil, err
	}
	out := attemptapi.GetMyPaper200JSONResponse{
		AttemptId: p.AttemptID, Title: p.Title, Sections: []attemptapi.Section{}, Questions: []attemptapi.Question{},
	}
	for _, s := range p.Sections {
		out.Sections = append(out.Sections, attemptapi.Section{
			Title: s.Title, Type: attemptapi.Type(s.Type), Count: s.Count, ScoreHundredths: s.ScoreHundredths,
		})
	}
	for _, q := range p.Questions {
		out.Questions = append(out.Questions, shapeQuestion(q))
	}
	return out, nil
}

func shapeQuestion(q CandidateQuestion) attemptapi.Question {
	out := attemptapi.Question{
		Q: q.Q, Section: q.Section, Type: attemptapi.Type(q.Type), Stem: q.Stem, Options: []attemptapi.Option{}, Pictures: []uuid.UUID{},
	}
	for _, o := range q.Options {
		out.Options = append(out.Options, attemptapi.Option{Letter: o.Letter, Html: o.HTML})
	}
	out.Pictures = append(out.Pictures, q.Pictures...)
	return out
}

func (h handler) GetMyPaperPicture(ctx context.Context, r attemptapi.GetMyPaperPictureRequestObject) (attemptapi.GetMyPaperPictureResponseObject, error) {
	body, info, err := h.s.Picture(ctx, r.AttemptId, r.PictureId)
	if err != nil {
		return nil, err
	}
	return attemptapi.GetMyPaperPicture200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func (h handler) SubmitMyAttempt(ctx context.Context, r attemptapi.SubmitMyAttemptRequestObject) (attemptapi.SubmitMyAttemptResponseObject, error) {
	items := make([]SubmitItem, len(r.Body.Answers))
	for i, a := range r.Body.Answers {
		items[i] = SubmitItem{Q: a.Q, Epoch: a.Epoch, Seq: a.Seq}
	}
	if _, err := h.s.Submit(ctx, r.AttemptId, r.Body.Epoch, items); err != nil {
		return nil, err
	}
	out, err := h.receipt(ctx, r.AttemptId)
	return attemptapi.SubmitMyAttempt200JSONResponse(out), err
}

func (h handler) GetMyReceipt(ctx context.Context, r attemptapi.GetMyReceiptRequestObject) (attemptapi.GetMyReceiptResponseObject, error) {
	out, err := h.receipt(ctx, r.AttemptId)
	if err != nil {
		return nil, err
	}
	return attemptapi.GetMyReceipt200JSONResponse(out), nil
}

func (h handler) receipt(ctx context.Context, id uuid.UUID) (attemptapi.Receipt, error) {
	a, questions, err := h.s.Receipt(ctx, id)
	if err != nil {
		return attemptapi.Receipt{}, err
	}
	return attemptapi.Receipt{
		AttemptId: a.ID, Purpose: attemptapi.Purpose(a.Purpose), Title: a.Title, State: attemptapi.State(a.State),
		Answered: a.Receipt.Answered, Questions: questions, Digest: hex.EncodeToString(a.Receipt.Digest),
		At: a.Receipt.At, Signature: base64.StdEncoding.EncodeToString(a.Receipt.Signature),
	}, nil
}
