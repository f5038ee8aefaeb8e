package question

// Face is what a candidate may see of a body: no key, no explanation, no
// reference answer, no rubric, no areas.
type Face struct {
	Type    Type
	Stem    string // HTML
	Options []Choice
	Blanks  []Gap
	Pairs   []string // HTML of the left sides
	Picture int      // number of the hotspot's picture, from 1; 0 without
	Places  int      // how many places are to be marked on it
	Parts   []Face
}

// Choice is an option as a candidate sees it.
type Choice struct {
	Key  string
	HTML string
}

// Gap is a blank as a candidate sees it.
type Gap struct {
	Number bool   // a number is asked for
	Unit   string // in this unit
}

// Face gives what a candidate may see.
func (b Body) Face() Face {
	f := Face{Type: b.Type, Stem: b.Stem, Picture: b.Picture}
	for _, o := range b.Options {
		f.Options = append(f.Options, Choice{Key: o.Key, HTML: o.HTML})
	}
	for _, blank := range b.Blanks {
		gap := Gap{}
		if blank.Number != nil {
			gap = Gap{Number: true, Unit: blank.Number.Unit}
		}
		f.Blanks = append(f.Blanks, gap)
	}
	for _, p := range b.Pairs {
		f.Pairs = append(f.Pairs, p.HTML)
	}
	if b.Type == Hotspot {
		f.Places = len(b.Key)
	}
	for _, p := range b.Parts {
		f.Parts = append(f.Parts, p.Face())
	}
	return f
}
