package httpx

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"jiangxun/internal/fault"
)

const keyOperation = "httpx.operation"

// ReadBody gives the JSON body of an operation that decodes it by itself
// (x-own-decoder). Session, permission and size were checked on the way; the
// shape was not, and whoever refuses it does so with Refuse.
func ReadBody(c echo.Context) ([]byte, error) {
	r := c.Request()
	if !isJSON(r) {
		return nil, fault.New(fault.Unsupported, subContentType)
	}
	if n := r.ContentLength; n > 0 && n <= 4096 {
		body := make([]byte, n)
		_, err := io.ReadFull(r.Body, body)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fault.New(fault.Malformed, subJSON).Because(err)
		}
		return body, err
	}
	return io.ReadAll(r.Body)
}

// Refuse finds the words for a body that the operation's own decoder did not
// take, by the contract. It never returns nil: a body that the contract would
// take is malformed all the same.
func Refuse(c echo.Context, body []byte) error {
	op, ok := c.Get(keyOperation).(*Operation)
	if !ok {
		return fault.New(fault.Malformed, subJSON)
	}
	if err := checkBody(c, op, body); err != nil {
		return err
	}
	return fault.New(fault.Malformed, subJSON)
}

func checkBody(c echo.Context, op *Operation, body []byte) error {
	r := c.Request()
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	if err := readJSON(r); err != nil {
		return err
	}
	return validate(c, op)
}

func isJSON(r *http.Request) bool {
	header := r.Header.Get("Content-Type")
	if header == "application/json" {
		return true
	}
	kind, _, err := mime.ParseMediaType(header)
	return err == nil && kind == "application/json"
}

// CheckBody holds a JSON body against the contract of an operation, so that a
// test can compare an operation's own decoder with it.
func (c *Contract) CheckBody(method, path string, body []byte) error {
	op, ok := c.find(method, path)
	if !ok {
		return fault.New(fault.NotFound, subNoRoute)
	}
	r, err := http.NewRequest(method, path, bytes.NewReader(body)) //nolint:noctx // never sent
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	var names, values []string
	for _, parameter := range op.route.Operation.Parameters {
		if parameter.Value.In == openapi3.ParameterInPath {
			names, values = append(names, parameter.Value.Name), append(values, uuid.Nil.String())
		}
	}
	context := echo.New().NewContext(r, nil)
	context.SetParamNames(names...)
	context.SetParamValues(values...)
	return checkBody(context, op, body)
}
