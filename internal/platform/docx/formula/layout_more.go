package formula

import "slices"

func (d *drawer) decoration(n node, s size) shape {
	switch n := n.(type) {
	case accent:
		return d.accent(n, s)
	case bar:
		base := d.row(n.base, s)
		if n.under {
			base.paths = append(base.paths, rule(0, base.down+s.em*0.1, base.width, s.em*thick))
			base.down += s.em * 0.18
			return base
		}
		base.paths = append(base.paths, rule(0, -base.up-s.em*0.12, base.width, s.em*thick))
		base.up += s.em * 0.18
		return base
	case brace:
		return d.brace(n, s)
	case box:
		return d.box(n, s)
	case ghost:
		return d.ghost(n, s)
	}
	return shape{}
}

func (d *drawer) accent(n accent, s size) shape {
	base := d.row(n.base, s)
	t, middle, top := s.em*thick, base.width/2+s.em*0.05, -base.up-s.em*0.06
	half := max(s.em*0.2, base.width*0.4)
	dots := map[rune]int{'\u0307': 1, '\u0308': 2, '\u20db': 3, '\u20dc': 4}[n.mark]
	switch {
	case dots > 0:
		for i := range dots {
			x := middle + (float64(i)-float64(dots-1)/2)*s.em*0.2
			base.paths = append(base.paths, rule(x-t, top-2*t, 2*t, 2*t))
		}
	case n.mark == '\u0302':
		base.paths = append(base.paths, line(point{middle - half, top}, point{middle, top - s.em*0.15}, t), line(point{middle, top - s.em*0.15}, point{middle + half, top}, t))
	case n.mark == '\u030c':
		base.paths = append(base.paths, line(point{middle - half, top - s.em*0.15}, point{middle, top}, t), line(point{middle, top}, point{middle + half, top - s.em*0.15}, t))
	case n.mark == '\u20d7':
		base.paths = append(base.paths, arrow(middle-half, middle+half, top-s.em*0.08, s.em, false)...)
	case n.mark == '\u0303':
		q := half / 2
		points := []point{{middle - half, top}, {middle - q, top - s.em*0.1}, {middle + q, top}, {middle + half, top - s.em*0.1}}
		for i := 1; i < len(points); i++ {
			base.paths = append(base.paths, line(points[i-1], points[i], t))
		}
	case n.mark == '\u0301', n.mark == '\u0300':
		lean := s.em * 0.1
		if n.mark == '\u0300' {
			lean = -lean
		}
		base.paths = append(base.paths, line(point{middle - lean, top}, point{middle + lean, top - s.em*0.15}, t))
	default:
		base.paths = append(base.paths, rule(middle-half, top-t, 2*half, t))
	}
	base.up += s.em * 0.24
	return base
}

// arrow draws a level arrow; back points it to the left.
func arrow(from, to, y, em float64, back bool) []outline {
	tip, away := to, -em*0.16
	if back {
		tip, away = from, -away
	}
	t := em * thick
	return []outline{line(point{from, y}, point{to, y}, t),
		line(point{tip + away, y - em*0.1}, point{tip, y}, t), line(point{tip + away, y + em*0.1}, point{tip, y}, t)}
}

// spanning draws what stretches over or under something.
func spanning(mark rune, from, to, y, em float64) []outline {
	t := em * thick
	switch mark {
	case '←', '⇐':
		return arrow(from, to, y, em, true)
	case '↔', '⇔':
		return append(arrow(from, to, y, em, true), arrow(from, to, y, em, false)...)
	case '⇌', '⇋':
		return append(arrow(from, to, y-em*0.1, em, mark == '⇋'), arrow(from, to, y+em*0.1, em, mark == '⇌')...)
	case '=':
		return []outline{rule(from, y-em*0.09, to-from, t), rule(from, y+em*0.06, to-from, t)}
	case '⏞', '⏟', '⏠', '⏡':
		h := em * 0.14
		if mark == '⏟' || mark == '⏡' {
			h = -h
		}
		middle := (from + to) / 2
		points := []point{{from, y + h}, {from + em*0.12, y}, {middle - em*0.12, y}, {middle, y - h}, {middle + em*0.12, y}, {to - em*0.12, y}, {to, y + h}}
		var out []outline
		for i := 1; i < len(points); i++ {
			out = append(out, line(points[i-1], points[i], t))
		}
		return out
	}
	return arrow(from, to, y, em, false)
}

func (d *drawer) brace(n brace, s size) shape {
	if n.arrow {
		small := d.row(n.base, s.smaller())
		length := max(small.width+s.em*0.5, s.em*1.2)
		out := shape{width: length, up: s.em * (axis + 0.15)}
		y := -s.em * axis
		out.paths = spanning(n.mark, s.em*0.05, length-s.em*0.05, y, s.em)
		if n.under {
			out.put(small, (length-small.width)/2, y-s.em*0.2-small.down)
		} else {
			out.put(small, (length-small.width)/2, y+s.em*0.2+small.up)
		}
		out.width = length
		return out
	}
	base := d.row(n.base, s)
	if n.under {
		base.paths = append(base.paths, spanning(n.mark, 0, base.width, base.down+s.em*0.24, s.em)...)
		base.down += s.em * 0.42
		return base
	}
	base.paths = append(base.paths, spanning(n.mark, 0, base.width, -base.up-s.em*0.2, s.em)...)
	base.up += s.em * 0.38
	return base
}

