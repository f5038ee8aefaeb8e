package cnid

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var today = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

func TestParseIDNumber_AcceptsEachKindInItsForm(t *testing.T) {
	for _, c := range []struct {
		kind     Kind
		in, want string
	}{
		{ResidentID, "11010519491231002X", "11010519491231002X"},
		{ResidentID, "440524188001010014", ""},
		{ResidentID, " 1101 0519 4912 3100 2x ", "11010519491231002X"},
		{ResidentID, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"},
		{ResidentID, "330482200002291032", "330482200002291032"},
		{ResidencePermit, "810000199408230021", "810000199408230021"},
		{ResidencePermit, "830000199201300022", "830000199201300022"},
		{HongKongMacau, "h12345678", "H12345678"},
		{Taiwan, "12345678", "12345678"},
		{Passport, "E12345678", "E12345678"},
	} {
		n, err := ParseIDNumber(c.kind, c.in, today)
		if c.want == "" {
			require.ErrorIs(t, err, ErrBirthDate, c.in) // 1880: nobody is that old
			continue
		}
		require.NoError(t, err, c.in)
		require.Equal(t, c.want, n.Reveal())
	}
}

func TestParseIDNumber_SaysWhy(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		in   string
		want error
	}{
		{ResidentID, "", ErrLength},
		{ResidentID, "11010519491231002", ErrLength},
		{ResidentID, "1101051949123100 21", ErrChecksum},
		{ResidentID, "11010519491231O02X", ErrForm},
		{ResidentID, "810000199408230021", ErrArea},
		{ResidencePermit, "11010519491231002X", ErrArea},
		{ResidentID, withCheck("33048219990230123"), ErrBirthDate},
		{ResidentID, withCheck("33048220300101123"), ErrBirthDate},
		{Passport, "护照", ErrForm},
		{"library_card", "123", ErrKind},
	} {
		_, err := ParseIDNumber(c.kind, c.in, today)
		require.ErrorIs(t, err, c.want, c.in)
	}
}

func TestIDNumber_NeverPrintsInClear(t *testing.T) {
	n, err := ParseIDNumber(ResidentID, "330482199003072311", today)
	require.NoError(t, err)
	text, _ := n.MarshalText()
	for _, printed := range []string{n.String(), fmt.Sprint(n), fmt.Sprintf("%#v", n), fmt.Sprintf("%v", n), string(text), n.LogValue().String()} {
		require.Equal(t, "330482********2311", printed)
	}
	require.Equal(t, "138****0000", fmt.Sprint(Phone("13800000000")))
}

func TestBirthDateAndSex(t *testing.T) {
	n := IDNumber("330482200002291032")
	born, ok := BirthDate(ResidentID, n)
	require.True(t, ok)
	require.Equal(t, "2000-02-29", born.Format(time.DateOnly))
	sex, ok := SexOf(ResidentID, n)
	require.True(t, ok)
	require.Equal(t, Male, sex)
	_, ok = BirthDate(Passport, "E12345678")
	require.False(t, ok)
}

func TestParsePhone(t *testing.T) {
	p, err := ParsePhone("+86 138-0000-0000")
	require.NoError(t, err)
	require.Equal(t, "13800000000", p.Reveal())
	for _, bad := range []string{"", "1380000000", "23800000000", "1380000000a"} {
		_, err := ParsePhone(bad)
		require.Error(t, err, bad)
	}
}

// Any change of one digit of a valid number is caught (ISO 7064 promises it).
func FuzzParseIDNumber_OneWrongDigitIsRefused(f *testing.F) {
	f.Add(uint32(330482), uint16(7000), uint16(231), uint8(3), uint8(1))
	f.Fuzz(func(t *testing.T, area uint32, day, seq uint16, at, by uint8) {
		born := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)%25000)
		valid := withCheck(fmt.Sprintf("%06d%s%03d", 110000+area%690000, born.Format("20060102"), seq%1000))
		n, err := ParseIDNumber(ResidentID, valid, today)
		require.NoError(t, err)
		require.Equal(t, valid, n.Reveal())
		wrong := []byte(valid)
		i := int(at) % 17
		wrong[i] = '0' + (wrong[i]-'0'+1+by%9)%10
		_, err = ParseIDNumber(ResidentID, string(wrong), today)
		require.Error(t, err)
	})
}

func withCheck(first17 string) string { return first17 + string(checkDigit(first17)) }
