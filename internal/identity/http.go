package identity

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/fault"
	identityapi "jiangxun/internal/identity/api"
	"jiangxun/internal/platform/httpx"
)

type handler struct {
	s       *Service
	cookies httpx.Cookies
}

// Room is the room's door.
func Room(s *Service, cookies httpx.Cookies) httpx.Room {
	h := handler{s: s, cookies: cookies}
	return httpx.Room{Name: "identity", Spec: identityapi.GetSpec, Mount: func(r httpx.Router) {
		identityapi.RegisterHandlers(r, identityapi.NewStrictHandler(h, nil))
	}}
}

func (h handler) GetSession(ctx context.Context, r identityapi.GetSessionRequestObject) (identityapi.GetSessionResponseObject, error) {
	portal := httpx.Portal(r.Params.Portal)
	session, err := h.session(ctx, portal, httpx.ClientOf(ctx).Tokens[portal])
	return identityapi.GetSession200JSONResponse(session), err
}

// session shapes who is signed in; a missing or ended session is nobody.
func (h handler) session(ctx context.Context, portal httpx.Portal, token string) (identityapi.Session, error) {
	nobody := identityapi.Session{Roles: []string{}, Permissions: []string{}, Wechat: httpx.ClientOf(ctx).Visit != ""}
	if token == "" {
		return nobody, nil
	}
	who, err := h.s.Authenticate(ctx, portal, token)
	if fault.CodeOf(err) == fault.Unauthenticated {
		return nobody, nil
	}
	if err != nil {
		return nobody, err
	}
	account, err := h.s.Account(ctx, who.ID)
	if err != nil {
		return nobody, err
	}
	openID, _, err := h.s.OpenIDOf(ctx, who.ID)
	if err != nil {
		return nobody, err
	}
	out := identityapi.Session{
		SignedIn: true, Id: &who.ID, Name: account.Name, Phone: account.Phone.String(),
		Roles: who.Roles, Permissions: []string{}, Wechat: openID != "",
	}
	for _, role := range who.Roles {
		out.Permissions = append(out.Permissions, PermissionsOf(Role(role))...)
	}
	if who.Kind == actor.Staff {
		must := account.PasswordChangedAt.IsZero()
		out.MustChangePassword = &must
	}
	return out, nil
}

func (h handler) SendPhoneCode(ctx context.Context, r identityapi.SendPhoneCodeRequestObject) (identityapi.SendPhoneCodeResponseObject, error) {
	wait, err := h.s.SendCode(ctx, r.Body.Phone)
	if err != nil {
		return nil, err
	}
	return identityapi.SendPhoneCode200JSONResponse{WaitSeconds: int(wait.Seconds())}, nil
}

func (h handler) LoginByPhone(ctx context.Context, r identityapi.LoginByPhoneRequestObject) (identityapi.LoginByPhoneResponseObject, error) {
	token, err := h.s.LoginByPhone(ctx, r.Body.Phone, r.Body.Code, httpx.ClientOf(ctx).Visit)
	if err != nil {
		return nil, err
	}
	session, err := h.session(ctx, httpx.PortalTrainee, token)
	if err != nil {
		return nil, err
	}
	return identityapi.LoginByPhone200JSONResponse{
		Body:    session,
		Headers: identityapi.LoginByPhone200ResponseHeaders{SetCookie: h.cookie(httpx.PortalTrainee, token)},
	}, nil
}

func (h handler) LoginByPassword(ctx context.Context, r identityapi.LoginByPasswordRequestObject) (identityapi.LoginByPasswordResponseObject, error) {
	token, err := h.s.LoginByPassword(ctx, r.Body.Username, r.Body.Password)
	if err != nil {
		return nil, err
	}
	session, err := h.session(ctx, httpx.PortalStaff, token)
	if err != nil {
		return nil, err
	}
	return identityapi.LoginByPassword200JSONResponse{
		Body:    session,
		Headers: identityapi.LoginByPassword200ResponseHeaders{SetCookie: h.cookie(httpx.PortalStaff, token)},
	}, nil
}

// cookieDays is how long a browser keeps the cookie; the server ends idle
// sessions long before.
const cookieDays = 30

func (h handler) cookie(p httpx.Portal, token string) *string {
	text := h.cookies.Session(p, token, cookieDays*24*3600).String()
	return &text
}

func (h handler) Logout(ctx context.Context, r identityapi.LogoutRequestObject) (identityapi.LogoutResponseObject, error) {
	portal := httpx.Portal(r.Body.Portal)
	if err := h.s.Logout(ctx, httpx.ClientOf(ctx).Tokens[portal]); err != nil {
		return nil, err
	}
	text := h.cookies.End(portal).String()
	return identityapi.Logout204Response{Headers: identityapi.Logout204ResponseHeaders{SetCookie: &text}}, nil
}

