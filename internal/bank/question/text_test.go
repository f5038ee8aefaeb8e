package question_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiangxun/internal/bank/question"
)

func TestNormal_FoldsWhatTwoCopiesDiffer(t *testing.T) {
	t.Parallel()
	require.Equal(t, question.Normal("车刀的前角是（　　）。"), question.Normal("<p>车刀的前角是 ( ).</p>"))
	require.Equal(t, question.Normal("10³"), question.Normal("10<sup>3</sup>"))
	require.NotEqual(t, question.Normal("a>b"), question.Normal("a<b"))
	require.NotEqual(t, question.Normal("-5"), question.Normal("5"))
}

func TestFaceDigest_IgnoresTheOrderOfOptionsButNotPictures(t *testing.T) {
	t.Parallel()
	a := question.Body{Type: question.Single, Stem: "题", Options: []question.Option{{Key: "A", HTML: "甲"}, {Key: "B", HTML: "乙"}}, Key: []string{"A"}}
	b := question.Body{Type: question.Single, Stem: "题", Options: []question.Option{{Key: "A", HTML: "乙"}, {Key: "B", HTML: "甲"}}, Key: []string{"B"}}
	require.Equal(t, a.FaceDigest(nil), b.FaceDigest(nil))
	require.Equal(t, a.AnswerText(), b.AnswerText())
	require.NotEqual(t, a.FaceDigest(nil), a.FaceDigest([][]byte{{1}}))
}
