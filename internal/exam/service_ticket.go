package exam

import (
	"context"
	"fmt"
	"io"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/pdf"
	"jiangxun/internal/platform/postgres"
)

// MyTicket draws the actor's own admission ticket of a published plan.
func (s *Service) MyTicket(ctx context.Context, seatID uuid.UUID) ([]byte, error) {
	seat, err := s.mySeat(ctx, s.db, seatID)
	if err != nil {
		return nil, err
	}
	e, err := s.session(ctx, s.db, seat.SessionID)
	if err != nil {
		return nil, err
	}
	if e.Plan.State == Drafted {
		return nil, fault.NotFoundf("seat")
	}
	return s.draw(ctx, e, []Seat{seat})
}

// Tickets draws all admission tickets of a session, or of one of its rooms, in
// one document. They carry full identity numbers, so the record keeps who asked.
func (s *Service) Tickets(ctx context.Context, sessionID, roomID uuid.UUID) ([]byte, error) {
	e, only, err := s.seenSession(ctx, sessionID)
	if err != nil {
		return nil, err
	}
	if only, err = narrowed(e, only, roomID); err != nil {
		return nil, err
	}
	seats, _, err := s.store.seats(ctx, s.db, s.store.q.ListSeats, sessionID, postgres.NullIDs(only), maxSeats, 0)
	if err != nil {
		return nil, err
	}
	if len(seats) == 0 {
		return nil, fault.New(fault.Conflict, subSeatsMissing).With(fault.Params{"missing": e.Plan.Candidates})
	}
	raw, err := s.draw(ctx, e, seats)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	return raw, postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "exam.print_tickets", Object: "exam_session", ObjectID: sessionID, After: map[string]any{"tickets": len(seats), "room": roomID},
		})
	})
}

// Photo opens the photo of a seat's candidate; the caller closes it.
func (s *Service) Photo(ctx context.Context, sessionID, seatID uuid.UUID) (io.ReadCloser, int64, error) {
	_, seat, err := s.seenSeat(ctx, sessionID, seatID)
	if err != nil {
		return nil, 0, err
	}
	r, info, err := s.learner.Photo(ctx, seat.AccountID)
	return r, info.Size, err
}

func (s *Service) draw(ctx context.Context, e Session, seats []Seat) ([]byte, error) {
	ids := make([]uuid.UUID, len(seats))
	for i, seat := range seats {
		ids[i] = seat.AccountID
	}
	people, err := s.learner.List(ctx, ids)
	if err != nil {
		return nil, err
	}
	d, err := s.press.Document(pdf.Options{Title: e.Plan.Title + " 准考证", CreatedAt: s.clock.Now(), Lenient: true})
	if err != nil {
		return nil, err
	}
	for i, seat := range seats {
		if i > 0 {
			d.AddPage()
		}
		person := people[seat.AccountID]
		photo, err := s.photo(ctx, person)
		if err != nil {
			return nil, err
		}
		drawTicket(d, e, seat, person, photo)
	}
	return d.Bytes()
}

// photo reads a person's photo; nil when there is none.
func (s *Service) photo(ctx context.Context, p learner.Profile) ([]byte, error) {
	if p.PhotoKey == "" {
		return nil, nil
	}
	r, _, err := s.learner.OpenPhoto(ctx, p.PhotoKey)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}

// Measures of the ticket, in millimetres.
const (
	ticketLeft   = 20.0
	ticketWidth  = 170.0
	ticketLabel  = 28.0
	ticketRow    = 11.0
	photoWidth   = 35.0
	photoHeight  = 45.0
	qrSide       = 35.0
	ticketTop    = 56.0
	ticketColumn = ticketWidth - photoWidth - 6
)

