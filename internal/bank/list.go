package bank

import (
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"jiangxun/internal/bank/question"
)

// Filter narrows a list of questions; empty fields do not.
type Filter struct {
	LevelID       uuid.UUID // all levels that the actor sees when empty
	OccupationID  uuid.UUID
	Type          Type
	Pool          Pool
	State         State
	WeightRowID   uuid.UUID
	ElementID     uuid.UUID // a point, or a range with all below it
	Difficulty    int
	Unplaced      bool   // only those that wait for their place
	Author        string // exact name
	Tag           string
	ImportID      uuid.UUID
	Text          string // words, each looked for literally
	Limit, Offset int

	pieces   []string // of the text, as the index knows them
	patterns []string // for words that pieces alone do not pin down
	elements []uuid.UUID
	hideExam bool
	levels   []uuid.UUID
}

// prepared trims what was typed and cuts the text into the pieces that the index knows. A word of one or
// two characters is a piece itself; a longer one is looked for as a whole too.
func (f Filter) prepared() Filter {
	f.Author, f.Tag = strings.TrimSpace(f.Author), strings.TrimSpace(f.Tag)
	text := question.SearchForm(f.Text)
	f.pieces = queryTokens(text)
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(word) > 2 {
			f.patterns = append(f.patterns, "%"+literal.Replace(word)+"%")
		}
	}
	return f
}

// literal takes their meaning from the signs of a pattern.
var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Summary is a question in a list.
type Summary struct {
	ID            uuid.UUID
	LevelID       uuid.UUID
	Pool          Pool
	State         State
	Type          Type
	StemText      string // beginning of the stem, plain
	ElementID     uuid.UUID
	ElementCode   string
	ElementName   string
	WeightRowID   uuid.UUID
	WeightRowName string
	AuthorName    string
	Difficulty    int
	VersionNumber int
	Pictures      int
	UpdatedAt     time.Time
	Own           bool // as Question.Own
}

// opening gives the beginning of a text for lists; a formula stays whole or out.
func opening(text string) string {
	const longest = 120
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	cut := string(runes[:longest])
	for _, signs := range [][2]string{{`\(`, `\)`}, {`\[`, `\]`}} {
		if begin := strings.LastIndex(cut, signs[0]); begin > strings.LastIndex(cut, signs[1]) {
			cut = cut[:begin]
		}
	}
	return cut + "…"
}

// digests are what the bank finds a question by.
type digests struct {
	face, stem []byte
	stemText   string // folded
	text       string
	tokens     []string
}

func (c Content) digests(pictures []Picture) digests {
	text := c.Searchable()
	return digests{face: c.face(pictures), stem: c.StemDigest(), stemText: question.Normal(c.Stem), text: text, tokens: tokens(text)}
}

// The fields of a version that an edit can change, as the contract names them.
const (
	fieldType        = "type"
	fieldStem        = "stem"
	fieldOptions     = "options"
	fieldKey         = "key"
	fieldExplanation = "explanation"
	fieldDifficulty  = "difficulty"
	fieldElement     = "elementId"
	fieldPictures    = "pictureIds"
	fieldSource      = "source"
	fieldDetail      = "detail" // blanks, pairs, areas, parts, reference, rubric
)

// diff names the fields in which two contents differ.
func diff(a, b Content) []string {
	var changed []string
	note := func(name string, same bool) {
		if !same {
			changed = append(changed, name)
		}
	}
	note(fieldType, a.Type == b.Type)
	note(fieldStem, a.Stem == b.Stem)
	note(fieldOptions, slices.Equal(a.Options, b.Options))
	note(fieldKey, slices.Equal(a.Key, b.Key))
	note(fieldExplanation, a.Explanation == b.Explanation)
	note(fieldDifficulty, a.Difficulty == b.Difficulty)
	note(fieldElement, a.ElementID == b.ElementID)
	note(fieldPictures, slices.Equal(a.PictureIDs, b.PictureIDs))
	note(fieldSource, a.Source == b.Source)
	note(fieldDetail, reflect.DeepEqual(detailOf(a.Body), detailOf(b.Body)))
	return changed
}

// substantial reports that a change touches what a candidate sees or what is
// right, and so needs a second person's agreement.
func substantial(changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool {
		return name != fieldDifficulty && name != fieldElement && name != fieldSource
	})
}

// Changes names, per version, what it changed against the one before it;
// versions stand newest first.
func Changes(versions []Version) map[uuid.UUID][]string {
	changes := map[uuid.UUID][]string{}
	for i := range versions {
		if i+1 < len(versions) {
			changes[versions[i].ID] = diff(versions[i+1].Content, versions[i].Content)
		}
	}
	return changes
}
