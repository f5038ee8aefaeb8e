package assemble

import (
	"fmt"

	"github.com/google/uuid"

	"jiangxun/internal/marking"
)

// Conforms checks a paper against its input from scratch: counts and types of
// the sections, the points of every row, no question twice, no two items that
// exclude each other. It shares no code with the assembler, so it also serves
// papers that a person has changed by hand.
func Conforms(in Input, p Paper) error {
	if len(p.Sections) != len(in.Sections) {
		return fmt.Errorf("paper has %d sections, wants %d", len(p.Sections), len(in.Sections))
	}
	points := map[uuid.UUID]marking.Hundredths{}
	seen := map[uuid.UUID]bool{}
	for k, section := range p.Sections {
		if section.Section != in.Sections[k] || len(section.Items) != section.Count {
			return fmt.Errorf("section %d holds %d items, wants %d %s", k+1, len(section.Items), in.Sections[k].Count, in.Sections[k].Type)
		}
		for _, item := range section.Items {
			if item.Type != section.Type {
				return fmt.Errorf("section %d: item %s is %s", k+1, item.VersionID, item.Type)
			}
			if seen[item.QuestionID] {
				return fmt.Errorf("question %s appears twice", item.QuestionID)
			}
			seen[item.QuestionID] = true
			points[item.RowID] += section.ScoreHundredths
		}
	}
	for _, row := range in.Rows {
		want := marking.Hundredths(row.Percent) * in.TotalHundredths / 100
		if points[row.ID] != want {
			return fmt.Errorf("row %s has %d hundredths, wants %d", row.ID, points[row.ID], want)
		}
		delete(points, row.ID)
	}
	if len(points) > 0 {
		return fmt.Errorf("items of %d rows that the weight table does not hold", len(points))
	}
	return noEnemies(p, seen)
}

func noEnemies(p Paper, seen map[uuid.UUID]bool) error {
	for _, section := range p.Sections {
		for _, item := range section.Items {
			for _, enemy := range item.Enemies {
				if seen[enemy] && enemy != item.QuestionID {
					return fmt.Errorf("questions %s and %s exclude each other", item.QuestionID, enemy)
				}
			}
		}
	}
	return nil
}
