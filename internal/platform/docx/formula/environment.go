package formula

import "strings"

// lines reads rows divided by \\ up to what ends the last; marks stand for &
// where name is an environment that aligns.
func (p *parser) lines(name string) ([]row, error) {
	var out []row
	var current row
	for {
		part, err := p.row("")
		if err != nil {
			return nil, err
		}
		current = append(current, part...)
		switch p.peek() {
		case "&":
			if name == "" {
				return nil, p.bad("& outside an array")
			}
			p.next()
			current = append(current, mark{})
		case `\\`, `\cr`:
			p.newline()
			out = append(out, current)
			current = nil
		default:
			out = append(out, current)
			for len(out) > 1 && len(out[len(out)-1]) == 0 {
				out = out[:len(out)-1]
			}
			return out, nil
		}
	}
}

// newline takes \\ with its optional distance.
func (p *parser) newline() {
	p.next()
	if strings.HasPrefix(p.src[p.at:], "[") {
		if end := strings.IndexByte(p.src[p.at:], ']'); end > 0 && end < 12 {
			p.at += end + 1
		}
	}
}

// cells reads the rows of a matrix.
func (p *parser) cells(into *matrix) error {
	var current []row
	p.rule(into)
	for {
		cell, err := p.row("")
		if err != nil {
			return err
		}
		switch p.peek() {
		case "&":
			p.next()
			current = append(current, orEmpty(cell))
		case `\\`, `\cr`:
			p.newline()
			into.rows, current = append(into.rows, append(current, orEmpty(cell))), nil
			p.rule(into)
		default:
			if len(cell) > 0 || len(current) > 0 || len(into.rows) == 0 {
				into.rows = append(into.rows, append(current, orEmpty(cell)))
			}
			return nil
		}
	}
}

// rule takes the lines above the next row; two are one.
func (p *parser) rule(into *matrix) {
	for p.peek() == `\hline` {
		p.next()
		if at := len(into.rows); len(into.rules) == 0 || into.rules[len(into.rules)-1] != at {
			into.rules = append(into.rules, at)
		}
	}
}

// matrices gives the brackets of each kind of matrix.
var matrices = map[string][2]string{
	"matrix": {"", ""}, "smallmatrix": {"", ""}, "pmatrix": {"(", ")"}, "bmatrix": {"[", "]"}, "Bmatrix": {"{", "}"},
	"vmatrix": {"|", "|"}, "Vmatrix": {"‖", "‖"}, "array": {"", ""},
}

func (p *parser) environment() (row, error) {
	begin := p.at - len(`\begin`)
	name, err := p.raw()
	if err != nil {
		return nil, err
	}
	name = strings.TrimSuffix(name, "*")
	var out row
	switch name {
	case "cases", "dcases", "rcases":
		out, err = p.cases(name)
	case "aligned", "align", "split", "eqnarray", "gathered", "gather", "equation", "multline", "alignedat", "alignat":
		out, err = p.aligned(name)
	default:
		brackets, ok := matrices[name]
		if !ok {
			return p.foreign(begin)
		}
		out, err = p.matrix(name, brackets, begin)
	}
	if err != nil {
		return nil, err
	}
	if _, done := only(out).(unknown); done {
		return out, nil
	}
	return out, p.end(name)
}

func (p *parser) end(name string) error {
	if p.next() != `\end` {
		return p.bad(`\end is missing`)
	}
	closing, err := p.raw()
	if err != nil {
		return err
	}
	if strings.TrimSuffix(closing, "*") != name {
		return p.bad(`another \end`)
	}
	return nil
}

// foreign keeps an environment that nobody here knows.
func (p *parser) foreign(begin int) (row, error) {
	level := 1
	for level > 0 {
		switch p.next() {
		case "":
			return nil, p.bad(`\end is missing`)
		case `\begin`:
			level++
		case `\end`:
			level--
		}
	}
	if _, err := p.raw(); err != nil {
		return nil, err
	}
	return row{unknown{p.src[begin:p.at]}}, nil
}

func (p *parser) cases(name string) (row, error) {
	all, err := p.lines(name)
	if name == "rcases" {
		return row{fence{right: "}", items: []row{{lines{rows: all}}}}}, err
	}
	return row{fence{left: "{", items: []row{{lines{rows: all}}}}}, err
}

func (p *parser) aligned(name string) (row, error) {
	p.position()
	if strings.HasSuffix(name, "at") {
		if _, err := p.raw(); err != nil {
			return nil, err
		}
	}
	all, err := p.lines(name)
	if len(all) == 1 && !hasMark(all) {
		return all[0], err
	}
	return row{lines{rows: all}}, err
}

// position takes the [t] behind the beginning of an array.
func (p *parser) position() {
	if rest := p.src[p.at:]; len(rest) > 2 && rest[0] == '[' && strings.IndexByte("tcb", rest[1]) >= 0 && rest[2] == ']' {
		p.at += 3
	}
}

func hasMark(all []row) bool {
	for _, each := range all {
		for _, n := range each {
			if _, ok := n.(mark); ok {
				return true
			}
		}
	}
	return false
}

func (p *parser) matrix(name string, brackets [2]string, begin int) (row, error) {
	made := matrix{}
	if name == "array" {
		p.position()
		columns, err := p.raw()
		if err != nil {
			return nil, err
		}
		made.align = strings.ReplaceAll(columns, " ", "")
		if strings.Trim(made.align, "lcr|") != "" {
			return p.foreign(begin)
		}
		if strings.Trim(made.align, "c") == "" {
			made.align = ""
		}
	}
	if err := p.cells(&made); err != nil {
		return nil, err
	}
	if brackets[0] == "" {
		return row{made}, nil
	}
	return row{fence{left: brackets[0], right: brackets[1], items: []row{{made}}}}, nil
}

func (p *parser) substack() (row, error) {
	if p.next() != "{" {
		return nil, p.bad("{ is missing")
	}
	all, err := p.lines("")
	if err != nil {
		return nil, err
	}
	if p.next() != "}" {
		return nil, p.bad("} is missing")
	}
	return row{lines{rows: all}}, nil
}
