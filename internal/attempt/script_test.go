package attempt

import (
	"crypto/ed25519"
	"encoding/hex"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"jiangxun/internal/marking"
	"jiangxun/internal/platform/config"
)

func TestScript_CanonicalForm(t *testing.T) {
	s := script{10: {"B"}, 2: {"D", "A", "A"}, 3: {"T"}}
	form := uuid.UUID{1}
	require.Equal(t, "jiangxun script 1\n01000000-0000-0000-0000-000000000000\n2=AD\n3=T\n10=B\n", string(s.canonical(form, 100)))
	require.Equal(t, s.digest(form, 100), script{2: {"A", "D"}, 3: {"T"}, 10: {"B"}}.digest(form, 100))
	require.NotEqual(t, s.digest(form, 100), script{2: {"A"}, 3: {"T"}, 10: {"B"}}.digest(form, 100))
}

func TestWinners_AgreeWithMarking(t *testing.T) {
	events := []event{
		{Epoch: 1, Seq: 3, Question: 1, Value: "A"}, {Epoch: 1, Seq: 2, Question: 1, Value: "B"}, {Epoch: 2, Seq: 1, Question: 2, Cleared: true},
		{Epoch: 1, Seq: 9, Question: 2, Value: "C"}, {Epoch: 2, Seq: 2, Question: 1}, {Epoch: 2, Seq: 4, Question: 3, Value: "AC"},
	}
	got := script{}
	for q, e := range winners(events) {
		if !e.Cleared {
			got[q] = answerOf(e.Value)
		}
	}
	require.Equal(t, scriptOf(events), got)
	require.Equal(t, script{1: marking.Answer{"A"}, 3: {"A", "C"}}, got)
}

func TestReceipt_SignatureHolds(t *testing.T) {
	s, err := newSigner(config.SampleKey("receipt"))
	require.NoError(t, err)
	a := Attempt{ID: uuid.UUID{1}, AccountID: uuid.UUID{2}, FormID: uuid.UUID{3}}
	at := time.Date(2026, 11, 25, 1, 2, 3, 0, time.UTC)
	r := s.receipt(a, script{1: {"A"}}, 20, at)
	public := s.key.Public().(ed25519.PublicKey)
	require.True(t, ed25519.Verify(public, []byte(r.Text(a.ID, a.AccountID, a.FormID)), r.Signature))
	require.Contains(t, r.Text(a.ID, a.AccountID, a.FormID), hex.EncodeToString(r.Digest))
	r.Answered++
	require.False(t, ed25519.Verify(public, []byte(r.Text(a.ID, a.AccountID, a.FormID)), r.Signature))
	_, err = newSigner("short")
	require.Error(t, err)
}
