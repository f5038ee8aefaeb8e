package exam

import (
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"

	"jiangxun/internal/fault"
)

// ticketParts are the numbers that a ticket number may be made of.
type ticketParts struct{ Year, Batch, Site, Room, Seat int }

var (
	patternForm = regexp.MustCompile(`^(?:\{(?:YYYY|batch:[1-9]|site:[1-9]|room:[1-9]|seat:[1-9])\}|[0-9])+$`)
	patternPart = regexp.MustCompile(`\{([A-Za-z]+)(?::([1-9]))?\}`)
)

// checkPattern refuses a pattern that could give two people one number: batch,
// room and seat must stand in it.
func checkPattern(pattern string) error {
	if !patternForm.MatchString(pattern) {
		return fault.InvalidFields(fault.Field{Name: "rules.ticketPattern", Sub: subPattern})
	}
	for _, need := range []string{"{YYYY}", "{batch:", "{room:", "{seat:"} {
		if !strings.Contains(pattern, need) {
			return fault.InvalidFields(fault.Field{Name: "rules.ticketPattern", Sub: subPatternPart})
		}
	}
	return nil
}

// ticketNumber fills a pattern that passed checkPattern. A number that needs
// more digits than its place has is refused, never cut.
func ticketNumber(pattern string, p ticketParts) (string, error) {
	values := map[string]int{"YYYY": p.Year, "batch": p.Batch, "site": p.Site, "room": p.Room, "seat": p.Seat}
	var overflow error
	number := patternPart.ReplaceAllStringFunc(pattern, func(mark string) string {
		m := patternPart.FindStringSubmatch(mark)
		width := 4
		if m[2] != "" {
			width = int(m[2][0] - '0')
		}
		digits := strconv.Itoa(values[m[1]])
		if len(digits) > width {
			overflow = fault.New(fault.Conflict, subTicketOverflow).With(fault.Params{"value": values[m[1]], "digits": width})
			return mark
		}
		return strings.Repeat("0", width-len(digits)) + digits
	})
	return number, overflow
}

// plainTicket keeps the digits of what was typed or scanned: a ticket's QR code
// holds the number alone, but keyboards and scanners add blanks and line ends.
func plainTicket(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == ' ', r == '-', r == '\r', r == '\n', r == '\t', r == '\u00a0', r == '\u3000':
			return -1
		}
		return 'x'
	}, text)
}

// placed is one person's place.
type placed struct {
	candidate int // index into the order given
	session   int
	room      int
	seat      int
}

// seating fills sessions in order, rooms in order, seats from 1; not ok when
// they do not hold everybody. Rooms holds each session's capacities.
func seating(candidates int, rooms [][]int) ([]placed, bool) {
	list := make([]placed, 0, candidates)
	for s, capacities := range rooms {
		for r, capacity := range capacities {
			for seat := 1; seat <= capacity && len(list) < candidates; seat++ {
				list = append(list, placed{candidate: len(list), session: s, room: r, seat: seat})
			}
		}
	}
	return list, len(list) == candidates
}

// seatStream separates seat orders from whatever else is drawn from a seed.
const seatStream = 0x6a78_7365_6174

// shuffled gives the order 0…n-1 shuffled by a seed: a PCG of (seed, seatStream)
// drives Fisher–Yates from the last element down, j = next mod (i+1).
func shuffled(n int, seed int64) []int {
	source := rand.NewPCG(uint64(seed), seatStream) //nolint:gosec // an order that can be repeated, no secret
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(source.Uint64() % uint64(i+1)) //nolint:gosec // below i+1
		order[i], order[j] = order[j], order[i]
	}
	return order
}
