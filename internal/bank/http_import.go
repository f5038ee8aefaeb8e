package bank

import (
	"bytes"
	"context"
	"net/url"

	bankapi "jiangxun/internal/bank/api"
	"jiangxun/internal/platform/httpx"
)

func (h handler) GetImportTemplate(ctx context.Context, r bankapi.GetImportTemplateRequestObject) (bankapi.GetImportTemplateResponseObject, error) {
	var file bytes.Buffer
	if err := h.s.WriteTemplate(ctx, r.LevelId, &file); err != nil {
		return nil, err
	}
	return bankapi.GetImportTemplate200ApplicationvndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: &file, ContentLength: int64(file.Len()),
		Headers: bankapi.GetImportTemplate200ResponseHeaders{ContentDisposition: attachment("试题导入模板.xlsx")},
	}, nil
}

func (h handler) ExportQuestions(ctx context.Context, r bankapi.ExportQuestionsRequestObject) (bankapi.ExportQuestionsResponseObject, error) {
	var file bytes.Buffer
	f := Filter{Pool: Pool(httpx.Value(r.Params.Pool)), State: State(httpx.Value(r.Params.State))}
	if err := h.s.Export(ctx, r.LevelId, f, &file); err != nil {
		return nil, err
	}
	return bankapi.ExportQuestions200ApplicationvndOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{
		Body: &file, ContentLength: int64(file.Len()),
		Headers: bankapi.ExportQuestions200ResponseHeaders{ContentDisposition: attachment("题库导出.xlsx")},
	}, nil
}

func attachment(name string) *string {
	text := "attachment; filename*=UTF-8''" + url.PathEscape(name)
	return &text
}

func (h handler) PreviewImport(ctx context.Context, r bankapi.PreviewImportRequestObject) (bankapi.PreviewImportResponseObject, error) {
	file, err := httpx.FilePart(r.Body)
	if err != nil {
		return nil, err
	}
	b, err := h.s.Preview(ctx, r.LevelId, file.FileName(), file, Pool(httpx.Value(r.Params.Pool)))
	if err != nil {
		return nil, err
	}
	return bankapi.PreviewImport201JSONResponse(shapeBatch(b)), nil
}

func (h handler) GetImport(ctx context.Context, r bankapi.GetImportRequestObject) (bankapi.GetImportResponseObject, error) {
	b, err := h.s.Batch(ctx, r.ImportId)
	if err != nil {
		return nil, err
	}
	return bankapi.GetImport200JSONResponse(shapeBatch(b)), nil
}

func (h handler) ListImportRows(ctx context.Context, r bankapi.ListImportRowsRequestObject) (bankapi.ListImportRowsResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	rows, total, err := h.s.BatchRows(ctx, r.ImportId, Verdict(httpx.Value(r.Params.Verdict)), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return bankapi.ListImportRows200JSONResponse{Items: httpx.Each(rows, shapeRow), Total: total}, nil
}

func (h handler) CommitImport(ctx context.Context, r bankapi.CommitImportRequestObject) (bankapi.CommitImportResponseObject, error) {
	b, err := h.s.Commit(ctx, r.ImportId, r.Body.GoodRowsOnly)
	if err != nil {
		return nil, err
	}
	return bankapi.CommitImport200JSONResponse(shapeBatch(b)), nil
}

func shapeBatch(b Batch) bankapi.Import {
	out := bankapi.Import{
		Id: b.ID, LevelId: b.LevelID, FileName: b.FileName, State: "previewed", Accepted: b.Accepted, Rejected: b.Rejected, Unchanged: b.Unchanged,
		CreatedAt: b.CreatedAt,
	}
	if b.Committed {
		out.State, out.CommittedAt = "committed", &b.CommittedAt
	}
	return out
}

func shapeRow(r ImportRow) bankapi.ImportRow {
	return bankapi.ImportRow{
		Sheet: r.Sheet, Line: r.Line, Verdict: bankapi.Verdict(r.Verdict), Type: string(r.Type()), Stem: r.Stem, QuestionId: httpx.Optional(r.QuestionID),
		Notes: httpx.Each(r.Notes, func(n Note) bankapi.RowNote {
			params := map[string]any(n.Params)
			if params == nil {
				params = map[string]any{}
			}
			return bankapi.RowNote{Sub: string(n.Sub), Warning: n.Warning, Column: n.Column, Params: params}
		}),
	}
}
