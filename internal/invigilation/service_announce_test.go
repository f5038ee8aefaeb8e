package invigilation_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/exam"
	"jiangxun/internal/fault"
	"jiangxun/internal/identity"
	"jiangxun/internal/invigilation"
)

type announcements struct {
	Items []struct {
		ID, Scope, RoomName, Text, SentBy string
		Addressed, Begun, Acknowledged    int
	}
	Total int
}

type myAnnouncements struct {
	Items []struct {
		ID, Text       string
		SentAt         time.Time
		AcknowledgedAt *time.Time
	}
}

func TestAnnouncement_ReachesThePageAndIsAcknowledged(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	me := w.page(t)
	staff := w.Staff(identity.RoleInvigilator)
	path := "/api/invigilation/sessions/" + w.session.ID.String() + "/announcements"
	pulse := func() int {
		var beat struct{ Announcements int }
		reply := me.Get(me.path + "/pulse")
		require.Equal(t, http.StatusOK, reply.Status, reply.Text)
		reply.JSON(t, &beat)
		return beat.Announcements
	}
	require.Equal(t, 0, pulse())
	reply := staff.Post(path, map[string]any{"text": "第 12 题图中尺寸以\n毫米计。", "everybody": true})
	require.Equal(t, http.StatusCreated, reply.Status, reply.Text)
	var sent struct {
		ID        string
		Addressed int
	}
	reply.JSON(t, &sent)
	require.Equal(t, 3, sent.Addressed, "who has not begun reads it on beginning")
	require.Equal(t, 1, pulse())

	var mine myAnnouncements
	me.Get(me.path+"/announcements").JSON(t, &mine)
	require.Len(t, mine.Items, 1)
	require.Equal(t, "第 12 题图中尺寸以 毫米计。", mine.Items[0].Text)
	require.Nil(t, mine.Items[0].AcknowledgedAt)
	var list announcements
	staff.Get(path).JSON(t, &list)
	one := list.Items[0]
	require.Equal(t, []any{"session", 3, 1, 0, "测试员"}, []any{one.Scope, one.Addressed, one.Begun, one.Acknowledged, one.SentBy})
	var waiting struct {
		Items []struct {
			Name  string
			Ended bool
		}
		Total int
	}
	staff.Get(path+"/"+sent.ID+"/unacknowledged").JSON(t, &waiting)
	require.Equal(t, 1, waiting.Total)
	require.Equal(t, "张三", waiting.Items[0].Name)

	for range 2 {
		reply = me.Post(me.path+"/announcements/"+sent.ID+"/acknowledge", nil)
		require.Equal(t, http.StatusNoContent, reply.Status, reply.Text)
	}
	require.Equal(t, 1, w.Count(`select count(*) from invigilation_acknowledgements`))
	me.Get(me.path+"/announcements").JSON(t, &mine)
	require.NotNil(t, mine.Items[0].AcknowledgedAt, "it stays readable")
	staff.Get(path).JSON(t, &list)
	require.Equal(t, 1, list.Items[0].Acknowledged)
	staff.Get(path+"/"+sent.ID+"/unacknowledged").JSON(t, &waiting)
	require.Equal(t, 0, waiting.Total)

	// Whoever begins later is shown it then.
	id, err := w.Rooms.Exam.Start(w.As(w.seats[1].AccountID), w.seats[1].ID, true)
	require.NoError(t, err)
	late, err := w.Rooms.Invigilation.MyAnnouncements(w.As(w.seats[1].AccountID), id)
	require.NoError(t, err)
	require.Len(t, late, 1)
	staff.Get(path).JSON(t, &list)
	require.Equal(t, 2, list.Items[0].Begun)
}

