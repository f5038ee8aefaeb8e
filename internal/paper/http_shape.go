package paper

import (
	"context"
	"html"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/marking"
	paperapi "jiangxun/internal/paper/api"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/platform/httpx"
)

func sectionFrom(s paperapi.Section) Section {
	return Section{Type: bank.Type(s.Type), Title: s.Title, Count: s.Count, ScoreHundredths: marking.Hundredths(s.ScoreHundredths)}
}

func shapeSection(s Section) paperapi.Section {
	return paperapi.Section{Type: paperapi.SectionType(s.Type), Title: s.Title, Count: s.Count, ScoreHundredths: int(s.ScoreHundredths)}
}

func demandsFrom(d *paperapi.Demands) Demands {
	if d == nil {
		return Demands{}
	}
	out := Demands{
		Difficulty: d.Difficulty, Bands: httpx.Value(d.Bands), Importance: d.Importance, Keys: d.Keys, RestDays: httpx.Value(d.RestDays),
		MaxUse: httpx.Value(d.MaxUse), Parallel: d.Parallel, RepeatPoints: httpx.Value(d.RepeatPoints),
	}
	if d.Earlier != nil {
		out.Earlier = &EarlierForms{Forms: d.Earlier.Forms, MaxPercent: d.Earlier.MaxPercent}
	}
	return out
}

func shapeDemands(d Demands) paperapi.Demands {
	out := paperapi.Demands{
		Difficulty: d.Difficulty, Importance: d.Importance, Keys: d.Keys, RestDays: httpx.Optional(d.RestDays), MaxUse: httpx.Optional(d.MaxUse),
		Parallel: d.Parallel, RepeatPoints: httpx.Optional(d.RepeatPoints),
	}
	if len(d.Bands) > 0 {
		out.Bands = &d.Bands
	}
	if d.Earlier != nil {
		out.Earlier = &paperapi.EarlierForms{Forms: d.Earlier.Forms, MaxPercent: d.Earlier.MaxPercent}
	}
	return out
}

func shapeBlueprint(b Blueprint) paperapi.Blueprint {
	return paperapi.Blueprint{
		Id: b.ID, LevelId: b.LevelID, Name: b.Name, Purpose: paperapi.PaperPurpose(b.Purpose), Minutes: b.Minutes,
		MultipleMode: paperapi.MultipleMode(b.MultipleMode), TotalHundredths: int(b.TotalHundredths), State: paperapi.BlueprintState(b.State),
		Demands: shapeDemands(b.Demands), Sections: httpx.Each(b.Sections, shapeSection), Forms: b.Forms, UpdatedAt: b.UpdatedAt,
	}
}

// shaper shapes forms for the caller, who cannot approve his own.
func (h handler) shaper(ctx context.Context) func(Form) paperapi.FormSummary {
	me := actor.From(ctx).ID
	return func(f Form) paperapi.FormSummary {
		return paperapi.FormSummary{
			Id: f.ID, BlueprintId: f.BlueprintID, LevelId: f.LevelID, Code: f.Code, Title: f.Title, Purpose: paperapi.PaperPurpose(f.Purpose),
			Minutes: f.Minutes, TotalHundredths: int(f.TotalHundredths), Sections: httpx.Each(f.Sections, shapeSection), Seed: f.Seed,
			Online: f.Online, Approval: paperapi.FormApproval(f.Approval), DecidedByName: f.DecidedByName, DecidedAt: httpx.Optional(f.DecidedAt),
			RejectReason: f.RejectReason, Mine: me != uuid.Nil && me == f.CreatedBy, CreatedByName: f.CreatedByName, CreatedAt: f.CreatedAt,
		}
	}
}

func shapeQuestion(i Item, f bank.Face) paperapi.FormQuestion {
	return paperapi.FormQuestion{
		Number: i.Number, Section: i.Section, Type: paperapi.SectionType(f.Type), Stem: f.Stem, PictureIds: httpx.List(f.PictureIDs),
		Options: httpx.Each(f.Options, shapeOption), Gaps: httpx.Each(f.Blanks, shapeGap), Pairs: httpx.List(f.Pairs),
		Parts: httpx.Each(f.Parts, shapePart), Places: f.Places, ScoreHundredths: int(i.ScoreHundredths),
	}
}

