package wechat

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// A template's field is named by its kind and a number ("thing2"); WeChat
// refuses the whole message when one value breaks its kind's rule.
var fieldShape = regexp.MustCompile(`^([a-z_]+?)([0-9]{1,3})$`)

type fieldRule struct {
	runes int            // longer values are cut, with an ellipsis where that reads well
	shape *regexp.Regexp // what cannot be cut into shape is refused
	cut   bool
}

// Keep in step with the vendor's table of field kinds.
var fieldRules = map[string]fieldRule{
	"thing":            {runes: 20, cut: true},
	"phrase":           {runes: 5, cut: true, shape: regexp.MustCompile(`^\p{Han}+$`)},
	"const":            {runes: 20},
	"name":             {runes: 10, cut: true, shape: regexp.MustCompile(`^(\p{Han}|[A-Za-z·])+$`)},
	"character_string": {runes: 32, shape: regexp.MustCompile(`^[\x21-\x7e]+$`)},
	"number":           {runes: 32, shape: regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)},
	"letter":           {runes: 32, shape: regexp.MustCompile(`^[A-Za-z]+$`)},
	"symbol":           {runes: 5},
	"phone_number":     {runes: 17, shape: regexp.MustCompile(`^[0-9+\-]+$`)},
	"date":             {runes: 32, shape: regexp.MustCompile(`^[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2})?$`)},
	"time":             {runes: 32, shape: regexp.MustCompile(`^([0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2}) )?[0-9]{2}:[0-9]{2}(:[0-9]{2})?$`)},
}

// fitField brings a value into the shape of its field. It fails for a field of
// unknown kind and for values that cannot be shortened honestly.
func fitField(name, value string) (string, error) {
	parts := fieldShape.FindStringSubmatch(name)
	if parts == nil {
		return "", fmt.Errorf("template field %q has no kind", name)
	}
	rule, known := fieldRules[parts[1]]
	if !known {
		return "", fmt.Errorf("template field %q is of an unknown kind", name)
	}
	value = oneLine(value)
	if runes := []rune(value); len(runes) > rule.runes {
		if !rule.cut {
			return "", fmt.Errorf("template field %q is too long", name)
		}
		value = cutTo(runes, rule.runes, rule.shape == nil)
	}
	if value == "" || (rule.shape != nil && !rule.shape.MatchString(value)) {
		return "", fmt.Errorf("template field %q has the wrong shape", name)
	}
	return value, nil
}

func cutTo(runes []rune, limit int, ellipsis bool) string {
	if !ellipsis {
		return string(runes[:limit])
	}
	return strings.TrimRight(string(runes[:limit-1]), " ，、。") + "…"
}

func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
