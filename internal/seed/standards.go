package seed

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/pelletier/go-toml/v2"

	"jiangxun/internal/standard"
)

type standardFile struct {
	Occupation struct{ Code, Name, Catalogue string }
	Edition    struct {
		Name, Order, Source string
		Sample              bool
	}
	Levels []levelFile
}

type levelFile struct {
	Track, Code, Name string
	TheoryMinutes     int `toml:"theory_minutes"`
	SkillMinutes      int `toml:"skill_minutes"`
	Weights           []struct {
		Part, Name, Group string
		Percent           int
	}
	Elements []struct {
		Row          string
		Path, Ranges []string
		Points       []struct{ Code, Name, Importance string }
	}
}

// readStandard reads seeds/standards/<name>.toml; unknown keys are errors.
func readStandard(files fs.FS, name string) (standard.Definition, error) {
	f, err := files.Open("standards/" + name + ".toml")
	if err != nil {
		return standard.Definition{}, err
	}
	defer func() { _ = f.Close() }()
	var in standardFile
	if err := toml.NewDecoder(f).DisallowUnknownFields().Decode(&in); err != nil {
		return standard.Definition{}, fmt.Errorf("standard %s: %w", name, err)
	}
	source := strings.Join([]string{in.Edition.Order, in.Edition.Source}, "；")
	d := standard.Definition{
		Occupation: standard.Occupation{Code: in.Occupation.Code, Name: in.Occupation.Name, CatalogueEdition: in.Occupation.Catalogue},
		Edition:    standard.Edition{Name: in.Edition.Name, Position: 1, Source: strings.Trim(source, "；"), Sample: in.Edition.Sample},
	}
	for _, l := range in.Levels {
		d.Levels = append(d.Levels, l.definition())
	}
	return d, nil
}

func (l levelFile) definition() standard.LevelDefinition {
	d := standard.LevelDefinition{Track: l.Track, Code: l.Code, TheoryMinutes: l.TheoryMinutes, SkillMinutes: l.SkillMinutes}
	for _, w := range l.Weights {
		row := standard.WeightRow{Group: w.Group, Name: w.Name, Percent: w.Percent}
		if w.Part == string(standard.Theory) {
			d.Theory = append(d.Theory, row)
		} else {
			d.Skill = append(d.Skill, row)
		}
	}
	for _, e := range l.Elements {
		at := &d.Elements
		for i, code := range e.Path {
			at = child(at, standard.ElementDefinition{Row: e.Row, Code: code, Name: e.Ranges[i]})
		}
		for _, p := range e.Points {
			child(at, standard.ElementDefinition{Row: e.Row, Code: p.Code, Name: p.Name, Importance: standard.Importance(p.Importance)})
		}
	}
	return d
}

// child finds or adds an element and gives the list of what stands below it. A
// range above several rows of the weight table (基本要求) is filed under the
// first of them; what stands below names its own.
func child(list *[]standard.ElementDefinition, e standard.ElementDefinition) *[]standard.ElementDefinition {
	for i := range *list {
		if (*list)[i].Code == e.Code {
			return &(*list)[i].Children
		}
	}
	*list = append(*list, e)
	return &(*list)[len(*list)-1].Children
}

// Reference loads every standard and gives the first level of each by the
// name of its file. Safe in production.
func Reference(ctx context.Context, s *standard.Service, files fs.FS) (map[string]uuid.UUID, error) {
	names, err := fs.Glob(files, "standards/*.toml")
	if err != nil {
		return nil, err
	}
	levels := map[string]uuid.UUID{}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".toml")
		d, err := readStandard(files, name)
		if err != nil {
			return nil, err
		}
		ids, err := s.Load(ctx, d)
		if err != nil {
			return nil, fmt.Errorf("standard %s: %w", name, err)
		}
		levels[name] = ids[0]
	}
	return levels, nil
}
