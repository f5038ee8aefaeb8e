package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"jiangxun/internal/fault"
)

// statuses maps each code to its HTTP status.
var statuses = map[fault.Code]int{
	fault.Malformed: http.StatusBadRequest, fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
	fault.Conflict: http.StatusConflict, fault.Gone: http.StatusGone,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Unsupported: http.StatusUnsupportedMediaType,
	fault.Invalid: http.StatusUnprocessableEntity, fault.TooMany: http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable, fault.Internal: http.StatusInternalServerError,
}

// Problem is the reply of every refusal (RFC 9457, Problem Details for HTTP
// APIs). Sub and Params choose and fill the sentence in the web app.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      fault.Code     `json:"code"`
	Sub       fault.Sub      `json:"sub"`
	Params    fault.Params   `json:"params,omitempty"`
	Fields    []ProblemField `json:"fields,omitempty"`
	RequestID string         `json:"requestId"`
}

// ProblemField is the refusal of one input field.
type ProblemField struct {
	Name   string       `json:"name"`
	Sub    fault.Sub    `json:"sub"`
	Params fault.Params `json:"params,omitempty"`
}

// Sub-codes of the door itself.
const (
	subInternal      fault.Sub = "internal"
	subNoRoute       fault.Sub = "no_route"
	subMethod        fault.Sub = "no_method"
	subSignIn        fault.Sub = "sign_in"
	subForbidden     fault.Sub = "forbidden"
	subCrossSite     fault.Sub = "cross_site"
	subBodyTooLarge  fault.Sub = "body_too_large"
	subContentType   fault.Sub = "content_type"
	subJSON          fault.Sub = "json"
	subUnknownField  fault.Sub = "unknown_field"
	subUnavailable   fault.Sub = "unavailable"
	subFieldRequired fault.Sub = "field.required"
	subFieldType     fault.Sub = "field.type"
	subFieldShort    fault.Sub = "field.too_short"
	subFieldLong     fault.Sub = "field.too_long"
	subFieldSmall    fault.Sub = "field.too_small"
	subFieldLarge    fault.Sub = "field.too_large"
	subFieldFormat   fault.Sub = "field.format"
	subFieldChoice   fault.Sub = "field.choice"
	subFieldFew      fault.Sub = "field.too_few"
	subFieldMany     fault.Sub = "field.too_many"
)

// problems turns any error into a problem reply: the only place that does.
func problems(log *slog.Logger) echo.HTTPErrorHandler {
	return func(err error, c echo.Context) {
		if c.Response().Committed {
			return
		}
		f := faultOf(err)
		c.Set(keyFault, f)
		if f.Code == fault.Internal {
			log.ErrorContext(c.Request().Context(), "request failed", "request", RequestID(c.Request().Context()), "route", c.Path(), "error", err)
		}
		p := Problem{
			Type: "about:blank", Title: http.StatusText(statuses[f.Code]), Status: statuses[f.Code],
			Code: f.Code, Sub: f.Sub, Params: f.Params, RequestID: RequestID(c.Request().Context()),
		}
		for _, field := range f.Fields {
			p.Fields = append(p.Fields, ProblemField(field))
		}
		body, marshalErr := json.Marshal(p)
		if marshalErr != nil {
			body = []byte(`{"status":500,"code":"internal","sub":"internal"}`)
		}
		if f.Code == fault.TooMany || f.Code == fault.Unavailable {
			c.Response().Header().Set("Retry-After", "5")
		}
		_ = c.Blob(p.Status, "application/problem+json", body)
	}
}

// faultOf finds or makes the fault of an error.
func faultOf(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, subUnavailable)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, subBodyTooLarge).With(fault.Params{"limit": tooLarge.Limit})
	}
	var h *echo.HTTPError
	if !errors.As(err, &h) {
		return fault.New(fault.Internal, subInternal)
	}
	switch h.Code {
	case http.StatusNotFound:
		return fault.New(fault.NotFound, subNoRoute)
	case http.StatusMethodNotAllowed:
		return fault.New(fault.NotFound, subMethod)
	case http.StatusBadRequest:
		return fault.New(fault.Malformed, subJSON)
	case http.StatusRequestEntityTooLarge:
		return fault.New(fault.TooLarge, subBodyTooLarge)
	case http.StatusUnsupportedMediaType:
		return fault.New(fault.Unsupported, subContentType)
	default:
		return fault.New(fault.Internal, subInternal)
	}
}
