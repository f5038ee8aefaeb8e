package seed

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/postgres"
)

func (l *loader) enrolment(ctx context.Context) error {
	there, _, err := l.Enrolment.ListProgrammes(ctx, "", "", 100, 0)
	if err != nil {
		return err
	}
	for _, p := range l.world.Programmes {
		found := false
		for _, t := range there {
			if t.Title == p.Title {
				l.programmes[p.Key], found = t, true
			}
		}
		if found {
			continue
		}
		if err := l.programme(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) programme(ctx context.Context, p programme) error {
	in := enrolment.ProgrammeInput{
		Title: p.Title, LevelID: l.levels[p.Standard], Kind: enrolment.Kind(p.Kind), Places: p.Places, Description: p.Description,
		OpensAt: l.now.AddDate(0, 0, -1), ClosesAt: l.now.AddDate(0, 2, 0),
	}
	for _, m := range l.materials(p) {
		in.Materials = append(in.Materials, enrolment.Material(m))
	}
	made, err := l.Enrolment.CreateProgramme(ctx, in)
	if err != nil {
		return err
	}
	if made, err = l.Enrolment.SetProgrammeState(ctx, made.ID, enrolment.ProgrammeOpen); err != nil {
		return err
	}
	l.programmes[p.Key] = made
	for _, channel := range p.Channels {
		if _, err := l.Enrolment.CreatePoster(ctx, made.ID, channel); err != nil {
			return err
		}
	}
	return nil
}

// materials are a programme's own, or those of the last one that names some.
func (l *loader) materials(p programme) []struct {
	Key, Name, Hint string
	Required        bool
} {
	if len(p.Materials) > 0 {
		return p.Materials
	}
	return l.world.Programmes[len(l.world.Programmes)-1].Materials
}

func (l *loader) people(ctx context.Context) error {
	for _, p := range l.world.People {
		if err := l.person(ctx, p); err != nil {
			return fmt.Errorf("person %d of the list: %w", p.Portrait, err)
		}
	}
	return nil
}

func (l *loader) person(ctx context.Context, p person) error {
	var account uuid.UUID
	err := postgres.InTx(ctx, l.DB, func(tx postgres.Tx) (err error) {
		account, err = l.Identity.EnsureTrainee(ctx, tx, p.Phone)
		return err
	})
	if err != nil {
		return err
	}
	l.accounts[p.Phone] = account
	mine, _, err := l.Enrolment.MyApplications(ctx, account, 10, 0)
	if err != nil {
		return err
	}
	if len(mine) > 0 && (mine[0].State != enrolment.Draft || p.State == "draft") {
		return nil
	}
	if err := l.profile(ctx, account, p); err != nil {
		return err
	}
	a, err := l.Enrolment.Start(ctx, account, l.programmes[p.Programme].Slug, "")
	if err != nil {
		return err
	}
	return l.apply(ctx, account, a, p)
}

func (l *loader) profile(ctx context.Context, account uuid.UUID, p person) error {
	source := "society"
	if p.Employer != "" {
		source = "enterprise"
	}
	if _, err := l.Learner.Save(ctx, account, learner.ProfileInput{
		Name: p.Name, IDType: cnid.ResidentID, IDNumber: p.ID, Ethnic: "汉族", Education: "technical_school", Source: source,
		Address: "浙江省示例市示例路 1 号", Employer: p.Employer, WorkYears: p.Years,
	}); err != nil {
		return err
	}
	photo, err := fs.ReadFile(l.files, fmt.Sprintf("people/portrait-%d.jpg", p.Portrait))
	if err != nil {
		return err
	}
	_, err = l.Learner.SavePhoto(ctx, account, bytes.NewReader(photo))
	return err
}

func (l *loader) apply(ctx context.Context, account uuid.UUID, a enrolment.Application, p person) error {
	level, err := l.Standard.Level(ctx, a.LevelID)
	if err != nil {
		return err
	}
	// Clauses of level 4 that ask for years of work alone come second.
	if _, err := l.Enrolment.SaveClause(ctx, account, a.ID, enrolment.Clauses(level)[1].Key); err != nil {
		return err
	}
	for _, page := range []struct{ material, file string }{{"id_card", "id-front.jpg"}, {"id_card", "id-back.jpg"}, {"work_proof", "work-proof.jpg"}} {
		body, err := fs.ReadFile(l.files, "people/"+page.file)
		if err != nil {
			return err
		}
		upload := enrolment.Upload{Name: page.file, Type: "image/jpeg", Body: bytes.NewReader(body)}
		if _, err := l.Enrolment.AddFile(ctx, account, a.ID, page.material, upload); err != nil {
			return err
		}
	}
	if p.State == "draft" {
		return nil
	}
	agreed := map[string]string{}
	for _, d := range enrolment.Terms() {
		agreed[d.Key] = d.Version
	}
	if a, err = l.Enrolment.Submit(ctx, account, a.ID, agreed); err != nil {
		return err
	}
	return l.decide(ctx, a, p)
}

func (l *loader) decide(ctx context.Context, a enrolment.Application, p person) error {
	d := enrolment.Decision{Version: a.Version}
	switch p.State {
	case "approved":
		d.Action = enrolment.ActionApprove
	case "returned":
		d.Action = enrolment.ActionReturn
		d.Items = []enrolment.ItemJudgement{{Key: enrolment.MaterialItem("id_card"), State: enrolment.ItemReturned, Reason: p.Reason}}
	default:
		return nil
	}
	_, err := l.Enrolment.Decide(ctx, a.ID, d)
	return err
}

func (l *loader) classes(ctx context.Context) error {
	for _, c := range l.world.Classes {
		there, _, err := l.Cohort.Classes(ctx, cohort.Filter{Text: c.Name, Limit: 10})
		if err != nil {
			return err
		}
		if len(there) > 0 {
			continue
		}
		if err := l.class(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// teacher finds a member of staff by name; nobody is no fault.
func (l *loader) teacher(ctx context.Context, name string) (uuid.UUID, error) {
	list, _, err := l.Cohort.Teachers(ctx, 100, 0)
	for _, t := range list {
		if t.Name == name {
			return t.ID, nil
		}
	}
	return uuid.Nil, err
}

func (l *loader) class(ctx context.Context, c class) error {
	today := clock.Day(l.now)
	head, err := l.teacher(ctx, c.Teacher)
	if err != nil {
		return err
	}
	made, err := l.Cohort.Create(ctx, l.programmes[c.Programme].ID, cohort.Input{
		Name: c.Name, Capacity: c.Capacity, Place: c.Place, TeacherID: head, StartsOn: today.AddDate(0, 0, 1), EndsOn: today.AddDate(0, 0, c.Days),
	})
	if err != nil {
		return err
	}
	for _, s := range c.Lessons {
		from, to, err := minutes(s)
		if err != nil {
			return err
		}
		if _, err := l.Cohort.CreateLesson(ctx, made.ID, cohort.LessonInput{
			Day: today.AddDate(0, 0, s.Day), Start: from, End: to, Title: s.Title, Place: s.Place, TeacherName: s.Teacher,
		}); err != nil {
			return err
		}
	}
	var applications []uuid.UUID
	for _, phone := range c.People {
		mine, _, err := l.Enrolment.MyApplications(ctx, l.accounts[phone], 1, 0)
		if err != nil {
			return err
		}
		applications = append(applications, mine[0].ID)
	}
	if _, err := l.Cohort.Add(ctx, made.ID, applications); err != nil {
		return err
	}
	if err := l.share(ctx, made.ID); err != nil {
		return err
	}
	_, _, err = l.Cohort.Publish(ctx, made.ID)
	return err
}

// minutes reads a lesson's times as minutes of the day.
func minutes(s lesson) (from, to int, err error) {
	for _, t := range []struct {
		text string
		into *int
	}{{s.Start, &from}, {s.End, &to}} {
		at, err := time.Parse("15:04", t.text)
		if err != nil {
			return 0, 0, err
		}
		*t.into = at.Hour()*60 + at.Minute()
	}
	return from, to, nil
}

func (l *loader) share(ctx context.Context, classID uuid.UUID) error {
	rows, err := l.resources()
	if err != nil {
		return err
	}
	for _, r := range rows {
		body, err := fs.ReadFile(l.files, "resources/"+r[0])
		if err != nil {
			return err
		}
		if _, err := l.Learning.Create(ctx, classID, r[1], bytes.NewReader(body)); err != nil {
			return err
		}
	}
	return nil
}
