package postgres

import (
	"fmt"
	"reflect"
	"strings"
)

const nameMark = "-- name:"

// Blocks splits a queries.sql into its named blocks. Every statement must
// stand under a "-- name: some-name" line; names are unique.
func Blocks(sqlText string) (map[string]string, error) {
	blocks := map[string]string{}
	name := ""
	var body []string
	flush := func() error {
		if name == "" {
			if strings.TrimSpace(strings.Join(body, "\n")) != "" {
				return fmt.Errorf("SQL before the first %q line", nameMark)
			}
			return nil
		}
		text := strings.TrimSuffix(strings.TrimSpace(strings.Join(body, "\n")), ";")
		if text == "" {
			return fmt.Errorf("query %q is empty", name)
		}
		if _, taken := blocks[name]; taken {
			return fmt.Errorf("query %q stands twice", name)
		}
		blocks[name] = text
		return nil
	}
	for line := range strings.Lines(sqlText) {
		line = strings.TrimRight(line, "\r\n")
		mark, ok := strings.CutPrefix(strings.TrimSpace(line), nameMark)
		if !ok {
			if name != "" || !strings.HasPrefix(strings.TrimSpace(line), "--") {
				body = append(body, line)
			}
			continue
		}
		if err := flush(); err != nil {
			return nil, err
		}
		name, body = strings.TrimSpace(mark), nil
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return blocks, nil
}

// Bind fills the string fields of *dst that carry a `query:"name"` tag with
// the block of that name. A field without a block and a block without a field
// are both errors, so that SQL and code cannot drift apart. The fields must be
// exported (the struct itself need not be).
func Bind(sqlText string, dst any) error {
	blocks, err := Blocks(sqlText)
	if err != nil {
		return err
	}
	v := reflect.ValueOf(dst)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("bind needs a pointer to a struct, got %T", dst)
	}
	v = v.Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("query")
		if name == "" {
			return fmt.Errorf("field %s has no query tag", v.Type().Field(i).Name)
		}
		if !v.Field(i).CanSet() {
			return fmt.Errorf("field %s must be exported", v.Type().Field(i).Name)
		}
		text, ok := blocks[name]
		if !ok {
			return fmt.Errorf("no query named %q", name)
		}
		v.Field(i).SetString(text)
		delete(blocks, name)
	}
	for name := range blocks {
		return fmt.Errorf("query %q is bound to no field", name)
	}
	return nil
}
