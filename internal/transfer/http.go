package transfer

import (
	"bytes"
	"context"
	"net/url"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/platform/httpx"
	transferapi "jiangxun/internal/transfer/api"
)

type handler struct{ s *Service }

// Room is the room's door.
func Room(s *Service) httpx.Room {
	return httpx.Room{Name: "transfer", Spec: transferapi.GetSpec, Mount: func(r httpx.Router) {
		transferapi.RegisterHandlers(r, transferapi.NewStrictHandler(handler{s}, nil))
	}}
}

func (h handler) ListQuestionFormats(context.Context, transferapi.ListQuestionFormatsRequestObject) (transferapi.ListQuestionFormatsResponseObject, error) {
	return transferapi.ListQuestionFormats200JSONResponse{Items: httpx.Each(formats.List(), func(i formats.Info) transferapi.Format {
		return transferapi.Format{Format: string(i.Format), Title: i.Title, Extensions: i.Extensions, Read: i.Read, Written: i.Written}
	})}, nil
}

func (h handler) GetQuestionTemplate(ctx context.Context, r transferapi.GetQuestionTemplateRequestObject) (transferapi.GetQuestionTemplateResponseObject, error) {
	file, err := h.s.Template(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return transferapi.GetQuestionTemplate200ApplicationvndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)),
		Headers: transferapi.GetQuestionTemplate200ResponseHeaders{ContentDisposition: attachment("试题导入模板.xlsx")},
	}, nil
}

func attachment(name string) *string {
	text := "attachment; filename*=UTF-8''" + url.PathEscape(name)
	return &text
}

