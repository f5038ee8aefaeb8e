package certificate

import (
	"context"
	"sort"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/body"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard"
)

// maxAtOnce bounds one issue.
const maxAtOnce = 1000

// Refusal says why somebody got no certificate.
type Refusal struct {
	Key
	Name   string
	Reason fault.Sub
}

// Issuing is what an issue came to.
type Issuing struct {
	Issued  []Certificate
	Refused []Refusal
}

// draft is a certificate without its number.
type draft struct {
	Certificate
	planTitle string
}

// IssueAll issues to everybody who is eligible in a plan (uuid.Nil: in all of
// them), in the order of the list, at most a thousand at once.
func (s *Service) IssueAll(ctx context.Context, planID uuid.UUID) (Issuing, error) {
	list, _, err := s.ListEligible(ctx, planID, "", maxAtOnce, 0)
	if err != nil {
		return Issuing{}, err
	}
	keys := make([]Key, len(list))
	for i, e := range list {
		keys[i] = Key{PlanID: e.PlanID, AccountID: e.AccountID}
	}
	return s.Issue(ctx, keys)
}

// Issue gives certificates to those of the keys who may have one, in one
// transaction; the others come back with the reason. Somebody who has one
// already keeps it.
func (s *Service) Issue(ctx context.Context, keys []Key) (Issuing, error) {
	keys = once(keys)
	if len(keys) == 0 {
		return Issuing{}, fault.New(fault.Conflict, subNothing)
	}
	if len(keys) > maxAtOnce {
		return Issuing{}, fault.New(fault.Conflict, subTooMany).With(fault.Params{"max": maxAtOnce})
	}
	settings, err := s.body.Get(ctx)
	if err != nil {
		return Issuing{}, err
	}
	if settings.CertificatePrefix == "" {
		return Issuing{}, fault.New(fault.Conflict, subPrefixMissing)
	}
	drafts, refused, err := s.drafts(ctx, keys, settings)
	if err != nil {
		return Issuing{}, err
	}
	out := Issuing{Refused: refused}
	byLevel := map[string][]draft{}
	for _, d := range drafts {
		byLevel[d.LevelCode] = append(byLevel[d.LevelCode], d)
	}
	codes := make([]string, 0, len(byLevel))
	for code := range byLevel {
		codes = append(codes, code)
	}
	sort.Strings(codes) // serials are locked in one order
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		for _, code := range codes {
			if err := s.number(ctx, tx, settings.CertificatePrefix, byLevel[code], now, &out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func once(keys []Key) []Key {
	seen := map[Key]bool{}
	list := keys[:0:0]
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			list = append(list, k)
		}
	}
	return list
}

// drafts takes the snapshot of everybody and finds out who cannot be printed.
func (s *Service) drafts(ctx context.Context, keys []Key, settings body.Settings) ([]draft, []Refusal, error) {
	seen, err := s.levelsSeen(ctx)
	if err != nil {
		return nil, nil, err
	}
	entitled, err := s.store.listPassed(ctx, s.db, keys, seen)
	if err != nil {
		return nil, nil, err
	}
	ids, levelIDs := make([]uuid.UUID, len(entitled)), make([]uuid.UUID, len(entitled))
	known := map[Key]bool{}
	for i, p := range entitled {
		ids[i], levelIDs[i], known[p.key()] = p.AccountID, p.LevelID, true
	}
	people, err := s.learner.List(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	levels, err := s.standard.Levels(ctx, levelIDs)
	if err != nil {
		return nil, nil, err
	}
	var refused []Refusal
	for _, k := range keys {
		if !known[k] {
			refused = append(refused, Refusal{Key: k, Reason: subNotEligible})
		}
	}
	var drafts []draft
	for _, p := range entitled {
		d := snapshot(p, people[p.AccountID], levels[p.LevelID], settings)
		reason, err := s.printable(d)
		if err != nil {
			return nil, nil, err
		}
		if reason != "" {
			refused = append(refused, Refusal{Key: p.key(), Name: d.Name, Reason: reason})
			continue
		}
		drafts = append(drafts, d)
	}
	return drafts, refused, nil
}

func snapshot(p passed, who learner.Profile, level standard.Level, settings body.Settings) draft {
	return draft{planTitle: p.PlanTitle, Certificate: Certificate{
		PlanID: p.PlanID, AccountID: p.AccountID, LevelID: p.LevelID, State: Valid, Name: who.Name, IDType: who.IDType, IDNumber: who.IDNumber,
		Occupation: level.OccupationName, Track: level.Track, LevelCode: level.Code, LevelName: level.Name, PhotoKey: who.PhotoKey,
		BodyName: settings.Name, SealKey: settings.SealKey,
	}}
}

// printable gives the reason why a certificate cannot be printed, or "".
func (s *Service) printable(d draft) (fault.Sub, error) {
	switch {
	case d.Name == "" || d.IDType == "" || d.IDNumber == "":
		return subNoProfile, nil
	case d.PhotoKey == "":
		return subNoPhoto, nil
	}
	text := strings.Join([]string{d.Name, d.IDNumber.Reveal(), d.Occupation, d.Track, d.LevelName, d.BodyName}, "\n")
	missing, err := s.press.MissingGlyphs(text)
	if err == nil && len(missing) > 0 {
		return subGlyphs, nil
	}
	return "", err
}

// number numbers and stores the drafts of one level. The serial's lock is held
// to the end of the transaction: a rollback gives the numbers back.
func (s *Service) number(ctx context.Context, tx postgres.Tx, prefix string, drafts []draft, now time.Time, out *Issuing) error {
	year, level := now.In(clock.China).Year()%100, drafts[0].LevelCode
	last, err := s.store.lockSerial(ctx, tx, prefix, year, level)
	if err != nil {
		return err
	}
	keys := make([]Key, len(drafts))
	for i, d := range drafts {
		keys[i] = Key{PlanID: d.PlanID, AccountID: d.AccountID}
	}
	has, err := s.store.issued(ctx, tx, keys)
	if err != nil {
		return err
	}
	for i, d := range drafts {
		if has[keys[i]] {
			out.Refused = append(out.Refused, Refusal{Key: keys[i], Name: d.Name, Reason: subIssued})
			continue
		}
		if last >= maxSerial {
			return fault.New(fault.Conflict, subSerialFull)
		}
		last++
		c := d.Certificate
		c.ID, c.Code, c.Number = uuid.Must(uuid.NewV7()), newCode(), number(prefix, year, level, last)
		c.IssuedAt, c.IssuedOn, c.IssuedBy = now, day(now), actor.From(ctx).Name
		if err := s.keep(ctx, tx, c, d.planTitle, now); err != nil {
			return err
		}
		out.Issued = append(out.Issued, c)
	}
	return s.store.updateSerial(ctx, tx, prefix, year, level, last)
}

// keep stores one certificate with its record, its notice and the job that
// draws it.
func (s *Service) keep(ctx context.Context, tx postgres.Tx, c Certificate, planTitle string, now time.Time) error {
	if err := s.store.insert(ctx, tx, c, actor.From(ctx).ID); err != nil {
		return fault.Wrap(err, "insert certificate")
	}
	if err := s.audit.Write(ctx, tx, now, audit.Entry{
		Action: "certificate.issue", Object: "certificate", ObjectID: c.ID, After: map[string]any{"number": c.Number, "plan": c.PlanID, "account": c.AccountID},
	}); err != nil {
		return err
	}
	if err := s.notify.Send(ctx, tx, now, notify.Notice{
		AccountID: c.AccountID, Kind: notify.CertificateIssued, Key: c.ID.String(), Subject: planTitle, Link: "/me/certificates",
	}); err != nil {
		return err
	}
	return s.jobs.Insert(ctx, tx, DrawArgs{CertificateID: c.ID}, nil)
}
