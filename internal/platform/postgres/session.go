package postgres

import (
	"context"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// session sets what every connection must have before anyone uses it.
type session struct {
	*pq.Connector
	limit time.Duration
	more  string
}

// Connect implements driver.Connector.
func (s *session) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := s.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	settings := fmt.Sprintf("set time zone 'UTC'; set synchronous_commit = on; set statement_timeout = %d; %s",
		s.limit.Milliseconds(), s.more)
	execer, ok := conn.(driver.ExecerContext)
	if !ok {
		_ = conn.Close()
		return nil, fmt.Errorf("prepare connection: driver cannot execute")
	}
	if _, err := execer.ExecContext(ctx, settings, nil); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("prepare connection: %w", err)
	}
	return conn, nil
}
