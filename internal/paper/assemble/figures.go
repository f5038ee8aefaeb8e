package assemble

import (
	"math"
	"math/rand/v2"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Figures are what a conformity sheet says of one paper.
type Figures struct {
	Difficulty   float64            `json:"difficulty"`   // mean, weighted by score, 0–1
	Spread       float64            `json:"spread"`       // standard deviation, weighted by score
	ExpectedMark float64            `json:"expectedMark"` // out of 100
	Levels       [5]int             `json:"levels"`       // items by fifth of the scale
	Importance   map[Importance]int `json:"importance"`   // items
	Points       int                `json:"points"`       // different assessment points
	Keys         []KeyCount         `json:"keys"`
	Bands        []int              `json:"bands,omitempty"` // items by band of the demands
	Exposure     ExposureCount      `json:"exposure"`
	Earlier      []Overlap          `json:"earlier,omitempty"`
	Forms        []Overlap          `json:"forms,omitempty"`   // with the other forms of the run
	Dropped      []string           `json:"dropped,omitempty"` // soft demands that were given up
}

// KeyCount is how many items of a type have one answer.
type KeyCount struct {
	Type    marking.QuestionType `json:"type"`
	Key     string               `json:"key"`
	Items   int                  `json:"items"`
	Percent float64              `json:"percent"` // of the type's items on the paper
}

// ExposureCount says how worn the items are.
type ExposureCount struct {
	Fresh int `json:"fresh"` // items never used before
	Most  int `json:"most"`  // uses of the most used item
}

// Overlap is what a paper shares with another one.
type Overlap struct {
	Name    string  `json:"name,omitempty"` // of an earlier paper
	Form    int     `json:"form,omitempty"` // of the run, from 1
	Items   int     `json:"items"`
	Percent float64 `json:"percent"`
}

// papers turns chosen slots into papers with their figures.
func (r *run) papers(forms [][]slot, dropped []string) []Paper {
	papers := make([]Paper, 0, len(forms))
	for f, slots := range forms {
		papers = append(papers, r.p.paper(slots, r.p.in.Seed+int64(f)))
	}
	for f := range papers {
		figures := FiguresOf(r.p.in, papers[f])
		figures.Dropped = dropped
		for g := range papers {
			if g != f {
				figures.Forms = append(figures.Forms, overlap(papers[f], papers[g].questions(), Overlap{Form: g + 1}))
			}
		}
		papers[f].Figures = figures
	}
	return papers
}

// paper sorts the slots into sections, each in an order of the seed's.
func (p *pool) paper(slots []slot, seed int64) Paper {
	paper := Paper{Seed: seed}
	rng := rand.New(rand.NewPCG(uint64(seed), 0x0edee))
	bySection := make([][]Item, len(p.in.Sections))
	points := make([]RowPoints, len(p.in.Rows))
	for r, row := range p.in.Rows {
		points[r] = RowPoints{RowID: row.ID, Percent: row.Percent, Want: marking.Hundredths(p.want[r])}
	}
	for _, s := range sorted(slots) {
		bySection[s.section] = append(bySection[s.section], p.items[s.item])
		points[s.row].Got += p.in.Sections[s.section].ScoreHundredths
		points[s.row].Items++
	}
	for k, items := range bySection {
		rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		paper.Sections = append(paper.Sections, PaperSection{Section: p.in.Sections[k], Items: items})
	}
	paper.Rows = points
	return paper
}

// questions lists the paper's questions.
func (p Paper) questions() []uuid.UUID {
	var list []uuid.UUID
	for _, section := range p.Sections {
		for _, item := range section.Items {
			list = append(list, item.QuestionID)
		}
	}
	return list
}

// FiguresOf measures any paper against an input, also one that was changed by
// hand. Forms and Dropped are known only to the run that drew it.
func FiguresOf(in Input, p Paper) Figures {
	f := Figures{Importance: map[Importance]int{X: 0, Y: 0, Z: 0}, Bands: make([]int, len(in.Demands.Bands))}
	points := map[uuid.UUID]bool{}
	var total, sum, squares float64
	for _, section := range p.Sections {
		score := float64(section.ScoreHundredths)
		for _, item := range section.Items {
			d := float64(DifficultyOf(item)) / 1000
			total += score
			sum += score * d
			squares += score * d * d
			f.Levels[min(4, int(d*5))]++
			f.Importance[classOf(item)]++
			f.Exposure.Most = max(f.Exposure.Most, item.Exposure)
			if item.Exposure == 0 {
				f.Exposure.Fresh++
			}
			points[item.PointID] = true
			for k, band := range in.Demands.Bands {
				if band.holds(item) {
					f.Bands[k]++
				}
			}
		}
	}
	f.Points = len(points)
	if total > 0 {
		f.Difficulty = sum / total
		f.Spread = math.Sqrt(max(0, squares/total-f.Difficulty*f.Difficulty))
		f.ExpectedMark = 100 * (1 - f.Difficulty)
	}
	f.Keys = keyCounts(p)
	if in.Demands.Earlier != nil {
		for _, earlier := range in.Demands.Earlier.Papers {
			f.Earlier = append(f.Earlier, overlap(p, earlier.Questions, Overlap{Name: earlier.Name}))
		}
	}
	return f
}

// keyCounts counts single-choice and judge items by key.
func keyCounts(p Paper) []KeyCount {
	counts := []KeyCount{}
	all := map[marking.QuestionType]int{}
	at := map[string]int{}
	for _, section := range p.Sections {
		if section.Type != marking.Single && section.Type != marking.Judge {
			continue
		}
		all[section.Type] += len(section.Items)
		for _, item := range section.Items {
			if item.Key == "" {
				continue
			}
			word := string(section.Type) + " " + item.Key
			n, ok := at[word]
			if !ok {
				n = len(counts)
				at[word] = n
				counts = append(counts, KeyCount{Type: section.Type, Key: item.Key})
			}
			counts[n].Items++
		}
	}
	for i := range counts {
		counts[i].Percent = 100 * float64(counts[i].Items) / float64(all[counts[i].Type])
	}
	sortKeys(counts)
	return counts
}

func overlap(p Paper, questions []uuid.UUID, o Overlap) Overlap {
	is := isOneOf(questions)
	total := 0
	for _, section := range p.Sections {
		total += len(section.Items)
		for _, item := range section.Items {
			if is(item) {
				o.Items++
			}
		}
	}
	o.Percent = 100 * float64(o.Items) / float64(max(1, total))
	return o
}
