package httpx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// maxDepth bounds nesting; no contract comes near it.
const maxDepth = 32

var errJSON = errors.New("not one well-formed JSON document")

// checkJSON refuses what the standard decoder lets pass: a key that stands
// twice in one object, a second document behind the first, deep nesting.
func checkJSON(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errJSON
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	token, err := d.Token()
	if err != nil {
		return errJSON
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	if depth == maxDepth {
		return errJSON
	}
	keys := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return errJSON
			}
			name, _ := key.(string)
			if keys[name] {
				return errJSON
			}
			keys[name] = true
		}
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return errJSON
	}
	return nil
}
