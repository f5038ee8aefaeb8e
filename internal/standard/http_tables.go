package standard

import (
	"context"

	"github.com/google/uuid"

	"jiangxun/internal/platform/httpx"
	standardapi "jiangxun/internal/standard/api"
	"jiangxun/internal/standard/tables"
)

func (h handler) PreviewTables(ctx context.Context, r standardapi.PreviewTablesRequestObject) (standardapi.PreviewTablesResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	i, err := h.s.PreviewTables(ctx, r.LevelId, file.FileName(), file, httpx.Value(r.Params.KeepMissing))
	if err != nil {
		return nil, err
	}
	return standardapi.PreviewTables201JSONResponse(shapeImport(i)), nil
}

func (h handler) GetTableImport(ctx context.Context, r standardapi.GetTableImportRequestObject) (standardapi.GetTableImportResponseObject, error) {
	i, err := h.s.TableImport(ctx, r.ImportId)
	if err != nil {
		return nil, err
	}
	return standardapi.GetTableImport200JSONResponse(shapeImport(i)), nil
}

func (h handler) CommitTables(ctx context.Context, r standardapi.CommitTablesRequestObject) (standardapi.CommitTablesResponseObject, error) {
	i, err := h.s.CommitTables(ctx, r.ImportId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return standardapi.CommitTables200JSONResponse(shapeImport(i)), nil
}

func (h handler) ListTableVersions(ctx context.Context, r standardapi.ListTableVersionsRequestObject) (standardapi.ListTableVersionsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.ListVersions(ctx, r.LevelId, page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return standardapi.ListTableVersions200JSONResponse{Items: httpx.Each(list, shapeVersion), Total: total}, nil
}

func (h handler) GetTableVersion(ctx context.Context, r standardapi.GetTableVersionRequestObject) (standardapi.GetTableVersionResponseObject, error) {
	v, err := h.s.Version(ctx, r.LevelId, r.Number)
	if err != nil {
		return nil, err
	}
	return standardapi.GetTableVersion200JSONResponse{
		Version: shapeVersion(v), Theory: shapeWeights(v.Content.Theory), Skill: shapeWeights(v.Content.Skill),
		Elements: httpx.Each(placedElements(v.LevelID, v.Content.Elements), shapeElement),
	}, nil
}

func (h handler) CompareTableVersions(ctx context.Context, r standardapi.CompareTableVersionsRequestObject) (standardapi.CompareTableVersionsResponseObject, error) {
	c, err := h.s.CompareVersions(ctx, r.LevelId, r.Params.From, r.Params.To)
	if err != nil {
		return nil, err
	}
	return standardapi.CompareTableVersions200JSONResponse{From: r.Params.From, To: r.Params.To, Changes: shapeChanges(c.Changes, nil)}, nil
}

func shapeImport(i TableImport) standardapi.TableImport {
	return standardapi.TableImport{
		Id: i.ID, LevelId: i.LevelID, FileName: i.FileName, KeepMissing: i.KeepMissing, Committed: i.Committed, CreatedAt: i.CreatedAt,
		Errors: i.Errors(), Faults: httpx.Each(i.Faults, shapeTableFault),
		Levels: httpx.Each(i.Levels, func(l LevelImport) standardapi.LevelImport {
			return standardapi.LevelImport{Level: shapeLevel(l.Level), Changes: shapeChanges(l.Changes, l.Questions), Version: httpx.Optional(l.Version)}
		}),
	}
}

func shapeTableFault(f tables.Fault) standardapi.TableFault {
	params := map[string]any(f.Params)
	if params == nil {
		params = map[string]any{}
	}
	return standardapi.TableFault{Sheet: f.Sheet, Row: f.Row, Column: f.Column, Sub: string(f.Sub), Params: params, Warning: f.Warning}
}

func shapeChanges(list []tables.Change, questions map[uuid.UUID]int) []standardapi.TableChange {
	return httpx.Each(list, func(c tables.Change) standardapi.TableChange {
		return standardapi.TableChange{
			Kind: standardapi.ChangeKind(c.Kind), Subject: standardapi.ChangeSubject(c.Subject), Path: c.Path, Name: c.Name, Was: c.Was, Now: c.Now,
			Questions: questions[c.ID],
		}
	})
}

func shapeVersion(v Version) standardapi.TableVersion {
	return standardapi.TableVersion{
		Id: v.ID, Number: v.Number, Kind: standardapi.VersionKind(v.Kind), FileName: v.FileName, Reason: v.Reason, AuthorName: v.AuthorName,
		CreatedAt: v.CreatedAt, TheoryRows: v.TheoryRows, SkillRows: v.SkillRows, Points: v.Points,
	}
}

func shapeWeights(list []tables.Weight) []standardapi.WeightRow {
	rows := make([]standardapi.WeightRow, len(list))
	for i, w := range list {
		rows[i] = standardapi.WeightRow{Id: w.ID, Seq: i + 1, Group: w.Group, Name: w.Name, Percent: w.Percent}
	}
	return rows
}
