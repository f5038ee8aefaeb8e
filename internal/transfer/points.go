package transfer

import (
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
	"jiangxun/internal/standard"
)

// points finds a level's elements by printed code or name.
type points struct {
	byCode map[string]standard.Element
	byName map[string][]standard.Element
	byID   map[uuid.UUID]standard.Element
}

func newPoints(elements []standard.Element) points {
	p := points{byCode: map[string]standard.Element{}, byName: map[string][]standard.Element{}, byID: map[uuid.UUID]standard.Element{}}
	for _, e := range elements {
		p.byID[e.ID] = e
		p.byCode[codeForm(e.Path)] = e
		if e.IsPoint {
			p.byName[nameForm(e.Name)] = append(p.byName[nameForm(e.Name)], e)
		}
	}
	return p
}

// find reads "A-B-001", "A-B-001 name" or a name.
func (p points) find(text string) (uuid.UUID, fault.Sub) {
	text = strings.TrimSpace(text)
	e, ok := p.byCode[codeForm(text)]
	if words := strings.Fields(text); !ok && len(words) > 0 {
		e, ok = p.byCode[codeForm(words[0])]
	}
	if !ok {
		named := p.byName[nameForm(text)]
		switch len(named) {
		case 0:
			return uuid.Nil, subElementUnknown
		case 1:
			e = named[0]
		default:
			return uuid.Nil, subElementMany
		}
	}
	if !e.IsPoint {
		return uuid.Nil, subElementRange
	}
	return e.ID, ""
}

// title is the printed code and name of an element, "" for an unknown one.
func (p points) title(id uuid.UUID) string {
	e, known := p.byID[id]
	if !known {
		return ""
	}
	return e.Path + " " + e.Name
}

func codeForm(text string) string {
	text = strings.ToUpper(norm.NFKC.String(text))
	return strings.Map(func(r rune) rune {
		switch r {
		case '—', '–', '−', '_', '.':
			return '-'
		case ' ', '\t':
			return -1
		}
		return r
	}, text)
}

func nameForm(text string) string { return question.Normal(question.FromText(text)) }