func (h handler) ChangePassword(ctx context.Context, r identityapi.ChangePasswordRequestObject) (identityapi.ChangePasswordResponseObject, error) {
	if err := h.s.ChangePassword(ctx, r.Body.Current, r.Body.Next); err != nil {
		return nil, err
	}
	return identityapi.ChangePassword204Response{}, nil
}

func (h handler) ListRoles(context.Context, identityapi.ListRolesRequestObject) (identityapi.ListRolesResponseObject, error) {
	out := identityapi.ListRoles200JSONResponse{Items: []identityapi.Role{}}
	for _, r := range Roles() {
		out.Items = append(out.Items, identityapi.Role{Code: string(r), Permissions: PermissionsOf(r)})
	}
	return out, nil
}

func (h handler) ListStaff(ctx context.Context, r identityapi.ListStaffRequestObject) (identityapi.ListStaffResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	text := ""
	if r.Params.Text != nil {
		text = *r.Params.Text
	}
	list, total, err := h.s.ListStaff(ctx, text, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	out := identityapi.ListStaff200JSONResponse{Items: []identityapi.Staff{}, Total: total}
	for _, a := range list {
		out.Items = append(out.Items, shapeStaff(a))
	}
	return out, nil
}

func (h handler) CreateStaff(ctx context.Context, r identityapi.CreateStaffRequestObject) (identityapi.CreateStaffResponseObject, error) {
	a, password, err := h.s.CreateStaff(ctx, StaffInput{
		Username: r.Body.Username, Name: r.Body.Name, Roles: r.Body.Roles, Scopes: scopesFrom(r.Body.Scopes), Active: true,
	}, "")
	if err != nil {
		return nil, err
	}
	return identityapi.CreateStaff201JSONResponse{Account: shapeStaff(a), Password: password}, nil
}

func (h handler) UpdateStaff(ctx context.Context, r identityapi.UpdateStaffRequestObject) (identityapi.UpdateStaffResponseObject, error) {
	a, err := h.s.UpdateStaff(ctx, r.Id, StaffInput{
		Name: r.Body.Name, Roles: r.Body.Roles, Scopes: scopesFrom(r.Body.Scopes), Active: r.Body.Active,
	})
	if err != nil {
		return nil, err
	}
	return identityapi.UpdateStaff200JSONResponse(shapeStaff(a)), nil
}

func (h handler) ResetStaffPassword(ctx context.Context, r identityapi.ResetStaffPasswordRequestObject) (identityapi.ResetStaffPasswordResponseObject, error) {
	a, password, err := h.s.ResetPassword(ctx, r.Id)
	if err != nil {
		return nil, err
	}
	return identityapi.ResetStaffPassword200JSONResponse{Account: shapeStaff(a), Password: password}, nil
}

func (h handler) ListAuditRecords(ctx context.Context, r identityapi.ListAuditRecordsRequestObject) (identityapi.ListAuditRecordsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	filter := audit.Filter{Limit: page.Limit, Offset: page.Offset}
	if r.Params.Action != nil {
		filter.Action = *r.Params.Action
	}
	if r.Params.ObjectId != nil {
		filter.ObjectID = *r.Params.ObjectId
	}
	list, total, err := h.s.audit.List(ctx, filter)
	if err != nil {
		return nil, err
	}
	out := identityapi.ListAuditRecords200JSONResponse{Items: []identityapi.AuditRecord{}, Total: total}
	for _, a := range list {
		out.Items = append(out.Items, shapeAudit(a))
	}
	return out, nil
}

func shapeAudit(a audit.Record) identityapi.AuditRecord {
	out := identityapi.AuditRecord{
		Id: a.ID, At: a.At, ActorName: a.ActorName, ActorKind: a.ActorKind, Action: a.Action, Object: a.Object, Reason: a.Reason,
	}
	if a.Number > 0 {
		out.Number = &a.Number
	}
	if a.ObjectID != uuid.Nil {
		out.ObjectId = &a.ObjectID
	}
	return out
}

func shapeStaff(a Account) identityapi.Staff {
	out := identityapi.Staff{
		Id: a.ID, Username: a.Username, Name: a.Name, Roles: a.Roles, Scopes: []identityapi.Scope{},
		Active: a.Active, CreatedAt: a.CreatedAt,
	}
	for _, s := range a.Scopes {
		out.Scopes = append(out.Scopes, identityapi.Scope{Kind: identityapi.ScopeKind(s.Kind), Id: s.ID})
	}
	return out
}

func scopesFrom(in []identityapi.Scope) []actor.Scope {
	out := make([]actor.Scope, len(in))
	for i, s := range in {
		out[i] = actor.Scope{Kind: actor.ScopeKind(s.Kind), ID: s.Id}
	}
	return out
}

// Cookie carries a session or a visit from WeChat's authorisation page.
func (in WeChatSignIn) Cookie(c httpx.Cookies) *http.Cookie {
	if in.SessionToken != "" {
		return c.Session(httpx.PortalTrainee, in.SessionToken, cookieDays*24*3600)
	}
	return c.Visit(in.VisitToken, int(visitLife.Seconds()))
}
