package tabular

import "jiangxun/internal/fault"

// Reasons why a table is not read, and notes on its rows.
const (
	SubHeader       fault.Sub = "bank.file_header" // no row names the columns, and they do not speak for themselves
	SubActive       fault.Sub = "bank.file_active"
	SubTypeUnknown  fault.Sub = "bank.type_unknown"
	SubTypeMissing  fault.Sub = "bank.type_missing"
	SubKeyUnread    fault.Sub = "bank.key_unread"    // {answer}
	SubKeyDate      fault.Sub = "bank.key_date"      // {answer}
	SubCellDate     fault.Sub = "bank.cell_date"     // {text}: a date in a place for words
	SubDifficulty   fault.Sub = "bank.difficulty"    // a warning: the word is not known
	SubSheetSkipped fault.Sub = "bank.sheet_skipped" // {name}: no questions in it
	SubRowSkipped   fault.Sub = "bank.row_skipped"   // {at}, {text}: a remark between or below the questions
	SubKeyInText    fault.Sub = "bank.layout_key_in_text"
	SubCaseParent   fault.Sub = "bank.case_parent" // {number}: no row of that number
	SubPictures     fault.Sub = "bank.too_many_pictures"
)
