package formula

import (
	"strings"
	"sync"
	"unicode"
)

// commands gives the LaTeX name of a character. Further names for the same
// character stand in aliases.
var commands = map[rune]string{
	'α': "alpha", 'β': "beta", 'γ': "gamma", 'δ': "delta", 'ε': "varepsilon", 'ϵ': "epsilon", 'ζ': "zeta", 'η': "eta",
	'θ': "theta", 'ϑ': "vartheta", 'ι': "iota", 'κ': "kappa", 'λ': "lambda", 'μ': "mu", 'ν': "nu", 'ξ': "xi", 'π': "pi",
	'ϖ': "varpi", 'ρ': "rho", 'ϱ': "varrho", 'σ': "sigma", 'ς': "varsigma", 'τ': "tau", 'υ': "upsilon", 'φ': "varphi",
	'ϕ': "phi", 'χ': "chi", 'ψ': "psi", 'ω': "omega", 'ϰ': "varkappa", 'ϝ': "digamma",
	'Γ': "Gamma", 'Δ': "Delta", 'Θ': "Theta", 'Λ': "Lambda", 'Ξ': "Xi", 'Π': "Pi", 'Σ': "Sigma", 'Υ': "Upsilon",
	'Φ': "Phi", 'Ψ': "Psi", 'Ω': "Omega",
	'±': "pm", '∓': "mp", '×': "times", '÷': "div", '⋅': "cdot", '∘': "circ", '•': "bullet", '⋆': "star", '⊕': "oplus",
	'⊖': "ominus", '⊗': "otimes", '⊘': "oslash", '⊙': "odot", '∩': "cap", '∪': "cup", '∨': "vee", '∧': "wedge", '⊎': "uplus",
	'⊓': "sqcap", '⊔': "sqcup", '∖': "setminus", '≀': "wr", '⋄': "diamond", '△': "triangle", '▽': "bigtriangledown",
	'†': "dagger", '‡': "ddagger", '⨿': "amalg",
	'≤': "le", '≥': "ge", '≠': "ne", '≈': "approx", '≡': "equiv", '∼': "sim", '≃': "simeq", '≅': "cong", '∝': "propto",
	'≪': "ll", '≫': "gg", '≺': "prec", '≻': "succ", '⪯': "preceq", '⪰': "succeq", '≐': "doteq", '⊂': "subset", '⊃': "supset",
	'⊆': "subseteq", '⊇': "supseteq", '⊄': "not\\subset", '∈': "in", '∋': "ni", '∉': "notin", '⊥': "perp", '∥': "parallel",
	'∣': "mid", '⊢': "vdash", '⊨': "models", '≍': "asymp", '⩽': "leqslant", '⩾': "geqslant", '≦': "leqq", '≧': "geqq",
	'≜': "triangleq", '≲': "lesssim", '≳': "gtrsim", '⊊': "subsetneq", '⊋': "supsetneq", '∽': "backsim", '⌢': "frown", '⌣': "smile",
	'→': "to", '←': "leftarrow", '↔': "leftrightarrow", '⇒': "Rightarrow", '⇐': "Leftarrow", '⇔': "Leftrightarrow",
	'↑': "uparrow", '↓': "downarrow", '↕': "updownarrow", '⇑': "Uparrow", '⇓': "Downarrow", '↦': "mapsto",
	'⟶': "longrightarrow", '⟵': "longleftarrow", '⟹': "Longrightarrow", '⟸': "Longleftarrow", '⟺': "Longleftrightarrow",
	'↗': "nearrow", '↘': "searrow", '↙': "swarrow", '↖': "nwarrow", '⇌': "rightleftharpoons", '⇀': "rightharpoonup",
	'⇋': "leftrightharpoons", '↼': "leftharpoonup", '↪': "hookrightarrow", '↩': "hookleftarrow", '⇄': "rightleftarrows",
	'∞': "infty", '∂': "partial", '∇': "nabla", '∀': "forall", '∃': "exists", '∄': "nexists", '∅': "varnothing", '¬': "neg",
	'∠': "angle", '∡': "measuredangle", '⊤': "top", '′': "prime", 'ℏ': "hbar", 'ℓ': "ell", 'ℜ': "Re", 'ℑ': "Im", 'ℵ': "aleph",
	'℘': "wp", '∴': "therefore", '∵': "because", '…': "ldots", '⋯': "cdots", '⋮': "vdots", '⋱': "ddots", '□': "square",
	'■': "blacksquare", '◊': "lozenge", '★': "bigstar", '▲': "blacktriangle", '▼': "blacktriangledown", '♠': "spadesuit",
	'♡': "heartsuit", '♢': "diamondsuit", '♣': "clubsuit", '°': "degree", '‖': "|", '⟨': "langle", '⟩': "rangle", '⌊': "lfloor",
	'⌋': "rfloor", '⌈': "lceil", '⌉': "rceil", '√': "surd", '§': "S", '¶': "P", '£': "pounds", '✓': "checkmark", 'ð': "eth", '♭': "flat",
	'♮': "natural", '♯': "sharp", 'ı': "imath", 'ȷ': "jmath", '⊲': "vartriangleleft", '⊳': "vartriangleright",
	'{': "{", '}': "}", '%': "%", '#': "#", '$': "$", '&': "&", '_': "_", '\\': "backslash",
}

