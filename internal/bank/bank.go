package bank

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
)

// Type is a question's type.
type Type string

// The types of objective questions.
const (
	Single   Type = "single"   // 单选
	Multiple Type = "multiple" // 多选
	Judge    Type = "judge"    // 判断
)

// Pool says what a question may be used for.
type Pool string

// The pools. Mock exams draw from the practice pool.
const (
	Practice Pool = "practice"
	Exam     Pool = "exam"
)

// State is a question's state.
type State string

// The states.
const (
	Draft   State = "draft"
	Live    State = "live"
	Retired State = "retired"
)

// The option keys of a judge question.
const (
	True  = "T"
	False = "F"
)

// Option is one choice. Keys are "A", "B" … without a gap, or "T" and "F".
type Option struct {
	Key  string `json:"key"`
	HTML string `json:"html"`
}

// Picture is a picture of a question. BlobKey opens it in the blob store.
type Picture struct {
	ID            uuid.UUID
	LevelID       uuid.UUID
	Name          string
	BlobKey       string
	ContentType   string
	Width, Height int
	Digest        []byte
}

// Content is what a person writes: everything that a version holds.
type Content struct {
	Type        Type        `json:"type"`
	Stem        string      `json:"stem"` // HTML
	Options     []Option    `json:"options"`
	Key         []string    `json:"key"`         // option keys, ascending
	Explanation string      `json:"explanation"` // HTML
	Difficulty  int         `json:"difficulty"`  // 1 easy … 5 hard
	ElementID   uuid.UUID   `json:"elementId"`
	PictureIDs  []uuid.UUID `json:"pictureIds"`
	Source      string      `json:"source"` // 出处
}

// Version is one version with its key: never to be sent to a candidate before
// the release.
type Version struct {
	ID          uuid.UUID
	QuestionID  uuid.UUID
	LevelID     uuid.UUID
	Pool        Pool
	Number      int // from 1
	WeightRowID uuid.UUID
	PictureKeys []string // blob keys, in the order of PictureIDs
	AuthorName  string
	Reason      string // why it was changed
	CreatedAt   time.Time
	Content
}

// Face is what a candidate may see of a version. It holds neither key nor
// explanation, source, difficulty or weight row.
type Face struct {
	ID          uuid.UUID
	Type        Type
	Stem        string // HTML
	Options     []Option
	PictureIDs  []uuid.UUID
	PictureKeys []string
}

// Key is the key of one version, for marking.
type Key struct {
	VersionID uuid.UUID
	Type      Type
	Options   []string // keys of the right options, ascending
}

// Candidate is a live question as the assembler sees it.
type Candidate struct {
	QuestionID  uuid.UUID
	VersionID   uuid.UUID
	Type        Type
	ElementID   uuid.UUID
	WeightRowID uuid.UUID
	Importance  string // X, Y, Z
	Difficulty  int
}

// Question is a question with its current version.
type Question struct {
	ID          uuid.UUID
	LevelID     uuid.UUID
	Pool        Pool
	State       State
	ExternalRef string
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Current     Version
}

// Count is how many questions that are not retired hang on an element.
type Count struct {
	ElementID   uuid.UUID
	WeightRowID uuid.UUID
	Pool        Pool
	Type        Type
	Live, Draft int
}

const (
	maxOptions  = 8
	minOptions  = 2
	maxPictures = 6
	optionKeys  = "ABCDEFGH"
	maxStem     = 8_000
	maxOption   = 2_000
)

// judgeOptions are the options that every judge question has.
func judgeOptions() []Option {
	return []Option{{Key: True, HTML: "正确"}, {Key: False, HTML: "错误"}}
}

// check refuses content that makes no question. It expects cleaned HTML.
func (c Content) check() []fault.Field {
	var faults []fault.Field
	add := func(name string, sub fault.Sub) { faults = append(faults, fault.Field{Name: name, Sub: sub}) }
	if plain(c.Stem) == "" && len(c.PictureIDs) == 0 {
		add("stem", subStemMissing)
	}
	if len(c.Stem) > maxStem*3 {
		add("stem", subTooLong)
	}
	if c.Difficulty < 1 || c.Difficulty > 5 {
		add("difficulty", subDifficulty)
	}
	if c.ElementID == uuid.Nil {
		add("elementId", subElementMissing)
	}
	if len(c.PictureIDs) > maxPictures {
		add("pictureIds", subPictures)
	}
	return append(append(faults, c.checkOptions()...), c.checkKey()...)
}

