package transfer

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/bank/exchange/tabular"
	"jiangxun/internal/standard"
)

// Template gives the workbook to fill in for an import: headings, the level's
// points, how to fill in each column.
func (s *Service) Template(ctx context.Context, levelID uuid.UUID) ([]byte, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return nil, err
	}
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return nil, err
	}
	rows, err := s.standard.WeightTable(ctx, levelID, standard.Theory)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	var points []tabular.Point
	for _, e := range elements {
		if e.IsPoint {
			points = append(points, tabular.Point{Code: e.Path, Name: e.Name, Importance: string(e.Importance), Row: names[e.WeightRowID]})
		}
	}
	return tabular.Template(points)
}
