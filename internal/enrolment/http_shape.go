package enrolment

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	enrolmentapi "jiangxun/internal/enrolment/api"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/standard"
)

func (h handler) levels(ctx context.Context, list []Programme) (map[uuid.UUID]standard.Level, error) {
	ids := make([]uuid.UUID, len(list))
	for i, p := range list {
		ids[i] = p.LevelID
	}
	return h.s.standard.Levels(ctx, ids)
}

func (h handler) levelsOf(ctx context.Context, list []Application) (map[uuid.UUID]standard.Level, error) {
	ids := make([]uuid.UUID, len(list))
	for i, a := range list {
		ids[i] = a.LevelID
	}
	return h.s.standard.Levels(ctx, ids)
}

func shapeMaterials(list []Material) []enrolmentapi.Material {
	out := make([]enrolmentapi.Material, 0, len(list))
	for _, m := range list {
		out = append(out, enrolmentapi.Material{Key: m.Key, Name: m.Name, Hint: m.Hint, Required: m.Required})
	}
	return out
}

func shapeClauses(l standard.Level) []enrolmentapi.Clause {
	out := []enrolmentapi.Clause{}
	for _, c := range Clauses(l) {
		out = append(out, enrolmentapi.Clause{Key: c.Key, Number: c.Number, Text: c.Text})
	}
	return out
}

func (h handler) shapePublic(p Programme, l standard.Level) enrolmentapi.PublicProgramme {
	return enrolmentapi.PublicProgramme{
		Slug: p.Slug, Title: p.Title, LevelTitle: l.Title(), Kind: enrolmentapi.Kind(p.Kind), Places: p.Places,
		PlacesLeft: max(0, p.Places-p.Taken), OpensAt: p.OpensAt, ClosesAt: p.ClosesAt, Description: p.Description,
		Materials: shapeMaterials(p.Materials), Clauses: shapeClauses(l), Phase: enrolmentapi.Phase(p.Phase(h.s.clock.Now())),
	}
}

// shaped shapes what a service method about one programme gave.
func (h handler) shaped(ctx context.Context) func(Programme, error) (enrolmentapi.Programme, error) {
	return func(p Programme, err error) (enrolmentapi.Programme, error) {
		if err != nil {
			return enrolmentapi.Programme{}, err
		}
		l, err := h.s.standard.Level(ctx, p.LevelID)
		return h.shapeProgramme(p, l), err
	}
}

func (h handler) shapeProgramme(p Programme, l standard.Level) enrolmentapi.Programme {
	return enrolmentapi.Programme{
		Id: p.ID, Slug: p.Slug, Title: p.Title, LevelId: p.LevelID, LevelTitle: l.Title(), Kind: enrolmentapi.Kind(p.Kind),
		Places: p.Places, OpensAt: p.OpensAt, ClosesAt: p.ClosesAt, Description: p.Description, Materials: shapeMaterials(p.Materials),
		State: enrolmentapi.ProgrammeState(p.State), Phase: enrolmentapi.Phase(p.Phase(h.s.clock.Now())), Taken: p.Taken,
		Waiting: p.Waiting, Approved: p.Approved, Applications: p.Applications, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	}
}

func (h handler) shapePoster(p Poster, programme Programme) enrolmentapi.Poster {
	return enrolmentapi.Poster{
		Id: p.ID, Channel: p.Channel, Url: h.s.publicURL + pagePath(programme.Slug, p.Code, ""), Wechat: p.WeChat, Scans: p.Scans,
		Started: p.Started, CreatedAt: p.CreatedAt,
	}
}

func shapeFiles(list []File) []enrolmentapi.File {
	out := make([]enrolmentapi.File, 0, len(list))
	for _, f := range list {
		out = append(out, enrolmentapi.File{
			Id: f.ID, Name: f.Name, ContentType: enrolmentapi.FileContentType(f.ContentType), Size: f.Size, UploadedAt: f.UploadedAt,
		})
	}
	return out
}

func shapeMySummary(a Application, l standard.Level) enrolmentapi.MyApplicationSummary {
	return enrolmentapi.MyApplicationSummary{
		Id: a.ID, Slug: a.Programme.Slug, Title: a.Programme.Title, LevelTitle: l.Title(), Kind: enrolmentapi.Kind(a.Programme.Kind),
		State: enrolmentapi.State(a.State), Reason: a.Reason, CreatedAt: a.CreatedAt, UpdatedAt: a.UpdatedAt,
		SubmittedAt: httpx.Optional(a.SubmittedAt), DecidedAt: httpx.Optional(a.DecidedAt),
	}
}

// mine shapes what a service method about one's own application gave.
func (h handler) mine(ctx context.Context) func(Application, error) (enrolmentapi.MyApplication, error) {
	return func(a Application, err error) (enrolmentapi.MyApplication, error) {
		if err != nil {
			return enrolmentapi.MyApplication{}, err
		}
		l, err := h.s.standard.Level(ctx, a.LevelID)
		if err != nil {
			return enrolmentapi.MyApplication{}, err
		}
		history, err := h.s.History(ctx, a.ID)
		return shapeMine(a, l, history), err
	}
}