func (c Content) checkOptions() []fault.Field {
	if c.Type == Judge {
		return nil
	}
	if c.Type != Single && c.Type != Multiple {
		return []fault.Field{{Name: "type", Sub: subTypeUnknown}}
	}
	if len(c.Options) < minOptions || len(c.Options) > maxOptions {
		return []fault.Field{{Name: "options", Sub: subOptionCount}}
	}
	seen := map[string]bool{}
	for i, o := range c.Options {
		text := plain(o.HTML)
		switch {
		case o.Key != optionKeys[i:i+1]:
			return []fault.Field{{Name: "options", Sub: subOptionGap}}
		case text == "":
			return []fault.Field{{Name: "options", Sub: subOptionEmpty, Params: fault.Params{"key": o.Key}}}
		case len(o.HTML) > maxOption*3:
			return []fault.Field{{Name: "options", Sub: subTooLong}}
		case seen[text]:
			return []fault.Field{{Name: "options", Sub: subOptionSame, Params: fault.Params{"key": o.Key}}}
		}
		seen[text] = true
	}
	return nil
}

func (c Content) checkKey() []fault.Field {
	if len(c.Key) == 0 {
		return []fault.Field{{Name: "key", Sub: subKeyMissing}}
	}
	known := map[string]bool{}
	for _, o := range c.Options {
		known[o.Key] = true
	}
	for i, k := range c.Key {
		if !known[k] || (i > 0 && c.Key[i-1] >= k) {
			return []fault.Field{{Name: "key", Sub: subKeyUnknown, Params: fault.Params{"key": k}}}
		}
	}
	if c.Type == Multiple && len(c.Key) < 2 {
		return []fault.Field{{Name: "key", Sub: subKeyTooFew}}
	}
	if c.Type != Multiple && len(c.Key) != 1 {
		return []fault.Field{{Name: "key", Sub: subKeyTooMany}}
	}
	return nil
}

// tidy gives the content its canonical form: clean HTML, the fixed options of
// a judge question, an ascending key.
func (c Content) tidy(clean func(string) string) Content {
	c.Stem, c.Explanation = clean(c.Stem), clean(c.Explanation)
	c.Source = strings.TrimSpace(c.Source)
	options := make([]Option, 0, len(c.Options))
	for _, o := range c.Options {
		options = append(options, Option{Key: o.Key, HTML: clean(o.HTML)})
	}
	c.Options = options
	if c.Type == Judge {
		c.Options = judgeOptions()
	}
	c.Key = slices.Clone(c.Key)
	slices.Sort(c.Key)
	c.Key = slices.Compact(c.Key)
	return c
}

// face digests what makes two questions the same to a candidate: type, stem,
// options in any order, pictures.
func (c Content) face(pictures []Picture) []byte {
	h := sha256.New()
	put := func(s string) {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	put(string(c.Type))
	put(normal(c.Stem))
	texts := make([]string, 0, len(c.Options))
	for _, o := range c.Options {
		texts = append(texts, normal(o.HTML))
	}
	slices.Sort(texts)
	for _, t := range texts {
		put(t)
	}
	for _, p := range pictures {
		put(hex.EncodeToString(p.Digest))
	}
	return h.Sum(nil)
}

// answerTexts gives the texts of the right options, which compare keys of
// questions whose options stand in different orders.
func (c Content) answerTexts() string {
	var texts []string
	for _, o := range c.Options {
		if slices.Contains(c.Key, o.Key) {
			texts = append(texts, normal(o.HTML))
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, "\x00")
}

// searchable is the plain text that a search looks through.
func (c Content) searchable() string {
	parts := []string{plain(c.Stem)}
	if c.Type != Judge {
		for _, o := range c.Options {
			parts = append(parts, plain(o.HTML))
		}
	}
	parts = append(parts, plain(c.Explanation))
	return searchForm(strings.Join(parts, " "))
}

// next tells whether a question may go from one state to another.
func (s State) next(to State) bool {
	switch to {
	case Live:
		return s == Draft || s == Retired
	case Retired:
		return s == Draft || s == Live
	default:
		return false
	}
}
