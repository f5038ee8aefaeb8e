package bank

import (
	"context"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/audit"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/sheet"
	"jiangxun/internal/standard"
)

var typeWords = map[Type]string{Single: "单选题", Multiple: "多选题", Judge: "判断题"}

var poolWords = map[Pool]string{Practice: "练习", Mock: "模拟", Exam: "考试"}

// templateOptions is how many option columns the workbook has.
const templateOptions = 8

// WriteTemplate writes the workbook to fill in for an import: headings, the
// level's points, how to fill in each column.
func (s *Service) WriteTemplate(ctx context.Context, levelID uuid.UUID, w io.Writer) error {
	if _, err := s.standard.VisibleLevel(ctx, levelID); err != nil {
		return err
	}
	elements, err := s.standard.Elements(ctx, levelID)
	if err != nil {
		return err
	}
	rows, err := s.standard.WeightTable(ctx, levelID, standard.Theory)
	if err != nil {
		return err
	}
	return sheet.WriteXLSX(w, questionTable("试题", nil), pointTable(elements, rows), helpTable())
}

func pointTable(elements []standard.Element, rows []standard.WeightRow) sheet.Table {
	names := map[uuid.UUID]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	t := sheet.Table{Name: "鉴定点", Columns: []sheet.Column{{Header: "代码"}, {Header: "名称", Width: 40}, {Header: "重要程度"}, {Header: "权重表行", Width: 24}}}
	for _, e := range elements {
		if e.IsPoint {
			t.Rows = append(t.Rows, []any{e.Path, e.Name, string(e.Importance), names[e.WeightRowID]})
		}
	}
	return t
}

func helpTable() sheet.Table {
	return sheet.Table{Name: "填写说明", Columns: []sheet.Column{{Header: "列"}, {Header: "怎样填", Width: 70}}, Rows: [][]any{
		{"题型", "单选题、多选题、判断题"},
		{"题干", "纯文字；填空处写（ ）"},
		{"选项A–H", "从 A 起依次填写，中间不留空；判断题不填"},
		{"答案", "单选如 A；多选如 ABC；判断填 正确 或 错误"},
		{"鉴定点", "“鉴定点”工作表里的代码，例如 A-001"},
		{"难度", "1（易）到 5（难），不填按 3"},
		{"题库", "练习 或 考试；不填按导入时的选择。同一道题只属于一个题库"},
		{"图片", "图片文件名，多个用逗号分开；先在导入页上传这些图片"},
		{"试题编号", "可不填；填了则同一编号不会重复导入"},
	}}
}

// questionTable is the table that an import reads.
func questionTable(name string, rows [][]any) sheet.Table {
	t := sheet.Table{Name: name, Rows: rows}
	for _, head := range exchange.TemplateHeads() {
		c := sheet.Column{Header: head}
		if strings.HasPrefix(head, "题干") || head == "解析" {
			c.Width = 48
		}
		t.Columns = append(t.Columns, c)
	}
	return t
}

// Export writes a level's questions as a workbook that an import reads again,
// the last changed first, as many as an import takes. Texts stay texts in it, whatever they
// begin with. The export is recorded.
func (s *Service) Export(ctx context.Context, levelID uuid.UUID, f Filter, w io.Writer) error {
	f.LevelID, f.Limit, f.Offset = levelID, exchange.MaxRows, 0
	list, _, err := s.List(ctx, f)
	if err != nil {
		return err
	}
	codes := map[uuid.UUID]string{}
	for _, q := range list {
		codes[q.ElementID] = q.ElementCode
	}
	details, err := s.exported(ctx, list)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(details))
	for _, d := range details {
		rows = append(rows, d.cells(codes))
	}
	now := s.clock.Now()
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "bank.export", Object: "level", ObjectID: levelID, After: map[string]any{
			"questions": len(rows), "by": actor.From(ctx).Kind,
		}})
	})
	if err != nil {
		return err
	}
	return sheet.WriteXLSX(w, questionTable("试题", rows))
}

// exportedQuestion is a current version with what a workbook says about it.
type exportedQuestion struct {
	Version
	ref      string
	pictures []string
}

func (s *Service) exported(ctx context.Context, list []Summary) ([]exportedQuestion, error) {
	ids := make([]uuid.UUID, len(list))
	for i, q := range list {
		ids[i] = q.ID
	}
	refs, versions, err := s.store.listCurrent(ctx, s.db, ids)
	if err != nil {
		return nil, err
	}
	var pictureIDs []uuid.UUID
	for _, v := range versions {
		pictureIDs = append(pictureIDs, v.PictureIDs...)
	}
	pictures, err := s.store.listPictures(ctx, s.db, pictureIDs)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, p := range pictures {
		names[p.ID] = p.Name
	}
	out := make([]exportedQuestion, 0, len(versions))
	for _, q := range list {
		e := exportedQuestion{Version: versions[q.ID], ref: refs[q.ID]}
		for _, id := range e.PictureIDs {
			e.pictures = append(e.pictures, names[id])
		}
		out = append(out, e)
	}
	return out, nil
}

func (e exportedQuestion) cells(codes map[uuid.UUID]string) []any {
	options := make([]string, templateOptions)
	if e.Type != Judge {
		for i, o := range e.Options[:min(len(e.Options), templateOptions)] {
			options[i] = asText(o.HTML)
		}
	}
	key := strings.Join(e.Key, "")
	if e.Type == Judge {
		key = map[string]string{True: "正确", False: "错误"}[key]
	}
	cells := []any{typeWords[e.Type], asText(e.Stem)}
	for _, o := range options {
		cells = append(cells, o)
	}
	return append(cells, key, codes[e.ElementID], e.Difficulty, asText(e.Explanation), e.Source, poolWords[e.Pool], strings.Join(e.pictures, ","), e.ref)
}

var htmlTag = regexp.MustCompile(`<[^>]*>`)

var lineEnd = regexp.MustCompile(`<br\s*/?>|</(?:p|div|li|tr)>`)

var (
	raised  = regexp.MustCompile(`<sup>([^<]*)</sup>`)
	lowered = regexp.MustCompile(`<sub>([^<]*)</sub>`)
	plains  = []rune("0123456789+-=()n")
	raiseds = []rune("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
	lowers  = []rune("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")
)

// indices writes powers and indices with the characters that text has for
// them, so that 10³ does not become 103.
func indices(h string, tag *regexp.Regexp, otherwise string, signs []rune) string {
	return tag.ReplaceAllStringFunc(h, func(m string) string {
		inner := tag.FindStringSubmatch(m)[1]
		out := make([]rune, 0, len(inner))
		for _, r := range inner {
			at := slices.Index(plains, r)
			if at < 0 {
				return otherwise + inner
			}
			out = append(out, signs[at])
		}
		return string(out)
	})
}

// asText gives HTML as text with its line breaks.
func asText(h string) string {
	h = indices(indices(h, raised, "^", raiseds), lowered, "_", lowers)
	text := html.UnescapeString(htmlTag.ReplaceAllString(lineEnd.ReplaceAllString(h, "\n"), ""))
	return strings.TrimSpace(text)
}
