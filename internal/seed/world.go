package seed

import (
	"fmt"
	"io/fs"

	"github.com/pelletier/go-toml/v2"
)

// world is seeds/demo.toml.
type world struct {
	Body struct {
		Name, Contact, Address string
		CertificatePrefix      string `toml:"certificate_prefix"`
	}
	Blueprints []blueprint
	Programmes []programme
	Classes    []class
	Mocks      []mock
	People     []person
}

type blueprint struct {
	Name     string
	Minutes  int
	Purposes []string
	Sections []struct {
		Type, Title string
		Count       int
		Points      float64
	}
}

type programme struct {
	Key, Standard, Title, Kind, Description string
	Places                                  int
	Channels                                []string
	Materials                               []struct {
		Key, Name, Hint string
		Required        bool
	}
}

type class struct {
	Programme, Name, Place string
	Teacher                string // head teacher, where the staff has the name
	Capacity, Days         int
	Lessons                []lesson
	People                 []string // phone numbers
}

type lesson struct {
	Day                               int // days from today
	Start, End, Title, Place, Teacher string
}

type mock struct {
	Standard, Title, Blueprint string
	Tries                      int
}

type person struct {
	Name, ID, Phone, Programme, State, Reason, Employer string
	Years, Portrait                                     int
}

func readWorld(files fs.FS) (world, error) {
	f, err := files.Open("demo.toml")
	if err != nil {
		return world{}, err
	}
	defer func() { _ = f.Close() }()
	var w world
	if err := toml.NewDecoder(f).DisallowUnknownFields().Decode(&w); err != nil {
		return world{}, fmt.Errorf("demo data: %w", err)
	}
	return w, nil
}
