package identity

import (
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/postgres"
)

// WeChatSignIn is what comes out of a silent authorisation: a session when the
// WeChat account is known, else a visit that the next phone login binds.
type WeChatSignIn struct {
	SessionToken string
	VisitToken   string
}

// SignInByWeChat signs in the trainee to whom the WeChat account is bound. The
// open id must come from a code exchange, never from the visitor.
func (s *Service) SignInByWeChat(ctx context.Context, appID, openID string) (WeChatSignIn, error) {
	now := s.clock.Now()
	var out WeChatSignIn
	err := postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		id, found, err := s.store.findAccountByWeChat(ctx, tx, appID, openID)
		if err != nil {
			return err
		}
		if !found {
			token, hash, err := newToken()
			if err != nil {
				return err
			}
			out.VisitToken = token
			return s.store.exec(ctx, tx, s.store.q.InsertVisit, hash, appID, openID, now.Add(visitLife))
		}
		if out.SessionToken, err = s.start(ctx, tx, id, httpx.PortalTrainee, now); err != nil {
			return err
		}
		return s.audit.Write(actor.With(ctx, actor.Actor{ID: id, Kind: actor.Trainee}), tx, now,
			audit.Entry{Action: "identity.login_wechat", Object: "account", ObjectID: id})
	})
	return out, err
}

// bindVisit binds the WeChat account of a visit, if there is one. An account
// that already has another WeChat account, or a WeChat account that already
// has another person, stays as it is: changing that needs the old factor.
func (s *Service) bindVisit(ctx context.Context, tx postgres.Tx, account uuid.UUID, visit string, now time.Time) error {
	if visit == "" {
		return nil
	}
	w, found, err := s.store.findWeChat(ctx, tx, s.store.q.FindVisit, tokenHash(visit), now)
	if err != nil || !found {
		return err
	}
	if err := s.store.exec(ctx, tx, s.store.q.DeleteVisits, tokenHash(visit), now); err != nil {
		return err
	}
	if _, bound, err := s.store.findWeChat(ctx, tx, s.store.q.FindWeChatByAccount, account); err != nil || bound {
		return err
	}
	bound, err := s.store.bindWeChat(ctx, tx, w, account, now)
	if err != nil || !bound {
		return err
	}
	return s.audit.Write(ctx, tx, now, audit.Entry{Action: "identity.bind_wechat", Object: "account", ObjectID: account})
}

// OpenIDOf gives the WeChat open id bound to an account, empty when there is
// none, and whether it follows us. Who was never heard of counts as a follower:
// people followed before we listened, and the first message tells.
func (s *Service) OpenIDOf(ctx context.Context, account uuid.UUID) (string, bool, error) {
	w, found, err := s.store.findWeChat(ctx, s.db, s.store.q.FindWeChatByAccount, account)
	return w.OpenID, found && w.Following, err
}

// Followed notes that a WeChat account follows or unfollows the service
// account.
func (s *Service) Followed(ctx context.Context, appID, openID string, following bool) error {
	if openID == "" {
		return fault.New(fault.Invalid, subSignIn)
	}
	return s.store.exec(ctx, s.db, s.store.q.UpsertFollower, appID, openID, following, s.clock.Now())
}
