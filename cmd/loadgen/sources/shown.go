package sources

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/google/uuid"

	"jiangxun/cmd/loadgen/world"
)

// Shown is what the candidate of an ended sitting is shown.
type Shown struct {
	State    string
	Answered int    // by the receipt
	Digest   string // by the receipt, hexadecimal
	Items    []ShownItem
	Got      int // hundredths; -1 = not shown (exams before their release)
}

// ShownItem is one question of a review, in the author's letters.
type ShownItem struct {
	Number    int // on the candidate's paper
	VersionID uuid.UUID
	Given     []string
	Blank     bool
	Got       int `json:"gotHundredths"`
	Options   []struct {
		Key    string
		Chosen bool
	}
}

// Reported is what the office reads: hundredths of a point, and how many rows
// there are of one person.
type Reported struct {
	Got  int // of 100 points in exams, of the form's points in mocks
	Rows int
}

// Office reads the product over HTTP, with each person's own session.
type Office struct {
	World  world.World
	HTTP   *http.Client
	cookie string
}

const pageSize = 100

func (o *Office) do(ctx context.Context, method, path, cookie string, body, dst any) error {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	limit, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(limit, method, o.World.URL+path, content)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", cookie)
	answer, err := o.HTTP.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text)
	}
	for _, c := range answer.Cookies() {
		o.cookie = c.Name + "=" + c.Value
	}
	return json.Unmarshal(text, dst)
}

// Candidate reads what one candidate is shown of an ended and marked sitting.
func (o *Office) Candidate(ctx context.Context, cookie, attempt string, exam bool) (Shown, error) {
	s := Shown{Got: -1}
	if err := o.do(ctx, http.MethodGet, "/api/my/attempts/"+attempt, cookie, nil, &s); err != nil {
		return s, err
	}
	if err := o.do(ctx, http.MethodGet, "/api/my/attempts/"+attempt+"/receipt", cookie, nil, &s); err != nil || exam {
		return s, err
	}
	if err := o.do(ctx, http.MethodGet, "/api/my/mock-attempts/"+attempt+"/review", cookie, nil, &s); err != nil {
		return s, err
	}
	var try struct{ Try struct{ GotHundredths int } }
	err := o.do(ctx, http.MethodGet, "/api/my/mock-attempts/"+attempt, cookie, nil, &try)
	s.Got = try.Try.GotHundredths
	return s, err
}

// SignIn opens the office's session.
func (o *Office) SignIn(ctx context.Context) error {
	var session struct{ SignedIn bool }
	err := o.do(ctx, http.MethodPost, "/api/public/login/password", "", map[string]string{
		"username": o.World.Staff.Username, "password": o.World.Staff.Password,
	}, &session)
	if err == nil && !session.SignedIn {
		err = fmt.Errorf("%s is not signed in", o.World.Staff.Username)
	}
	return err
}

// Results reads the exam's theory scores by account.
func (o *Office) Results(ctx context.Context) (map[uuid.UUID]Reported, error) {
	found := map[uuid.UUID]Reported{}
	for page := 1; ; page++ {
		var list struct {
			Items []struct {
				AccountID uuid.UUID
				Theory    struct {
					State           string
					ScoreHundredths int
				}
			}
		}
		path := fmt.Sprintf("/api/results/%s/rows?page=%d&pageSize=%d", o.World.Exam.Plan, page, pageSize)
		if err := o.do(ctx, http.MethodGet, path, o.cookie, nil, &list); err != nil {
			return nil, err
		}
		for _, row := range list.Items {
			if row.Theory.State == "scored" {
				found[row.AccountID] = Reported{Got: row.Theory.ScoreHundredths, Rows: found[row.AccountID].Rows + 1}
			}
		}
		if len(list.Items) < pageSize {
			return found, nil
		}
	}
}

// Tries reads the mock's results by attempt.
func (o *Office) Tries(ctx context.Context) (map[string]Reported, error) {
	found := map[string]Reported{}
	for page := 1; ; page++ {
		var list struct {
			Items []struct {
				AttemptID     string
				ClosedAt      time.Time
				GotHundredths int
			}
		}
		path := fmt.Sprintf("/api/mock-exams/%s/tries?page=%d&pageSize=%d", o.World.Mock.ID, page, pageSize)
		if err := o.do(ctx, http.MethodGet, path, o.cookie, nil, &list); err != nil {
			return nil, err
		}
		for _, row := range list.Items {
			if !row.ClosedAt.IsZero() {
				found[row.AttemptID] = Reported{Got: row.GotHundredths, Rows: found[row.AttemptID].Rows + 1}
			}
		}
		if len(list.Items) < pageSize {
			return found, nil
		}
	}
}