func drawTicket(d *pdf.Document, e Session, seat Seat, person learner.Profile, photo []byte) {
	plan := e.Plan
	d.Text(ticketLeft, 20, ticketWidth, plan.Title, pdf.Style{Size: 16, Weight: pdf.Bold, Align: pdf.Center})
	d.Text(ticketLeft, 36, ticketWidth, "准 考 证", pdf.Style{Size: 22, Weight: pdf.Bold, Align: pdf.Center})

	y := ticketTop
	for _, line := range [][2]string{
		{"准考证号", seat.TicketNumber}, {"姓　　名", person.Name}, {"证件号码", person.IDNumber.Reveal()},
		{"职业等级", plan.LevelTitle}, {"考试科目", partWords[e.Part]}, {"考试时间", ticketTime(e)},
	} {
		ticketLine(d, y, ticketColumn, line[0], line[1])
		y += ticketRow
	}
	for _, line := range [][2]string{
		{"考　　点", plan.SiteName}, {"地　　址", plan.SiteAddress}, {"考场座位", placeOf(e, seat)}, {"联系方式", plan.Contact},
	} {
		ticketLine(d, y, ticketWidth, line[0], line[1])
		y += ticketRow
	}
	frame := ticketLeft + ticketWidth - photoWidth
	d.Box(frame, ticketTop, photoWidth, photoHeight, 0.2, pdf.Color{})
	if photo != nil {
		d.Picture(frame+0.5, ticketTop+0.5, photoWidth-1, photoHeight-1, photo)
	} else {
		d.Text(frame, ticketTop+20, photoWidth, "照片", pdf.Style{Align: pdf.Center, Color: pdf.Color{R: 110, G: 110, B: 110}})
	}
	drawTicketRules(d, y+8, plan.Rules, seat.TicketNumber)
}

func drawTicketRules(d *pdf.Document, y float64, rules Rules, number string) {
	d.Text(ticketLeft, y, ticketWidth, "考生须知", pdf.Style{Size: 12, Weight: pdf.Bold})
	top := y
	y += 9
	width := ticketWidth - qrSide - 6
	for i, rule := range ticketRules(rules) {
		y += d.Text(ticketLeft, y, width, fmt.Sprintf("%d. %s", i+1, rule), pdf.Style{Size: 10.5})
	}
	left := ticketLeft + ticketWidth - qrSide
	d.QR(left, top, qrSide, number)
	d.Text(left, top+qrSide, qrSide, "签到时出示", pdf.Style{Size: 9, Align: pdf.Center})
}

func ticketRules(r Rules) []string {
	handIn := "开考后可以交卷"
	if r.EarliestHandInMinutes > 0 {
		handIn = fmt.Sprintf("开考 %d 分钟后方可交卷", r.EarliestHandInMinutes)
	}
	return []string{
		"请携带本准考证和有效身份证件原件参加考试，入场后放在桌面备查。",
		fmt.Sprintf("开考前 %d 分钟开始入场签到；开考 %d 分钟后不得入场，按缺考处理。", r.EntryMinutes, r.LateMinutes),
		handIn + "；作答时间到，系统自动收卷。",
		fmt.Sprintf("时间到即停止作答；到时前的作答因网络延迟在 %d 秒内送达的，仍然有效。", r.AllowanceSeconds),
		"开考前须阅读并接受诚信承诺书，不接受的视为放弃考试。",
		"请遵守考场纪律，服从监考人员管理；违纪违规按有关规定处理。",
	}
}

func ticketLine(d *pdf.Document, y, width float64, label, text string) {
	grey := pdf.Color{R: 190, G: 190, B: 190}
	d.Text(ticketLeft, y+2, ticketLabel, label, pdf.Style{Size: 11, Color: pdf.Color{R: 80, G: 80, B: 80}})
	d.FittedText(ticketLeft+ticketLabel, y+2, width-ticketLabel, text, pdf.Style{Size: 12})
	d.Line(ticketLeft, y+ticketRow-1, ticketLeft+width, y+ticketRow-1, 0.15, grey)
}

func ticketTime(e Session) string {
	from, to := e.StartsAt.In(clock.China), e.EndsAt().In(clock.China)
	return fmt.Sprintf("%s—%s（%d 分钟）", from.Format("2006年1月2日 15:04"), to.Format("15:04"), e.Minutes)
}

func placeOf(e Session, seat Seat) string {
	place := fmt.Sprintf("%s　%d 号座位", seat.RoomName, seat.Seat)
	if e.Place != "" {
		place = e.Place + "　" + place
	}
	return place
}