func TestAnnouncement_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	_, err := w.Rooms.Exam.Start(w.As(w.seats[1].AccountID), w.seats[1].ID, true)
	require.NoError(t, err)
	room := w.Rooms.Invigilation
	officer := w.officer(t)
	toOne, err := room.Announce(officer, w.session.ID, invigilation.AnnouncementInput{Text: "请换到备用机", SeatIDs: []uuid.UUID{w.seats[1].ID}})
	require.NoError(t, err)
	first := w.As(w.seats[0].AccountID)
	mine, err := room.MyAnnouncements(first, w.attempt)
	require.NoError(t, err)
	require.Empty(t, mine, "told to another seat")
	require.Equal(t, fault.NotFound, fault.CodeOf(room.Acknowledge(first, w.attempt, toOne.ID)))
	require.Equal(t, fault.NotFound, fault.CodeOf(room.Acknowledge(first, w.attempt, uuid.New())))
	_, err = room.MyAnnouncements(w.As(w.seats[1].AccountID), w.attempt)
	require.Equal(t, fault.NotFound, fault.CodeOf(err), "somebody else's sitting")
	require.Equal(t, fault.NotFound, fault.CodeOf(room.Acknowledge(w.As(w.seats[1].AccountID), w.attempt, toOne.ID)))

	toRoom, err := room.Announce(officer, w.session.ID, invigilation.AnnouncementInput{Text: "本考场延长五分钟", RoomID: w.session.Rooms[0].ID})
	require.NoError(t, err)
	require.Equal(t, 3, toRoom.Addressed)
	list, total, err := room.Announcements(officer, w.session.ID, 20, 0)
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, "一考场", list[0].RoomName)

	// Everybody sits in the first room: its invigilator may, the second's may not.
	second := w.Within(w.session.Rooms[1].ID)
	list, total, err = room.Announcements(second, w.session.ID, 20, 0)
	require.NoError(t, err)
	require.Empty(t, list)
	require.Zero(t, total)
	_, _, err = room.Unacknowledged(second, w.session.ID, toRoom.ID, 20, 0)
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	for _, in := range []invigilation.AnnouncementInput{
		{Text: "你好大家", SeatIDs: []uuid.UUID{w.seats[0].ID}}, {Text: "你好大家", RoomID: w.session.Rooms[0].ID},
	} {
		_, err = room.Announce(second, w.session.ID, in)
		require.Equal(t, fault.NotFound, fault.CodeOf(err), "%v", in)
	}
	_, err = room.Announce(second, w.session.ID, invigilation.AnnouncementInput{Text: "你好大家", Everybody: true})
	requireSub(t, err, fault.Invalid, "invigilation.announcement_nobody")
	_, err = room.Announce(w.Within(uuid.New()), w.session.ID, invigilation.AnnouncementInput{Text: "你好大家", Everybody: true})
	require.Equal(t, fault.NotFound, fault.CodeOf(err))
	require.Equal(t, 2, w.Count(`select count(*) from invigilation_announcements`))
	_, err = w.DB.ExecContext(t.Context(), `update invigilation_announcements set text = '别的话'`)
	require.ErrorContains(t, err, "never changed")
}

func TestAnnouncement_WhatIsRefused(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	staff := w.Staff(identity.RoleInvigilator)
	path := "/api/invigilation/sessions/" + w.session.ID.String() + "/announcements"
	seat := []any{w.seats[0].ID}
	for _, body := range []map[string]any{
		{"text": "", "everybody": true}, {"text": "    ", "everybody": true}, {"text": strings.Repeat("长", 201), "everybody": true},
		{"text": "没有对象"}, {"text": "两个对象", "everybody": true, "seatIds": seat}, {"text": "不是全场", "everybody": false},
		{"text": "两个对象", "roomId": w.session.Rooms[0].ID, "seatIds": seat},
	} {
		require.Equal(t, http.StatusUnprocessableEntity, staff.Post(path, body).Status, "%v", body)
	}
	require.Equal(t, http.StatusForbidden, w.Staff(identity.RoleExaminer).Post(path, map[string]any{"text": "考试延长", "everybody": true}).Status)
	w.ended(t, time.Minute)
	seats, err := w.Rooms.Exam.Seats(w.Sys, w.session.ID)
	require.NoError(t, err)
	require.Equal(t, exam.Submitted, seats[0].State)
	reply := staff.Post(path, map[string]any{"text": "已经交卷的人", "seatIds": seat})
	require.Equal(t, "invigilation.announcement_nobody", reply.Sub(), reply.Text)
}

func TestAnnouncement_AcknowledgedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	w := newWatched(t)
	a, err := w.Rooms.Invigilation.Announce(w.officer(t), w.session.ID, invigilation.AnnouncementInput{Text: "请检查网线", Everybody: true})
	require.NoError(t, err)
	var all sync.WaitGroup
	var faults [8]error
	for i := range faults {
		all.Go(func() { faults[i] = w.Rooms.Invigilation.Acknowledge(w.As(w.seats[0].AccountID), w.attempt, a.ID) })
	}
	all.Wait()
	for _, err := range faults {
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.Count(`select count(*) from invigilation_acknowledgements`))
}
