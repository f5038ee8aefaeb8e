package main

import (
	"regexp"
	"strings"
)

var (
	componentLine = regexp.MustCompile(`^  (\w+): \{ in: ([\w/]+?)(/\*\*)? \}`)
	edgesLine     = regexp.MustCompile(`^  (\w+): \{ mayDependOn: \[(.*)\] \}`)
)

// present leaves out of .go-arch-lint.yml the components whose folder is not
// there yet, with the edges from and to them.
func present(text []byte) []byte {
	missing := map[string]bool{}
	var kept []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if m := componentLine.FindStringSubmatch(line); m != nil && !exists(m[2]) {
			missing[m[1]] = true
			continue
		}
		if m := edgesLine.FindStringSubmatch(line); m != nil {
			if missing[m[1]] {
				continue
			}
			var targets []string
			for target := range strings.SplitSeq(m[2], ", ") {
				if !missing[target] {
					targets = append(targets, target)
				}
			}
			line = "  " + m[1] + ": { mayDependOn: [" + strings.Join(targets, ", ") + "] }"
		}
		kept = append(kept, line)
	}
	return []byte(strings.Join(kept, "\n"))
}
