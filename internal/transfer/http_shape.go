package transfer

import (
	"time"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange/formats"
	"jiangxun/internal/platform/httpx"
	transferapi "jiangxun/internal/transfer/api"
)

func shapeImport(i Import) transferapi.Import {
	c := i.Counts
	out := transferapi.Import{
		Id: i.ID, LevelId: i.LevelID, FileName: i.FileName, Format: string(i.Format), FormatTitle: formats.Title(i.Format),
		State: transferapi.ImportState(i.State), Done: i.Done, Total: c.Found, Found: c.Found, Accepted: c.Accepted, Unchanged: c.Unchanged,
		Changed: c.Changed, Conflict: c.Conflict, Rejected: c.Rejected, Excluded: c.Excluded, Warned: c.Warned, Unplaced: c.Unplaced,
		Notes: httpx.Each(i.Notes, shapeNote), ByName: i.ByName, CreatedAt: i.CreatedAt, CommittedAt: moment(i.CommittedAt),
		UndoneAt: moment(i.UndoneAt), UndoneByName: httpx.Optional(i.UndoneByName), UndoneReason: httpx.Optional(i.UndoneReason),
	}
	if i.Failure != nil {
		note := shapeNote(*i.Failure)
		out.Failure = &note
	}
	if i.State == Committed || i.State == Undone {
		out.Taken, out.Updated = &i.Taken, &i.Updated
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func shapeNote(n Note) transferapi.Note {
	params := map[string]any(n.Params)
	if params == nil {
		params = map[string]any{}
	}
	return transferapi.Note{Sub: string(n.Sub), Warning: n.Warning, Column: n.Column, Params: params}
}

func shapeRow(r Row) transferapi.ImportRow {
	out := transferapi.ImportRow{
		Position: r.Position, At: r.At, Verdict: transferapi.Verdict(r.Verdict), Excluded: r.Excluded, Update: r.Update, Mended: r.Mended,
		MendedByName: httpx.Optional(r.MendedByName), Type: string(r.Draft.Content.Type), Stem: r.Stem, Answer: r.Answer,
		Difficulty: r.Draft.Content.Difficulty, ElementText: r.ElementText, ElementId: httpx.Optional(r.Draft.Content.ElementID),
		ElementName: r.ElementName, Notes: httpx.Each(r.Notes, shapeNote), QuestionId: httpx.Optional(r.QuestionID),
	}
	pool := transferapi.Pool(r.Draft.Pool)
	out.Pool = &pool
	if o := r.Other; o != nil {
		out.Conflict = &transferapi.Conflict{
			With: transferapi.ConflictWith(o.With), Position: httpx.Optional(o.Position), At: httpx.Optional(o.At),
			QuestionId: httpx.Optional(o.QuestionID), Stem: o.Stem, Answer: o.Answer, OtherAnswer: o.Answers,
		}
		if o.State != "" {
			state := transferapi.QuestionState(o.State)
			out.Conflict.State = &state
		}
	}
	return out
}

func shapeDetail(r Row) transferapi.ImportRowDetail {
	c := r.Draft.Content
	return transferapi.ImportRowDetail{Row: shapeRow(r), Draft: transferapi.RowInput{
		Pool: transferapi.Pool(r.Draft.Pool), Ref: r.Draft.Ref, Tags: httpx.List(r.Draft.Tags), Content: transferapi.Content{
			Body: c.Body, Difficulty: c.Difficulty, ElementId: httpx.Optional(c.ElementID), PictureIds: httpx.List(c.PictureIDs), Source: c.Source,
		},
	}}
}

func draftFrom(d transferapi.RowInput) Draft {
	content := bank.Content{
		Body: d.Content.Body, Difficulty: d.Content.Difficulty, PictureIDs: d.Content.PictureIds, Source: d.Content.Source,
	}
	if d.Content.ElementId != nil {
		content.ElementID = *d.Content.ElementId
	}
	return Draft{Pool: bank.Pool(d.Pool), Ref: d.Ref, Tags: d.Tags, Content: content}
}
