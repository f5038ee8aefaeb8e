package cohort

import (
	"fmt"
	"jiangxun/internal/platform/httpx"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	cohortapi "jiangxun/internal/cohort/api"
	"jiangxun/internal/fault"
)

func input(name string, capacity int, teacher *uuid.UUID, starts, ends, place string) (Input, error) {
	in := Input{Name: name, Capacity: capacity, Place: place}
	if teacher != nil {
		in.TeacherID = *teacher
	}
	var err error
	if in.StartsOn, err = readDay("startsOn", starts); err != nil {
		return in, err
	}
	in.EndsOn, err = readDay("endsOn", ends)
	return in, err
}

func lessonInput(b cohortapi.LessonInput) (LessonInput, error) {
	day, err := readDay("day", b.Day)
	return LessonInput{
		Day: day, Start: readMinute(b.StartsAt), End: readMinute(b.EndsAt), Title: b.Title, Place: b.Place, TeacherName: b.TeacherName,
	}, err
}

// readDay reads a day whose form the contract has checked; empty is none.
func readDay(field, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(dayLayout, text)
	if err != nil || day.Year() < 2000 {
		return time.Time{}, fault.InvalidFields(fault.Field{Name: field, Sub: subDay})
	}
	return day, nil
}

// readMinute reads HH:MM, whose form the contract has checked.
func readMinute(text string) int {
	hour, _ := strconv.Atoi(text[:2])
	minute, _ := strconv.Atoi(text[3:])
	return hour*60 + minute
}

func minuteText(n int) string { return fmt.Sprintf("%02d:%02d", n/60, n%60) }

func shapeClass(c Class) cohortapi.Class {
	return cohortapi.Class{
		Id: c.ID, ProgrammeId: c.ProgrammeID, ProgrammeTitle: c.ProgrammeTitle, LevelId: c.LevelID, LevelTitle: c.LevelTitle,
		Name: c.Name, Capacity: c.Capacity, Members: c.Members, TeacherId: httpx.Optional(c.TeacherID), TeacherName: c.TeacherName,
		StartsOn: dayText(c.StartsOn), EndsOn: dayText(c.EndsOn), Place: c.Place, State: cohortapi.ClassState(c.State),
		HasGroupQR: c.GroupQRKey != "", Untold: c.Untold, PublishedAt: httpx.Optional(c.PublishedAt), CompletedAt: httpx.Optional(c.CompletedAt),
		CreatedAt: c.CreatedAt,
	}
}

func shapeMyClass(c Class) cohortapi.MyClass {
	return cohortapi.MyClass{
		Id: c.ID, ProgrammeTitle: c.ProgrammeTitle, LevelId: c.LevelID, LevelTitle: c.LevelTitle, Name: c.Name, Members: c.Members,
		TeacherName: c.TeacherName, StartsOn: dayText(c.StartsOn), EndsOn: dayText(c.EndsOn), Place: c.Place,
		State: cohortapi.ClassState(c.State), HasGroupQR: c.GroupQRKey != "",
	}
}

func shapeProgramme(p Programme) cohortapi.ClassProgramme {
	return cohortapi.ClassProgramme{Id: p.ID, Title: p.Title, LevelTitle: p.LevelTitle, Approved: p.Approved, Unplaced: p.Unplaced}
}

func shapeCandidate(c Candidate) cohortapi.Candidate {
	return cohortapi.Candidate{
		ApplicationId: c.ApplicationID, Name: c.Name, IdMasked: c.IDMasked, Employer: c.Employer, ApprovedAt: c.ApprovedAt, Removed: c.Removed,
	}
}

func shapeMember(m Member) cohortapi.Member {
	return cohortapi.Member{
		ApplicationId: m.ApplicationID, AccountId: m.AccountID, Name: m.Name, Sex: cohortapi.MemberSex(m.Sex), IdMasked: m.IDMasked,
		PhoneMasked: m.PhoneMasked, Employer: m.Employer, JoinedAt: m.JoinedAt, Told: m.Told,
	}
}

func shapePlan(p Plan) cohortapi.FillPlan {
	return cohortapi.FillPlan{
		Digest: p.Digest(),
		Classes: httpx.Each(p.Classes, func(c FillClass) cohortapi.FillClass {
			return cohortapi.FillClass{ClassId: c.Class.ID, Name: c.Class.Name, Capacity: c.Class.Capacity, Before: c.Before, After: c.After}
		}),
		Places: httpx.Each(p.Places, func(w Place) cohortapi.FillPlace {
			return cohortapi.FillPlace{ApplicationId: w.ApplicationID, Name: w.Name, IdMasked: w.IDMasked, ApprovedAt: w.ApprovedAt, ClassId: w.ClassID}
		}),
		Left: httpx.Each(p.Left, func(w Left) cohortapi.FillLeft {
			return cohortapi.FillLeft{
				ApplicationId: w.ApplicationID, Name: w.Name, IdMasked: w.IDMasked, ApprovedAt: w.ApprovedAt, Reason: cohortapi.FillLeftReason(w.Reason),
			}
		}),
	}
}

func shapeLesson(l Lesson) cohortapi.Lesson {
	return cohortapi.Lesson{
		Id: l.ID, Day: dayText(l.Day), StartsAt: minuteText(l.Start), EndsAt: minuteText(l.End), Title: l.Title, Place: l.Place,
		TeacherName: l.TeacherName,
		Overlaps: httpx.Each(l.Overlaps, func(o Overlap) cohortapi.Overlap {
			return cohortapi.Overlap{
				ClassName: o.ClassName, Title: o.Title, StartsAt: minuteText(o.Start), EndsAt: minuteText(o.End),
				SameClass: o.SameClass, SameTeacher: o.SameTeacher, SamePlace: o.SamePlace,
			}
		}),
	}
}

func shapeMyLesson(l Lesson) cohortapi.MyLesson {
	return cohortapi.MyLesson{
		Day: dayText(l.Day), StartsAt: minuteText(l.Start), EndsAt: minuteText(l.End), Title: l.Title, Place: l.Place, TeacherName: l.TeacherName,
	}
}

// workbook is a reply that the browser stores under a name of its own.
type workbook struct {
	name string
	raw  []byte
}

func (b workbook) write(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Length", strconv.Itoa(len(b.raw)))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": b.name}))
	_, err := w.Write(b.raw)
	return err
}

// VisitGetRosterResponse implements the contract's reply.
func (b workbook) VisitGetRosterResponse(w http.ResponseWriter) error { return b.write(w) }

// VisitGetFullRosterResponse implements the contract's reply.
func (b workbook) VisitGetFullRosterResponse(w http.ResponseWriter) error { return b.write(w) }
