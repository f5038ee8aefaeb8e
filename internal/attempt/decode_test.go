package attempt

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	attemptapi "jiangxun/internal/attempt/api"
	"jiangxun/internal/platform/httpx"
)

const goodSave = `{"epoch":3,"events":[{"seq":7,"q":12,"value":"ACD","clear":false,"at":1795600000000},{"at":0,"seq":8,"value":"","q":1}]}`

func contractOf(t testing.TB) func(body []byte) error {
	t.Helper()
	c, err := httpx.LoadContract([]httpx.Room{Room(nil)})
	require.NoError(t, err)
	return func(body []byte) error { return c.CheckBody("POST", "/api/my/attempts/:attemptId/answers", body) }
}

func TestDecodeSave_ReadsWhatPagesSend(t *testing.T) {
	in, ok := decodeSave([]byte(goodSave))
	require.True(t, ok)
	require.Equal(t, saveInput{Epoch: 3, Events: []eventInput{
		{Seq: 7, Q: 12, Value: "ACD", At: 1795600000000}, {Seq: 8, Q: 1},
	}}, in)
	in, ok = decodeSave([]byte("\n { \"events\" : [ {\"seq\":1,\"q\":1,\"value\":\"\",\"clear\":true,\"at\":5} ] , \"epoch\" : 1 } \t"))
	require.True(t, ok)
	require.True(t, in.Events[0].Clear)
}

// N041 unknown fields, N042 ids in the body, N043 case, duplicate keys and a
// second document, N044 wrong types and monstrous numbers, F11 missing fields.
func TestN041_N042_N043_N044_F11_DecodeSaveRefusesWhatTheContractRefuses(t *testing.T) {
	contract := contractOf(t)
	require.NoError(t, contract([]byte(goodSave)))
	event := `{"seq":1,"q":1,"value":"A","at":1}`
	for _, body := range []string{
		``, `null`, `[]`, `{}`, `"x"`, `{"epoch":1}`, `{"events":[` + event + `]}`, `{"epoch":1,"events":[]}`, `{"epoch":1,"events":null}`,
		`{"epoch":1,"events":[` + event + `],"score":100}`, `{"epoch":1,"events":[` + event + `],"attemptId":"x"}`,
		`{"epoch":1,"events":[{"seq":1,"q":1,"value":"A","at":1,"isCorrect":true}]}`,
		`{"EPOCH":1,"events":[` + event + `]}`, `{"epoch":1,"epoch":2,"events":[` + event + `]}`,
		`{"epoch":1,"events":[{"seq":1,"seq":2,"q":1,"value":"A","at":1}]}`, `{"epoch":1,"events":[` + event + `]}{}`, `{"epoch":1,"events":[` + event + `]} x`,
		`{"epoch":"1","events":[` + event + `]}`, `{"epoch":1e999,"events":[` + event + `]}`, `{"epoch":NaN,"events":[` + event + `]}`,
		`{"epoch":0,"events":[` + event + `]}`, `{"epoch":-0,"events":[` + event + `]}`, `{"epoch":-1,"events":[` + event + `]}`, `{"epoch":1.5,"events":[` + event + `]}`,
		`{"epoch":9223372036854775808,"events":[` + event + `]}`, `{"epoch":[1],"events":[` + event + `]}`, `{"epoch":01,"events":[` + event + `]}`,
		`{"epoch":1,"events":[{"seq":0,"q":1,"value":"A","at":1}]}`, `{"epoch":1,"events":[{"seq":1,"q":0,"value":"A","at":1}]}`,
		`{"epoch":1,"events":[{"seq":1,"q":1001,"value":"A","at":1}]}`, `{"epoch":1,"events":[{"seq":1,"q":1,"value":"a","at":1}]}`,
		`{"epoch":1,"events":[{"seq":1,"q":1,"value":"ABCDEFGHI","at":1}]}`, `{"epoch":1,"events":[{"seq":1,"q":1,"value":["A"],"at":1}]}`,
		`{"epoch":1,"events":[{"seq":1,"q":1,"value":null,"at":1}]}`, `{"epoch":1,"events":[{"seq":1,"q":1,"value":"A"}]}`,
		`{"epoch":1,"events":[{"seq":1,"q":1,"value":"A","at":-1}]}`, `{"epoch":1,"events":[{"seq":1,"q":1,"value":"A","at":1,"clear":"true"}]}`,
		`{"epoch":1,"events":[{"seq":1,"q":1,"value":"A","at":1,"clear":null}]}`, `{"epoch":1,"events":{"0":` + event + `}}`,
		`{"epoch":1,"events":[` + event, `{"epoch":1,"events":[` + event + `,]}`, `{"epoch":1,,"events":[` + event + `]}`,
		`{"epoch":1,"events":[` + strings.TrimSuffix(strings.Repeat(event+",", 201), ",") + `]}`,
		strings.Repeat("[", 50), "\xff\xfe", `{"epoch":1,"events":[{"seq":1,"q":1,"value":"A\u0000","at":1}]}`, `{"epoch":1,"events":[{"seq":1,"q":1,"value":"甲","at":1}]}`,
	} {
		require.Error(t, contract([]byte(body)), body)
		_, ok := decodeSave([]byte(body))
		require.False(t, ok, body)
	}
}

