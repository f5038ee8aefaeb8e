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

// FaceOf gives what a candidate may see of a body with so many pictures, and
// the numbers of those pictures that belong to it, in order. What only an
// explanation, a reference answer or a rubric names stays behind, and the
// texts count what is left from 1.
func (b Body) FaceOf(pictures int) (Face, []int) {
	hidden, shown := map[int]bool{}, map[int]bool{}
	b.pictures(shown, hidden)
	kept := []int{}
	next := make([]int, pictures+1)
	for n := 1; n <= pictures; n++ {
		if shown[n] || !hidden[n] {
			kept = append(kept, n)
			next[n] = len(kept)
		}
	}
	to := func(n int) int {
		if n < 0 || n > pictures {
			return 0
		}
		return next[n]
	}
	b = b.Map(func(text string) string { return Renumber(text, to) })
	b.Picture = to(b.Picture)
	return b.Face(), kept
}

// pictures notes which numbers the shown and the hidden texts name.
func (b Body) pictures(shown, hidden map[int]bool) {
	mark := func(in map[int]bool, texts ...string) {
		for _, text := range texts {
			for _, n := range PicturesIn(text) {
				in[n] = true
			}
		}
	}
	mark(shown, b.Stem)
	mark(hidden, b.Explanation, b.Reference)
	for _, o := range b.Options {
		mark(shown, o.HTML)
		mark(hidden, o.Explanation)
	}
	for _, p := range b.Pairs {
		mark(shown, p.HTML)
	}
	if b.Picture > 0 {
		shown[b.Picture] = true
	}
	for _, part := range b.Parts {
		part.pictures(shown, hidden)
	}
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
