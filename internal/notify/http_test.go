package notify_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/identity"
	"jiangxun/internal/notify"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/testkit/apptest"
)

// tell sends a notice to a signed-in trainee.
func tell(t *testing.T, p *apptest.Program, account uuid.UUID, key string) {
	t.Helper()
	require.NoError(t, postgres.InTx(t.Context(), p.DB, func(tx postgres.Tx) error {
		return p.Rooms.Notify.Send(t.Context(), tx, time.Now().UTC(), notify.Notice{
			AccountID: account, Kind: notify.ApplicationApproved, Key: key, Subject: "车工四级培训 " + key, Detail: "欢迎", Link: "/applications/" + key,
		})
	}))
}

func trainee(t *testing.T, p *apptest.Program, number string) (*apptest.Visitor, uuid.UUID) {
	t.Helper()
	v := p.Visitor()
	reply := v.Post("/api/public/login/code", map[string]string{"phone": number})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply = v.Post("/api/public/login/phone", map[string]string{"phone": number, "code": p.Phone.Code(number)})
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	var s struct{ ID uuid.UUID }
	reply.JSON(t, &s)
	return v, s.ID
}

type mine struct {
	Items []struct {
		ID                    uuid.UUID
		Kind, Subject, Detail string
		Link                  string
		Read                  bool
	}
	Total, Unread int
}

func list(t *testing.T, v *apptest.Visitor, query string) (m mine) {
	t.Helper()
	reply := v.Get("/api/my/notices" + query)
	require.Equal(t, http.StatusOK, reply.Status, reply.Text)
	reply.JSON(t, &m)
	return m
}

func TestMyNotices(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	me, account := trainee(t, p, "13800001111")
	other, _ := trainee(t, p, "13800002222")
	require.Empty(t, list(t, me, "").Items)
	for _, key := range []string{"1", "2", "3"} {
		tell(t, p, account, key)
	}
	m := list(t, me, "?pageSize=2")
	require.Len(t, m.Items, 2)
	require.Equal(t, 3, m.Total)
	require.Equal(t, 3, m.Unread)
	require.Equal(t, "车工四级培训 3", m.Items[0].Subject)
	require.Equal(t, "/applications/3", m.Items[0].Link)
	require.Zero(t, list(t, other, "").Total)

	one := "/api/my/notices/" + m.Items[0].ID.String() + "/read"
	require.Equal(t, http.StatusNotFound, other.Post(one, nil).Status, "somebody else's")
	require.Equal(t, http.StatusNotFound, me.Post("/api/my/notices/"+uuid.NewString()+"/read", nil).Status)
	require.Equal(t, http.StatusNoContent, me.Post(one, nil).Status)
	require.Equal(t, http.StatusNoContent, me.Post(one, nil).Status)
	m = list(t, me, "")
	require.True(t, m.Items[0].Read)
	require.Equal(t, 2, m.Unread)
	require.Equal(t, http.StatusNoContent, me.Post("/api/my/notices/read-all", nil).Status)
	require.Zero(t, list(t, me, "").Unread)

	require.Equal(t, http.StatusUnprocessableEntity, me.Get("/api/my/notices?pageSize=101").Status)
	require.Equal(t, http.StatusUnauthorized, p.Visitor().Get("/api/my/notices").Status)
	require.Equal(t, http.StatusUnauthorized, p.Staff(identity.RoleAdministrator).Get("/api/my/notices").Status, "another portal")
}

func TestDeliveryLog(t *testing.T) {
	t.Parallel()
	p := apptest.StartWith(t, apptest.Options{WeChat: true})
	me, account := trainee(t, p, "13800001111")
	tell(t, p, account, "1")
	require.Equal(t, http.StatusUnauthorized, me.Get("/api/notices").Status)
	require.Equal(t, http.StatusForbidden, p.Staff(identity.RoleExaminer).Get("/api/notices").Status)

	var log struct {
		Items []struct{ Channel, State, Phone, Kind, Name string }
		Total int
	}
	staff := p.Staff(identity.RoleRegistrar)
	require.Eventually(t, func() bool {
		staff.Get("/api/notices?channel=sms&state=sent").JSON(t, &log)
		return log.Total == 1
	}, 20*time.Second, 50*time.Millisecond)
	require.Equal(t, "138****1111", log.Items[0].Phone)
	staff.Get("/api/notices?pageSize=1").JSON(t, &log)
	require.Equal(t, 3, log.Total)
	require.Len(t, log.Items, 1)
	staff.Get("/api/notices?channel=wechat").JSON(t, &log)
	require.Equal(t, "unbound", log.Items[0].State)
	require.Equal(t, http.StatusUnprocessableEntity, staff.Get("/api/notices?channel=pigeon").Status)
}
