package app

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"jiangxun/internal/clock"
	"jiangxun/internal/platform/httpx"
)

// maxClockGap is how far a node's clock may be from the database's before the
// node calls itself unhealthy: deadlines follow the database.
const maxClockGap = 2 * time.Second

// mountHealth answers the load balancer. It tells states, never details.
func (a *App) mountHealth(r httpx.Router) {
	r.GET("/healthz", func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
		defer cancel()
		status, state := http.StatusOK, "ok"
		var dbNow time.Time
		if err := a.DB.GetContext(ctx, &dbNow, `select clock_timestamp()`); err != nil {
			status, state = http.StatusServiceUnavailable, "database"
		} else if gap := (clock.System{}).Now().Sub(dbNow); gap.Abs() > maxClockGap {
			status, state = http.StatusServiceUnavailable, "clock"
		}
		redis := "ok"
		if a.Redis.Ping(ctx).Err() != nil {
			redis = "away"
		}
		return c.JSON(status, map[string]string{"state": state, "redis": redis})
	})
}
