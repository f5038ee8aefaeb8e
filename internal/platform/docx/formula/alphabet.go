package formula

import "golang.org/x/text/unicode/norm"

// alphabets are the blocks of mathematical letters from U+1D400, 52 each.
var alphabets = []style{bold, plain, boldItalic, calligraphic, calligraphic, fraktur, double, fraktur, sans, sans, sans, sans, mono}

// greekAlphabets follow from U+1D6A8, 58 each.
var greekAlphabets = []style{bold, plain, boldItalic, sans, sans}

// figures follow from U+1D7CE, ten each.
var figures = []style{bold, double, sans, sans, mono}

// letterlike are the letters that stood in Unicode before their alphabets.
var letterlike = map[rune]style{
	'ℂ': double, 'ℍ': double, 'ℕ': double, 'ℙ': double, 'ℚ': double, 'ℝ': double, 'ℤ': double, 'ℬ': calligraphic, 'ℰ': calligraphic,
	'ℱ': calligraphic, 'ℋ': calligraphic, 'ℐ': calligraphic, 'ℒ': calligraphic, 'ℳ': calligraphic, 'ℛ': calligraphic, 'ℎ': plain,
	'ℯ': calligraphic, 'ℊ': calligraphic, 'ℴ': calligraphic, 'ℭ': fraktur, 'ℨ': fraktur, 'ℌ': fraktur,
}

// fromAlphabet takes a mathematical letter apart into letter and alphabet.
func fromAlphabet(r rune) (base rune, alphabet style, ok bool) {
	switch {
	case r >= 0x1d400 && r <= 0x1d6a3:
		alphabet = alphabets[(r-0x1d400)/52]
	case r >= 0x1d6a8 && r <= 0x1d7cb:
		alphabet = greekAlphabets[(r-0x1d6a8)/58]
	case r >= 0x1d7ce && r <= 0x1d7ff:
		alphabet = figures[(r-0x1d7ce)/10]
	default:
		if alphabet, ok = letterlike[r]; !ok {
			return r, plain, false
		}
	}
	folded := []rune(norm.NFKC.String(string(r)))
	if len(folded) != 1 {
		return r, plain, false
	}
	return folded[0], alphabet, true
}
