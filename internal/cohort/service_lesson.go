package cohort

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Lessons gives one page of a class's timetable, each lesson with what it
// collides with.
func (s *Service) Lessons(ctx context.Context, classID uuid.UUID, limit, offset int) ([]Lesson, int, error) {
	if _, err := s.VisibleClass(ctx, classID); err != nil {
		return nil, 0, err
	}
	list, total, err := s.store.listLessons(ctx, s.db, classID, limit, offset)
	if err != nil {
		return nil, 0, err
	}
	return list, total, s.collide(ctx, s.db, list)
}

// MyLessons gives one page of the timetable of one of the trainee's classes.
func (s *Service) MyLessons(ctx context.Context, accountID, classID uuid.UUID, limit, offset int) ([]Lesson, int, error) {
	if _, err := s.MyClass(ctx, accountID, classID); err != nil {
		return nil, 0, err
	}
	return s.store.listLessons(ctx, s.db, classID, limit, offset)
}

// collide fills in the overlaps of the lessons.
func (s *Service) collide(ctx context.Context, q postgres.Q, list []Lesson) error {
	var days []time.Time
	for _, l := range list {
		if !slices.ContainsFunc(days, l.Day.Equal) {
			days = append(days, l.Day)
		}
	}
	if len(days) == 0 {
		return nil
	}
	others, err := s.store.lessonsOn(ctx, q, days)
	for i, l := range list {
		list[i].Overlaps = overlaps(l, others)
	}
	return err
}

// CreateLesson adds a lesson to the timetable.
func (s *Service) CreateLesson(ctx context.Context, classID uuid.UUID, in LessonInput) (Lesson, error) {
	in, err := in.clean()
	if err != nil {
		return Lesson{}, err
	}
	l := Lesson{ID: uuid.Must(uuid.NewV7()), ClassID: classID}.with(in)
	return s.changeLesson(ctx, l, "cohort.create_lesson", func(tx postgres.Tx, now time.Time) (any, error) {
		_, total, err := s.store.listLessons(ctx, tx, classID, 1, 0)
		if err != nil {
			return nil, err
		}
		if total >= maxLessons {
			return nil, fault.New(fault.Conflict, subManyLessons).With(fault.Params{"max": maxLessons})
		}
		return nil, s.store.insertLesson(ctx, tx, l, now)
	})
}

// SaveLesson changes a lesson.
func (s *Service) SaveLesson(ctx context.Context, classID, id uuid.UUID, in LessonInput) (Lesson, error) {
	in, err := in.clean()
	if err != nil {
		return Lesson{}, err
	}
	l := Lesson{ID: id, ClassID: classID}.with(in)
	return s.changeLesson(ctx, l, "cohort.save_lesson", func(tx postgres.Tx, _ time.Time) (any, error) {
		before, err := s.store.getLesson(ctx, tx, classID, id)
		if err != nil {
			return nil, err
		}
		return lessonTrail(before), s.store.updateLesson(ctx, tx, l)
	})
}

func (s *Service) changeLesson(ctx context.Context, l Lesson, action string, write func(tx postgres.Tx, now time.Time) (before any, err error)) (Lesson, error) {
	list := []Lesson{l}
	_, err := s.change(ctx, l.ClassID, func(tx postgres.Tx, _ Class, now time.Time) error {
		before, err := write(tx, now)
		if err != nil {
			return err
		}
		if err := s.collide(ctx, tx, list); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: action, Object: "lesson", ObjectID: l.ID, Before: before, After: lessonTrail(l)})
	})
	return list[0], err
}

// DeleteLesson takes a lesson off the timetable; the audit record keeps it.
func (s *Service) DeleteLesson(ctx context.Context, classID, id uuid.UUID) error {
	_, err := s.change(ctx, classID, func(tx postgres.Tx, _ Class, now time.Time) error {
		before, err := s.store.getLesson(ctx, tx, classID, id)
		if err != nil {
			return err
		}
		if err := s.store.deleteLesson(ctx, tx, id); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "cohort.delete_lesson", Object: "lesson", ObjectID: id, Before: lessonTrail(before)})
	})
	return err
}

func lessonTrail(l Lesson) any {
	return struct {
		Class                      uuid.UUID
		Day, Title, Place, Teacher string
		Start, End                 int
	}{l.ClassID, dayText(l.Day), l.Title, l.Place, l.TeacherName, l.Start, l.End}
}
