package judge

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"T", "F"}, Keys("True", "False.", false))
	require.Equal(t, []string{"F", "T"}, Keys("×", "√", false))
	require.Equal(t, []string{"T", "F"}, Keys("yes_no.true", "yes_no.false", false), "Blackboard's Either/Or")
	require.Equal(t, []string{"F", "T"}, Keys("agree_disagree.false", "agree_disagree.true", false))
	require.Nil(t, Keys("yes", "no", false))
	require.Equal(t, []string{"T", "F"}, Keys("yes", "no", true))
	require.Nil(t, Keys("True", "True", true))
	require.Nil(t, Keys("on_off.true", "on_off.false", true))
}