func (d *drawer) box(n box, s size) shape {
	body, t, pad := d.row(n.body, s), s.em*thick, s.em*0.15
	if n.kind == "boxed" {
		out := shape{}
		out.put(body, pad+t, 0)
		out.width, out.up, out.down = body.width+2*(pad+t), body.up+pad+t, body.down+pad+t
		height := out.up + out.down
		out.paths = append(out.paths, rule(0, -out.up, out.width, t), rule(0, out.down-t, out.width, t), rule(0, -out.up, t, height), rule(out.width-t, -out.up, t, height))
		return out
	}
	rising := line(point{0, body.down}, point{body.width, -body.up}, t)
	falling := line(point{0, -body.up}, point{body.width, body.down}, t)
	switch n.kind {
	case "cancel":
		body.paths = append(body.paths, rising)
	case "bcancel":
		body.paths = append(body.paths, falling)
	case "xcancel":
		body.paths = append(body.paths, rising, falling)
	default:
		body.paths = append(body.paths, rule(0, -s.em*axis, body.width, t))
	}
	return body
}

func (d *drawer) ghost(n ghost, s size) shape {
	body := d.row(n.body, s)
	switch n.kind {
	case "smash":
		body.up, body.down = 0, 0
		return body
	case "hphantom":
		return shape{width: body.width}
	case "vphantom":
		return shape{up: body.up, down: body.down}
	}
	body.paths = nil
	return body
}

func (d *drawer) matrix(n matrix, s size) shape {
	cells := make([][]shape, len(n.rows))
	for i := range n.rows {
		for _, cell := range n.rows[i] {
			cells[i] = append(cells[i], d.row(cell, s))
		}
	}
	align, bars := "", []int{}
	for _, c := range n.align {
		if c == '|' {
			bars = append(bars, len(align))
			continue
		}
		align += string(c)
	}
	return d.table(cells, align, s.em*0.8, bars, n.rules, s)
}

func (d *drawer) lines(n lines, s size) shape {
	cells := make([][]shape, len(n.rows))
	for i, each := range n.rows {
		var part row
		for _, item := range each {
			if _, ok := item.(mark); ok {
				cells[i] = append(cells[i], d.row(part, s))
				part = row{text{}} // a sign there joins what stands before the mark
				continue
			}
			part = append(part, item)
		}
		cells[i] = append(cells[i], d.row(part, s))
	}
	align, gap := "c", s.em*0.25
	if hasMark(n.rows) {
		align = "rlrlrlrlrl"
	}
	return d.table(cells, align, gap, nil, nil, s)
}

// table lays shapes on a grid about the axis. bars are the columns with a line
// before them, rules the rows with one above.
func (d *drawer) table(cells [][]shape, align string, gap float64, bars, rules []int, s size) shape {
	var widths []float64
	ups, downs := make([]float64, len(cells)), make([]float64, len(cells))
	for i, line := range cells {
		ups[i], downs[i] = s.em*0.75, s.em*0.2
		for j, cell := range line {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], cell.width)
			ups[i], downs[i] = max(ups[i], cell.up), max(downs[i], cell.down)
		}
	}
	const between = 0.25
	height := -s.em * between
	for i := range cells {
		height += ups[i] + downs[i] + s.em*between
	}
	top := -height/2 - s.em*axis
	left := make([]float64, len(widths)+1)
	x := gap / 2
	for j, w := range widths {
		left[j] = x
		x += w + gap
	}
	left[len(widths)] = x
	width := x - gap/2
	out := shape{width: width, up: -top, down: height + top}
	y := top
	edge := func(y float64) { out.paths = append(out.paths, rule(0, y-s.em*between/2, width, s.em*thick)) }
	for i, line := range cells {
		if slices.Contains(rules, i) {
			edge(y)
		}
		for j, cell := range line {
			shift := (widths[j] - cell.width) / 2
			if j < len(align) {
				shift = map[byte]float64{'l': 0, 'c': shift, 'r': widths[j] - cell.width}[align[j]]
			}
			out.put(cell, left[j]+shift, y+ups[i])
		}
		y += ups[i] + downs[i] + s.em*between
	}
	if slices.Contains(rules, len(cells)) {
		edge(y)
	}
	for _, j := range bars {
		at := min(j, len(widths))
		out.paths = append(out.paths, rule(max(left[at]-gap/2-s.em*thick/2, 0), top-s.em*between/2, s.em*thick, height+s.em*between))
	}
	out.width = width
	out.up, out.down = out.up+s.em*0.1, out.down+s.em*0.1
	return out
}
