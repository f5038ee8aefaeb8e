package web

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// sentencesTS is the one place where sentences for people stand; what reads
// them outside a browser reads them here.
//
//go:embed src/shared/sentences.ts
var sentencesTS string

var (
	sentenceLine = regexp.MustCompile(`^  (?:'([^']+)'|(\w+)): '((?:[^'\\]|\\.)*)',$`)
	placeholder  = regexp.MustCompile(`\{(\w+)\}`)
)

var sentenceTable = sync.OnceValue(func() map[string]string { return parseSentences(sentencesTS) })

// parseSentences reads the first table of the file, one sentence a line.
func parseSentences(source string) map[string]string {
	table := map[string]string{}
	_, rest, _ := strings.Cut(source, "const sentences: Record<string, string> = {\n")
	block, _, _ := strings.Cut(rest, "\n}\n")
	unescape := strings.NewReplacer(`\\`, `\`, `\'`, `'`, `\n`, "\n")
	for line := range strings.SplitSeq(block, "\n") {
		if m := sentenceLine.FindStringSubmatch(line); m != nil {
			table[m[1]+m[2]] = unescape.Replace(m[3])
		}
	}
	return table
}

// Sentence gives the Chinese sentence of a sub-code with its placeholders
// filled, "" for an unknown one.
func Sentence(sub string, params map[string]any) string {
	return placeholder.ReplaceAllStringFunc(sentenceTable()[sub], func(m string) string {
		value, ok := params[m[1:len(m)-1]]
		if !ok || value == nil {
			return ""
		}
		return fmt.Sprint(value)
	})
}
