// Package cnid knows Chinese identity numbers and mobile numbers: how they are
// written, checked and masked. Both types print masked everywhere; Reveal is
// the only way to the clear text.
package cnid

import (
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Kind is the kind of an identity document.
type Kind string

// The kinds that registration accepts (the list of the Zhejiang examination
// affairs system, with today's names).
const (
	ResidentID       Kind = "resident_id"       // 居民身份证
	ResidencePermit  Kind = "residence_permit"  // 港澳台居民居住证
	HongKongMacau    Kind = "hk_macau_permit"   // 港澳居民来往内地通行证
	Taiwan           Kind = "taiwan_permit"     // 台湾居民来往大陆通行证
	ForeignPermanent Kind = "foreign_permanent" // 外国人永久居留身份证
	Passport         Kind = "passport"          // 护照
	Officer          Kind = "officer"           // 军官证
)

// Reasons why a number is refused.
var (
	ErrKind      = errors.New("unknown kind of document")
	ErrLength    = errors.New("wrong length")
	ErrForm      = errors.New("characters that do not belong there")
	ErrChecksum  = errors.New("check digit does not fit")
	ErrBirthDate = errors.New("birth date does not exist or lies in the future")
	ErrArea      = errors.New("area code does not fit the kind of document")
)

// IDNumber is a checked identity number in its normal form.
type IDNumber string

// Reveal gives the clear text. Every call is a place to justify.
func (n IDNumber) Reveal() string { return string(n) }

// String masks all but the area and the last four characters.
func (n IDNumber) String() string { return mask(string(n), 6, 4) }

// GoString masks as String does.
func (n IDNumber) GoString() string { return n.String() }

// LogValue masks as String does.
func (n IDNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// MarshalText masks as String does.
func (n IDNumber) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// Phone is a checked mobile number of eleven digits.
type Phone string

// Reveal gives the clear text. Every call is a place to justify.
func (p Phone) Reveal() string { return string(p) }

// String masks the four digits in the middle.
func (p Phone) String() string { return mask(string(p), 3, 4) }

// GoString masks as String does.
func (p Phone) GoString() string { return p.String() }

// LogValue masks as String does.
func (p Phone) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText masks as String does.
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func mask(s string, head, tail int) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	if len(r) <= head+tail {
		head, tail = 1, min(1, len(r)-1)
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}

// normal turns full-width characters into plain ones, drops blanks and
// invisible characters, and writes letters large.
func normal(s string) string {
	s = norm.NFKC.String(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == ' ', r == '\t', r == '-', r == '\u200b', r == '\u00a0', r == '\ufeff':
			return -1
		}
		return r
	}, s)
	return strings.ToUpper(s)
}

var phoneForm = regexp.MustCompile(`^1[3-9]\d{9}$`)

// ParsePhone reads a mobile number of the mainland, with or without +86.
func ParsePhone(s string) (Phone, error) {
	s = normal(s)
	s = strings.TrimPrefix(s, "+86")
	if len(s) != 11 {
		return "", ErrLength
	}
	if !phoneForm.MatchString(s) {
		return "", ErrForm
	}
	return Phone(s), nil
}

var otherForms = map[Kind]*regexp.Regexp{
	HongKongMacau:    regexp.MustCompile(`^[HM]\d{8}(\d{2})?$`),
	Taiwan:           regexp.MustCompile(`^\d{8}$`),
	ForeignPermanent: regexp.MustCompile(`^([A-Z]{3}\d{12}|9\d{17})$`),
	Passport:         regexp.MustCompile(`^[A-Z0-9]{5,17}$`),
	Officer:          regexp.MustCompile(`^[\p{Han}A-Z0-9字第号]{4,20}$`),
}

// ParseIDNumber reads and checks a number of the given kind. Resident ID cards
// and residence permits are checked in full (GB 11643); other documents by
// their form alone. today bounds the birth date.
func ParseIDNumber(kind Kind, s string, today time.Time) (IDNumber, error) {
	s = normal(s)
	switch kind {
	case ResidentID, ResidencePermit:
		return parseCitizen(kind, s, today)
	}
	form, ok := otherForms[kind]
	if !ok {
		return "", ErrKind
	}
	if !form.MatchString(s) {
		return "", ErrForm
	}
	return IDNumber(s), nil
}

var citizenForm = regexp.MustCompile(`^\d{17}[\dX]$`)

func parseCitizen(kind Kind, s string, today time.Time) (IDNumber, error) {
	if len(s) != 18 {
		return "", ErrLength
	}
	if !citizenForm.MatchString(s) {
		return "", ErrForm
	}
	if s[17] != checkDigit(s[:17]) {
		return "", ErrChecksum
	}
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.After(today) || born.Year() < 1900 {
		return "", ErrBirthDate
	}
	permit := s[:2] == "81" || s[:2] == "82" || s[:2] == "83"
	if permit != (kind == ResidencePermit) {
		return "", ErrArea
	}
	return IDNumber(s), nil
}

var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// checkDigit computes the 18th character (GB 11643-1999, the ISO 7064
// MOD 11-2 method).
func checkDigit(first17 string) byte {
	sum := 0
	for i, w := range weights {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// BirthDate gives the birth date that the number holds; ok is false for kinds
// that hold none.
func BirthDate(kind Kind, n IDNumber) (born time.Time, ok bool) {
	if kind != ResidentID && kind != ResidencePermit || len(n) != 18 {
		return time.Time{}, false
	}
	born, err := time.Parse("20060102", string(n[6:14]))
	return born, err == nil
}

// Sex is as on the card.
type Sex string

// The two sexes.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// SexOf gives the sex that the number holds; ok is false for kinds that hold
// none.
func SexOf(kind Kind, n IDNumber) (s Sex, ok bool) {
	if kind != ResidentID && kind != ResidencePermit || len(n) != 18 {
		return "", false
	}
	if (n[16]-'0')%2 == 1 {
		return Male, true
	}
	return Female, true
}
