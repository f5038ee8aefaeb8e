package paper

import (
	"bytes"
	"context"
	"net/url"

	paperapi "jiangxun/internal/paper/api"
	"jiangxun/internal/paper/printing"
	"jiangxun/internal/platform/httpx"
)

func attachment(name string) *string {
	text := "attachment; filename*=UTF-8''" + url.PathEscape(name)
	return &text
}

func (h handler) GetFormDocument(ctx context.Context, r paperapi.GetFormDocumentRequestObject) (paperapi.GetFormDocumentResponseObject, error) {
	made := func() (Document, error) {
		if httpx.Value(r.Params.Key) {
			return h.s.KeyDocument(ctx, r.FormId)
		}
		return h.s.PaperDocument(ctx, r.FormId, printing.Layout(httpx.Value(r.Params.Layout)), httpx.Value(r.Params.Card))
	}
	d, err := made()
	if err != nil {
		return nil, err
	}
	return paperapi.GetFormDocument200ApplicationvndOpenxmlformatsOfficedocumentWordprocessingmlDocumentResponse{
		Body: bytes.NewReader(d.Data), ContentLength: int64(len(d.Data)),
		Headers: paperapi.GetFormDocument200ResponseHeaders{ContentDisposition: attachment(d.Name)},
	}, nil
}

func (h handler) GetFormCard(ctx context.Context, r paperapi.GetFormCardRequestObject) (paperapi.GetFormCardResponseObject, error) {
	d, err := h.s.CardDocument(ctx, r.FormId)
	if err != nil {
		return nil, err
	}
	return paperapi.GetFormCard200ApplicationvndOpenxmlformatsOfficedocumentWordprocessingmlDocumentResponse{
		Body: bytes.NewReader(d.Data), ContentLength: int64(len(d.Data)),
		Headers: paperapi.GetFormCard200ResponseHeaders{ContentDisposition: attachment(d.Name)},
	}, nil
}

func (h handler) GetConformityDocument(ctx context.Context, r paperapi.GetConformityDocumentRequestObject) (paperapi.GetConformityDocumentResponseObject, error) {
	d, err := h.s.ConformityDocument(ctx, r.FormId)
	if err != nil {
		return nil, err
	}
	return paperapi.GetConformityDocument200ApplicationpdfResponse{
		Body: bytes.NewReader(d.Data), ContentLength: int64(len(d.Data)),
		Headers: paperapi.GetConformityDocument200ResponseHeaders{ContentDisposition: attachment(d.Name)},
	}, nil
}

func (h handler) ListPresets(_ context.Context, r paperapi.ListPresetsRequestObject) (paperapi.ListPresetsResponseObject, error) {
	list := Presets(string(httpx.Value(r.Params.LevelCode)))
	return paperapi.ListPresets200JSONResponse{Items: httpx.Each(list, shapePreset), Total: len(list)}, nil
}

func shapePreset(p Preset) paperapi.Preset {
	return paperapi.Preset{
		Id: p.ID, LevelCode: paperapi.PresetLevelCode(p.LevelCode), Name: p.Name, Minutes: p.Minutes,
		Sections: httpx.Each(p.Sections, shapeSection), Demands: shapeDemands(DefaultDemands()), Source: p.Source,
	}
}
