package bank

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/postgres"
)

// newQuestion is a question with its first version as jsonb_to_recordset
// reads it.
type newQuestion struct {
	ID          uuid.UUID     `json:"id"`
	VersionID   uuid.UUID     `json:"version_id"`
	LevelID     uuid.UUID     `json:"level_id"`
	Pool        Pool          `json:"pool"`
	ExternalRef string        `json:"external_ref"`
	ImportID    uuid.NullUUID `json:"import_id"`
	Tags        []string      `json:"tags"`
	Type        Type          `json:"type"`
	ElementID   uuid.NullUUID `json:"element_id"`
	WeightRowID uuid.NullUUID `json:"weight_row_id"`
	Difficulty  int           `json:"difficulty"`
	Face        string        `json:"face"`
	StemFace    string        `json:"stem_face"`
	SearchText  string        `json:"search_text"`
	Tokens      []string      `json:"tokens"`
	StemText    string        `json:"stem_text"`
	Stem        string        `json:"stem"`
	Options     []Option      `json:"options"`
	Answer      []string      `json:"answer"`
	Explanation string        `json:"explanation"`
	Detail      question.Body `json:"detail"`
	PictureIDs  []uuid.UUID   `json:"picture_ids"`
	Source      string        `json:"source"`
}

func newQuestionOf(levelID, batch uuid.UUID, in Incoming) newQuestion {
	c, d := in.Content, in.Content.digests(in.pictures)
	return newQuestion{
		ID: uuid.Must(uuid.NewV7()), VersionID: uuid.Must(uuid.NewV7()), LevelID: levelID, Pool: in.Pool, ExternalRef: in.Ref,
		ImportID: postgres.NullID(batch), Tags: postgres.List(in.Tags), Type: c.Type, ElementID: postgres.NullID(c.ElementID), WeightRowID: postgres.NullID(in.row),
		Difficulty: c.Difficulty, Face: hex.EncodeToString(d.face), StemFace: hex.EncodeToString(d.stem), SearchText: d.text,
		Tokens: postgres.List(d.tokens), StemText: d.stemText, Stem: c.Stem, Options: postgres.List(c.Options), Answer: postgres.List(c.Key), Explanation: c.Explanation,
		Detail: detailOf(c.Body), PictureIDs: postgres.List(c.PictureIDs), Source: c.Source,
	}
}

// insertMany writes questions with their first versions, a portion a
// statement.
func (s store) insertMany(ctx context.Context, q postgres.Q, list []newQuestion, now time.Time, author uuid.UUID, authorName string) error {
	const portion = 500
	for first := true; len(list) > 0; first = false {
		n := min(portion, len(list))
		text, err := json.Marshal(list[:n])
		if err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, s.q.InsertQuestions, text, now, postgres.NullID(author), authorName); err != nil {
			return conflictOf(err)
		}
		if _, err := q.ExecContext(ctx, s.q.InsertVersions, text, now, postgres.NullID(author), authorName); err != nil {
			return err
		}
		list = list[n:]
		if first && len(list) > 0 {
			if err := s.learnStatistics(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// learnStatistics lets the planner look at a bank that was nearly empty until
// now. Without it the foreign keys of the versions are checked through an
// index that holds the whole level under one key, which makes a large import
// quadratic.
func (s store) learnStatistics(ctx context.Context, q postgres.Q) error {
	var young bool
	if err := q.GetContext(ctx, &young, s.q.HasNoStatistics); err != nil || !young {
		return err
	}
	_, err := q.ExecContext(ctx, s.q.LearnStatistics)
	return err
}
