package paper

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/marking"
	"jiangxun/internal/paper/assemble"
	"jiangxun/internal/paper/printing"
	"jiangxun/internal/platform/docx/drawn"
)

// Document is a file to be handed out.
type Document struct {
	Name string
	Data []byte
}

// PaperDocument gives a frozen form within the actor's scopes as a Word file,
// without its key.
func (s *Service) PaperDocument(ctx context.Context, formID uuid.UUID, layout printing.Layout, card bool) (Document, error) {
	f, p, err := s.printed(ctx, formID, true)
	if err != nil {
		return Document{}, err
	}
	raw, err := printing.Questions(p, layout, card, drawn.New(s.press).Picture)
	return Document{Name: f.Code + "-试卷.docx", Data: raw}, err
}

// CardDocument gives the form's answer card as a Word file.
func (s *Service) CardDocument(ctx context.Context, formID uuid.UUID) (Document, error) {
	f, p, err := s.printed(ctx, formID, false)
	if err != nil {
		return Document{}, err
	}
	raw, err := printing.Card(p)
	return Document{Name: f.Code + "-答题卡.docx", Data: raw}, err
}

// KeyDocument gives the form's key with explanations as a Word file. The
// reading is recorded.
func (s *Service) KeyDocument(ctx context.Context, formID uuid.UUID) (Document, error) {
	f, versions, err := s.KeySheet(ctx, formID)
	if err != nil {
		return Document{}, err
	}
	level, err := s.standard.Level(ctx, f.LevelID)
	if err != nil {
		return Document{}, err
	}
	p := paperOf(f, level.Title())
	var answers []printing.Answer
	for i, v := range versions {
		pictures, err := s.pictures(ctx, v, hidden(v.Body))
		if err != nil {
			return Document{}, err
		}
		p.Questions = append(p.Questions, printing.Question{Number: f.Items[i].Number, Section: f.Items[i].Section})
		answers = append(answers, printing.Answer{Number: f.Items[i].Number, Score: f.Items[i].ScoreHundredths, Body: v.Body, Pictures: pictures})
	}
	raw, err := printing.Key(p, answers, drawn.New(s.press).Picture)
	return Document{Name: f.Code + "-答案与解析.docx", Data: raw}, err
}

// printed gathers what a candidate may see of a form. Pictures that only an
// explanation or a reference names are left out.
func (s *Service) printed(ctx context.Context, formID uuid.UUID, pictures bool) (Form, printing.Paper, error) {
	f, err := s.VisibleForm(ctx, formID)
	if err != nil {
		return f, printing.Paper{}, err
	}
	level, err := s.standard.Level(ctx, f.LevelID)
	if err != nil {
		return f, printing.Paper{}, err
	}
	versions, err := s.bank.Versions(ctx, f.VersionIDs())
	if err != nil {
		return f, printing.Paper{}, err
	}
	p := paperOf(f, level.Title())
	for i, v := range versions {
		q := printing.Question{Number: f.Items[i].Number, Section: f.Items[i].Section, Face: v.Body.Face()}
		if pictures {
			seen := named(shown(v.Body))
			q.Loose = loose(v)
			if q.Pictures, err = s.pictures(ctx, v, append(seen, q.Loose...)); err != nil {
				return f, printing.Paper{}, err
			}
		}
		p.Questions = append(p.Questions, q)
	}
	return f, p, nil
}

func paperOf(f Form, level string) printing.Paper {
	p := printing.Paper{
		Title: level + "理论知识试卷", Name: f.Title, Code: f.Code, Minutes: f.Minutes, TotalHundredths: f.TotalHundredths,
		Partial: f.MultipleMode == marking.Partial,
	}
	for _, s := range f.Sections {
		p.Sections = append(p.Sections, printing.Section{Type: s.Type, Title: s.Title, ScoreHundredths: s.ScoreHundredths})
	}
	return p
}

// shown are the body's texts that candidates see; hidden are those they do not.
func shown(b question.Body) []string {
	list := []string{b.Stem}
	for _, o := range b.Options {
		list = append(list, o.HTML)
	}
	for _, p := range b.Pairs {
		list = append(list, p.HTML)
	}
	for _, p := range b.Parts {
		list = append(list, shown(p)...)
	}
	return list
}

