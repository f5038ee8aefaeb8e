package moodle

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/exchange/markup"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/platform/xmlsafe"
)

// asked is a question that is being read.
type asked struct {
	node   *xmlsafe.Node
	item   *exchange.Item
	labels markup.Labels
	files  map[string]*xmlsafe.Node // by path and name
	told   string                   // feedback on the right answer
}

func newAsked(node *xmlsafe.Node, item *exchange.Item, labels markup.Labels) *asked {
	q := &asked{node: node, item: item, labels: labels, files: map[string]*xmlsafe.Node{}}
	q.collect(node)
	return q
}

// collect lists the files that a question carries, wherever they stand in it.
func (q *asked) collect(node *xmlsafe.Node) {
	for _, child := range node.Children {
		if child.Name == "file" && child.Attr("", "name") != "" {
			key := fileKey(child.Attr("", "path") + "/" + child.Attr("", "name"))
			if q.files[key] == nil {
				q.files[key] = child
			}
			continue
		}
		q.collect(child)
	}
}

func fileKey(name string) string {
	parts := slices.DeleteFunc(strings.Split(name, "/"), func(s string) bool { return s == "" })
	return strings.Join(parts, "/")
}

// picture finds a file of the question by the address in its texts.
func (q *asked) picture(src string) (name string, data []byte, ok bool) {
	_, rest, inFile := strings.Cut(src, "@@PLUGINFILE@@")
	if !inFile {
		rest = src
	}
	rest, _, _ = strings.Cut(rest, "?")
	plain, err := url.PathUnescape(rest)
	if err != nil {
		plain = rest
	}
	node := q.files[fileKey(plain)]
	if node == nil {
		return "", nil, false
	}
	data, ok = fileData(node)
	return node.Attr("", "name"), data, ok
}

func fileData(node *xmlsafe.Node) ([]byte, bool) {
	if encoding := node.Attr("", "encoding"); encoding != "" && encoding != "base64" {
		return nil, false
	}
	return markup.Base64(node.Content())
}

// html reads the text of an element by the format that it names.
func (q *asked) html(node *xmlsafe.Node) string {
	if node == nil {
		return ""
	}
	return markup.Convert(source(node), q.picture, q.item)
}

// source gives the text of an element as HTML, as it stands in the file.
func source(node *xmlsafe.Node) string {
	raw := oneLanguage(text(node))
	switch node.Attr("", "format") {
	case "markdown", "4":
		return markup.FromMarkdown(raw)
	case "plain_text", "plain", "2":
		return question.FromText(strings.TrimSpace(raw))
	case "moodle_auto_format", "moodle", "0":
		return markup.FromAuto(raw)
	}
	return raw
}

func (q *asked) field(name string) string { return q.html(q.node.Child("", name)) }

// words gives the plain text of an element.
func (q *asked) words(node *xmlsafe.Node) string { return question.Plain(q.html(node)) }

// stem reads the question's text and the pictures that belong to no text: that
// of Moodle 1.9, and those that our writer put below the stem.
func (q *asked) stem() string {
	node := q.node.Child("", "questiontext")
	if node == nil {
		return ""
	}
	source, below := markup.CutPictures(source(node))
	markup.Convert(below, q.picture, q.item)
	stem := markup.Convert(source, q.picture, q.item)
	q.oldPicture()
	if question.Empty(stem) && len(q.item.Pictures) == 0 {
		stem = q.html(q.node.Child("", "name"))
	}
	return stem
}

func (q *asked) oldPicture() {
	name := text(q.node.Child("", "image"))
	if name == "" {
		return
	}
	markup.AddPicture(q.item, name, func(string) (string, []byte, bool) {
		data, ok := markup.Base64(text(q.node.Child("", "image_base64")))
		return name, data, ok
	})
}

// flag reads 1, true and the empty element.
func (q *asked) flag(name string, otherwise bool) bool {
	node := q.node.Child("", name)
	if node == nil {
		return otherwise
	}
	switch strings.ToLower(text(node)) {
	case "0", "false", "no":
		return false
	}
	return true
}

// share reads how much of the score an answer earns, in per cent.
func share(node *xmlsafe.Node) float64 {
	value, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(node.Attr("", "fraction")), ",", ".", 1), 64)
	if err != nil {
		return 0
	}
	return value
}

func all(node *xmlsafe.Node, name string) []*xmlsafe.Node {
	var list []*xmlsafe.Node
	if node == nil {
		return nil
	}
	for _, c := range node.Children {
		if c.Name == name {
			list = append(list, c)
		}
	}
	return list
}

// usual are what Moodle writes as feedback when nobody wrote any.
func usual(text string) bool {
	text = strings.ToLower(strings.Trim(question.Plain(text), ".。! "))
	switch text {
	case "", "your answer is correct", "your answer is partially correct", "your answer is incorrect", "correct", "incorrect", "partially correct",
		"回答正确", "回答错误", "部分正确", "您的答案正确", "您的答案不正确", "您的答案部分正确", "您的回答正确", "您的回答不正确", "您的回答部分正确", "你的回答正确", "你的回答不正确",
		"respuesta correcta", "respuesta incorrecta", "respuesta parcialmente correcta", "die antwort ist richtig", "die antwort ist falsch",
		"die antwort ist teilweise richtig", "votre réponse est correcte", "votre réponse est incorrecte", "votre réponse est partiellement correcte":
		return true
	}
	return false
}

// lost warns of feedback that has no place.
func (q *asked) lost() {
	for _, name := range []string{"correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "hint"} {
		for _, node := range all(q.node, name) {
			if !usual(source(node)) {
				markup.WarnOnce(q.item, "解析", exchange.SubFeedbackLost, nil)
			}
		}
	}
}
