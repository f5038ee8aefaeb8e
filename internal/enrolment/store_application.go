package enrolment

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

type applicationRow struct {
	ID             uuid.UUID     `db:"id"`
	ProgrammeID    uuid.UUID     `db:"programme_id"`
	AccountID      uuid.UUID     `db:"account_id"`
	LevelID        uuid.UUID     `db:"level_id"`
	State          string        `db:"state"`
	ClauseKey      string        `db:"clause_key"`
	PersonName     string        `db:"person_name"`
	Snapshot       []byte        `db:"snapshot"`
	Round          int           `db:"round"`
	Version        int           `db:"version"`
	Reason         string        `db:"reason"`
	ClaimedBy      uuid.NullUUID `db:"claimed_by"`
	ClaimedUntil   sql.NullTime  `db:"claimed_until"`
	CreatedAt      time.Time     `db:"created_at"`
	UpdatedAt      time.Time     `db:"updated_at"`
	SubmittedAt    sql.NullTime  `db:"submitted_at"`
	DecidedAt      sql.NullTime  `db:"decided_at"`
	Slug           string        `db:"slug"`
	Title          string        `db:"title"`
	Kind           string        `db:"kind"`
	Places         int           `db:"places"`
	OpensAt        time.Time     `db:"opens_at"`
	ClosesAt       time.Time     `db:"closes_at"`
	Materials      []byte        `db:"materials"`
	ProgrammeState string        `db:"programme_state"`
	Total          int           `db:"total"`
}

func (r applicationRow) application() (Application, error) {
	a := Application{
		ID: r.ID, ProgrammeID: r.ProgrammeID, AccountID: r.AccountID, LevelID: r.LevelID, State: State(r.State), ClauseKey: r.ClauseKey,
		PersonName: r.PersonName, Round: r.Round, Version: r.Version, Reason: r.Reason, ClaimedBy: r.ClaimedBy.UUID,
		ClaimedUntil: r.ClaimedUntil.Time, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, SubmittedAt: r.SubmittedAt.Time,
		DecidedAt: r.DecidedAt.Time,
		Programme: Programme{
			ID: r.ProgrammeID, Slug: r.Slug, Title: r.Title, LevelID: r.LevelID, Kind: Kind(r.Kind), Places: r.Places,
			OpensAt: r.OpensAt, ClosesAt: r.ClosesAt, State: ProgrammeState(r.ProgrammeState),
		},
	}
	if err := json.Unmarshal(r.Materials, &a.Programme.Materials); err != nil {
		return a, err
	}
	return a, json.Unmarshal(r.Snapshot, &a.Snapshot)
}

// applicationFilter narrows a list; zero fields do not. With an account the
// newest come first; without one, those submitted first, and what was never
// submitted is left out.
type applicationFilter struct {
	ID, Account   uuid.UUID
	Occupations   []uuid.UUID
	Programme     uuid.UUID
	States        []State
	Text          string
	Limit, Offset int
}

func (s store) listApplications(ctx context.Context, q postgres.Q, f applicationFilter) ([]Application, int, error) {
	var states any
	if f.States != nil {
		names := make([]string, len(f.States))
		for i, state := range f.States {
			names[i] = string(state)
		}
		states = pq.Array(names)
	}
	var rows []applicationRow
	err := q.SelectContext(ctx, &rows, s.q.ListApplications, nullID(f.ID), nullID(f.Account), postgres.NullIDs(f.Occupations), nullID(f.Programme),
		states, null(f.Text), f.Limit, f.Offset)
	if err != nil {
		return nil, 0, err
	}
	list := make([]Application, 0, len(rows))
	total := 0
	for _, r := range rows {
		a, err := r.application()
		if err != nil {
			return nil, 0, err
		}
		total = r.Total
		list = append(list, a)
	}
	return list, total, nil
}

// findApplication gives an application with items and files.
func (s store) findApplication(ctx context.Context, q postgres.Q, f applicationFilter) (Application, error) {
	f.Limit = 1
	list, _, err := s.listApplications(ctx, q, f)
	if err != nil {
		return Application{}, err
	}
	if len(list) == 0 {
		return Application{}, fault.NotFoundf("application")
	}
	return s.complete(ctx, q, list[0])
}

// lockApplication locks it and gives it with items and files. Other accounts'
// do not exist; uuid.Nil stands for staff.
func (s store) lockApplication(ctx context.Context, q postgres.Q, id, account uuid.UUID) (Application, error) {
	var r applicationRow
	err := q.GetContext(ctx, &r, s.q.LockApplication, id)
	if postgres.IsNoRows(err) || err == nil && account != uuid.Nil && r.AccountID != account {
		return Application{}, fault.NotFoundf("application")
	}
	if err != nil {
		return Application{}, err
	}
	a, err := r.application()
	if err != nil {
		return a, err
	}
	return s.complete(ctx, q, a)
}

func (s store) complete(ctx context.Context, q postgres.Q, a Application) (Application, error) {
	var err error
	if a.Items, err = s.listItems(ctx, q, a.ID); err != nil {
		return a, err
	}
	a.Files, err = s.listFiles(ctx, q, a.ID)
	return a, err
}

func (s store) findLiving(ctx context.Context, q postgres.Q, programme, account uuid.UUID) (uuid.UUID, bool, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.FindLiving, programme, account)
	if postgres.IsNoRows(err) {
		return uuid.Nil, false, nil
	}
	return id, err == nil, err
}

