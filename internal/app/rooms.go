package app

import (
	"context"
	"time"

	"jiangxun/internal/attempt"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank"
	"jiangxun/internal/body"
	"jiangxun/internal/certificate"
	"jiangxun/internal/cohort"
	"jiangxun/internal/enrolment"
	"jiangxun/internal/errata"
	"jiangxun/internal/exam"
	"jiangxun/internal/identity"
	"jiangxun/internal/invigilation"
	"jiangxun/internal/learner"
	"jiangxun/internal/learning"
	"jiangxun/internal/notify"
	"jiangxun/internal/paper"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/jobs"
	"jiangxun/internal/practice"
	"jiangxun/internal/ranking"
	"jiangxun/internal/report"
	"jiangxun/internal/result"
	"jiangxun/internal/standard"
	"jiangxun/internal/transfer"
	"jiangxun/internal/wechat"
)

// Rooms are all rooms of the house, for the seed loader, commands and tests.
type Rooms struct {
	Audit        *audit.Log
	Body         *body.Service
	Identity     *identity.Service
	Notify       *notify.Service
	Standard     *standard.Service
	Bank         *bank.Service
	Transfer     *transfer.Service
	Paper        *paper.Service
	Attempt      *attempt.Service
	Learner      *learner.Service
	Enrolment    *enrolment.Service
	Cohort       *cohort.Service
	Learning     *learning.Service
	Exam         *exam.Service
	Invigilation *invigilation.Service
	Result       *result.Service
	Certificate  *certificate.Service
	Practice     *practice.Service
	Errata       *errata.Service
	Ranking      *ranking.Service
	Report       *report.Service
	WeChat       *wechat.Client // nil: switched off
}

// buildRooms builds the house from the ground up: each room finds those that
// it may import already there. An error leaves what was built, so that Close
// can end it.
func buildRooms(ctx context.Context, b base) (Rooms, error) {
	r := Rooms{Audit: b.audit}
	var door *wechatDoor
	var err error
	if r.WeChat, door, err = newWeChat(b); err != nil {
		return r, err
	}
	for _, floor := range []func() error{
		func() error { return r.buildGround(b) },
		func() error { return r.buildTraining(b) },
		func() error { return r.buildPapers(ctx, b) },
		func() error { return r.buildExams(b) },
		func() error { return r.buildPractice(b) },
	} {
		if err := floor(); err != nil {
			return r, err
		}
	}
	door.identity, door.notices, door.enrolment = r.Identity, r.Notify, r.Enrolment
	r.Standard.SetQuestions(r.Bank)
	r.Attempt.SetClosed(paper.Exam, r.Result)
	r.Attempt.SetNotices(r.Invigilation)
	r.Invigilation.SetResults(r.Result)
	r.Attempt.SetClosed(paper.Mock, r.Practice)
	return r, nil
}

// buildGround builds what every floor stands on: the body's settings, people,
// notices, the national standards.
func (r *Rooms) buildGround(b base) (err error) {
	if r.Body, err = body.New(body.Deps{DB: b.db, Audit: b.audit, Clock: b.clock, Blob: b.blob}); err != nil {
		return err
	}
	r.Identity, err = identity.New(identity.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Box: b.box, SMS: b.sms,
		Idle: identity.Idle{
			Staff:   time.Duration(b.cfg.Session.StaffIdleMinutes) * time.Minute,
			Trainee: time.Duration(b.cfg.Session.TraineeIdleMinutes) * time.Minute,
		},
	})
	if err != nil {
		return err
	}
	if r.Notify, err = notify.New(notify.Deps{
		DB: b.db, Identity: r.Identity, Jobs: b.jobs, SMS: b.sms, Messenger: messenger(r.WeChat),
		PublicURL: b.cfg.HTTP.PublicURL, Clock: b.clock, Log: b.log,
	}); err != nil {
		return err
	}
	r.Standard, err = standard.New(standard.Deps{DB: b.db, Audit: b.audit, Clock: b.clock})
	return err
}

// buildTraining builds the way from a poster to a class and its material.
func (r *Rooms) buildTraining(b base) (err error) {
	if r.Learner, err = learner.New(learner.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Box: b.box, Blob: b.blob, Press: b.press, Body: r.Body, Identity: r.Identity,
	}); err != nil {
		return err
	}
	if r.Enrolment, err = enrolment.New(enrolment.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Box: b.box, Blob: b.blob, Standard: r.Standard, Learner: r.Learner,
		Notify: r.Notify, Scenes: sceneCoder(r.WeChat), PublicURL: b.cfg.HTTP.PublicURL,
	}); err != nil {
		return err
	}
	if r.Cohort, err = cohort.New(cohort.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Blob: b.blob, Identity: r.Identity, Learner: r.Learner, Notify: r.Notify,
	}); err != nil {
		return err
	}
	r.Learning, err = learning.New(learning.Deps{DB: b.db, Audit: b.audit, Clock: b.clock, Blob: b.blob, Cohort: r.Cohort})
	return err
}

