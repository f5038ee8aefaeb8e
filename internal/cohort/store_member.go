package cohort

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

type personRow struct {
	ApplicationID uuid.UUID `db:"application_id"`
	AccountID     uuid.UUID `db:"account_id"`
	Name          string    `db:"name"`
	Sex           string    `db:"sex"`
	IDMasked      string    `db:"id_masked"`
	PhoneMasked   string    `db:"phone_masked"`
	Employer      string    `db:"employer"`
	Total         int       `db:"total"`
}

func (r personRow) person() Person {
	return Person{
		ApplicationID: r.ApplicationID, AccountID: r.AccountID, Name: r.Name, Sex: r.Sex, IDMasked: r.IDMasked,
		PhoneMasked: r.PhoneMasked, Employer: r.Employer,
	}
}

// listCandidates lists the approved and unplaced in order of approval; a size
// of 0 means all of them.
func (s store) listCandidates(ctx context.Context, q postgres.Q, programme uuid.UUID, text string, size, offset int) ([]Candidate, int, error) {
	var rows []struct {
		personRow
		ApprovedAt time.Time `db:"approved_at"`
		Removed    bool      `db:"removed"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListCandidates, programme, text, limit(size), offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Candidate, len(rows))
	for i, r := range rows {
		list[i] = Candidate{Person: r.person(), ApprovedAt: r.ApprovedAt, Removed: r.Removed}
	}
	return list, rows[0].Total, nil
}

func (s store) listMembers(ctx context.Context, q postgres.Q, class uuid.UUID, size, offset int) ([]Member, int, error) {
	var rows []struct {
		personRow
		JoinedAt time.Time `db:"joined_at"`
		Told     bool      `db:"told"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListMembers, class, limit(size), offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Member, len(rows))
	for i, r := range rows {
		list[i] = Member{Person: r.person(), JoinedAt: r.JoinedAt, Told: r.Told}
	}
	return list, rows[0].Total, nil
}

// insertMembers adds approved applications of the class's programme; anything
// else among them refuses all.
func (s store) insertMembers(ctx context.Context, q postgres.Q, class uuid.UUID, applications []uuid.UUID, now time.Time) error {
	ids := make([]uuid.UUID, len(applications))
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7())
	}
	result, err := q.ExecContext(ctx, s.q.InsertMembers, class, pq.Array(ids), pq.Array(applications), now)
	if postgres.IsUnique(err, "cohort_members_living_key") {
		return fault.New(fault.Conflict, subPlaced).Because(err)
	}
	if err != nil {
		return err
	}
	if count, err := result.RowsAffected(); err != nil || count != int64(len(applications)) {
		return fault.New(fault.Conflict, subNotApproved).Because(err)
	}
	return nil
}

// endMember reports whether the application was a member of the class.
func (s store) endMember(ctx context.Context, q postgres.Q, class, application uuid.UUID, reason string, now time.Time) (bool, error) {
	result, err := q.ExecContext(ctx, s.q.EndMember, class, application, now, reason)
	if err != nil {
		return false, err
	}
	count, err := result.RowsAffected()
	return count == 1, err
}

// listUntold lists the members who were not told of the revision.
func (s store) listUntold(ctx context.Context, q postgres.Q, class uuid.UUID, revision int) ([]uuid.UUID, error) {
	var accounts []uuid.UUID
	err := q.SelectContext(ctx, &accounts, s.q.ListUntold, class, revision)
	return accounts, err
}

func (s store) updateTold(ctx context.Context, q postgres.Q, class uuid.UUID, revision int) error {
	_, err := q.ExecContext(ctx, s.q.UpdateTold, class, revision)
	return err
}

func (s store) isMember(ctx context.Context, q postgres.Q, class, account uuid.UUID) (bool, error) {
	var yes bool
	err := q.GetContext(ctx, &yes, s.q.IsMember, class, account)
	return yes, err
}

type lessonRow struct {
	ID          uuid.UUID `db:"id"`
	ClassID     uuid.UUID `db:"class_id"`
	ClassName   string    `db:"class_name"`
	Day         time.Time `db:"day"`
	Start       int       `db:"start_minute"`
	End         int       `db:"end_minute"`
	Title       string    `db:"title"`
	Place       string    `db:"place"`
	TeacherName string    `db:"teacher_name"`
	Total       int       `db:"total"`
}

func (r lessonRow) lesson() Lesson {
	return Lesson{
		ID: r.ID, ClassID: r.ClassID, ClassName: r.ClassName, Day: r.Day.UTC(), Start: r.Start, End: r.End, Title: r.Title,
		Place: r.Place, TeacherName: r.TeacherName,
	}
}

func (s store) listLessons(ctx context.Context, q postgres.Q, class uuid.UUID, size, offset int) ([]Lesson, int, error) {
	return s.lessons(ctx, q, postgres.NullID(class), nil, limit(size), offset)
}

// lessonsOn lists the lessons of all classes on the days.
func (s store) lessonsOn(ctx context.Context, q postgres.Q, days []time.Time) ([]Lesson, error) {
	texts := make([]string, len(days))
	for i, d := range days {
		texts[i] = dayText(d)
	}
	list, _, err := s.lessons(ctx, q, nil, pq.Array(texts), nil, 0)
	return list, err
}

func (s store) lessons(ctx context.Context, q postgres.Q, class, days, size any, offset int) ([]Lesson, int, error) {
	var rows []lessonRow
	if err := q.SelectContext(ctx, &rows, s.q.ListLessons, class, days, size, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Lesson, len(rows))
	for i, r := range rows {
		list[i] = r.lesson()
	}
	return list, rows[0].Total, nil
}

func (s store) getLesson(ctx context.Context, q postgres.Q, class, id uuid.UUID) (Lesson, error) {
	var r lessonRow
	err := q.GetContext(ctx, &r, s.q.FindLesson, class, id)
	if postgres.IsNoRows(err) {
		return Lesson{}, fault.NotFoundf("lesson")
	}
	return r.lesson(), err
}

func (s store) insertLesson(ctx context.Context, q postgres.Q, l Lesson, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertLesson, l.ID, l.ClassID, l.Day, l.Start, l.End, l.Title, l.Place, l.TeacherName, now)
	return err
}

func (s store) updateLesson(ctx context.Context, q postgres.Q, l Lesson) error {
	_, err := q.ExecContext(ctx, s.q.UpdateLesson, l.ID, l.Day, l.Start, l.End, l.Title, l.Place, l.TeacherName)
	return err
}

func (s store) deleteLesson(ctx context.Context, q postgres.Q, id uuid.UUID) error {
	_, err := q.ExecContext(ctx, s.q.DeleteLesson, id)
	return err
}
