package asi

import (
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/qti/bundle"
	"jiangxun/internal/platform/xmlsafe"
)

func itoa(n int) string { return strconv.Itoa(n) }

// metaOf gathers an item's metadata, whatever program wrote it.
func metaOf(item *xmlsafe.Node) map[string]string {
	all := map[string]string{}
	for _, child := range item.Children {
		if child.Name == "itemmetadata" || child.Name == "qtimetadata" {
			gather(child, all)
		}
	}
	return all
}

func gather(n *xmlsafe.Node, all map[string]string) {
	for _, child := range n.Children {
		switch child.Name {
		case "":
		case "qtimetadatafield":
			label, entry := pair(child)
			put(all, label, entry)
		case "qtimetadata":
			gather(child, all)
		default:
			put(all, strings.ToLower(child.Name), strings.TrimSpace(child.Content()))
		}
	}
}

// put keeps the first of several.
func put(all map[string]string, label, entry string) {
	if _, held := all[label]; !held && label != "" && entry != "" {
		all[label] = entry
	}
}

func pair(field *xmlsafe.Node) (label, entry string) {
	for _, child := range field.Children {
		switch child.Name {
		case "fieldlabel":
			label = strings.TrimSpace(child.Content())
		case "fieldentry":
			entry = strings.TrimSpace(child.Content())
		}
	}
	return strings.ToLower(label), entry
}

func fields(n *xmlsafe.Node) map[string]string {
	all := map[string]string{}
	gather(n, all)
	return all
}

// kind is what the metadata say an item is.
type kind string

const (
	kindUnknown    kind = ""
	kindChoice     kind = "choice"
	kindMultiple   kind = "multiple"
	kindJudge      kind = "judge"
	kindFill       kind = "fill"
	kindBlanks     kind = "blanks"
	kindDropdowns  kind = "dropdowns"
	kindMatching   kind = "matching"
	kindCategories kind = "categories"
	kindOrdering   kind = "ordering"
	kindNumber     kind = "number"
	kindFormula    kind = "formula"
	kindHotspot    kind = "hotspot"
	kindEssay      kind = "essay"
	kindShort      kind = "short"
	kindText       kind = "text"
	kindUpload     kind = "upload"
	kindOther      kind = "other"
)

// kinds maps the names of Canvas, Common Cartridge, Blackboard and others.
var kinds = map[string]kind{
	"multiple_choice_question": kindChoice, "cc.multiple_choice": kindChoice, "multiple choice": kindChoice, "multiplechoice": kindChoice,
	"multiple_answers_question": kindMultiple, "cc.multiple_response": kindMultiple, "multiple answer": kindMultiple, "multiple correct": kindMultiple,
	"multiple response": kindMultiple, "true_false_question": kindJudge, "cc.true_false": kindJudge, "true/false": kindJudge, "true false": kindJudge, "either/or": kindChoice,
	"short_answer_question": kindFill, "cc.fib": kindFill, "fill in the blank": kindFill, "fill-in-the-blank": kindFill, "cc.pattern_match": kindFill,
	"fill_in_multiple_blanks_question": kindBlanks, "fill in the blank plus": kindBlanks,
	"multiple_dropdowns_question": kindDropdowns, "jumbled sentence": kindDropdowns,
	"matching_question": kindMatching, "matching": kindMatching, "categorization_question": kindCategories,
	"ordering_question": kindOrdering, "ordering": kindOrdering, "numerical_question": kindNumber, "numeric": kindNumber, "numeric response": kindNumber,
	"calculated_question": kindFormula, "formula_question": kindFormula, "calculated": kindFormula,
	"hot_spot_question": kindHotspot, "hot spot": kindHotspot, "essay_question": kindEssay, "cc.essay": kindEssay, "essay": kindEssay, "short response": kindShort,
	"short answers/essay": kindEssay, "text_only_question": kindText, "file_upload_question": kindUpload, "file response": kindUpload, "file upload": kindUpload,
	"opinion scale": kindOther, "quiz bowl": kindOther, "audio recording": kindOther, "error_question": kindOther,
}

var profileVersion = regexp.MustCompile(`\.v[0-9]+p[0-9]+$`)

func kindOf(meta map[string]string) kind {
	for _, label := range []string{"question_type", "cc_profile", "bbmd_questiontype", "qmd_itemtype", "qmd_questiontype"} {
		name := profileVersion.ReplaceAllString(strings.ToLower(strings.TrimSpace(meta[label])), "")
		if k := kinds[name]; k != kindUnknown {
			return k
		}
	}
	return kindUnknown
}

// kindName is how the file calls what it holds.
func kindName(meta map[string]string) string {
	for _, label := range []string{"question_type", "cc_profile", "bbmd_questiontype", "qmd_itemtype"} {
		if meta[label] != "" {
			return meta[label]
		}
	}
	return ""
}

// points reads the score in hundredths, 0 when it is not said.
func points(meta map[string]string) int {
	for _, label := range []string{"points_possible", "cc_weighting", "qmd_maximumscore", "maximumscore", "qmd_absolutescore_max", "weighting"} {
		if f, err := strconv.ParseFloat(meta[label], 64); err == nil && f > 0 && f <= 1000 {
			return int(f*100 + 0.5)
		}
	}
	return 0
}

func difficulty(meta map[string]string) int {
	for _, label := range []string{"qmd_levelofdifficulty", "levelofdifficulty", "difficulty"} {
		if n := bundle.Level(meta[label]); n > 0 {
			return n
		}
	}
	return 0
}
