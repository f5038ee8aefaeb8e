package assemble

import (
	"cmp"
	"slices"
)

func sortKeys(counts []KeyCount) {
	slices.SortFunc(counts, func(a, b KeyCount) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.Key, b.Key)) })
}

// sorted puts slots into the order of sections and items, so that the way to a
// paper leaves no trace in it.
func sorted(slots []slot) []slot {
	out := slices.Clone(slots)
	slices.SortFunc(out, func(a, b slot) int { return cmp.Or(cmp.Compare(a.section, b.section), cmp.Compare(a.item, b.item)) })
	return out
}
