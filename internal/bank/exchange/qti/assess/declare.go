package assess

import (
	"math/big"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange/qti/number"
	"jiangxun/internal/platform/xmlsafe"
)

// declaration is a responseDeclaration.
type declaration struct {
	id          string
	cardinality string
	base        string
	correct     []string
	mapping     []entry
	areas       []areaEntry
	fallback    *big.Rat // value of an answer that no entry has
	lower       *big.Rat
	upper       *big.Rat
}

type entry struct {
	key       string
	value     *big.Rat
	sensitive string // the attribute as written
}

type areaEntry struct {
	shape, coords string
	value         *big.Rat
}

func (it *item) declare() {
	it.decls = map[string]*declaration{}
	for _, n := range it.root.Children {
		if n.Name != "responseDeclaration" {
			continue
		}
		d := &declaration{
			id: n.Attr("", "identifier"), cardinality: n.Attr("", "cardinality"), base: n.Attr("", "baseType"), fallback: new(big.Rat),
		}
		if c := child(n, "correctResponse"); c != nil {
			for _, v := range c.Children {
				if v.Name == "value" {
					d.correct = append(d.correct, fold(v.Content()))
				}
			}
		}
		d.readMapping(child(n, "mapping"), child(n, "areaMapping"))
		it.decls[d.id] = d
	}
}

func fold(text string) string { return strings.Join(strings.Fields(text), " ") }

func (d *declaration) readMapping(mapping, areas *xmlsafe.Node) {
	if mapping != nil {
		d.bounds(mapping)
		for _, n := range mapping.Children {
			if value, ok := number.Parse(n.Attr("", "mappedValue")); ok && n.Name == "mapEntry" {
				d.mapping = append(d.mapping, entry{key: fold(n.Attr("", "mapKey")), value: value, sensitive: n.Attr("", "caseSensitive")})
			}
		}
	}
	if areas != nil {
		d.bounds(areas)
		for _, n := range areas.Children {
			if value, ok := number.Parse(n.Attr("", "mappedValue")); ok && n.Name == "areaMapEntry" {
				d.areas = append(d.areas, areaEntry{shape: n.Attr("", "shape"), coords: n.Attr("", "coords"), value: value})
			}
		}
	}
}

func (d *declaration) bounds(n *xmlsafe.Node) {
	if v, ok := number.Parse(n.Attr("", "defaultValue")); ok {
		d.fallback = v
	}
	if v, ok := number.Parse(n.Attr("", "lowerBound")); ok {
		d.lower = v
	}
	if v, ok := number.Parse(n.Attr("", "upperBound")); ok {
		d.upper = v
	}
}

// mapped is the value of a response by its mapping.
func (d *declaration) mapped(given []string) *big.Rat {
	total, seen := new(big.Rat), map[string]bool{}
	for _, g := range given {
		if seen[g] {
			continue
		}
		seen[g] = true
		value := d.fallback
		for _, e := range d.mapping {
			if e.key == g || e.sensitive == "false" && strings.EqualFold(e.key, g) {
				value = e.value
				break
			}
		}
		total.Add(total, value)
	}
	if d.lower != nil && total.Cmp(d.lower) < 0 {
		total.Set(d.lower)
	}
	if d.upper != nil && total.Cmp(d.upper) > 0 {
		total.Set(d.upper)
	}
	return total
}

// best lists the entries of the highest value above zero; less tells that
// others earn something too.
func (d *declaration) best() (keys []string, less bool) {
	top := new(big.Rat)
	for _, e := range d.mapping {
		switch e.value.Cmp(top) {
		case 1:
			less = less || len(keys) > 0
			top, keys = e.value, []string{e.key}
		case 0:
			if top.Sign() > 0 {
				keys = append(keys, e.key)
			}
		default:
			less = less || e.value.Sign() > 0
		}
	}
	return keys, less
}

// score reads what the item says its full mark is.
func (it *item) score() {
	for _, n := range it.root.Children {
		if n.Name != "outcomeDeclaration" {
			continue
		}
		text := ""
		switch n.Attr("", "identifier") {
		case "SCORE":
			text = n.Attr("", "normalMaximum")
		case "MAXSCORE":
			text = fold(child(child(n, "defaultValue"), "value").Content())
		}
		if f, err := strconv.ParseFloat(text, 64); err == nil && f > 0 && f <= 1000 && it.Item.Score == 0 {
			it.Item.Score = int(f*100 + 0.5)
		}
	}
}
