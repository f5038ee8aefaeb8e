package attempt

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/attempt/mutant"
	"jiangxun/internal/marking"
)

// event is one change as it is stored: number and keys of the form.
type event struct {
	Epoch    int
	Seq      int64
	Question int
	Value    string
	Cleared  bool
	DeviceMS int64
}

// same reports that both say the same about the same question.
func (e event) same(o event) bool {
	return e.Question == o.Question && e.Value == o.Value && e.Cleared == o.Cleared
}

// answerOf splits stored keys into an answer.
func answerOf(value string) marking.Answer {
	answer := make(marking.Answer, 0, len(value))
	for _, r := range value {
		answer = append(answer, string(r))
	}
	return answer
}

// script is the answers of a sitting by number on the form.
type script map[int]marking.Answer

func scriptOf(events []event) script {
	list := make([]marking.Event[int], len(events))
	for i, e := range events {
		list[i] = marking.Event[int]{Epoch: e.Epoch, Seq: e.Seq, Question: e.Question, Value: answerOf(e.Value), Clear: e.Cleared}
	}
	if mutant.Current == mutant.ArrivalWins {
		list = byArrival(list)
	}
	return marking.Winners(list)
}

// markedScript is the script that is marked: the acknowledged answers, and above
// them the late ones that somebody has decided to count.
func markedScript(acked, counted []event) script {
	all := append(make([]event, 0, len(acked)+len(counted)), acked...)
	for _, e := range counted {
		e.Epoch += aboveEpochs
		all = append(all, e)
	}
	return scriptOf(all)
}

// aboveEpochs lies above every epoch that the contract admits, twice over.
const aboveEpochs = 2_000_000

// winners gives the winning event of each question, clears included, by the
// rule of marking.Winners.
func winners(events []event) map[int]event {
	best := map[int]event{}
	for _, e := range events {
		if e.Value == "" && !e.Cleared {
			continue
		}
		held, ok := best[e.Question]
		if !ok || mutant.Current == mutant.ArrivalWins || e.Epoch > held.Epoch || e.Epoch == held.Epoch && e.Seq > held.Seq {
			best[e.Question] = e
		}
	}
	return best
}

// canonical writes the script as text: one line per answered question, in the
// form's order, so that equal scripts have equal bytes.
func (s script) canonical(form uuid.UUID, questions int) []byte {
	var b strings.Builder
	b.WriteString("jiangxun script 1\n" + form.String() + "\n")
	for number := 1; number <= questions; number++ {
		if answer, ok := s[number]; ok {
			b.WriteString(strconv.Itoa(number) + "=" + answer.String() + "\n")
		}
	}
	return []byte(b.String())
}

func (s script) digest(form uuid.UUID, questions int) []byte {
	sum := sha256.Sum256(s.canonical(form, questions))
	return sum[:]
}

// Receipt says what the college holds of a sitting. Once given it never
// changes.
type Receipt struct {
	Answered  int
	Digest    []byte // SHA-256 of the script
	At        time.Time
	Signature []byte // Ed25519 over Text
}

// Text is what the signature covers.
func (r Receipt) Text(attempt, account, form uuid.UUID) string {
	return fmt.Sprintf("jiangxun receipt 1\n%s\n%s\n%s\n%d\n%s\n%s\n", attempt, account, form, r.Answered,
		hex.EncodeToString(r.Digest), r.At.UTC().Format(time.RFC3339Nano))
}

// signer signs receipts.
type signer struct{ key ed25519.PrivateKey }

func newSigner(seed string) (signer, error) {
	raw, err := base64.StdEncoding.DecodeString(seed)
	if err != nil || len(raw) != ed25519.SeedSize {
		return signer{}, errors.New("receipt key must be base64 of 32 bytes")
	}
	return signer{key: ed25519.NewKeyFromSeed(raw)}, nil
}

// receipt makes the receipt of a script.
func (s signer) receipt(a Attempt, answers script, questions int, at time.Time) Receipt {
	r := Receipt{Answered: len(answers), Digest: answers.digest(a.FormID, questions), At: at.UTC()}
	r.Signature = ed25519.Sign(s.key, []byte(r.Text(a.ID, a.AccountID, a.FormID)))
	return r
}