func hidden(b question.Body) []int {
	texts := []string{b.Explanation, b.Reference}
	for _, o := range b.Options {
		texts = append(texts, o.Explanation)
	}
	list := named(texts)
	for _, p := range b.Parts {
		list = append(list, hidden(p)...)
	}
	return list
}

func named(texts []string) []int {
	var list []int
	for _, t := range texts {
		list = append(list, question.PicturesIn(t)...)
	}
	return list
}

// loose lists the pictures that no text of a version names.
func loose(v bank.Version) []int {
	taken := append(named(shown(v.Body)), hidden(v.Body)...)
	var list []int
	for n := 1; n <= len(v.PictureIDs); n++ {
		if !slices.Contains(taken, n) {
			list = append(list, n)
		}
	}
	return list
}

// pictures reads those pictures of a version that are wanted, each at its
// place; the others stay empty.
func (s *Service) pictures(ctx context.Context, v bank.Version, wanted []int) ([][]byte, error) {
	list := make([][]byte, len(v.PictureIDs))
	for _, n := range wanted {
		if n > len(list) || list[n-1] != nil {
			continue
		}
		raw, err := s.picture(ctx, v.PictureIDs[n-1])
		if err != nil {
			return nil, err
		}
		list[n-1] = raw
	}
	return list, nil
}

func (s *Service) picture(ctx context.Context, id uuid.UUID) ([]byte, error) {
	body, _, err := s.bank.OpenPicture(ctx, id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }()
	const most = 16 << 20 // the bank takes smaller ones alone
	return io.ReadAll(io.LimitReader(body, most))
}

// ConformityDocument gives the conformity sheet of a frozen form as a PDF.
func (s *Service) ConformityDocument(ctx context.Context, formID uuid.UUID) (Document, error) {
	f, rows, err := s.VisibleConformity(ctx, formID)
	if err != nil {
		return Document{}, err
	}
	level, err := s.standard.Level(ctx, f.LevelID)
	if err != nil {
		return Document{}, err
	}
	c := printing.Conformity{
		Title: level.Title(), Code: f.Code, Seed: f.Seed, Blueprint: f.Title, Purpose: map[Purpose]string{Exam: "正式考试", Mock: "模拟考试"}[f.Purpose],
		MadeBy: f.CreatedByName, MadeAt: f.CreatedAt.In(clock.China), DecidedBy: f.DecidedByName, PrintedAt: s.clock.Now().In(clock.China),
		Approval: map[Approval]string{Pending: "待审批", Approved: "已通过", Rejected: "未通过"}[f.Approval],
		Total:    f.TotalHundredths, Figures: f.Figures, Asked: asked(f),
	}
	if !f.DecidedAt.IsZero() {
		c.DecidedAt = f.DecidedAt.In(clock.China)
	}
	for _, r := range rows {
		c.Rows = append(c.Rows, printing.Row{Name: r.Name, Percent: r.Percent, Want: r.Want, Got: r.Got, Items: r.Items})
	}
	for i, sec := range f.Sections {
		n := 0
		for _, item := range f.Items {
			if item.Section == i {
				n++
			}
		}
		c.Sections = append(c.Sections, printing.Count{
			Section: printing.Section{Type: sec.Type, Title: sec.Title, ScoreHundredths: sec.ScoreHundredths}, Want: sec.Count, Got: n,
		})
	}
	raw, err := printing.ConformitySheet(s.press, c)
	return Document{Name: f.Code + "-符合性报告.pdf", Data: raw}, err
}

