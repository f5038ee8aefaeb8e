package httpx

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"jiangxun/internal/fault"
)

// maxDepth bounds nesting; no contract comes near it.
const maxDepth = 32

var errJSON = fault.New(fault.Malformed, subJSON)

// checkJSON refuses what the standard decoder lets pass: a key that stands
// twice in one object, a second document behind the first, deep nesting, and a
// NUL in a text, which the database cannot hold.
func checkJSON(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := checkValue(d, nil); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errJSON
	}
	return nil
}

// checkValue reads the value at a place, the names and indexes that lead to it.
func checkValue(d *json.Decoder, place []string) error {
	token, err := d.Token()
	if err != nil {
		return errJSON
	}
	open, ok := token.(json.Delim)
	if !ok {
		text, _ := token.(string)
		return checkText(text, place)
	}
	if len(place) == maxDepth {
		return errJSON
	}
	keys := map[string]bool{}
	for i := 0; d.More(); i++ {
		at := strconv.Itoa(i)
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return errJSON
			}
			name, _ := key.(string)
			if keys[name] {
				return errJSON
			}
			keys[name], at = true, name
		}
		if err := checkValue(d, append(place, at)); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return errJSON
	}
	return nil
}

func checkText(text string, place []string) error {
	if !strings.ContainsRune(text, 0) {
		return nil
	}
	return fault.InvalidFields(fault.Field{Name: strings.Join(place, "."), Sub: subFieldFormat})
}