// buildPapers builds the bank, papers and their sittings.
func (r *Rooms) buildPapers(ctx context.Context, b base) (err error) {
	if r.Bank, err = bank.New(bank.Deps{DB: b.db, Audit: b.audit, Clock: b.clock, Blob: b.blob, Standard: r.Standard}); err != nil {
		return err
	}
	if r.Transfer, err = transfer.New(transfer.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Blob: b.blob, Jobs: b.jobs, Standard: r.Standard, Bank: r.Bank,
	}); err != nil {
		return err
	}
	if r.Paper, err = paper.New(paper.Deps{DB: b.db, Audit: b.audit, Clock: b.clock, Standard: r.Standard, Bank: r.Bank, Press: b.press}); err != nil {
		return err
	}
	r.Attempt, err = attempt.New(ctx, attempt.Deps{
		DB: b.db, Saves: b.saves, Audit: b.audit, Clock: b.clock, Jobs: b.jobs, Log: b.log, Papers: r.Paper,
		Explain: explainer{r.Bank}, ReceiptKey: b.cfg.Keys.Receipt, CloseEvery: time.Duration(b.cfg.Exam.CloseEverySeconds) * time.Second,
	})
	return err
}

// buildExams builds the way from a plan to a certificate.
func (r *Rooms) buildExams(b base) (err error) {
	if r.Exam, err = exam.New(exam.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Body: r.Body, Standard: r.Standard, Learner: r.Learner, Notify: r.Notify,
		Sittings: r.Attempt, Press: b.press,
	}); err != nil {
		return err
	}
	if r.Invigilation, err = invigilation.New(invigilation.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Identity: r.Identity, Exam: r.Exam, Sittings: r.Attempt, Press: b.press,
	}); err != nil {
		return err
	}
	if r.Result, err = result.New(result.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Standard: r.Standard, Exam: r.Exam, Notify: r.Notify,
	}); err != nil {
		return err
	}
	r.Certificate, err = certificate.New(certificate.Deps{
		DB: b.db, Redis: b.redis, Audit: b.audit, Clock: b.clock, Box: b.box, Blob: b.blob, Press: b.press, Jobs: b.jobs, Body: r.Body,
		Standard: r.Standard, Learner: r.Learner, Notify: r.Notify, PublicURL: b.cfg.HTTP.PublicURL, Log: b.log,
	})
	return err
}

// buildPractice builds drills, mocks, error reports, leaderboards and the office's figures.
func (r *Rooms) buildPractice(b base) (err error) {
	if r.Practice, err = practice.New(practice.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Jobs: b.jobs, Notify: r.Notify, Bank: r.Bank, Paper: r.Paper, Attempt: r.Attempt,
	}); err != nil {
		return err
	}
	if r.Errata, err = errata.New(errata.Deps{
		DB: b.db, Audit: b.audit, Clock: b.clock, Notify: r.Notify, Standard: r.Standard, Bank: r.Bank, Seen: r.Practice,
	}); err != nil {
		return err
	}
	if r.Ranking, err = ranking.New(ranking.Deps{
		DB: b.db, Redis: b.redis, Audit: b.audit, Clock: b.clock, Jobs: b.jobs, Practice: r.Practice, Log: b.log,
	}); err != nil {
		return err
	}
	r.Report, err = report.New(b.db)
	return err
}

// doors are the rooms' contracts and handlers.
func (r Rooms) doors(b base) []httpx.Room {
	return []httpx.Room{
		body.Room(r.Body),
		identity.Room(r.Identity, b.cookies),
		notify.Room(r.Notify),
		standard.Room(r.Standard),
		cohort.Room(r.Cohort),
		learning.Room(r.Learning),
		learner.Room(r.Learner),
		enrolment.Room(r.Enrolment),
		attempt.Room(r.Attempt),
		bank.Room(r.Bank),
		transfer.Room(r.Transfer),
		paper.Room(r.Paper),
		exam.Room(r.Exam),
		practice.Room(r.Practice),
		errata.Room(r.Errata),
		report.Room(r.Report),
		ranking.Room(r.Ranking),
		invigilation.Room(r.Invigilation),
		result.Room(r.Result),
		certificate.Room(r.Certificate),
	}
}

// others are routes outside the contracts.
func (r Rooms) others(base) []func(httpx.Router) {
	if r.WeChat == nil {
		return nil
	}
	return []func(httpx.Router){r.WeChat.Mount}
}

// withJobs are the rooms that have background work.
func (r Rooms) withJobs(log *audit.Log) []jobs.Room {
	return []jobs.Room{log, r.Notify, r.Attempt, r.Exam, r.Certificate, r.Ranking, r.Transfer}
}
