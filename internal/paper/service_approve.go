package paper

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/postgres"
)

// Decide approves a frozen form, or rejects it with a reason. Whoever made the
// form cannot approve it. A form is decided once; a rejected one stays for the
// record and is never used.
func (s *Service) Decide(ctx context.Context, formID uuid.UUID, approve bool, reason string) (Form, error) {
	seen, err := s.VisibleForm(ctx, formID)
	if err != nil {
		return Form{}, err
	}
	who := actor.From(ctx)
	verdict := Approved
	if !approve {
		verdict = Rejected
	}
	if reason = strings.TrimSpace(reason); !approve && reason == "" {
		return Form{}, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReason})
	}
	if approve && (who.ID == uuid.Nil || who.ID == seen.CreatedBy) {
		return Form{}, fault.New(fault.Conflict, subOwnForm)
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertApproval(ctx, tx, seen, verdict, who.ID, who.Name, reason, now); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{
			Action: "paper.decide", Object: "form", ObjectID: formID, Reason: reason, After: map[string]any{"verdict": verdict, "code": seen.Code},
		})
	})
	if err != nil {
		return Form{}, err
	}
	return s.VisibleForm(ctx, formID)
}