// listLiving gives state and returned items of all that a person has under way
// or approved.
func (s store) listLiving(ctx context.Context, q postgres.Q, account uuid.UUID) ([]Application, error) {
	var rows []struct {
		ID       uuid.UUID      `db:"id"`
		State    string         `db:"state"`
		Returned pq.StringArray `db:"returned"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListLiving, account); err != nil {
		return nil, err
	}
	list := make([]Application, 0, len(rows))
	for _, r := range rows {
		a := Application{ID: r.ID, State: State(r.State)}
		for _, key := range r.Returned {
			a.Items = append(a.Items, Item{Key: key, State: ItemReturned})
		}
		list = append(list, a)
	}
	return list, nil
}

// insertApplication reports false when the person has a living one already.
func (s store) insertApplication(ctx context.Context, q postgres.Q, a Application, poster uuid.UUID) (bool, error) {
	_, err := q.ExecContext(ctx, s.q.InsertApplication, a.ID, a.ProgrammeID, a.AccountID, a.LevelID, nullID(poster), a.CreatedAt)
	if postgres.IsUnique(err, "enrolment_applications_living_key") {
		return false, nil
	}
	return err == nil, err
}

// updateApplication writes it anew, raises its version and ends any claim.
func (s store) updateApplication(ctx context.Context, q postgres.Q, a Application) error {
	snapshot, err := json.Marshal(a.Snapshot)
	if err != nil {
		return err
	}
	_, err = q.ExecContext(ctx, s.q.UpdateApplication, a.ID, string(a.State), a.ClauseKey, a.PersonName, snapshot, a.Round, a.Reason,
		a.UpdatedAt, nullTime(a.SubmittedAt), nullTime(a.DecidedAt))
	return err
}

func (s store) exec(ctx context.Context, q postgres.Q, query string, args ...any) error {
	_, err := q.ExecContext(ctx, query, args...)
	return err
}

// takeNext locks the oldest submitted one that nobody else has in hand.
func (s store) takeNext(ctx context.Context, q postgres.Q, programme uuid.UUID, occupations []uuid.UUID, reviewer, skip uuid.UUID, now time.Time) (uuid.UUID, bool, error) {
	var id uuid.UUID
	err := q.GetContext(ctx, &id, s.q.TakeNext, nullID(programme), postgres.NullIDs(occupations), reviewer, now, nullID(skip))
	if postgres.IsNoRows(err) {
		return uuid.Nil, false, nil
	}
	return id, err == nil, err
}

func (s store) listItems(ctx context.Context, q postgres.Q, application uuid.UUID) ([]Item, error) {
	var rows []struct {
		Key    string `db:"key"`
		State  string `db:"state"`
		Reason string `db:"reason"`
		Before []byte `db:"before"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListItems, application); err != nil {
		return nil, err
	}
	list := make([]Item, 0, len(rows))
	for _, r := range rows {
		item := Item{Key: r.Key, State: ItemState(r.State), Reason: r.Reason}
		if string(r.Before) != "{}" {
			item.Before = &Snapshot{}
			if err := json.Unmarshal(r.Before, item.Before); err != nil {
				return nil, err
			}
		}
		list = append(list, item)
	}
	return list, nil
}

func (s store) upsertItem(ctx context.Context, q postgres.Q, application uuid.UUID, i Item) error {
	before := []byte("{}")
	if i.Before != nil {
		var err error
		if before, err = json.Marshal(i.Before); err != nil {
			return err
		}
	}
	return s.exec(ctx, q, s.q.UpsertItem, application, i.Key, string(i.State), i.Reason, before)
}

func (s store) listFiles(ctx context.Context, q postgres.Q, application uuid.UUID) ([]File, error) {
	var rows []struct {
		ID          uuid.UUID    `db:"id"`
		Material    string       `db:"material"`
		Name        string       `db:"name"`
		ContentType string       `db:"content_type"`
		Size        int64        `db:"size"`
		Key         string       `db:"blob_key"`
		Round       int          `db:"round"`
		UploadedAt  time.Time    `db:"uploaded_at"`
		RemovedAt   sql.NullTime `db:"removed_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListFiles, application); err != nil {
		return nil, err
	}
	list := make([]File, 0, len(rows))
	for _, r := range rows {
		list = append(list, File{
			ID: r.ID, Material: r.Material, Name: r.Name, ContentType: r.ContentType, Size: r.Size, Key: r.Key, Round: r.Round,
			UploadedAt: r.UploadedAt, RemovedAt: r.RemovedAt.Time,
		})
	}
	return list, nil
}

func (s store) insertFile(ctx context.Context, q postgres.Q, application uuid.UUID, f File) error {
	return s.exec(ctx, q, s.q.InsertFile, f.ID, application, f.Material, f.Name, f.ContentType, f.Size, f.Key, f.UploadedAt)
}

func (s store) insertReview(ctx context.Context, q postgres.Q, application, actorID uuid.UUID, r Review) error {
	items, err := json.Marshal(r.Items)
	if err != nil {
		return err
	}
	if r.Items == nil {
		items = []byte("[]")
	}
	return s.exec(ctx, q, s.q.InsertReview, r.ID, application, r.Round, string(r.Action), r.Reason, items, nullID(actorID), r.ActorName, r.At)
}

func (s store) listReviews(ctx context.Context, q postgres.Q, application uuid.UUID) ([]Review, error) {
	var rows []struct {
		ID        uuid.UUID `db:"id"`
		Round     int       `db:"round"`
		Action    string    `db:"action"`
		Reason    string    `db:"reason"`
		Items     []byte    `db:"items"`
		ActorName string    `db:"actor_name"`
		At        time.Time `db:"at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListReviews, application); err != nil {
		return nil, err
	}
	list := make([]Review, 0, len(rows))
	for _, r := range rows {
		review := Review{ID: r.ID, Round: r.Round, Action: Action(r.Action), Reason: r.Reason, ActorName: r.ActorName, At: r.At}
		if err := json.Unmarshal(r.Items, &review.Items); err != nil {
			return nil, err
		}
		list = append(list, review)
	}
	return list, nil
}
