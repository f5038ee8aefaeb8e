package cohort

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/fault"
)

func TestFillGoesClassByClassInOrderOfApproval(t *testing.T) {
	t.Parallel()
	people := make([]Candidate, 7)
	for i := range people {
		people[i] = Candidate{Person: Person{ApplicationID: uuid.New()}, Removed: i == 1}
	}
	a, b := Class{ID: uuid.New(), Capacity: 4, Members: 2}, Class{ID: uuid.New(), Capacity: 3}
	p := fill(people, []Class{a, b})
	require.Equal(t, []uuid.UUID{people[0].ApplicationID, people[2].ApplicationID}, p.of(a.ID))
	require.Equal(t, []uuid.UUID{people[3].ApplicationID, people[4].ApplicationID, people[5].ApplicationID}, p.of(b.ID))
	require.Equal(t, 4, p.Classes[0].After)
	require.Equal(t, []Left{{Candidate: people[1], Reason: WasRemoved}, {Candidate: people[6], Reason: NoPlace}}, p.Left)
	require.Equal(t, p.Digest(), fill(people, []Class{a, b}).Digest())
	require.NotEqual(t, p.Digest(), fill(people, []Class{b, a}).Digest())
	require.NotEqual(t, p.Digest(), fill(people[:6], []Class{a, b}).Digest())
	require.Empty(t, fill(people, []Class{{ID: uuid.New(), Capacity: 1, Members: 1}}).Places)
}

func TestOverlapsShareTimeAndSomethingElse(t *testing.T) {
	t.Parallel()
	class, day := uuid.New(), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	l := Lesson{ID: uuid.New(), ClassID: class, Day: day, Start: 510, End: 600, Place: "实训楼", TeacherName: "王老师"}
	other := func(change func(*Lesson)) Lesson {
		o := Lesson{ID: uuid.New(), ClassID: uuid.New(), Day: day, Start: 540, End: 630, Place: "别处", TeacherName: "李老师"}
		change(&o)
		return o
	}
	for name, c := range map[string]struct {
		other Lesson
		want  bool
	}{
		"nothing shared":    {other(func(*Lesson) {}), false},
		"same class":        {other(func(o *Lesson) { o.ClassID = class }), true},
		"same teacher":      {other(func(o *Lesson) { o.TeacherName = "王老师" }), true},
		"same place":        {other(func(o *Lesson) { o.Place = "实训楼" }), true},
		"another day":       {other(func(o *Lesson) { o.Place, o.Day = "实训楼", day.AddDate(0, 0, 1) }), false},
		"begins at the end": {other(func(o *Lesson) { o.Place, o.Start = "实训楼", 600 }), false},
		"itself":            {l, false},
	} {
		require.Equal(t, c.want, len(overlaps(l, []Lesson{c.other})) == 1, name)
	}
	l.TeacherName, l.Place = "", ""
	require.Empty(t, overlaps(l, []Lesson{other(func(o *Lesson) { o.TeacherName, o.Place = "", "" })}), "no name is no shared name")
}

func TestContentHashNamesWhatMembersMustKnow(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	c := Class{Name: "一班", StartsOn: day, Place: "实训楼", Capacity: 30, Members: 3}
	lessons := []Lesson{{Day: day, Start: 510, End: 600, Title: "安全教育"}}
	base := contentHash(c, lessons)
	other := c
	other.Capacity, other.Members, other.GroupQRKey = 40, 4, "x"
	require.Equal(t, base, contentHash(other, lessons))
	other = c
	other.StartsOn = day.AddDate(0, 0, 1)
	require.NotEqual(t, base, contentHash(other, lessons))
	require.NotEqual(t, base, contentHash(c, nil))
	require.NotEqual(t, base, contentHash(c, []Lesson{{Day: day, Start: 520, End: 600, Title: "安全教育"}}))
}

func TestInputIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	_, err := Input{Name: " \u200b "}.clean()
	require.Equal(t, subNameMissing, fieldSub(err))
	_, err = Input{Name: "一班", EndsOn: day}.clean()
	require.Equal(t, subDays, fieldSub(err))
	_, err = Input{Name: "一班", StartsOn: day, EndsOn: day.AddDate(0, 0, -1)}.clean()
	require.Equal(t, subDays, fieldSub(err))
	in, err := Input{Name: " 一班 ", StartsOn: day, EndsOn: day}.clean()
	require.NoError(t, err)
	require.Equal(t, "一班", in.Name)
	_, err = LessonInput{Title: "课", Start: 600, End: 600}.clean()
	require.Equal(t, subLessonTime, fieldSub(err))
}

func fieldSub(err error) fault.Sub {
	e, ok := err.(*fault.Error) //nolint:errorlint // made right above
	if !ok || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Sub
}