var aliases = map[string]rune{
	"leq": '≤', "geq": '≥', "neq": '≠', "rightarrow": '→', "gets": '←', "land": '∧', "lor": '∨', "lnot": '¬', "emptyset": '∅',
	"owns": '∋', "iff": '⟺', "implies": '⟹', "dots": '…', "dotsc": '…', "dotsb": '⋯', "dotsm": '⋯', "dotso": '…',
	"lbrace": '{', "rbrace": '}', "lbrack": '[', "rbrack": ']', "lvert": '|', "rvert": '|', "vert": '|', "lVert": '‖', "rVert": '‖', "Vert": '‖',
	"colon": ':', "bigcirc": '○', "triangledown": '▽', "bigtriangleup": '△', "Box": '□', "Diamond": '◊', "hslash": 'ℏ', "longmapsto": '↦',
	"rightharpoondown": '⇁', "leftharpoondown": '↽', "intercal": '⊺', "And": '&', "lt": '<', "gt": '>', "cdotp": '⋅', "ldotp": '.', "centerdot": '⋅',
	"thickapprox": '≈', "thicksim": '∼', "upalpha": 'α', "omicron": 'ο', "Alpha": 'Α', "Beta": 'Β', "Epsilon": 'Ε', "Zeta": 'Ζ', "Eta": 'Η',
	"Iota": 'Ι', "Kappa": 'Κ', "Mu": 'Μ', "Nu": 'Ν', "Omicron": 'Ο', "Rho": 'Ρ', "Tau": 'Τ', "Chi": 'Χ', "varGamma": 'Γ', "varDelta": 'Δ',
	"varOmega": 'Ω', "varPhi": 'Φ', "varSigma": 'Σ', "varTheta": 'Θ', "Omicro": 'Ο', "hearts": '♡', "infin": '∞', "real": 'ℜ', "ang": '∠',
	"permil": '‰', "perthousand": '‰', "textdegree": '°', "lang": '⟨', "rang": '⟩', "plusmn": '±', "sub": '⊂', "exist": '∃', "empty": '∅', "ohm": 'Ω',
}

var largeOperators = map[rune]string{
	'∑': "sum", '∏': "prod", '∐': "coprod", '∫': "int", '∬': "iint", '∭': "iiint", '∮': "oint", '∯': "oiint", '∰': "oiiint",
	'⋃': "bigcup", '⋂': "bigcap", '⋁': "bigvee", '⋀': "bigwedge", '⨁': "bigoplus", '⨂': "bigotimes", '⨀': "bigodot",
	'⨄': "biguplus", '⨆': "bigsqcup",
}

func isIntegral(r rune) bool { return r >= '∫' && r <= '∳' }

// functions are the names that LaTeX sets upright; true for those that take
// their limits below.
var functions = map[string]bool{
	"sin": false, "cos": false, "tan": false, "cot": false, "sec": false, "csc": false, "arcsin": false, "arccos": false,
	"arctan": false, "sinh": false, "cosh": false, "tanh": false, "coth": false, "log": false, "ln": false, "lg": false,
	"exp": false, "arg": false, "deg": false, "dim": false, "hom": false, "ker": false, "arctg": false, "arcctg": false, "ctg": false,
	"tg": false, "sh": false, "ch": false, "th": false, "cosec": false,
	"lim": true, "max": true, "min": true, "sup": true, "inf": true, "det": true, "gcd": true, "Pr": true,
	"limsup": true, "liminf": true,
}

var spaceNames = map[string]string{ // name → the character of that width
	",": "\u2009", ":": "\u205f", ";": "\u2005", " ": "\u00a0", "quad": "\u2003", "!": "\u200b\u200b", "enspace": "\u2002",
}

var spaceAliases = map[string]string{
	"thinspace": ",", "medspace": ":", ">": ":", "thickspace": ";", "space": " ", "nobreakspace": " ", "negthinspace": "!", "enskip": "enspace",
}

// accents by their combining character; wide ones take the second name.
var accents = map[rune][2]string{
	'\u0302': {"hat", "widehat"}, '\u0303': {"tilde", "widetilde"}, '\u0305': {"bar", "overline"}, '\u0307': {"dot", "dot"},
	'\u0308': {"ddot", "ddot"}, '\u20db': {"dddot", "dddot"}, '\u20dc': {"ddddot", "ddddot"}, '\u20d7': {"vec", "overrightarrow"}, '\u030c': {"check", "widecheck"},
	'\u0306': {"breve", "breve"}, '\u0301': {"acute", "acute"}, '\u0300': {"grave", "grave"}, '\u030a': {"mathring", "mathring"},
}

