package invigilation

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/exam"
	"jiangxun/internal/platform/postgres"
)

func (s store) insertAnnouncement(ctx context.Context, q postgres.Q, a Announcement, to []exam.Seat) error {
	_, err := q.ExecContext(ctx, s.q.InsertAnnouncement, a.ID, a.SessionID, string(a.Scope), postgres.NullID(a.RoomID), a.Text, a.SentBy, a.ByName, a.SentAt)
	if err != nil {
		return err
	}
	accounts, seats := make([]uuid.UUID, len(to)), make([]uuid.UUID, len(to))
	for i, seat := range to {
		accounts[i], seats[i] = seat.AccountID, seat.ID
	}
	_, err = q.ExecContext(ctx, s.q.InsertRecipients, a.ID, a.SessionID, postgres.IDs(accounts), postgres.IDs(seats))
	return err
}

func (s store) listAnnouncements(ctx context.Context, q postgres.Q, session uuid.UUID, seats []uuid.UUID, limit, offset int) ([]Announcement, int, error) {
	var rows []struct {
		ID           uuid.UUID     `db:"id"`
		SessionID    uuid.UUID     `db:"session_id"`
		Scope        string        `db:"scope"`
		RoomID       uuid.NullUUID `db:"room_id"`
		Text         string        `db:"text"`
		SentBy       uuid.UUID     `db:"sent_by"`
		SentName     string        `db:"sent_name"`
		SentAt       time.Time     `db:"sent_at"`
		Total        int           `db:"total"`
		Addressed    int           `db:"addressed"`
		Acknowledged int           `db:"acknowledged"`
		Waiting      int           `db:"waiting"`
		Missed       int           `db:"missed"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListAnnouncements, session, postgres.NullIDs(seats), limit, offset); err != nil || len(rows) == 0 {
		return nil, 0, err
	}
	list := make([]Announcement, len(rows))
	for i, r := range rows {
		list[i] = Announcement{
			ID: r.ID, SessionID: r.SessionID, Scope: Scope(r.Scope), RoomID: r.RoomID.UUID, Text: r.Text, SentBy: r.SentBy, ByName: r.SentName,
			SentAt: r.SentAt, Addressed: r.Addressed, Acknowledged: r.Acknowledged, Waiting: r.Waiting, Missed: r.Missed,
		}
	}
	return list, rows[0].Total, nil
}

// exists reports whether a query finds its row.
func (s store) exists(ctx context.Context, q postgres.Q, query string, args ...any) (bool, error) {
	var one int
	err := q.GetContext(ctx, &one, query, args...)
	if postgres.IsNoRows(err) {
		return false, nil
	}
	return err == nil, err
}

// listRecipients tells of each seat that was spoken to whether it has
// acknowledged.
func (s store) listRecipients(ctx context.Context, q postgres.Q, announcement uuid.UUID) (map[uuid.UUID]bool, error) {
	var rows []struct {
		SeatID         uuid.UUID    `db:"seat_id"`
		AcknowledgedAt sql.NullTime `db:"acknowledged_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListRecipients, announcement); err != nil {
		return nil, err
	}
	list := make(map[uuid.UUID]bool, len(rows))
	for _, r := range rows {
		list[r.SeatID] = r.AcknowledgedAt.Valid
	}
	return list, nil
}

func (s store) countAnnounced(ctx context.Context, q postgres.Q, account, session uuid.UUID) (int, error) {
	var n int
	err := q.GetContext(ctx, &n, s.q.CountAnnounced, account, session)
	return n, err
}

// listAnnounced gives the newest announcements to a candidate.
func (s store) listAnnounced(ctx context.Context, q postgres.Q, account, session uuid.UUID, limit int) ([]MyAnnouncement, error) {
	var rows []struct {
		ID             uuid.UUID    `db:"id"`
		Text           string       `db:"text"`
		SentAt         time.Time    `db:"sent_at"`
		AcknowledgedAt sql.NullTime `db:"acknowledged_at"`
	}
	if err := q.SelectContext(ctx, &rows, s.q.ListAnnounced, account, session, limit); err != nil {
		return nil, err
	}
	list := make([]MyAnnouncement, len(rows))
	for i, r := range rows {
		list[i] = MyAnnouncement{ID: r.ID, Text: r.Text, SentAt: r.SentAt, AcknowledgedAt: r.AcknowledgedAt.Time}
	}
	return list, nil
}

func (s store) insertAcknowledgement(ctx context.Context, q postgres.Q, announcement, account, session uuid.UUID, now time.Time) error {
	_, err := q.ExecContext(ctx, s.q.InsertAcknowledgement, announcement, account, session, now)
	return err
}
