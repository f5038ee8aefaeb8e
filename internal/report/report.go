package report

import (
	"time"

	"github.com/google/uuid"
)

// Funnel is how far the people of one programme have come.
type Funnel struct {
	ProgrammeID uuid.UUID
	Title       string
	State       string // draft, open, closed
	Places      int
	OpensAt     time.Time
	ClosesAt    time.Time
	Steps       Steps
}

// Steps are the counts of a funnel, from scan to certificate.
type Steps struct {
	Scanned   int // visitors who came through a poster
	Applied   int // began an application
	Submitted int // handed it in at least once
	Approved  int
	Assigned  int // to a class
	Studied   int // opened a resource of their class
	Mocked    int // finished a mock exam of the level
	Sat       int // sat the unified exam's theory part
	Passed    int // both parts, released
	Certified int // hold a certificate that is in force
}

// Filter narrows the list of programmes.
type Filter struct {
	Text          string // part of a title
	Limit, Offset int
}
