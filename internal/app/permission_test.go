package app_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/identity"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/testkit/apptest"
)

// What the contract's guard answers, as against a refusal of a room.
const (
	guardSignIn    = "sign_in"
	guardForbidden = "forbidden"
)

// Nobody may call what their role does not hold, whatever a page shows: every
// operation of every contract is called by a person of every role and by a
// stranger.
func TestN059_EveryOperationEveryRole(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	operations := p.Server.Contract().Operations()
	require.NotEmpty(t, operations)
	// What ends a session comes last.
	slices.SortStableFunc(operations, func(a, b *httpx.Operation) int { return endsSession(a) - endsSession(b) })

	strange := p.Visitor()
	for _, op := range operations {
		status, sub := try(t, p, strange, op)
		if op.Public {
			assert.NotContains(t, []string{guardSignIn, guardForbidden}, sub, "%s is public", op.ID)
			continue
		}
		assert.Equal(t, http.StatusUnauthorized, status, "%s without a session", op.ID)
	}
	for _, role := range identity.Roles() {
		visitor := signIn(p, role)
		may := identity.PermissionsOf(role)
		portal := httpx.PortalStaff
		if role == identity.RoleTrainee {
			portal = httpx.PortalTrainee
		}
		for _, op := range operations {
			status, sub := try(t, p, visitor, op)
			switch {
			case op.Public || slices.Contains(may, op.Permission):
				assert.NotContains(t, []string{guardSignIn, guardForbidden, "identity.sign_in"}, sub, "%s may call %s, got %d", role, op.ID, status)
				assert.Less(t, status, http.StatusInternalServerError, "%s by %s", op.ID, role)
			case op.Portal() != portal:
				assert.Equal(t, http.StatusUnauthorized, status, "%s has no session at the other portal: %s", role, op.ID)
			default:
				assert.Equal(t, http.StatusForbidden, status, "%s must not call %s", role, op.ID)
				assert.Equal(t, guardForbidden, sub, "%s by %s", op.ID, role)
			}
		}
	}
}

// A permission that nobody holds locks an operation away; one that belongs to
// no operation is a promise without a door.
func TestEveryPermissionIsGrantedAndUsed(t *testing.T) {
	t.Parallel()
	p := apptest.Start(t)
	used := map[string]bool{}
	for _, op := range p.Server.Contract().Operations() {
		if !op.Public {
			used[op.Permission] = true
		}
	}
	granted := map[string]bool{}
	for _, role := range identity.Roles() {
		for _, permission := range identity.PermissionsOf(role) {
			granted[permission] = true
		}
	}
	for permission := range used {
		assert.True(t, granted[permission], "no role holds %q", permission)
	}
	for permission := range granted {
		assert.True(t, used[permission], "no operation asks for %q", permission)
	}
}

// Trainees hold permissions over their own rows alone, staff none of those.
func TestTraineePermissionsAreTheirOwn(t *testing.T) {
	t.Parallel()
	for _, role := range identity.Roles() {
		for _, permission := range identity.PermissionsOf(role) {
			assert.Equal(t, role == identity.RoleTrainee, strings.HasSuffix(permission, ".own"), "%s holds %s", role, permission)
		}
	}
}

func signIn(p *apptest.Program, role identity.Role) *apptest.Visitor {
	if role == identity.RoleTrainee {
		return p.Trainee("13800138001")
	}
	return p.Staff(role)
}

func endsSession(op *httpx.Operation) int {
	if strings.Contains(strings.ToLower(op.ID), "logout") {
		return 1
	}
	return 0
}

var pathParameter = regexp.MustCompile(`:[A-Za-z]+`)

// try calls an operation with an address of nothing that exists and an empty
// body, so that a caller who is let in meets 404 or a refusal of the input.
func try(t *testing.T, p *apptest.Program, v *apptest.Visitor, op *httpx.Operation) (status int, sub string) {
	t.Helper()
	path := pathParameter.ReplaceAllString(op.Path, uuid.NewString())
	var body bytes.Buffer
	kind := ""
	switch {
	case op.Multipart:
		w := multipart.NewWriter(&body)
		require.NoError(t, w.Close())
		kind = w.FormDataContentType()
	case op.Method != http.MethodGet:
		body.WriteString("{}")
		kind = "application/json"
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, op.Method, p.URL+path, &body)
	require.NoError(t, err)
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	reply := v.Send(request)
	return reply.Status, reply.Sub()
}
