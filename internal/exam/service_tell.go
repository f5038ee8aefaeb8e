package exam

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
)

// partWords are the parts as candidates read them.
var partWords = map[Part]string{Theory: "理论知识考试", Skill: "技能考核"}

// tell sends everybody with a seat one notice about all their parts.
func (s *Service) tell(ctx context.Context, tx postgres.Tx, now time.Time, p Plan) error {
	sessions, _, err := s.store.sessions(ctx, tx, s.store.q.ListSessionsOfPlan, p.ID)
	if err != nil {
		return err
	}
	lines := map[uuid.UUID][]string{}
	var order []uuid.UUID
	for _, e := range sessions {
		seats, _, err := s.store.seats(ctx, tx, s.store.q.ListSeats, e.ID, postgres.NullIDs(nil), maxSeats, 0)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			if _, known := lines[seat.AccountID]; !known {
				order = append(order, seat.AccountID)
			}
			lines[seat.AccountID] = append(lines[seat.AccountID], seatLine(e, seat))
		}
	}
	for _, account := range order {
		err := s.notify.Send(ctx, tx, now, notify.Notice{
			AccountID: account, Kind: notify.ExamScheduled, Key: fmt.Sprintf("%s/%d", p.ID, p.Revision), Subject: p.Title,
			Detail: strings.Join(lines[account], "\n"), Link: "/exams",
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func seatLine(e Session, seat Seat) string {
	return fmt.Sprintf("%s：%s，%s %d号", partWords[e.Part], e.StartsAt.In(clock.China).Format("2006年1月2日 15:04"), seat.RoomName, seat.Seat)
}
