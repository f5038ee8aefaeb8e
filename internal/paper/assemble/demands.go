package assemble

import "github.com/google/uuid"

// Demands is what a paper must fulfil beside the weight table and the counts of
// its sections. A nil demand is not made. Two hold unless they are switched
// off: no enemies on one paper, and no point twice in a section while points
// last.
type Demands struct {
	Difficulty *Difficulty `json:"difficulty,omitempty"`
	Bands      []Band      `json:"bands,omitempty"` // the spread of difficulty
	Importance *Shares     `json:"importance,omitempty"`
	Keys       *KeyBalance `json:"keys,omitempty"`
	Exposure   *Exposure   `json:"exposure,omitempty"`
	Earlier    *Earlier    `json:"earlier,omitempty"`
	Parallel   *Parallel   `json:"parallel,omitempty"`
	// AllowEnemies lets questions that exclude each other stand together.
	AllowEnemies bool `json:"allowEnemies,omitempty"`
	// RepeatPoints lets a section take a point again before the others.
	RepeatPoints bool `json:"repeatPoints,omitempty"`
}

// Difficulty demands that the paper's mean difficulty is Target ± Tolerance on
// the scale from 0 (everybody gets it right) to 1 (nobody does). The mean is
// weighted by score, so that 100·(1 - mean) is the expected mark of a paper of
// 100 points. Both are kept to a thousandth.
type Difficulty struct {
	Target    float64 `json:"target"`
	Tolerance float64 `json:"tolerance"`
}

// DefaultTolerance of a difficulty target.
const DefaultTolerance = 0.03

// Band bounds the share of items whose difficulty is at least From and below
// To (a To of 1 includes 1). A MaxPercent of zero means no upper bound.
type Band struct {
	From       float64 `json:"from"`
	To         float64 `json:"to"`
	MinPercent int     `json:"minPercent,omitempty"`
	MaxPercent int     `json:"maxPercent,omitempty"`
}

// Shares bounds the shares of importance in items: X at least, Y and Z at
// most, each off by no more than ToleranceItems. Soft ones are given up when
// no paper can hold them; the paper then comes as near as was found and names
// them in Figures.Dropped.
type Shares struct {
	XPercent       int  `json:"xPercent"`
	YPercent       int  `json:"yPercent"`
	ZPercent       int  `json:"zPercent"`
	ToleranceItems int  `json:"toleranceItems,omitempty"`
	Soft           bool `json:"soft,omitempty"`
}

// DefaultShares are those of the authoring guide, held when the bank allows.
func DefaultShares() Shares { return Shares{XPercent: 80, YPercent: 15, ZPercent: 5, Soft: true} }

// KeyBalance bounds how many of the paper's single-choice items (and judge
// items) that name a key may have the same one. One item is always allowed.
// Zero means no bound.
type KeyBalance struct {
	SinglePercent int `json:"singlePercent,omitempty"`
	JudgePercent  int `json:"judgePercent,omitempty"`
}

// DefaultKeyBalance allows no letter over 40 %, neither 对 nor 错 over 60 %.
func DefaultKeyBalance() KeyBalance { return KeyBalance{SinglePercent: 40, JudgePercent: 60} }

// Exposure keeps items out that were used lately or often. Days are counted
// from any fixed day, the same for Today and Item.LastUsedDay.
type Exposure struct {
	Today    int `json:"today"`
	RestDays int `json:"restDays,omitempty"` // items used within so many days are out; 0: none
	MaxUse   int `json:"maxUse,omitempty"`   // items used so often are out; 0: no limit
}

// Earlier bounds what the paper may share with each of some earlier papers, in
// percent of its own items.
type Earlier struct {
	MaxPercent int            `json:"maxPercent"`
	Papers     []EarlierPaper `json:"papers"`
}

// EarlierPaper is a paper that was used before.
type EarlierPaper struct {
	Name      string      `json:"name"`
	Questions []uuid.UUID `json:"questions"`
}

// Parallel binds the forms that are drawn together: any two share at most
// MaxOverlapPercent of their items (nil: as few as the bank gives, without a
// bound) and their expected marks differ by at most WithinPoints of 100.
type Parallel struct {
	MaxOverlapPercent *int    `json:"maxOverlapPercent,omitempty"`
	WithinPoints      float64 `json:"withinPoints,omitempty"` // 0: DefaultWithin
}

// DefaultWithin is how far the expected marks of parallel forms may differ.
const DefaultWithin = 1.0

// Demand names one demand with its figures, for the list of those that
// contradict each other. The names are fixed; params hold what a sentence
// needs.
type Demand struct {
	Name   string         `json:"name"`
	Params map[string]any `json:"params,omitempty"`
}

// The names of demands.
const (
	DemandSection    = "section"             // section (from 1), type, count
	DemandRow        = "row"                 // rowId, percent, wantHundredths
	DemandDifficulty = "difficulty"          // target, tolerance
	DemandBand       = "band"                // band (from 1), from, to, min, max: items
	DemandX          = "importance.x"        // minItems
	DemandY          = "importance.y"        // maxItems
	DemandZ          = "importance.z"        // maxItems
	DemandSingleKey  = "keys.single"         // maxPercent, maxItems
	DemandJudgeKey   = "keys.judge"          // maxPercent, maxItems
	DemandRest       = "exposure.rest"       // restDays
	DemandUse        = "exposure.use"        // maxUse
	DemandEarlier    = "earlier"             // paper, maxPercent, maxItems
	DemandPoints     = "points"              // no point twice while points last
	DemandEnemies    = "enemies"             // no enemies on one paper
	DemandOverlap    = "parallel.overlap"    // forms, maxPercent, maxItems
	DemandWithin     = "parallel.within"     // forms, points
	demandImportance = "importance"          // all three, when given up together
	firstParallel    = "parallel.first_form" // what the other forms are measured by
)

// permille turns a share into whole thousandths.
func permille(share float64) int64 {
	if share < 0 {
		return -permille(-share)
	}
	return int64(share*1000 + 0.5)
}

// DifficultyOf gives an item's difficulty in thousandths: the measured one
// when there is one, else the middle of the level's fifth of the scale: 100,
// 300, 500, 700, 900. Levels out of 1–5 count as 3.
func DifficultyOf(item Item) int64 {
	if item.Measured != nil {
		return min(1000, max(0, permille(*item.Measured)))
	}
	if item.Difficulty < 1 || item.Difficulty > 5 {
		return 500
	}
	return int64(item.Difficulty)*200 - 100
}

func (p *Parallel) within() int64 {
	if p == nil || p.WithinPoints == 0 {
		return permille(DefaultWithin / 100)
	}
	return permille(p.WithinPoints / 100)
}
