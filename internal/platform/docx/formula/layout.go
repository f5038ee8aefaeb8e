package formula

import (
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyph draws one character; slant leans it over like an italic.
func (d *drawer) glyph(r rune, em float64, slant, heavy bool) shape {
	index, err := d.font.GlyphIndex(&d.buffer, r)
	if other, ok := substitutes[r]; ok && (index == 0 || r == '-') {
		index, err = d.font.GlyphIndex(&d.buffer, other)
	}
	if err != nil {
		return shape{}
	}
	ppem := fixed.Int26_6(d.units * 64)
	advance, err := d.font.GlyphAdvance(&d.buffer, index, ppem, font.HintingNone)
	if err != nil {
		return shape{}
	}
	scale := em / d.units / 64
	out := shape{width: float64(advance) * scale, up: em * 0.72, down: em * 0.02}
	segments, err := d.font.LoadGlyph(&d.buffer, index, ppem, nil)
	if err != nil {
		return out
	}
	lean := 0.0
	if slant {
		lean = 0.2
	}
	path := make(outline, 0, len(segments))
	for _, segment := range segments {
		count := map[sfnt.SegmentOp]int{sfnt.SegmentOpMoveTo: 1, sfnt.SegmentOpLineTo: 1, sfnt.SegmentOpQuadTo: 2, sfnt.SegmentOpCubeTo: 3}[segment.Op]
		at := make([]point, count)
		for i := range at {
			x, y := float64(segment.Args[i].X)*scale, float64(segment.Args[i].Y)*scale
			at[i] = point{x - lean*y, y}
			out.up, out.down = max(out.up, -y), max(out.down, y)
		}
		path = append(path, stroke{move: segment.Op == sfnt.SegmentOpMoveTo, at: at})
	}
	out.paths = []outline{path}
	if heavy {
		out.paths = append(out.paths, path.change(func(p point) point { return point{p.x + em*0.03, p.y} }))
	}
	return out
}

func (d *drawer) words(s string, em float64) shape {
	var out shape
	for _, r := range s {
		if r == ' ' || r == '\u00a0' {
			out.width += em * 0.25
			continue
		}
		out.after(d.glyph(r, em, false, false))
	}
	return out
}

// row lays nodes side by side with the room that operators want.
func (d *drawer) row(r row, s size) shape {
	var out shape
	operator := true // nothing before that a sign could join
	for i, n := range r {
		before, behind := 0.0, 0.0
		if c, ok := n.(char); ok {
			before, behind = room(c.r, operator || i == len(r)-1)
			operator = isRelation(c.r) || isBinary(c.r) || c.r == '(' || c.r == '[' || c.r == ','
		} else {
			operator = false
		}
		if isNamed(n) && i+1 < len(r) || isSum(n) {
			behind = 0.17
		}
		if s.level > 0 {
			before, behind = before/3, behind/3
		}
		out.width += before * s.em
		out.after(d.node(n, s))
		out.width += behind * s.em
	}
	return out
}

func isSum(n node) bool {
	_, ok := n.(nary)
	return ok
}

// room gives what a character wants before and behind it, in em.
func room(r rune, sign bool) (before, behind float64) {
	switch {
	case isRelation(r) && !sign:
		return 0.25, 0.25
	case isBinary(r) && !sign:
		return 0.2, 0.2
	case r == ',' || r == ';':
		return 0, 0.17
	}
	return 0, 0
}

func (d *drawer) char(c char, s size) shape {
	slant := (c.style == plain || c.style == boldItalic || c.style == calligraphic) && isLetter(c.r) && (c.r < 0x391 || c.r > 0x3a9)
	return d.glyph(c.r, s.em, slant, c.style == bold || c.style == boldItalic || c.style == double)
}

func (d *drawer) node(n node, s size) shape {
	switch n := n.(type) {
	case char:
		return d.char(n, s)
	case word:
		return d.words(n.name, s.em)
	case text:
		return d.words(n.s, s.em)
	case unknown:
		return d.words(n.latex, s.em)
	case gap:
		return shape{width: s.em * map[string]float64{",": 0.17, ":": 0.22, ";": 0.28, " ": 0.25, "quad": 1, "enspace": 0.5}[n.name]}
	case frac:
		return d.frac(n, s)
	case script:
		return d.scripts(d.row(n.base, s), n.sub, n.sup, s)
	case pre:
		out := d.scripts(shape{up: s.em * 0.72}, n.sub, n.sup, s)
		out.after(d.row(n.base, s))
		return out
	case root:
		return d.root(n, s)
	case nary:
		return d.nary(n, s)
	case fence:
		return d.fence(n, s)
	case limit:
		return d.stack(d.row(n.base, s), n.below, n.above, s)
	case matrix:
		return d.matrix(n, s)
	case lines:
		return d.lines(n, s)
	}
	return d.decoration(n, s)
}

func (d *drawer) frac(n frac, s size) shape {
	inner := s
	if s.level > 0 {
		inner = s.smaller()
	}
	over, under := d.row(n.over, inner), d.row(n.under, inner)
	width := max(over.width, under.width) + s.em*0.2
	gap := s.em * 0.12
	var out shape
	out.put(over, (width-over.width)/2, -s.em*axis-gap-over.down)
	out.put(under, (width-under.width)/2, -s.em*axis+gap+s.em*thick+under.up)
	if n.kind != withoutBar {
		out.paths = append(out.paths, rule(s.em*0.03, -s.em*axis-s.em*thick/2, width-s.em*0.06, s.em*thick))
	}
	out.width = width + s.em*0.06
	return out
}

func (d *drawer) scripts(base shape, sub, sup row, s size) shape {
	out := base
	out.paths = append([]outline{}, base.paths...)
	begin, small := base.width+s.em*0.04, s.smaller()
	raise, drop := 0.0, 0.0
	var high, low shape
	if sup != nil {
		high = d.row(sup, small)
		raise = max(s.em*0.38, base.up-small.em*0.35)
		if allPrimes(sup) { // which fonts draw raised already
			raise = max(s.em*0.12, base.up-s.em*0.7)
		}
	}
	if sub != nil {
		low = d.row(sub, small)
		drop = max(s.em*0.2, base.down+small.em*0.12)
	}
	if sup != nil && sub != nil {
		if crowd := high.down + low.up - raise - drop + s.em*0.08; crowd > 0 {
			raise, drop = raise+crowd/2, drop+crowd/2
		}
	}
	if sup != nil {
		out.put(high, begin, -raise)
	}
	if sub != nil {
		out.put(low, begin, drop)
	}
	return out
}

func (d *drawer) root(n root, s size) shape {
	body := d.row(n.body, s)
	gap, t := s.em*0.1, s.em*thick
	up, down := max(body.up, s.em*0.72)+gap, max(body.down, 0)
	begin, hook := 0.0, s.em*0.5
	var out shape
	if len(n.degree) > 0 {
		degree := d.row(n.degree, s.smaller().smaller())
		begin = max(0, degree.width-hook*0.45)
		out.put(degree, 0, -(up+down)*0.5+down-s.em*0.12)
	}
	points := []point{{begin, -up*0.35 + down*0.5}, {begin + hook*0.25, -up*0.42 + down*0.5}, {begin + hook*0.55, down}, {begin + hook, -up}, {begin + hook + body.width + gap, -up}}
	for i := 1; i < len(points); i++ {
		weight := t
		if i == 2 {
			weight = t * 1.7
		}
		out.paths = append(out.paths, line(points[i-1], points[i], weight))
	}
	out.put(body, begin+hook+gap/2, 0)
	out.width = begin + hook + body.width + gap
	out.up, out.down = max(out.up, up+t), max(out.down, down+t)
	return out
}

func (d *drawer) nary(n nary, s size) shape {
	grow := 1.0
	if s.level == 0 {
		grow = 1.45
	}
	sign := d.glyph(n.op, s.em*grow, false, false)
	left, right := edges(sign)
	var out shape
	out.put(sign, -left+s.em*0.04, s.em*(grow-1)*0.35)
	out.width = right - left + s.em*0.08
	if n.limits {
		return d.stack(out, n.sub, n.sup, s)
	}
	return d.scripts(out, n.sub, n.sup, s)
}

// edges gives how far the ink of a shape reaches; some fonts centre operators
// in a wide box.
func edges(s shape) (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for _, path := range s.paths {
		for _, each := range path {
			for _, p := range each.at {
				left, right = min(left, p.x), max(right, p.x)
			}
		}
	}
	if right < left {
		return 0, s.width
	}
	return left, right
}

// stack puts small rows below and above.
func (d *drawer) stack(base shape, below, above row, s size) shape {
	var low, high shape
	small := s.smaller()
	if below != nil {
		low = d.row(below, small)
	}
	if above != nil {
		high = d.row(above, small)
	}
	width := max(base.width, low.width, high.width)
	gap := s.em * 0.1
	var out shape
	out.put(base, (width-base.width)/2, 0)
	if above != nil {
		out.put(high, (width-high.width)/2, -base.up-gap-high.down)
	}
	if below != nil {
		out.put(low, (width-low.width)/2, base.down+gap+low.up)
	}
	out.width = width
	return out
}

// bracket draws a bracket that reaches from up over to down under the line.
func (d *drawer) bracket(which string, up, down float64, s size) shape {
	t, full := s.em*thick*1.2, up+down
	out := shape{width: s.em * 0.35, up: up, down: down}
	switch which {
	case "":
		return shape{width: s.em * 0.06}
	case "|":
		out.paths = []outline{rule(s.em*0.12, -up, t, full)}
		out.width = s.em * 0.28
		return out
	case "‖":
		out.paths = []outline{rule(s.em*0.1, -up, t, full), rule(s.em*0.26, -up, t, full)}
		out.width = s.em * 0.42
		return out
	case "⌊", "⌈", "⌋", "⌉":
		x, y := s.em*0.08, down-t
		if which == "⌋" || which == "⌉" {
			x = s.em * 0.27
		}
		if which == "⌈" || which == "⌉" {
			y = -up
		}
		out.paths = []outline{rule(x, -up, t, full), rule(s.em*0.08, y, s.em*0.22, t)}
		return out
	case "⟨", "⟩":
		near, far := s.em*0.08, s.em*0.28
		if which == "⟩" {
			near, far = far, near
		}
		middle := point{near, (down - up) / 2}
		out.paths = []outline{line(point{far, -up}, middle, t), line(middle, point{far, down}, t)}
		return out
	}
	return d.stretch([]rune(which)[0], up, down, s)
}

// stretch pulls a character to a height.
func (d *drawer) stretch(r rune, up, down float64, s size) shape {
	base := d.glyph(r, s.em, false, false)
	low, high := math.Inf(1), math.Inf(-1)
	for _, path := range base.paths {
		for _, each := range path {
			for _, p := range each.at {
				low, high = min(low, p.y), max(high, p.y)
			}
		}
	}
	if high <= low {
		return base
	}
	scale := (up + down) / (high - low)
	wide := min(1+(scale-1)*0.15, 1.6)
	out := shape{width: base.width * wide, up: up, down: down}
	for _, path := range base.paths {
		out.paths = append(out.paths, path.change(func(p point) point { return point{p.x * wide, -up + (p.y-low)*scale} }))
	}
	return out
}

func (d *drawer) fence(n fence, s size) shape {
	if table, ok := casesTable(n); ok {
		n.items = []row{{table}}
	}
	items := make([]shape, len(n.items))
	up, down := s.em*0.78, s.em*0.16
	for i, item := range n.items {
		items[i] = d.row(item, s)
		up, down = max(up, items[i].up), max(down, items[i].down)
	}
	// Brackets stand evenly about the axis.
	reach := max(up-s.em*axis, down+s.em*axis) + s.em*0.04
	up, down = reach+s.em*axis, reach-s.em*axis
	out := d.bracket(n.left, up, down, s)
	for i, item := range items {
		if i > 0 {
			out.after(d.bracket(n.between, up, down, s))
		}
		out.after(item)
	}
	out.after(d.bracket(n.right, up, down, s))
	return out
}
