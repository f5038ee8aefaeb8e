package standard

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/standard/tables"
)

// Part is a part of an assessment that has its own weight table.
type Part = tables.Part

// The parts with a weight table.
const (
	Theory = tables.Theory // 理论知识
	Skill  = tables.Skill  // 技能要求
)

// Importance grades an assessment point: X core, Y general, Z auxiliary.
type Importance = tables.Importance

// The importances; a range has none.
const (
	Core      = tables.Core
	General   = tables.General
	Auxiliary = tables.Auxiliary
)

// Occupation is one entry of the national catalogue of occupations.
type Occupation struct {
	ID               uuid.UUID
	Code             string // D-DD-DD-DD
	CatalogueEdition string // "2015", "2022"
	Name             string
	Editions         []Edition
}

// Edition is one edition of an occupation's national standard.
type Edition struct {
	ID           uuid.UUID
	OccupationID uuid.UUID
	Name         string // "2018年版"
	Position     int    // later editions have higher positions
	Source       string // where the tables were taken from
	Sample       bool   // tables made up for demonstration
	Levels       []Level
}

// Level is what every other room calls a level: occupation × edition × track ×
// skill level, e.g. 车工 2018年版 数控车床 四级.
type Level struct {
	ID             uuid.UUID
	OccupationID   uuid.UUID
	OccupationCode string
	OccupationName string
	EditionID      uuid.UUID
	EditionName    string
	Source         string
	Sample         bool
	Track          string // 职业方向, or empty
	Code           string // "5" lowest … "1" highest
	Name           string // "四级/中级工", as certificates print it
	Rank           int    // 2 lowest … 6 highest; the only thing to order by
	TheoryMinutes  int
	SkillMinutes   int
}

// Title names the level in full: "车工（数控车床）四级/中级工".
func (l Level) Title() string {
	if l.Track == "" {
		return l.OccupationName + " " + l.Name
	}
	return l.OccupationName + "（" + l.Track + "）" + l.Name
}

// PartRules are the standard's times of a level's parts, in minutes.
type PartRules struct{ TheoryMinutes, SkillMinutes int }

// WeightRow is one row of a weight table; Percent is whole, 1–100.
type WeightRow struct {
	ID      uuid.UUID
	LevelID uuid.UUID
	Part    Part
	Seq     int // from 1
	Group   string
	Name    string
	Percent int
}

// Element is a range (鉴定范围) or a point (鉴定点) of the element table.
type Element struct {
	ID          uuid.UUID
	LevelID     uuid.UUID
	WeightRowID uuid.UUID // of the theory table
	ParentID    uuid.UUID // uuid.Nil at the top
	Code        string    // last piece of the path, "001"
	Path        string    // printed code, "A-B-001"
	Name        string
	IsPoint     bool
	Importance  Importance // empty for a range
	Weight      int        // of a range (鉴定比重), in hundredths of a percent; 0: none printed
	Page        string     // of the textbook, where one is printed
}

// ElementChange is what can be changed of an element that is there.
type ElementChange struct {
	Name       string
	Importance Importance
	Weight     int
	Page       string
}

const (
	pathMark = "-"
	// maxDepth is four ranges and a point below them.
	maxDepth = 5
)

var levelNames = map[string]string{
	"5": "五级/初级工", "4": "四级/中级工", "3": "三级/高级工", "2": "二级/技师", "1": "一级/高级技师",
}

// LevelName gives the printed name of a level code, "" for an unknown one.
func LevelName(code string) string { return levelNames[code] }

// RankOf gives the rank of a level code: 2 for code 5 up to 6 for code 1; 0
// for an unknown one.
func RankOf(code string) int {
	if levelNames[code] == "" {
		return 0
	}
	n, _ := strconv.Atoi(code)
	return 7 - n
}

var (
	occupationCode = regexp.MustCompile(`^[1-8]-\d{2}-\d{2}-\d{2}$`)
	elementCode    = regexp.MustCompile(`^[A-Z0-9]{1,6}$`)
)