func shapeMine(a Application, l standard.Level, history []Review) enrolmentapi.MyApplication {
	out := enrolmentapi.MyApplication{
		Summary: shapeMySummary(a, l), ClosesAt: a.Programme.ClosesAt, ClauseKey: a.ClauseKey, Clauses: shapeClauses(l),
		Items: []enrolmentapi.MyItem{}, History: shapeHistory(history, false),
	}
	for _, key := range a.Programme.ItemKeys() {
		i := a.item(key)
		item := enrolmentapi.MyItem{
			Key: key, Required: true, State: enrolmentapi.ItemState(i.State), Reason: i.Reason, Editable: a.editable(key),
			Files: []enrolmentapi.File{},
		}
		if m, ok := a.Programme.materialOf(key); ok {
			item.Name, item.Hint, item.Required, item.Files = m.Name, m.Hint, m.Required, shapeFiles(a.filesOf(m.Key))
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// shapeHistory leaves reviewers' names out for trainees.
func shapeHistory(list []Review, names bool) []enrolmentapi.Event {
	out := make([]enrolmentapi.Event, 0, len(list))
	for _, r := range list {
		e := enrolmentapi.Event{Action: enrolmentapi.Action(r.Action), At: r.At, Round: r.Round, Reason: r.Reason, Items: []enrolmentapi.ItemJudgement{}}
		if names {
			e.ActorName = r.ActorName
		}
		for _, j := range r.Items {
			if names || j.State == ItemReturned {
				e.Items = append(e.Items, enrolmentapi.ItemJudgement{Key: j.Key, State: enrolmentapi.ItemState(j.State), Reason: j.Reason})
			}
		}
		out = append(out, e)
	}
	return out
}

func (h handler) shapeSummary(ctx context.Context, a Application, l standard.Level) enrolmentapi.ApplicationSummary {
	held := a.ClaimedBy != uuid.Nil && a.ClaimedBy != actor.From(ctx).ID && h.s.clock.Now().Before(a.ClaimedUntil)
	return enrolmentapi.ApplicationSummary{
		Id: a.ID, ProgrammeId: a.ProgrammeID, Title: a.Programme.Title, LevelTitle: l.Title(), Name: a.PersonName,
		IdMasked: a.Snapshot.IDMasked, PhoneMasked: a.Snapshot.PhoneMasked, State: enrolmentapi.State(a.State), Round: a.Round,
		InHand: held, CreatedAt: a.CreatedAt, SubmittedAt: httpx.Optional(a.SubmittedAt), DecidedAt: httpx.Optional(a.DecidedAt),
	}
}

func (h handler) shapeApplication(ctx context.Context, a Application) (enrolmentapi.Application, error) {
	l, err := h.s.standard.Level(ctx, a.LevelID)
	if err != nil {
		return enrolmentapi.Application{}, err
	}
	history, err := h.s.History(ctx, a.ID)
	if err != nil {
		return enrolmentapi.Application{}, err
	}
	out := enrolmentapi.Application{
		Summary: h.shapeSummary(ctx, a, l), AccountId: a.AccountID, Version: a.Version, Reason: a.Reason, NameRare: a.Snapshot.NameRare,
		Items: []enrolmentapi.ReviewItem{}, History: shapeHistory(history, true),
	}
	for _, key := range a.Programme.ItemKeys() {
		out.Items = append(out.Items, shapeReviewItem(a, key))
	}
	return out, nil
}

func shapeReviewItem(a Application, key string) enrolmentapi.ReviewItem {
	i := a.item(key)
	out := enrolmentapi.ReviewItem{
		Key: key, Required: true, State: enrolmentapi.ItemState(i.State), Reason: i.Reason,
		Values: values(key, a.Snapshot, i.Before), Files: []enrolmentapi.File{}, FilesBefore: []enrolmentapi.File{},
	}
	if key == ItemPhoto {
		out.Photo = a.Snapshot.PhotoKey != ""
		out.PhotoBefore = i.Before != nil && i.Before.PhotoKey != "" && i.Before.PhotoKey != a.Snapshot.PhotoKey
	}
	m, ok := a.Programme.materialOf(key)
	if !ok {
		return out
	}
	out.Name, out.Required = m.Name, m.Required
	var now, before []File
	for _, f := range a.Files {
		switch {
		case f.Material != m.Key || f.Round == 0: // not handed in yet
		case f.RemovedAt.IsZero():
			now = append(now, f)
		default:
			before = append(before, f)
		}
	}
	out.Files, out.FilesBefore = shapeFiles(now), shapeFiles(before)
	return out
}

// values lists the fields of a group as strings, each beside what stood there
// when the group was returned, where that differs.
func values(key string, s Snapshot, before *Snapshot) []enrolmentapi.Value {
	now := fields(key, s)
	out := make([]enrolmentapi.Value, 0, len(now))
	var was [][2]string
	if before != nil {
		was = fields(key, *before)
	}
	for i, f := range now {
		v := enrolmentapi.Value{Name: f[0], Value: f[1]}
		if was != nil && was[i][1] != f[1] {
			v.Before = &was[i][1]
		}
		out = append(out, v)
	}
	return out
}

func fields(key string, s Snapshot) [][2]string {
	switch key {
	case ItemIdentity:
		return [][2]string{
			{"name", s.Name}, {"idType", s.IDType}, {"idNumber", s.IDMasked}, {"sex", s.Sex}, {"birthDate", s.BirthDate}, {"ethnic", s.Ethnic},
		}
	case ItemBackground:
		return [][2]string{
			{"education", s.Education}, {"source", s.Source}, {"employer", s.Employer}, {"workYears", strconv.Itoa(s.WorkYears)},
			{"priorOccupation", s.PriorOccupation}, {"priorCertificate", s.PriorCertificate},
		}
	case ItemContact:
		return [][2]string{{"phone", s.PhoneMasked}, {"address", s.Address}, {"email", s.Email}}
	case ItemClause:
		return [][2]string{{"clause", s.Clause.Number + s.Clause.Text}}
	}
	return nil
}