// Whatever the decoder takes, the contract takes too, and means the same.
func TestDecodeSave_TakesNothingBeyondTheContract(t *testing.T) {
	contract := contractOf(t)
	r := rand.New(rand.NewPCG(5, 6))
	bytes := []byte(`{}[]":,0123456789-.eE+ "trueflsn AZaz\`)
	taken := 0
	for range 6000 {
		body := []byte(goodSave)
		for range 1 + r.IntN(3) {
			i := r.IntN(len(body))
			switch r.IntN(3) {
			case 0:
				body[i] = bytes[r.IntN(len(bytes))]
			case 1:
				body = append(body[:i], body[min(i+1+r.IntN(4), len(body)):]...)
			default:
				body = append(body[:i], append([]byte{bytes[r.IntN(len(bytes))]}, body[i:]...)...)
			}
			if len(body) == 0 {
				break
			}
		}
		in, ok := decodeSave(body)
		if !ok {
			continue
		}
		taken++
		require.NoError(t, contract(body), string(body))
		var want attemptapi.Save
		require.NoError(t, json.Unmarshal(body, &want), string(body))
		require.Equal(t, want.Epoch, in.Epoch)
		require.Len(t, in.Events, len(want.Events))
		for i, e := range want.Events {
			require.Equal(t, eventInput{Seq: e.Seq, Q: e.Q, Value: e.Value, Clear: e.Clear != nil && *e.Clear, At: e.At}, in.Events[i])
		}
	}
	require.Positive(t, taken)
}

func FuzzDecodeSave(f *testing.F) {
	contract := contractOf(f)
	f.Add([]byte(goodSave))
	f.Fuzz(func(t *testing.T, body []byte) {
		if _, ok := decodeSave(body); ok {
			require.NoError(t, contract(body))
		}
	})
}

func TestSaveReply_IsWhatTheContractSays(t *testing.T) {
	id := uuid.New()
	at := time.Date(2026, 11, 25, 1, 2, 3, 4_000_000, time.UTC)
	for _, r := range []SaveReply{
		{Epoch: 2, Acked: []int64{7, 8, 9}, DeadlineAt: at, ServerTime: at.Add(-time.Hour)},
		{Epoch: 1, Acked: []int64{1}, ServerTime: at},
	} {
		var got attemptapi.Saved
		require.NoError(t, json.Unmarshal(r.appendJSON(nil, id), &got))
		want := attemptapi.Saved{AttemptId: id, Epoch: r.Epoch, Acked: r.Acked, ServerTime: r.ServerTime, DeadlineAt: httpx.Optional(r.DeadlineAt)}
		require.Equal(t, want, got)
	}
}

func BenchmarkDecodeSave(b *testing.B) {
	body := []byte(goodSave)
	for b.Loop() {
		if _, ok := decodeSave(body); !ok {
			b.Fatal("refused")
		}
	}
}