// otherAccents are spellings of the above that files use.
var otherAccents = map[rune]rune{
	'^': '\u0302', 'ˆ': '\u0302', '~': '\u0303', '˜': '\u0303', '∼': '\u0303', '\u0304': '\u0305', '¯': '\u0305', '‾': '\u0305', '-': '\u0305', '_': '\u0305',
	'.': '\u0307', '˙': '\u0307', '¨': '\u0308', '→': '\u20d7', '⃗': '\u20d7', '⇀': '\u20d7', '\u20d1': '\u20d7', 'ˇ': '\u030c', '˘': '\u0306', '´': '\u0301', '`': '\u0300', '˚': '\u030a', '\u033f': '\u0305',
}

// braces are the stretching characters: over, then under.
var braces = map[rune][2]string{
	'⏞': {"overbrace", ""}, '⏟': {"", "underbrace"}, '→': {"overrightarrow", "underrightarrow"},
	'←': {"overleftarrow", "underleftarrow"}, '↔': {"overleftrightarrow", "underleftrightarrow"},
	'⏠': {"overgroup", ""}, '⏡': {"", "undergroup"},
}

// arrows carry small text.
var arrows = map[rune]string{
	'→': "xrightarrow", '←': "xleftarrow", '↔': "xleftrightarrow", '⇒': "xRightarrow", '⇐': "xLeftarrow", '⇔': "xLeftrightarrow",
	'⇌': "xrightleftharpoons", '⇋': "xleftrightharpoons", '↦': "xmapsto", '=': "xlongequal",
}

// fences are brackets that grow, by their character. "" is the invisible one.
var fences = map[string]string{
	"": ".", "(": "(", ")": ")", "[": "[", "]": "]", "{": `\{`, "}": `\}`, "|": "|", "‖": `\|`, "⟨": `\langle`, "⟩": `\rangle`,
	"⌊": `\lfloor`, "⌋": `\rfloor`, "⌈": `\lceil`, "⌉": `\rceil`, "/": "/", "\\": `\backslash`, "↑": `\uparrow`, "↓": `\downarrow`,
	"⎰": `\lmoustache`, "⎱": `\rmoustache`,
}

// sameFences are other spellings.
var sameFences = map[string]string{
	"〈": "⟨", "〉": "⟩", "〈 ": "⟨", "∥": "‖", "∣": "|", "（": "(", "）": ")", "［": "[", "］": "]", "｛": "{", "｝": "}", "｜": "|", "〖": "", "〗": "", "【": "[", "】": "]", "⟦": "[", "⟧": "]", "❘": "|", "│": "|",
	"<": "⟨", ">": "⟩",
}

// runes gives the character of a command.
var runes = sync.OnceValue(func() map[string]rune {
	out := make(map[string]rune, len(commands)+len(aliases))
	for r, name := range commands {
		if !strings.ContainsAny(name, `\`) || len(name) == 1 {
			out[name] = r
		}
	}
	for name, r := range aliases {
		out[name] = r
	}
	return out
})

var accentMarks = sync.OnceValue(func() map[string]rune {
	out := map[string]rune{"widecheck": '\u030c'}
	for r, names := range accents {
		for _, name := range names {
			if name != "overline" && name != "overrightarrow" {
				out[name] = r
			}
		}
	}
	return out
})

var operatorRunes = sync.OnceValue(func() map[string]rune { return turned(largeOperators) })

var arrowRunes = sync.OnceValue(func() map[string]rune { return turned(arrows) })

func turned(in map[rune]string) map[string]rune {
	out := make(map[string]rune, len(in))
	for r, name := range in {
		out[name] = r
	}
	return out
}

var fenceRunes = sync.OnceValue(func() map[string]string {
	out := map[string]string{`\lbrace`: "{", `\rbrace`: "}", `\lbrack`: "[", `\rbrack`: "]", `\vert`: "|", `\Vert`: "‖", `\lvert`: "|", `\rvert`: "|", `\lVert`: "‖", `\rVert`: "‖", `\lt`: "<", `\gt`: ">"}
	for r, name := range fences {
		out[name] = r
	}
	out["<"], out[">"] = "⟨", "⟩"
	return out
})

const (
	relations = "=<>≤≥≠≈≡∼≃≅∝≪≫≺≻⪯⪰≐⊂⊃⊆⊇⊄∈∋∉⊥∥∣⊢⊨≍⩽⩾≦≧≜≲≳⊊⊋→←↔⇒⇐⇔↦⟶⟵⟹⟸⟺⇌⇋:∽"
	binaries  = "+-±∓×÷⋅∘*∩∪∨∧⊕⊖⊗⊘⊙∖⊎⊓⊔"
	closers   = ")]}⟩⌋⌉,;!?"
)

func isRelation(r rune) bool { return strings.ContainsRune(relations, r) }

func isBinary(r rune) bool { return strings.ContainsRune(binaries, r) }

func isOperator(r rune) bool {
	return isRelation(r) || isBinary(r) || strings.ContainsRune("()[]{}⟨⟩,;", r)
}

// isMath tells characters that stand in a formula by themselves; all others
// are words between.
func isMath(r rune) bool {
	if r < 0x80 {
		return r > ' ' && r != '"' && r != '`' && r != '^' && r != 0x7f
	}
	if _, ok := commands[r]; ok {
		return true
	}
	_, large := largeOperators[r]
	return large
}

func isLetter(r rune) bool { return unicode.IsLetter(r) && r < 0x2e80 }