func (h handler) ListQuestionImports(ctx context.Context, r transferapi.ListQuestionImportsRequestObject) (transferapi.ListQuestionImportsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.List(ctx, r.LevelId, State(httpx.Value(r.Params.State)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return transferapi.ListQuestionImports200JSONResponse{Items: httpx.Each(list, shapeImport), Total: total}, nil
}

func (h handler) StartQuestionImport(ctx context.Context, r transferapi.StartQuestionImportRequestObject) (transferapi.StartQuestionImportResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	i, err := h.s.Start(ctx, r.LevelId, file.FileName(), file, httpx.Value(r.Params.Format), bank.Pool(httpx.Value(r.Params.Pool)))
	if err != nil {
		return nil, err
	}
	return transferapi.StartQuestionImport201JSONResponse(shapeImport(i)), nil
}

func (h handler) GetQuestionImport(ctx context.Context, r transferapi.GetQuestionImportRequestObject) (transferapi.GetQuestionImportResponseObject, error) {
	i, err := h.s.Get(ctx, r.ImportId)
	if err != nil {
		return nil, err
	}
	return transferapi.GetQuestionImport200JSONResponse(shapeImport(i)), nil
}

func (h handler) DiscardQuestionImport(ctx context.Context, r transferapi.DiscardQuestionImportRequestObject) (transferapi.DiscardQuestionImportResponseObject, error) {
	if err := h.s.Discard(ctx, r.ImportId); err != nil {
		return nil, err
	}
	return transferapi.DiscardQuestionImport204Response{}, nil
}

func (h handler) ListQuestionImportRows(ctx context.Context, r transferapi.ListQuestionImportRowsRequestObject) (transferapi.ListQuestionImportRowsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	rows, total, err := h.s.Rows(ctx, r.ImportId, RowFilter{
		Verdict: Verdict(httpx.Value(r.Params.Verdict)), Warned: httpx.Value(r.Params.Warned), Unplaced: httpx.Value(r.Params.Unplaced),
		Excluded: r.Params.Excluded, Limit: page.Limit, Offset: page.Offset,
	})
	if err != nil {
		return nil, err
	}
	return transferapi.ListQuestionImportRows200JSONResponse{Items: httpx.Each(rows, shapeRow), Total: total}, nil
}

func (h handler) GetQuestionImportRow(ctx context.Context, r transferapi.GetQuestionImportRowRequestObject) (transferapi.GetQuestionImportRowResponseObject, error) {
	row, err := h.s.Row(ctx, r.ImportId, r.Position)
	if err != nil {
		return nil, err
	}
	return transferapi.GetQuestionImportRow200JSONResponse(shapeDetail(row)), nil
}

func (h handler) MendQuestionImportRow(ctx context.Context, r transferapi.MendQuestionImportRowRequestObject) (transferapi.MendQuestionImportRowResponseObject, error) {
	row, err := h.s.Mend(ctx, r.ImportId, r.Position, draftFrom(*r.Body))
	if err != nil {
		return nil, err
	}
	return transferapi.MendQuestionImportRow200JSONResponse(shapeDetail(row)), nil
}

func (h handler) ChangeQuestionImportRows(ctx context.Context, r transferapi.ChangeQuestionImportRowsRequestObject) (transferapi.ChangeQuestionImportRowsResponseObject, error) {
	c := Change{
		Positions: httpx.Value(r.Body.Positions), Verdict: Verdict(httpx.Value(r.Body.Verdict)), Unplaced: httpx.Value(r.Body.Unplaced),
		ElementID: r.Body.ElementId, Difficulty: r.Body.Difficulty, Excluded: r.Body.Excluded, Update: r.Body.Update,
	}
	if r.Body.Pool != nil {
		pool := bank.Pool(*r.Body.Pool)
		c.Pool = &pool
	}
	i, err := h.s.ChangeRows(ctx, r.ImportId, c)
	if err != nil {
		return nil, err
	}
	return transferapi.ChangeQuestionImportRows200JSONResponse(shapeImport(i)), nil
}

func (h handler) CommitQuestionImport(ctx context.Context, r transferapi.CommitQuestionImportRequestObject) (transferapi.CommitQuestionImportResponseObject, error) {
	i, err := h.s.Commit(ctx, r.ImportId, CommitOptions{
		GoodRowsOnly: r.Body.GoodRowsOnly, UpdateChanged: httpx.Value(r.Body.UpdateChanged), Submit: httpx.Value(r.Body.Submit),
	})
	if err != nil {
		return nil, err
	}
	return transferapi.CommitQuestionImport200JSONResponse(shapeImport(i)), nil
}

func (h handler) UndoQuestionImport(ctx context.Context, r transferapi.UndoQuestionImportRequestObject) (transferapi.UndoQuestionImportResponseObject, error) {
	out, err := h.s.Undo(ctx, r.ImportId, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return transferapi.UndoQuestionImport200JSONResponse{
		Import: shapeImport(out.Import), Retired: out.Retired, Kept: httpx.Each(out.Kept, func(k Kept) transferapi.Kept {
			return transferapi.Kept{QuestionId: k.QuestionID, Stem: k.Stem}
		}),
	}, nil
}

func (h handler) ExportQuestionFile(ctx context.Context, r transferapi.ExportQuestionFileRequestObject) (transferapi.ExportQuestionFileResponseObject, error) {
	out, err := h.s.Export(ctx, r.LevelId, filterFrom(transferapi.CheckQuestionExportParams(r.Params)), r.Params.Format)
	if err != nil {
		return nil, err
	}
	return transferapi.ExportQuestionFile200AsteriskResponse{
		Body: bytes.NewReader(out.File.Data), ContentType: out.File.ContentType, ContentLength: int64(len(out.File.Data)),
		Headers: transferapi.ExportQuestionFile200ResponseHeaders{ContentDisposition: attachment(out.Name + out.File.Extension)},
	}, nil
}

func (h handler) CheckQuestionExport(ctx context.Context, r transferapi.CheckQuestionExportRequestObject) (transferapi.CheckQuestionExportResponseObject, error) {
	out, err := h.s.CheckExport(ctx, r.LevelId, filterFrom(r.Params), r.Params.Format)
	if err != nil {
		return nil, err
	}
	const most = 100
	return transferapi.CheckQuestionExport200JSONResponse{
		Questions: out.Questions, LeftTotal: len(out.Left), Left: httpx.Each(out.Left[:min(len(out.Left), most)], func(l Left) transferapi.Left {
			return transferapi.Left{At: l.At, Stem: l.Stem, Note: shapeNote(l.Note)}
		}),
	}, nil
}

func filterFrom(p transferapi.CheckQuestionExportParams) bank.Filter {
	return bank.Filter{
		Type: bank.Type(httpx.Value(p.Type)), Pool: bank.Pool(httpx.Value(p.Pool)), State: bank.State(httpx.Value(p.State)),
		WeightRowID: httpx.Value(p.WeightRowId), ElementID: httpx.Value(p.ElementId), Difficulty: httpx.Value(p.Difficulty),
		Tag: httpx.Value(p.Tag), ImportID: httpx.Value(p.ImportId), Text: httpx.Value(p.Text),
	}
}
