package exchange

import (
	"strings"

	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// File is a file as it was sent. Name is shown and may hint at the format; it
// is never opened.
type File struct {
	Name string
	Data []byte
}

// Options are what a reader is given besides the file.
type Options struct {
	Cleaner question.Cleaner
}

// Written is a file made of items.
type Written struct {
	Data        []byte
	Extension   string // ".xml"
	ContentType string
	Left        []Left // what the format cannot hold
}

// Left is an item, or a part of one, that a format cannot hold.
type Left struct {
	At   string // the item's Ref, or its number in the list
	Note Note
}

// Bounds of a file. A reader refuses more before it has read it all.
const (
	MaxBytes = 32 << 20
	MaxItems = 20_000
)

// Reasons why a file is not read at all, shared by the readers. All are
// fault.Invalid but SubFileTooLarge, which is fault.TooLarge.
const (
	SubFileTooLarge fault.Sub = "bank.file_too_large" // {limit} in MB
	SubFileUnknown  fault.Sub = "bank.file_unknown"   // no reader knows the format
	SubFileForm     fault.Sub = "bank.file_form"      // damaged or built to harm
	SubFileOld      fault.Sub = "bank.file_old"       // .xls, .doc, or protected by a password
	SubFileActive   fault.Sub = "bank.file_active"    // macros, references to other files
	SubFileXML      fault.Sub = "bank.file_xml"       // {line}: XML that does not parse
	SubFileEntity   fault.Sub = "bank.file_entity"    // XML with DOCTYPE or entities
)

// Notes that readers of several formats make.
const (
	SubUnsupported    fault.Sub = "bank.item_unsupported"     // {kind}: a kind of item that the bank does not hold
	SubPictureMissing fault.Sub = "bank.item_picture_missing" // {name}
	SubPictureForm    fault.Sub = "bank.item_picture_form"    // {name}: not PNG, JPEG, GIF, or too large
	SubMediaDropped   fault.Sub = "bank.item_media_dropped"   // {kind}: sound, video, script
	SubPartialCredit  fault.Sub = "bank.item_partial_credit"  // shares of options are not kept
	SubFeedbackLost   fault.Sub = "bank.item_feedback_lost"   // feedback that has no place here
	SubNoReference    fault.Sub = "bank.item_no_reference"    // an open question without a reference answer
	SubNoElement      fault.Sub = "bank.item_no_element"      // to be placed in the element table later
	SubTooManyItems   fault.Sub = "bank.file_rows"            // {limit}
	SubFileNone       fault.Sub = "bank.file_empty"           // understood, and no question in it
	SubNotHeld        fault.Sub = "bank.item_not_held"        // {format}: the format cannot hold this type
	SubTypeGuessed    fault.Sub = "bank.item_type_guessed"    // {type}: told from options and answer
	SubKeyOneOnly     fault.Sub = "bank.item_key_one_only"    // a multiple-choice question with one right option
)

// fieldColumns are the headings of a body's fields.
var fieldColumns = map[string]string{
	"type": "题型", "stem": "题干", "options": "选项", "key": "答案", "blanks": "答案", "pairs": "选项", "areas": "选项", "reference": "答案",
	"rubric": "评分标准", "parts": "小题", "explanation": "解析", "difficulty": "难度", "elementId": "鉴定点", "pictureIds": "图片", "picture": "图片",
}

// ColumnOf gives the heading of a field that question.Body.Check names, "小题"
// for whatever is wrong inside a part.
func ColumnOf(field string) string {
	first, _, _ := strings.Cut(field, ".")
	return fieldColumns[first]
}
