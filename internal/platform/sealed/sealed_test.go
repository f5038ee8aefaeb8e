package sealed

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func key(letter string) string {
	return base64.StdEncoding.EncodeToString([]byte(strings.Repeat(letter, 32)))
}

func TestBox_OpensWhatAnyKeyOfTheRingSealed(t *testing.T) {
	old, err := New("1:"+key("a"), key("i"))
	require.NoError(t, err)
	sealed, err := old.Seal("330482199003072311")
	require.NoError(t, err)
	require.NotContains(t, string(sealed), "3304")

	rotated, err := New("2:"+key("b")+", 1:"+key("a"), key("i"))
	require.NoError(t, err)
	clear, err := rotated.Open(sealed)
	require.NoError(t, err)
	require.Equal(t, "330482199003072311", clear)
	require.Equal(t, old.Index("x"), rotated.Index("x"))

	other, err := New("1:"+key("c"), key("i"))
	require.NoError(t, err)
	_, err = other.Open(sealed)
	require.ErrorIs(t, err, ErrOpen)
}

func TestBox_RefusesEveryChangedByte(t *testing.T) {
	box, err := New("1:"+key("a"), key("i"))
	require.NoError(t, err)
	sealed, err := box.Seal("secret")
	require.NoError(t, err)
	for i := range sealed {
		changed := append([]byte(nil), sealed...)
		changed[i] ^= 1
		_, err := box.Open(changed)
		require.ErrorIs(t, err, ErrOpen, "byte %d", i)
	}
	_, err = box.Open(nil)
	require.ErrorIs(t, err, ErrOpen)
}

func TestNew_RefusesShortKeys(t *testing.T) {
	for _, ring := range []string{"", "1", "1:abc", "0:" + key("a"), key("a")} {
		_, err := New(ring, key("i"))
		require.Error(t, err, ring)
	}
	_, err := New("1:"+key("a"), "short")
	require.Error(t, err)
}