func (o Occupation) check() error {
	if !occupationCode.MatchString(o.Code) {
		return fault.InvalidFields(fault.Field{Name: "code", Sub: subCodeForm})
	}
	if o.Name == "" {
		return fault.InvalidFields(fault.Field{Name: "name", Sub: subNameMissing})
	}
	if o.CatalogueEdition == "" {
		return fault.InvalidFields(fault.Field{Name: "catalogueEdition", Sub: subNameMissing})
	}
	return nil
}

func (l Level) check() error {
	if RankOf(l.Code) == 0 {
		return fault.InvalidFields(fault.Field{Name: "code", Sub: subLevelCode})
	}
	if l.TheoryMinutes < 10 || l.TheoryMinutes > 600 {
		return fault.InvalidFields(fault.Field{Name: "theoryMinutes", Sub: subMinutes})
	}
	if l.SkillMinutes < 10 || l.SkillMinutes > 1440 {
		return fault.InvalidFields(fault.Field{Name: "skillMinutes", Sub: subMinutes})
	}
	return nil
}

// checkWeights refuses a table that does not add up to 100, or names a row twice.
func checkWeights(rows []WeightRow) error {
	sum := 0
	seen := map[string]bool{}
	for i, r := range rows {
		at := "rows." + strconv.Itoa(i)
		if r.Name == "" {
			return fault.InvalidFields(fault.Field{Name: at + ".name", Sub: subNameMissing})
		}
		if seen[r.Name] {
			return fault.InvalidFields(fault.Field{Name: at + ".name", Sub: subWeightName, Params: fault.Params{"name": r.Name}})
		}
		if r.Percent < 1 || r.Percent > 100 {
			return fault.InvalidFields(fault.Field{Name: at + ".percent", Sub: subWeightPercent})
		}
		seen[r.Name] = true
		sum += r.Percent
	}
	if sum != 100 {
		return fault.New(fault.Invalid, subWeightSum).With(fault.Params{"sum": sum})
	}
	return nil
}

// placed checks an element against its parent (nil at the top) and completes
// its path and, where it names none of its own, its weight row.
func placed(e Element, parent *Element) (Element, error) {
	if !elementCode.MatchString(e.Code) {
		return e, fault.InvalidFields(fault.Field{Name: "code", Sub: subElementCode})
	}
	if e.Name == "" {
		return e, fault.InvalidFields(fault.Field{Name: "name", Sub: subNameMissing})
	}
	if err := checkImportance(e); err != nil {
		return e, err
	}
	e.Path = e.Code
	if parent == nil {
		return e, nil
	}
	if parent.IsPoint {
		return e, fault.InvalidFields(fault.Field{Name: "parentId", Sub: subElementParent})
	}
	e.Path = parent.Path + pathMark + e.Code
	e.ParentID = parent.ID
	if e.WeightRowID == uuid.Nil {
		e.WeightRowID = parent.WeightRowID
	}
	if e.depth() > maxDepth {
		return e, fault.InvalidFields(fault.Field{Name: "parentId", Sub: subElementDepth})
	}
	return e, nil
}

func checkImportance(e Element) error {
	known := e.Importance == Core || e.Importance == General || e.Importance == Auxiliary
	if e.IsPoint != known || (!e.IsPoint && e.Importance != "") {
		return fault.InvalidFields(fault.Field{Name: "importance", Sub: subImportance})
	}
	if e.Weight < 0 || e.Weight > 100_00 || e.IsPoint && e.Weight != 0 {
		return fault.InvalidFields(fault.Field{Name: "weightHundredths", Sub: subElementWeight})
	}
	return nil
}

func (e Element) depth() int { return strings.Count(e.Path, pathMark) + 1 }

// Definition is a whole standard as seed files and importers hand it in.
type Definition struct {
	Occupation Occupation // id and editions are ignored
	Edition    Edition    // ids and levels are ignored
	Levels     []LevelDefinition
}

// LevelDefinition is one level with its tables.
type LevelDefinition struct {
	Track, Code                 string
	TheoryMinutes, SkillMinutes int
	Theory, Skill               []WeightRow // order and Group, Name, Percent count
	Elements                    []ElementDefinition
}

// ElementDefinition is a range with what is below it, or a point.
type ElementDefinition struct {
	Row        string // name of the theory row; needed at the top, below it the parent's is the default
	Code       string
	Name       string
	Importance Importance // empty makes it a range
	Children   []ElementDefinition
}
