package attempt

import (
	"strconv"
	"time"

	"github.com/google/uuid"
)

// appendJSON writes the reply to a save as the contract says (schema Saved);
// a test holds it against the generated type.
func (r SaveReply) appendJSON(b []byte, attempt uuid.UUID) []byte {
	b = append(b, `{"attemptId":"`...)
	b = append(b, attempt.String()...)
	b = append(b, `","epoch":`...)
	b = strconv.AppendInt(b, int64(r.Epoch), 10)
	b = append(b, `,"acked":[`...)
	for i, seq := range r.Acked {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, seq, 10)
	}
	b = append(b, ']')
	if !r.DeadlineAt.IsZero() {
		b = append(b, `,"deadlineAt":"`...)
		b = r.DeadlineAt.AppendFormat(b, time.RFC3339Nano)
		b = append(b, '"')
	}
	b = append(b, `,"serverTime":"`...)
	b = r.ServerTime.AppendFormat(b, time.RFC3339Nano)
	return append(b, `"}`...)
}
