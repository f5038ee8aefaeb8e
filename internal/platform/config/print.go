package config

import (
	"fmt"
	"reflect"
	"strings"
)

// Redacted prints the configuration as TOML lines, with every secret that is
// set replaced by a fixed word.
func (c Config) Redacted() string {
	var b strings.Builder
	v := reflect.ValueOf(c)
	var sections strings.Builder
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Type.Kind() != reflect.Struct {
			fmt.Fprintf(&b, "%s = %s\n", field.Tag.Get("koanf"), literal(v.Field(i)))
			continue
		}
		fmt.Fprintf(&sections, "\n[%s]\n", field.Tag.Get("koanf"))
		printSection(&sections, v.Field(i))
	}
	return b.String() + sections.String()
}

func printSection(b *strings.Builder, v reflect.Value) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		text := literal(v.Field(i))
		if field.Tag.Get("secret") == "true" && !v.Field(i).IsZero() {
			text = `"(redacted)"`
		}
		fmt.Fprintf(b, "%s = %s\n", field.Tag.Get("koanf"), text)
	}
}

func literal(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		return fmt.Sprintf("%q", v.String())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = literal(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		return fmt.Sprint(v.Interface())
	}
}
