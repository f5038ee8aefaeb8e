package httpx

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"
)

// Router is where rooms register their generated handlers.
type Router = *echo.Group

// Room is what a room shows to the outside.
type Room struct {
	Name  string
	Spec  func() (*openapi3.T, error)
	Mount func(r Router)
}

// Portal says whose session an operation uses.
type Portal string

// The portals.
const (
	PortalTrainee Portal = "learner"
	PortalStaff   Portal = "staff"
)

// ownSuffix marks the permissions of trainees over their own rows.
const ownSuffix = ".own"

// Operation is one operation of a contract, as the middleware needs it.
type Operation struct {
	Room       string
	ID         string
	Method     string
	Path       string // as Echo writes it, "/api/programmes/:id"
	Permission string // empty when Public
	Public     bool
	MaxBody    int64 // bytes; 0 = the configured default
	JSON       bool  // has a JSON body
	Multipart  bool
	OwnDecoder bool            // x-own-decoder: the handler reads and checks the body itself
	ids        map[string]bool // names of parameters in the path that are UUIDs
	route      *routers.Route
}

// Portal tells whose session the operation uses; meaningless when Public.
func (o *Operation) Portal() Portal {
	if strings.HasSuffix(o.Permission, ownSuffix) {
		return PortalTrainee
	}
	return PortalStaff
}

// Contract is all operations of all rooms.
type Contract struct {
	operations map[string]*Operation
}

// Operations lists all operations, ordered by path and method.
func (c *Contract) Operations() []*Operation {
	list := make([]*Operation, 0, len(c.operations))
	for _, op := range c.operations {
		list = append(list, op)
	}
	slices.SortFunc(list, func(a, b *Operation) int {
		return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method)
	})
	return list
}

func (c *Contract) find(method, path string) (*Operation, bool) {
	op, ok := c.operations[method+" "+path]
	return op, ok
}

var pathParameter = regexp.MustCompile(`\{([^}]+)\}`)

// LoadContract reads and checks the contracts of the rooms.
func LoadContract(rooms []Room) (*Contract, error) {
	c := &Contract{operations: map[string]*Operation{}}
	for _, room := range rooms {
		spec, err := room.Spec()
		if err != nil {
			return nil, fmt.Errorf("contract of %s: %w", room.Name, err)
		}
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				if err := c.add(room.Name, spec, path, item, method, op); err != nil {
					return nil, fmt.Errorf("contract of %s: %s %s: %w", room.Name, method, path, err)
				}
			}
		}
	}
	return c, nil
}

func (c *Contract) add(room string, spec *openapi3.T, path string, item *openapi3.PathItem, method string, op *openapi3.Operation) error {
	o := &Operation{
		Room: room, ID: op.OperationID, Method: method,
		Path:  pathParameter.ReplaceAllString(path, ":$1"),
		ids:   map[string]bool{},
		route: &routers.Route{Spec: spec, Path: path, PathItem: item, Method: method, Operation: op},
	}
	for _, list := range []openapi3.Parameters{item.Parameters, op.Parameters} {
		for _, p := range list {
			if p.Value.In == openapi3.ParameterInPath && p.Value.Schema != nil && p.Value.Schema.Value.Format == "uuid" {
				o.ids[p.Value.Name] = true
			}
		}
	}
	if !strings.HasPrefix(path, "/api/") {
		return fmt.Errorf("path must begin with /api/")
	}
	o.Public, _ = op.Extensions["x-public"].(bool)
	o.Permission, _ = op.Extensions["x-permission"].(string)
	if o.Public == (o.Permission != "") {
		return fmt.Errorf("needs exactly one of x-permission and x-public")
	}
	if strings.HasPrefix(path, "/api/my/") != strings.HasSuffix(o.Permission, ownSuffix) {
		return fmt.Errorf("paths under /api/my/ and permissions ending in %s go together", ownSuffix)
	}
	if limit, ok := op.Extensions["x-max-body"].(float64); ok {
		o.MaxBody = int64(limit)
	}
	o.OwnDecoder, _ = op.Extensions["x-own-decoder"].(bool)
	if op.RequestBody != nil {
		content := op.RequestBody.Value.Content
		o.JSON = content.Get("application/json") != nil
		o.Multipart = content["multipart/form-data"] != nil
		if media := content["application/json"]; media != nil {
			closeObjects(media.Schema, map[*openapi3.Schema]bool{})
		}
	}
	key := method + " " + o.Path
	if _, taken := c.operations[key]; taken {
		return fmt.Errorf("stands in two contracts")
	}
	c.operations[key] = o
	return nil
}

// closeObjects refuses unknown fields in everything reachable from a request.
func closeObjects(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	s := ref.Value
	seen[s] = true
	if len(s.Properties) > 0 && s.AdditionalProperties.Has == nil && s.AdditionalProperties.Schema == nil {
		closed := false
		s.AdditionalProperties.Has = &closed
	}
	for _, p := range s.Properties {
		closeObjects(p, seen)
	}
	closeObjects(s.Items, seen)
	closeObjects(s.AdditionalProperties.Schema, seen)
	for _, list := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf, s.AllOf} {
		for _, p := range list {
			closeObjects(p, seen)
		}
	}
}

// checkRoutes compares the routes under /api/ with the contract, both ways.
func (c *Contract) checkRoutes(routes []*echo.Route) error {
	mounted := map[string]bool{}
	for _, r := range routes {
		if !strings.HasPrefix(r.Path, "/api/") || r.Method == echo.RouteNotFound || r.Method == http.MethodHead {
			continue
		}
		key := r.Method + " " + r.Path
		mounted[key] = true
		if _, ok := c.operations[key]; !ok {
			return fmt.Errorf("route %s stands in no contract", key)
		}
	}
	for key := range c.operations {
		if !mounted[key] {
			return fmt.Errorf("operation %s has no handler", key)
		}
	}
	return nil
}
