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

func TestNobodyReadsNoticesWithoutASession(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	v := p.Visitor()
	require.Equal(t, http.StatusUnauthorized, v.Get("/api/my/notices").Status)
	require.Equal(t, http.StatusUnauthorized, v.Get("/api/notices").Status)
	require.Equal(t, http.StatusForbidden, p.Staff(identity.RoleExaminer).Get("/api/notices").Status)

	ctx := t.Context()
	now := time.Now().UTC()
	var account uuid.UUID
	require.NoError(t, postgres.InTx(ctx, p.DB, func(tx postgres.Tx) (err error) {
		if account, err = p.Rooms.Identity.EnsureTrainee(ctx, tx, "13800001111"); err != nil {
			return err
		}
		return p.Rooms.Notify.Send(ctx, tx, now, notify.Notice{
			AccountID: account, Kind: notify.ApplicationApproved, Key: "a1", Subject: "车工四级培训", Detail: "欢迎", Link: "/applications/1",
		})
	}))
	var log struct {
		Items []struct{ Channel, State, Phone, Kind string }
		Total int
	}
	staff := p.Staff(identity.RoleRegistrar)
	require.Eventually(t, func() bool {
		staff.Get("/api/notices").JSON(t, &log)
		return log.Total == 2 && log.Items[0].State == "sent"
	}, 20*time.Second, 50*time.Millisecond, "%+v", log)
	require.Equal(t, "sms", log.Items[0].Channel)
	require.Equal(t, "138****1111", log.Items[0].Phone)
	require.Equal(t, http.StatusUnprocessableEntity, staff.Get("/api/notices?channel=pigeon").Status)
}
