package invigilation

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"jiangxun/internal/platform/postgres"
)

//go:embed queries.sql
var queriesSQL string

type queries struct {
	InsertGrant    string `query:"insert-grant"`
	ListGrants     string `query:"list-grants"`
	InsertIncident string `query:"insert-incident"`
	ListIncidents  string `query:"list-incidents"`

	InsertAnnouncement    string `query:"insert-announcement"`
	InsertRecipients      string `query:"insert-recipients"`
	ListAnnouncements     string `query:"list-announcements"`
	FindAnnouncement      string `query:"find-announcement"`
	ListRecipients        string `query:"list-recipients"`
	CountAnnounced        string `query:"count-announced"`
	ListAnnounced         string `query:"list-announced"`
	InsertAcknowledgement string `query:"insert-acknowledgement"`
	FindRecipient         string `query:"find-recipient"`
}

type store struct{ q queries }

func newStore() (store, error) {
	var s store
	err := postgres.Bind(queriesSQL, &s.q)
	return s, err
}

func (s store) insertGrant(ctx context.Context, q postgres.Q, g Grant) error {
	_, err := q.ExecContext(ctx, s.q.InsertGrant, g.ID, g.SessionID, g.Minutes, g.Reason, g.Everybody, pq.Array(g.Accounts), g.GrantedBy, g.GrantedAt)
	return err
}

func (s store) listGrants(ctx context.Context, q postgres.Q, session uuid.UUID, accounts []uuid.UUID, limit, offset int) ([]Grant, int, error) {
	var rows []struct {
		ID        uuid.UUID      `db:"id"`
		SessionID uuid.UUID      `db:"session_id"`
		Minutes   int            `db:"minutes"`
		Reason    string         `db:"reason"`
		Everybody bool           `db:"whole_session"`
		Accounts  pq.StringArray `db:"accounts"`
		GrantedBy uuid.UUID      `db:"granted_by"`
		GrantedAt time.Time      `db:"granted_at"`
		Total     int            `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListGrants, session, postgres.NullIDs(accounts), limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Grant, len(rows))
	for i, r := range rows {
		list[i] = Grant{
			ID: r.ID, SessionID: r.SessionID, Minutes: r.Minutes, Reason: r.Reason, Everybody: r.Everybody, GrantedBy: r.GrantedBy, GrantedAt: r.GrantedAt,
		}
		for _, text := range r.Accounts {
			id, err := uuid.Parse(text)
			if err != nil {
				return nil, 0, fmt.Errorf("read grant: %w", err)
			}
			list[i].Accounts = append(list[i].Accounts, id)
		}
	}
	return list, rows[0].Total, nil
}

func (s store) insertIncident(ctx context.Context, q postgres.Q, v Incident) error {
	seat := uuid.NullUUID{UUID: v.SeatID, Valid: v.SeatID != uuid.Nil}
	_, err := q.ExecContext(ctx, s.q.InsertIncident, v.ID, v.SessionID, seat, string(v.Kind), v.Text, v.ReportedBy, v.ReportedAt)
	return err
}

func (s store) listIncidents(ctx context.Context, q postgres.Q, session uuid.UUID, seats []uuid.UUID, limit, offset int) ([]Incident, int, error) {
	var rows []struct {
		ID         uuid.UUID     `db:"id"`
		SessionID  uuid.UUID     `db:"session_id"`
		SeatID     uuid.NullUUID `db:"seat_id"`
		Kind       string        `db:"kind"`
		Text       string        `db:"text"`
		ReportedBy uuid.UUID     `db:"reported_by"`
		ReportedAt time.Time     `db:"reported_at"`
		Total      int           `db:"total"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListIncidents, session, postgres.NullIDs(seats), limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Incident, len(rows))
	for i, r := range rows {
		list[i] = Incident{
			ID: r.ID, SessionID: r.SessionID, SeatID: r.SeatID.UUID, Kind: IncidentKind(r.Kind), Text: r.Text,
			ReportedBy: r.ReportedBy, ReportedAt: r.ReportedAt,
		}
	}
	return list, rows[0].Total, nil
}