func shapeOption(o question.Choice) paperapi.FormOption {
	return paperapi.FormOption{Key: o.Key, Html: o.HTML}
}

func shapeGap(g question.Gap) paperapi.FormGap {
	return paperapi.FormGap{Number: g.Number, Unit: g.Unit}
}

func shapePart(f question.Face) paperapi.FormPart {
	return paperapi.FormPart{
		Type: paperapi.SectionType(f.Type), Stem: f.Stem, Options: httpx.Each(f.Options, shapeOption), Gaps: httpx.Each(f.Blanks, shapeGap),
		Pairs: httpx.List(f.Pairs),
	}
}

// answerHTML writes what is right of a question that is not answered by
// choosing; "" for the others.
func answerHTML(b question.Body) string {
	var parts []string
	for i, blank := range b.Blanks {
		parts = append(parts, "（"+strconv.Itoa(i+1)+"）"+html.EscapeString(blankWords(blank)))
	}
	for i, p := range b.Pairs {
		parts = append(parts, "（"+strconv.Itoa(i+1)+"）"+p.Key)
	}
	if b.Reference != "" {
		parts = append(parts, b.Reference)
	}
	if b.Type == question.Ordering {
		parts = append(parts, strings.Join(b.Key, " → "))
	}
	for _, r := range b.Rubric {
		parts = append(parts, "评分标准："+html.EscapeString(r.Text)+"（"+strconv.Itoa(r.Share)+" 份）")
	}
	for i, p := range b.Parts {
		answer := answerHTML(p)
		if answer == "" {
			answer = strings.NewReplacer("T", "正确", "F", "错误").Replace(strings.Join(p.Key, ""))
		}
		parts = append(parts, "（"+strconv.Itoa(i+1)+"）"+answer)
	}
	return strings.Join(parts, "<br>")
}

func blankWords(b question.Blank) string {
	words := b.Answers
	if n := b.Number; n != nil {
		text := n.Value
		if n.Tolerance != "0" && n.Tolerance != "" {
			text += " ± " + n.Tolerance
		}
		words = append([]string{strings.TrimSpace(text + " " + n.Unit)}, words...)
	}
	return strings.Join(words, " 或 ")
}

func shapeRow(r RowPoints) paperapi.RowPoints {
	return paperapi.RowPoints{
		WeightRowId: r.WeightRowID, Name: r.Name, Percent: r.Percent, WantHundredths: int(r.Want), GotHundredths: int(r.Got), Items: r.Items,
	}
}

func shapeShortfall(s Shortfall) paperapi.Shortfall {
	return paperapi.Shortfall{
		WeightRowId: httpx.Optional(s.WeightRowID), RowName: s.RowName, Type: paperapi.SectionType(s.Type), Needed: s.Needed, Have: s.Have,
	}
}

func shapeTrouble(t Trouble) paperapi.Trouble {
	return paperapi.Trouble{Name: t.Name, Params: t.Params, To: t.To}
}

func shapeFigures(f assemble.Figures) paperapi.Figures {
	out := paperapi.Figures{
		Difficulty: float32(f.Difficulty), Spread: float32(f.Spread), ExpectedMark: float32(f.ExpectedMark), Levels: f.Levels[:], Points: f.Points,
		Fresh: f.Exposure.Fresh, MostUsed: f.Exposure.Most, Dropped: httpx.List(f.Dropped), Earlier: httpx.Each(f.Earlier, shapeOverlap),
		Parallel: httpx.Each(f.Forms, shapeOverlap),
		Keys: httpx.Each(f.Keys, func(k assemble.KeyCount) paperapi.KeyCount {
			return paperapi.KeyCount{Type: paperapi.SectionType(k.Type), Key: k.Key, Items: k.Items, Percent: float32(k.Percent)}
		}),
	}
	out.Importance.X, out.Importance.Y, out.Importance.Z = f.Importance[assemble.X], f.Importance[assemble.Y], f.Importance[assemble.Z]
	return out
}

func shapeOverlap(o assemble.Overlap) paperapi.Overlap {
	name := o.Name
	if name == "" {
		name = strconv.Itoa(o.Form)
	}
	return paperapi.Overlap{Name: name, Items: o.Items, Percent: float32(o.Percent)}
}
