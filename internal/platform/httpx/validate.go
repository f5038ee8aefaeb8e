package httpx

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"jiangxun/internal/fault"
)

// validate holds a request against its operation.
func validate(c echo.Context, op *Operation) error {
	params := map[string]string{}
	for i, name := range c.ParamNames() {
		params[name] = c.ParamValues()[i]
	}
	err := openapi3filter.ValidateRequest(c.Request().Context(), &openapi3filter.RequestValidationInput{
		Request: c.Request(), PathParams: params, QueryParams: c.QueryParams(), Route: op.route,
		Options: &openapi3filter.Options{
			MultiError: true, ExcludeRequestBody: !op.JSON,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		},
	})
	if err == nil {
		return nil
	}
	return contractFault(err)
}

// checkAddress refuses what the checker lets pass and no room can look up: an
// id that is none, bytes that are no text. Behind such a path is nothing.
func checkAddress(c echo.Context, op *Operation) error {
	for i, name := range c.ParamNames() {
		// The generated code unescapes what it is given once more.
		value, err := url.PathUnescape(c.ParamValues()[i])
		if err != nil || !isText(value) || (op.ids[name] && uuid.Validate(value) != nil) {
			return fault.NotFoundf("page")
		}
	}
	for name, values := range c.QueryParams() {
		if !isText(name) {
			return fault.New(fault.Malformed, subUnknownField)
		}
		for _, value := range values {
			if !isText(value) {
				return fault.InvalidFields(fault.Field{Name: name, Sub: subFieldFormat})
			}
		}
	}
	return nil
}

// isText tells whether the database can hold s.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// contractFault turns the checker's findings into field errors. Unknown fields
// are malformed requests (400); everything else is invalid input (422), but an
// unreadable id in the path is simply not found.
func contractFault(err error) error {
	found := findings{}
	found.collect("", err)
	switch {
	case found.noSuchPath:
		return fault.NotFoundf("page")
	case len(found.unknown) > 0:
		f := fault.New(fault.Malformed, subUnknownField)
		f.Fields = found.unknown
		return f.Because(err)
	case len(found.fields) > 0:
		return fault.InvalidFields(found.fields...).Because(err)
	default:
		return fault.New(fault.Malformed, subJSON).Because(err)
	}
}

// maxFindings bounds a reply: a page shows a few, a flood of keys gets no more.
const maxFindings = 50

type findings struct {
	fields, unknown []fault.Field
	noSuchPath      bool
}

func (f *findings) collect(prefix string, err error) {
	switch e := err.(type) { //nolint:errorlint // a tree is walked, not a chain searched
	case openapi3.MultiError:
		for _, inner := range e {
			f.collect(prefix, inner)
		}
	case *openapi3filter.RequestError:
		if e.Parameter != nil {
			if e.Parameter.In == openapi3.ParameterInPath {
				f.noSuchPath = true
				return
			}
			prefix = e.Parameter.Name
		}
		if e.Err == nil {
			f.add(prefix, subFieldRequired, nil)
			return
		}
		f.collect(prefix, e.Err)
	case *openapi3.SchemaError:
		f.schema(prefix, e)
	case *openapi3filter.ParseError:
		if prefix != "" {
			f.add(prefix, subFieldType, nil)
		}
	default:
		if errors.Is(err, openapi3filter.ErrInvalidRequired) {
			f.add(prefix, subFieldRequired, nil)
			return
		}
		if inner := errors.Unwrap(err); inner != nil {
			f.collect(prefix, inner)
		} else if prefix != "" {
			f.add(prefix, subFieldFormat, nil)
		}
	}
}

func (f *findings) add(name string, sub fault.Sub, p fault.Params) {
	if len(f.fields) < maxFindings {
		f.fields = append(f.fields, fault.Field{Name: name, Sub: sub, Params: p})
	}
}

func (f *findings) schema(prefix string, e *openapi3.SchemaError) {
	if e.Origin != nil {
		var inner openapi3.MultiError
		if errors.As(e.Origin, &inner) {
			f.collect(prefix, inner)
			return
		}
	}
	pointer := e.JSONPointer()
	if prefix != "" {
		pointer = append([]string{prefix}, pointer...)
	}
	name := strings.Join(pointer, ".")
	if e.SchemaField == "properties" || e.SchemaField == "additionalProperties" {
		if len(f.unknown) < maxFindings {
			f.unknown = append(f.unknown, fault.Field{Name: name, Sub: subUnknownField})
		}
		return
	}
	sub, params := wordFor(e)
	f.add(name, sub, params)
}

func wordFor(e *openapi3.SchemaError) (fault.Sub, fault.Params) {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return subFieldRequired, nil
	case "minLength":
		if s.MinLength == 1 {
			return subFieldRequired, nil
		}
		return subFieldShort, fault.Params{"min": s.MinLength}
	case "maxLength":
		return subFieldLong, fault.Params{"max": *s.MaxLength}
	case "minimum", "exclusiveMinimum":
		return subFieldSmall, fault.Params{"min": number(s.Min)}
	case "maximum", "exclusiveMaximum":
		return subFieldLarge, fault.Params{"max": number(s.Max)}
	case "minItems":
		return subFieldFew, fault.Params{"min": s.MinItems}
	case "maxItems":
		return subFieldMany, fault.Params{"max": *s.MaxItems}
	case "enum", "oneOf", "anyOf":
		return subFieldChoice, nil
	case "type", "nullable":
		return subFieldType, nil
	default:
		return subFieldFormat, nil
	}
}

func number(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}

// bodyBinder decodes the body and nothing else: ids come from the path, which
// the generated code reads by itself.
type bodyBinder struct{}

// Bind implements echo.Binder.
func (bodyBinder) Bind(target any, c echo.Context) error {
	if c.Request().ContentLength == 0 {
		return nil
	}
	if err := (&echo.DefaultBinder{}).BindBody(c, target); err != nil {
		return fault.New(fault.Invalid, subJSON).Because(err)
	}
	return nil
}

var _ http.Handler = (*echo.Echo)(nil)
