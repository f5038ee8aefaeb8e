package cohort

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	cohortapi "jiangxun/internal/cohort/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "cohort", Spec: cohortapi.GetSpec, Mount: func(r httpx.Router) {
		cohortapi.RegisterHandlers(r, cohortapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListClasses(ctx context.Context, r cohortapi.ListClassesRequestObject) (cohortapi.ListClassesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	f := Filter{Text: httpx.Value(r.Params.Text), State: State(httpx.Value(r.Params.State)), Limit: page.Limit, Offset: page.Offset}
	if r.Params.ProgrammeId != nil {
		f.Programme = *r.Params.ProgrammeId
	}
	list, total, err := h.s.Classes(ctx, f)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListClasses200JSONResponse{Items: httpx.Each(list, shapeClass), Total: total}, nil
}

func (h handler) CreateClass(ctx context.Context, r cohortapi.CreateClassRequestObject) (cohortapi.CreateClassResponseObject, error) {
	b := r.Body
	in, err := input(b.Name, b.Capacity, b.TeacherId, b.StartsOn, b.EndsOn, b.Place)
	if err != nil {
		return nil, err
	}
	c, err := h.s.Create(ctx, b.ProgrammeId, in)
	if err != nil {
		return nil, err
	}
	return cohortapi.CreateClass201JSONResponse(shapeClass(c)), nil
}

func (h handler) GetClass(ctx context.Context, r cohortapi.GetClassRequestObject) (cohortapi.GetClassResponseObject, error) {
	c, err := h.s.VisibleClass(ctx, r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.GetClass200JSONResponse(shapeClass(c)), nil
}

func (h handler) SaveClass(ctx context.Context, r cohortapi.SaveClassRequestObject) (cohortapi.SaveClassResponseObject, error) {
	b := r.Body
	in, err := input(b.Name, b.Capacity, b.TeacherId, b.StartsOn, b.EndsOn, b.Place)
	if err != nil {
		return nil, err
	}
	c, err := h.s.Save(ctx, r.ClassId, in)
	if err != nil {
		return nil, err
	}
	return cohortapi.SaveClass200JSONResponse(shapeClass(c)), nil
}

func (h handler) PublishClass(ctx context.Context, r cohortapi.PublishClassRequestObject) (cohortapi.PublishClassResponseObject, error) {
	c, told, err := h.s.Publish(ctx, r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.PublishClass200JSONResponse{Class: shapeClass(c), Told: told}, nil
}

func (h handler) CompleteClass(ctx context.Context, r cohortapi.CompleteClassRequestObject) (cohortapi.CompleteClassResponseObject, error) {
	c, err := h.s.Complete(ctx, r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.CompleteClass200JSONResponse(shapeClass(c)), nil
}

func (h handler) ListClassProgrammes(ctx context.Context, r cohortapi.ListClassProgrammesRequestObject) (cohortapi.ListClassProgrammesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Programmes(ctx, httpx.Value(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListClassProgrammes200JSONResponse{Items: httpx.Each(list, shapeProgramme), Total: total}, nil
}

func (h handler) ListClassTeachers(ctx context.Context, r cohortapi.ListClassTeachersRequestObject) (cohortapi.ListClassTeachersResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Teachers(ctx, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListClassTeachers200JSONResponse{Items: httpx.Each(list, func(t Teacher) cohortapi.Teacher {
		return cohortapi.Teacher{Id: t.ID, Name: t.Name}
	}), Total: total}, nil
}

func (h handler) ListClassCandidates(ctx context.Context, r cohortapi.ListClassCandidatesRequestObject) (cohortapi.ListClassCandidatesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Candidates(ctx, r.Params.ProgrammeId, httpx.Value(r.Params.Text), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListClassCandidates200JSONResponse{Items: httpx.Each(list, shapeCandidate), Total: total}, nil
}

func (h handler) PreviewFill(ctx context.Context, r cohortapi.PreviewFillRequestObject) (cohortapi.PreviewFillResponseObject, error) {
	p, err := h.s.PreviewFill(ctx, r.Body.ProgrammeId, r.Body.ClassIds)
	if err != nil {
		return nil, err
	}
	return cohortapi.PreviewFill200JSONResponse(shapePlan(p)), nil
}

func (h handler) FillClasses(ctx context.Context, r cohortapi.FillClassesRequestObject) (cohortapi.FillClassesResponseObject, error) {
	p, err := h.s.Fill(ctx, r.Body.ProgrammeId, r.Body.ClassIds, r.Body.Digest)
	if err != nil {
		return nil, err
	}
	return cohortapi.FillClasses200JSONResponse(shapePlan(p)), nil
}

func (h handler) ListClassMembers(ctx context.Context, r cohortapi.ListClassMembersRequestObject) (cohortapi.ListClassMembersResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Members(ctx, r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListClassMembers200JSONResponse{Items: httpx.Each(list, shapeMember), Total: total}, nil
}

func (h handler) AddClassMembers(ctx context.Context, r cohortapi.AddClassMembersRequestObject) (cohortapi.AddClassMembersResponseObject, error) {
	c, err := h.s.Add(ctx, r.ClassId, r.Body.ApplicationIds)
	if err != nil {
		return nil, err
	}
	return cohortapi.AddClassMembers200JSONResponse(shapeClass(c)), nil
}

func (h handler) MoveClassMember(ctx context.Context, r cohortapi.MoveClassMemberRequestObject) (cohortapi.MoveClassMemberResponseObject, error) {
	if err := h.s.Move(ctx, r.ClassId, r.ApplicationId, r.Body.ToClassId, r.Body.Reason); err != nil {
		return nil, err
	}
	return cohortapi.MoveClassMember204Response{}, nil
}

func (h handler) RemoveClassMember(ctx context.Context, r cohortapi.RemoveClassMemberRequestObject) (cohortapi.RemoveClassMemberResponseObject, error) {
	if err := h.s.Remove(ctx, r.ClassId, r.ApplicationId, r.Body.Reason); err != nil {
		return nil, err
	}
	return cohortapi.RemoveClassMember204Response{}, nil
}

func (h handler) GetGroupQR(ctx context.Context, r cohortapi.GetGroupQRRequestObject) (cohortapi.GetGroupQRResponseObject, error) {
	body, info, err := h.s.GroupQR(ctx, r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.GetGroupQR200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func (h handler) SaveGroupQR(ctx context.Context, r cohortapi.SaveGroupQRRequestObject) (cohortapi.SaveGroupQRResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	c, err := h.s.SaveGroupQR(ctx, r.ClassId, file)
	if err != nil {
		return nil, err
	}
	return cohortapi.SaveGroupQR200JSONResponse(shapeClass(c)), nil
}

func (h handler) GetRoster(ctx context.Context, r cohortapi.GetRosterRequestObject) (cohortapi.GetRosterResponseObject, error) {
	c, raw, err := h.s.Roster(ctx, r.ClassId)
	if err != nil {
		return nil, err
	}
	return workbook{name: c.Name + "-学员名册.xlsx", raw: raw}, nil
}

func (h handler) GetFullRoster(ctx context.Context, r cohortapi.GetFullRosterRequestObject) (cohortapi.GetFullRosterResponseObject, error) {
	c, raw, err := h.s.FullRoster(ctx, r.ClassId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return workbook{name: c.Name + "-学员名册（完整）.xlsx", raw: raw}, nil
}

func (h handler) ListMyClasses(ctx context.Context, r cohortapi.ListMyClassesRequestObject) (cohortapi.ListMyClassesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.MyClasses(ctx, me(ctx), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListMyClasses200JSONResponse{Items: httpx.Each(list, shapeMyClass), Total: total}, nil
}

func (h handler) GetMyClass(ctx context.Context, r cohortapi.GetMyClassRequestObject) (cohortapi.GetMyClassResponseObject, error) {
	c, err := h.s.MyClass(ctx, me(ctx), r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.GetMyClass200JSONResponse(shapeMyClass(c)), nil
}

func (h handler) ListMyLessons(ctx context.Context, r cohortapi.ListMyLessonsRequestObject) (cohortapi.ListMyLessonsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.MyLessons(ctx, me(ctx), r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListMyLessons200JSONResponse{Items: httpx.Each(list, shapeMyLesson), Total: total}, nil
}

func (h handler) GetMyGroupQR(ctx context.Context, r cohortapi.GetMyGroupQRRequestObject) (cohortapi.GetMyGroupQRResponseObject, error) {
	body, info, err := h.s.MyGroupQR(ctx, me(ctx), r.ClassId)
	if err != nil {
		return nil, err
	}
	return cohortapi.GetMyGroupQR200ImageResponse{Body: body, ContentType: info.ContentType, ContentLength: info.Size}, nil
}

func (h handler) ListLessons(ctx context.Context, r cohortapi.ListLessonsRequestObject) (cohortapi.ListLessonsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Lessons(ctx, r.ClassId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return cohortapi.ListLessons200JSONResponse{Items: httpx.Each(list, shapeLesson), Total: total}, nil
}

func (h handler) CreateLesson(ctx context.Context, r cohortapi.CreateLessonRequestObject) (cohortapi.CreateLessonResponseObject, error) {
	in, err := lessonInput(*r.Body)
	if err != nil {
		return nil, err
	}
	l, err := h.s.CreateLesson(ctx, r.ClassId, in)
	if err != nil {
		return nil, err
	}
	return cohortapi.CreateLesson201JSONResponse(shapeLesson(l)), nil
}

func (h handler) SaveLesson(ctx context.Context, r cohortapi.SaveLessonRequestObject) (cohortapi.SaveLessonResponseObject, error) {
	in, err := lessonInput(*r.Body)
	if err != nil {
		return nil, err
	}
	l, err := h.s.SaveLesson(ctx, r.ClassId, r.LessonId, in)
	if err != nil {
		return nil, err
	}
	return cohortapi.SaveLesson200JSONResponse(shapeLesson(l)), nil
}

func (h handler) DeleteLesson(ctx context.Context, r cohortapi.DeleteLessonRequestObject) (cohortapi.DeleteLessonResponseObject, error) {
	if err := h.s.DeleteLesson(ctx, r.ClassId, r.LessonId); err != nil {
		return nil, err
	}
	return cohortapi.DeleteLesson204Response{}, nil
}

// me is the trainee who asks.
func me(ctx context.Context) uuid.UUID { return actor.From(ctx).ID }
