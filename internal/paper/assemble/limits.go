package assemble

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// limit is a demand that bounds a sum over the items of one paper: low ≤
// Σ weight ≤ high, where a scored limit multiplies each weight by the score of
// the item's section in units of the pool.
type limit struct {
	demand    Demand
	weight    []int64 // by item
	scored    bool
	low, high int64
	soft      bool
}

// key tells demands of the same name apart.
func (d Demand) key() string {
	key := d.Name
	for _, param := range []string{"section", "rowId", "band", "number"} {
		if v, ok := d.Params[param]; ok {
			key += fmt.Sprintf(" %s %v", param, v)
		}
	}
	return key
}

// limits writes the demands as bounded sums.
func (p *pool) limits() []limit {
	d := p.in.Demands
	var list []limit
	if d.Difficulty != nil {
		target, tolerance := permille(d.Difficulty.Target), permille(d.Difficulty.Tolerance)
		list = append(list, limit{
			demand: Demand{DemandDifficulty, map[string]any{"target": d.Difficulty.Target, "tolerance": d.Difficulty.Tolerance}},
			weight: p.difficulties(), scored: true, low: (target - tolerance) * int64(p.score), high: (target + tolerance) * int64(p.score),
		})
	}
	for k, band := range d.Bands {
		list = append(list, p.bandLimit(k, band))
	}
	list = append(list, p.importanceLimits()...)
	list = append(list, p.keyLimits()...)
	list = append(list, p.exposureLimits()...)
	if d.Earlier != nil {
		for n, paper := range d.Earlier.Papers {
			most := d.Earlier.MaxPercent * p.total / 100
			list = append(list, limit{
				demand: Demand{DemandEarlier, map[string]any{"paper": paper.Name, "number": n + 1, "maxPercent": d.Earlier.MaxPercent, "maxItems": most}},
				weight: p.members(isOneOf(paper.Questions)), high: int64(most),
			})
		}
	}
	return list
}

func (p *pool) difficulties() []int64 {
	weight := make([]int64, len(p.items))
	for i, item := range p.items {
		weight[i] = DifficultyOf(item)
	}
	return weight
}

// members weighs the items that fit with 1.
func (p *pool) members(fits func(Item) bool) []int64 {
	weight := make([]int64, len(p.items))
	for i, item := range p.items {
		if fits(item) {
			weight[i] = 1
		}
	}
	return weight
}

func isOneOf(questions []uuid.UUID) func(Item) bool {
	set := map[uuid.UUID]bool{}
	for _, q := range questions {
		set[q] = true
	}
	return func(item Item) bool { return set[item.QuestionID] }
}

func (p *pool) bandLimit(k int, band Band) limit {
	low := (band.MinPercent*p.total + 99) / 100
	high := p.total
	if band.MaxPercent > 0 {
		high = band.MaxPercent * p.total / 100
	}
	return limit{
		demand: Demand{DemandBand, map[string]any{"band": k + 1, "from": band.From, "to": band.To, "min": low, "max": high}},
		weight: p.members(band.holds),
		low:    int64(low), high: int64(high),
	}
}

func (b Band) holds(item Item) bool {
	d := DifficultyOf(item)
	return d >= permille(b.From) && (d < permille(b.To) || d == 1000 && permille(b.To) >= 1000)
}

func (p *pool) importanceLimits() []limit {
	shares := p.in.Demands.Importance
	if shares == nil {
		return nil
	}
	least := max(0, (shares.XPercent*p.total+99)/100-shares.ToleranceItems)
	of := func(class Importance) []int64 {
		return p.members(func(item Item) bool { return classOf(item) == class })
	}
	list := []limit{{
		demand: Demand{DemandX, map[string]any{"minItems": least, "percent": shares.XPercent}},
		weight: of(X), low: int64(least), high: int64(p.total), soft: shares.Soft,
	}}
	for _, c := range []struct {
		name    string
		class   Importance
		percent int
	}{{DemandY, Y, shares.YPercent}, {DemandZ, Z, shares.ZPercent}} {
		most := c.percent*p.total/100 + shares.ToleranceItems
		list = append(list, limit{
			demand: Demand{c.name, map[string]any{"maxItems": most, "percent": c.percent}},
			weight: of(c.class), high: int64(most), soft: shares.Soft,
		})
	}
	return list
}

// classOf counts items of an unknown class as Z.
func classOf(item Item) Importance {
	if item.Importance == X || item.Importance == Y {
		return item.Importance
	}
	return Z
}

func (p *pool) keyLimits() []limit {
	balance := p.in.Demands.Keys
	if balance == nil {
		return nil
	}
	var list []limit
	for _, c := range []struct {
		name    string
		kind    marking.QuestionType
		percent int
	}{{DemandSingleKey, marking.Single, balance.SinglePercent}, {DemandJudgeKey, marking.Judge, balance.JudgePercent}} {
		if c.percent <= 0 {
			continue
		}
		most := max(1, c.percent*p.count(c.kind)/100)
		for _, key := range p.keys(c.kind) {
			list = append(list, limit{
				demand: Demand{c.name, map[string]any{"maxPercent": c.percent, "maxItems": most}},
				weight: p.members(func(item Item) bool { return item.Type == c.kind && item.Key == key }), high: int64(most),
			})
		}
	}
	return list
}

// count is how many items of a type the paper holds.
func (p *pool) count(kind marking.QuestionType) int {
	n := 0
	for _, section := range p.in.Sections {
		if section.Type == kind {
			n += section.Count
		}
	}
	return n
}

// keys lists the answer keys of a type, sorted.
func (p *pool) keys(kind marking.QuestionType) []string {
	var keys []string
	for _, item := range p.items {
		if item.Type == kind && item.Key != "" {
			keys = append(keys, item.Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (p *pool) exposureLimits() []limit {
	e := p.in.Demands.Exposure
	if e == nil {
		return nil
	}
	var list []limit
	if e.RestDays > 0 {
		list = append(list, limit{demand: Demand{DemandRest, map[string]any{"restDays": e.RestDays}}, weight: p.members(e.rests)})
	}
	if e.MaxUse > 0 {
		list = append(list, limit{demand: Demand{DemandUse, map[string]any{"maxUse": e.MaxUse}}, weight: p.members(e.usedUp)})
	}
	return list
}

func (e *Exposure) rests(item Item) bool {
	return item.LastUsedDay != nil && e.Today-*item.LastUsedDay < e.RestDays
}

func (e *Exposure) usedUp(item Item) bool { return item.Exposure >= e.MaxUse }

// barred marks the items that some limit keeps off every paper.
func (p *pool) barred(limits []limit) []bool {
	out := make([]bool, len(p.items))
	for _, l := range limits {
		if l.high != 0 || l.soft {
			continue
		}
		for i, w := range l.weight {
			out[i] = out[i] || w > 0
		}
	}
	return out
}
