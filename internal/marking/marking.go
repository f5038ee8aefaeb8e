// Package marking turns answers into marks. It is pure: the same key and the
// same answers give the same marks on every run, in whatever order they come.
package marking

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Hundredths is a score in hundredths of a point; 50 is half a point.
type Hundredths int

// QuestionType says how many options an answer may name.
type QuestionType string

// The objective question types.
const (
	Single   QuestionType = "single"   // 单选题: exactly one option
	Multiple QuestionType = "multiple" // 多选题: one option or more
	Judge    QuestionType = "judge"    // 判断题: exactly one of two
)

// Mode says what an incomplete answer to a multiple question earns.
type Mode string

// The marking modes of multiple questions. The zero value means Exact.
const (
	Exact   Mode = "exact"   // all right options and no wrong one, else nothing
	Partial Mode = "partial" // a wrong option: nothing; else a share for each right one
)

// Answer holds option keys. Order and repetition mean nothing; empty is blank.
type Answer []string

// Blank reports whether nothing is chosen.
func (a Answer) Blank() bool { return len(a.options()) == 0 }

// Equal reports whether both name the same options.
func (a Answer) Equal(b Answer) bool { return slices.Equal(a.options(), b.options()) }

// String writes the options sorted and joined, "ACD"; a blank answer is "".
func (a Answer) String() string { return strings.Join(a.options(), "") }

// options gives the options sorted, each once, empty ones dropped.
func (a Answer) options() []string {
	out := make([]string, 0, len(a))
	for _, option := range a {
		if option != "" {
			out = append(out, option)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ItemSpec is what marking must know of one item of a form.
type ItemSpec struct {
	VersionID       uuid.UUID
	Type            QuestionType
	ScoreHundredths Hundredths
	WeightRowID     uuid.UUID
	Key             []string
}

// Key is the answer key of a whole form. It never leaves the server.
type Key struct {
	Mode  Mode
	Items []ItemSpec
}

// Answers are the answers of one attempt by question version.
type Answers map[uuid.UUID]Answer

// ItemMark is the mark of one item.
type ItemMark struct {
	VersionID uuid.UUID
	Given     Answer // sorted, nil when blank
	Got, Of   Hundredths
	Right     bool // full score
	Blank     bool
}

// RowMark sums the items of one row of the weight table.
type RowMark struct {
	RowID   uuid.UUID
	Got, Of Hundredths
}

// Marks are the marks of one attempt. Items and ByRow stand in the order in
// which the key names them first.
type Marks struct {
	TotalHundredths Hundredths
	OfHundredths    Hundredths
	Items           []ItemMark
	ByRow           []RowMark
}

// Reasons why a key cannot be used.
var (
	ErrMode      = errors.New("unknown marking mode")
	ErrType      = errors.New("unknown question type")
	ErrScore     = errors.New("score is not above zero")
	ErrKey       = errors.New("key does not fit the question type")
	ErrDuplicate = errors.New("item appears twice")
)

// Validate reports the first fault of a key. A form is frozen only with a key
// that passes.
func (k Key) Validate() error {
	if k.Mode != "" && k.Mode != Exact && k.Mode != Partial {
		return fmt.Errorf("%w: %q", ErrMode, k.Mode)
	}
	seen := map[uuid.UUID]bool{}
	for _, item := range k.Items {
		if err := item.validate(); err != nil {
			return fmt.Errorf("item %s: %w", item.VersionID, err)
		}
		if seen[item.VersionID] {
			return fmt.Errorf("item %s: %w", item.VersionID, ErrDuplicate)
		}
		seen[item.VersionID] = true
	}
	return nil
}

func (i ItemSpec) validate() error {
	right := len(Answer(i.Key).options())
	switch {
	case i.Type != Single && i.Type != Multiple && i.Type != Judge:
		return ErrType
	case i.ScoreHundredths <= 0:
		return ErrScore
	case right == 0, right > 1 && i.Type != Multiple:
		return ErrKey
	}
	return nil
}

// Mark marks every item of the key. Answers to questions that the key does not
// name are ignored; a question without an answer is blank and earns nothing.
func Mark(key Key, answers Answers) Marks {
	marks := Marks{Items: make([]ItemMark, 0, len(key.Items))}
	rowAt := map[uuid.UUID]int{}
	for _, item := range key.Items {
		mark := markItem(key.Mode, item, answers[item.VersionID])
		marks.Items = append(marks.Items, mark)
		marks.TotalHundredths += mark.Got
		marks.OfHundredths += mark.Of
		at, ok := rowAt[item.WeightRowID]
		if !ok {
			at = len(marks.ByRow)
			rowAt[item.WeightRowID] = at
			marks.ByRow = append(marks.ByRow, RowMark{RowID: item.WeightRowID})
		}
		marks.ByRow[at].Got += mark.Got
		marks.ByRow[at].Of += mark.Of
	}
	return marks
}

func markItem(mode Mode, item ItemSpec, answer Answer) ItemMark {
	mark := ItemMark{VersionID: item.VersionID, Of: item.ScoreHundredths}
	given := answer.options()
	if len(given) == 0 {
		mark.Blank = true
		return mark
	}
	mark.Given = given
	key := Answer(item.Key).options()
	if slices.Equal(given, key) {
		mark.Got, mark.Right = item.ScoreHundredths, true
		return mark
	}
	if item.Type == Multiple && mode == Partial && within(given, key) {
		// Rounded down, so that shares never add up to more than the score.
		mark.Got = item.ScoreHundredths * Hundredths(len(given)) / Hundredths(len(key))
	}
	return mark
}

func within(given, key []string) bool {
	for _, option := range given {
		if !slices.Contains(key, option) {
			return false
		}
	}
	return true
}

// Points writes a score in points without needless zeros: "2", "0.5", "1.25".
func (h Hundredths) Points() string {
	text := fmt.Sprintf("%d.%02d", int(h)/100, int(h)%100)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}