// asked puts the form's demands beside what became of them.
func asked(f Form) []printing.Ask {
	d, g := f.Demands, f.Figures
	var list []printing.Ask
	add := func(name, want, got string) { list = append(list, printing.Ask{Name: name, Want: want, Got: got}) }
	items := len(f.Items)
	if t := d.Difficulty; t != nil {
		add("平均难度", fmt.Sprintf("%.2f ± %.2f", t.Target, t.Tolerance), fmt.Sprintf("%.3f", g.Difficulty))
	}
	for i, b := range d.Bands {
		want := fmt.Sprintf("难度 %.2f～%.2f 的题不少于 %d%%", b.From, b.To, b.MinPercent)
		if b.MaxPercent > 0 {
			want += fmt.Sprintf("，不超过 %d%%", b.MaxPercent)
		}
		if i < len(g.Bands) {
			add("难度分布", want, fmt.Sprintf("%d 题，占 %.1f%%", g.Bands[i], percentOf(g.Bands[i], items)))
		}
	}
	if sh := d.Importance; sh != nil {
		got := fmt.Sprintf("X %.1f%%，Y %.1f%%，Z %.1f%%", percentOf(g.Importance[assemble.X], items), percentOf(g.Importance[assemble.Y], items), percentOf(g.Importance[assemble.Z], items))
		if slices.Contains(g.Dropped, "importance") {
			got += "（题库不足，已尽量接近）"
		}
		add("重要程度", fmt.Sprintf("X 不少于 %d%%，Y 不超过 %d%%，Z 不超过 %d%%", sh.XPercent, sh.YPercent, sh.ZPercent), got)
	}
	if k := d.Keys; k != nil {
		add("答案均衡", keyWords(k), printing.Keys(g.Keys))
	}
	if d.RestDays > 0 {
		add("间隔", fmt.Sprintf("%d 天内用过的题不用", d.RestDays), "符合")
	}
	if d.MaxUse > 0 {
		add("使用次数", fmt.Sprintf("用过 %d 次的题不用", d.MaxUse), fmt.Sprintf("最多用过 %d 次", g.Exposure.Most))
	}
	if e := d.Earlier; e != nil {
		add("与以往试卷重复", fmt.Sprintf("与最近 %d 份各不超过 %d%%", e.Forms, e.MaxPercent), printing.Overlaps(g.Earlier, "还没有以往试卷"))
	}
	if p := d.Parallel; p != nil {
		add("平行卷", parallelWords(p), printing.Overlaps(g.Forms, "没有同批平行卷"))
	}
	if !d.RepeatPoints {
		add("鉴定点不重复", "同一大题内，鉴定点够用时不重复", "符合")
	}
	add("互斥试题", "互斥的试题不同卷", "符合")
	return list
}

func percentOf(n, all int) float64 { return 100 * float64(n) / float64(max(all, 1)) }

func keyWords(k *assemble.KeyBalance) string {
	var list []string
	if k.SinglePercent > 0 {
		list = append(list, fmt.Sprintf("单选题每个字母不超过 %d%%", k.SinglePercent))
	}
	if k.JudgePercent > 0 {
		list = append(list, fmt.Sprintf("判断题对、错各不超过 %d%%", k.JudgePercent))
	}
	return strings.Join(list, "，")
}

func parallelWords(p *assemble.Parallel) string {
	within := p.WithinPoints
	if within == 0 {
		within = assemble.DefaultWithin
	}
	text := fmt.Sprintf("预期平均分相差不超过 %.1f 分", within)
	if p.MaxOverlapPercent != nil {
		text += fmt.Sprintf("，相互重复不超过 %d%%", *p.MaxOverlapPercent)
	}
	return text
}

// Problem gives everything that decides a level's papers as a file's problem,
// for assembly outside of the database: its rows, questions with their wear,
// and earlier forms.
func (s *Service) Problem(ctx context.Context, levelID uuid.UUID, purpose Purpose, sections []Section, demands Demands) (assemble.Problem, error) {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return assemble.Problem{}, err
	}
	if faults := append(checkSections(sections), demands.check()...); len(faults) > 0 {
		return assemble.Problem{}, fault.InvalidFields(faults...)
	}
	rows, err := s.store.listWeightRows(ctx, s.db, levelID)
	if err != nil {
		return assemble.Problem{}, err
	}
	now := s.clock.Now()
	in, err := s.inputOf(ctx, s.db, Blueprint{LevelID: levelID, Purpose: purpose, Sections: sections, Demands: demands}, rows, 0, now, nil)
	if err != nil {
		return assemble.Problem{}, err
	}
	p := assemble.ProblemOf(in)
	for i, r := range rows {
		p.Rows[i].Name = r.Name
	}
	return p, nil
}
