package gift

import (
	"regexp"
	"strings"
)

// Signs that are not meant as control characters step aside to code points
// that no text uses, so that the rest reads plain strings.
const aside = rune(0x10F000)

func hide(r rune) rune { return aside + r }

// show brings hidden signs back.
func show(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= aside && r < aside+0x80 {
			return r - aside
		}
		return r
	}, text)
}

var (
	// formula is a formula of MathJax, its marks doubled or not.
	formula = regexp.MustCompile(`(?s)\\\\\(.+?\\\\\)|\\\\\[.+?\\\\\]|\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$`)
	// tag and address may hold signs of GIFT that nobody escaped.
	tag     = regexp.MustCompile(`<[A-Za-z/][^<>]*>`)
	entity  = regexp.MustCompile(`&#[0-9A-Za-z]{1,7};`)
	address = regexp.MustCompile(`https?://[^\s{}~"]*\?[^\s{}~"]*`)
)

// hidden hides all signs that are escaped or stand where they mean themselves:
// in formulas, in tags of HTML, in entities.
func hidden(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= aside && r < aside+0x80 {
			return -1
		}
		return r
	}, text)
	var out strings.Builder
	last := 0
	for _, at := range formulas(text) {
		if strings.Contains(text[at[0]:at[1]], "\n\n") {
			continue
		}
		out.WriteString(unescape(text[last:at[0]], true))
		out.WriteString(hiddenFormula(text[at[0]:at[1]]))
		last = at[1]
	}
	out.WriteString(unescape(text[last:], true))
	masked := out.String()
	if strings.Contains(masked, "<") {
		masked = tag.ReplaceAllStringFunc(masked, func(s string) string {
			if strings.ContainsAny(s, "=#:") {
				return hideAll(s)
			}
			return s
		})
	}
	if strings.Contains(masked, "&#") {
		masked = entity.ReplaceAllStringFunc(masked, hideAll)
	}
	if !strings.Contains(masked, "http") {
		return masked
	}
	return address.ReplaceAllStringFunc(masked, func(s string) string { return strings.ReplaceAll(s, "=", string(hide('='))) })
}

// formulas finds the formulas of a text; most texts have none.
func formulas(text string) [][]int {
	if !strings.Contains(text, `\(`) && !strings.Contains(text, `\[`) && !strings.Contains(text, "$$") {
		return nil
	}
	return formula.FindAllStringIndex(text, -1)
}

// hiddenFormula hides every sign of a formula. Files that escape as they
// should have no bare braces in it; in the others a backslash is LaTeX.
func hiddenFormula(text string) string {
	doubled := strings.HasPrefix(text, `\\`)
	bare := strings.ContainsAny(escaped.ReplaceAllString(text, ""), "{}")
	if doubled || !bare {
		text = unescape(text, doubled)
	}
	return hideAll(text)
}

func hideAll(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("~=#{}:", r) {
			return hide(r)
		}
		return r
	}, text)
}

// unescape reads escapes; the signs stay hidden.
func unescape(text string, lines bool) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var out strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		if runes[i] != '\\' || i+1 == len(runes) {
			out.WriteRune(runes[i])
			continue
		}
		next := runes[i+1]
		switch {
		case strings.ContainsRune(`\~=#{}:`, next):
			out.WriteRune(hide(next))
			i++
		case next == 'n' && lines:
			out.WriteRune(hide('\n'))
			i++
		default:
			out.WriteRune('\\')
		}
	}
	return out.String()
}

// escape writes a text so that none of its signs is read as GIFT.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "~", `\~`, "=", `\=`, "#", `\#`, "{", `\{`, "}", `\}`, ":", `\:`, "\n", `\n`).Replace(text)
}
