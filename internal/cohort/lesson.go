package cohort

import (
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
)

// Lesson is one entry of a class's timetable. Start and End are minutes since
// midnight in China.
type Lesson struct {
	ID          uuid.UUID
	ClassID     uuid.UUID
	ClassName   string
	Day         time.Time
	Start, End  int
	Title       string
	Place       string
	TeacherName string
	Overlaps    []Overlap
}

// Overlap is another lesson at the same time that shares class, teacher or
// place. It is a warning, no refusal: a big hall can hold two classes.
type Overlap struct {
	Lesson
	SameClass, SameTeacher, SamePlace bool
}

// LessonInput is what staff enter of a lesson.
type LessonInput struct {
	Day         time.Time
	Start, End  int
	Title       string
	Place       string
	TeacherName string
}

// maxLessons bounds a timetable, which is read whole when it is published.
const maxLessons = 400

func (in LessonInput) clean() (LessonInput, error) {
	in.Title, in.Place, in.TeacherName = learner.PlainLine(in.Title), learner.PlainLine(in.Place), learner.PlainLine(in.TeacherName)
	switch {
	case in.Title == "":
		return in, fault.InvalidFields(fault.Field{Name: "title", Sub: subNameMissing})
	case in.Start >= in.End:
		return in, fault.InvalidFields(fault.Field{Name: "endsAt", Sub: subLessonTime})
	}
	return in, nil
}

func (l Lesson) with(in LessonInput) Lesson {
	l.Day, l.Start, l.End, l.Title, l.Place, l.TeacherName = in.Day, in.Start, in.End, in.Title, in.Place, in.TeacherName
	return l
}

// overlaps finds what collides with l among others, which may hold l itself.
func overlaps(l Lesson, others []Lesson) []Overlap {
	var out []Overlap
	for _, o := range others {
		if o.ID == l.ID || !o.Day.Equal(l.Day) || o.Start >= l.End || l.Start >= o.End {
			continue
		}
		found := Overlap{
			Lesson: o, SameClass: o.ClassID == l.ClassID,
			SameTeacher: l.TeacherName != "" && o.TeacherName == l.TeacherName,
			SamePlace:   l.Place != "" && o.Place == l.Place,
		}
		if found.SameClass || found.SameTeacher || found.SamePlace {
			out = append(out, found)
		}
	}
	return out
}
