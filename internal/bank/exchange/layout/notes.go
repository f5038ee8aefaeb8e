package layout

import "jiangxun/internal/fault"

// Remarks on questions that stand in the layout of a paper.
const (
	SubKeyUnread       fault.Sub = "bank.key_unread"           // {answer}
	SubKeyConflict     fault.Sub = "bank.layout_key_conflict"  // {inline}, {table}: two places give different answers
	SubKeyFromLook     fault.Sub = "bank.layout_key_from_look" // the answer was told from colour, bold type or underline
	SubKeyInText       fault.Sub = "bank.layout_key_in_text"   // answers of blanks were taken from brackets within the text
	SubNumberGap       fault.Sub = "bank.layout_number_gap"    // {from}, {to}
	SubNumberTwice     fault.Sub = "bank.layout_number_twice"  // {number}
	SubOptionsPlain    fault.Sub = "bank.layout_options_plain" // options without letters
	SubOptionsGap      fault.Sub = "bank.layout_options_gap"   // {letter}: the option could not be found
	SubTooManyPictures fault.Sub = "bank.too_many_pictures"
	SubUnplaced        fault.Sub = "bank.layout_unplaced"       // looks like a question and could not be read as one
	SubMatching        fault.Sub = "bank.layout_matching"       // the two columns are not clear
	SubAnswerCount     fault.Sub = "bank.layout_answer_count"   // {range}: fewer or more answers than questions
	SubAnswerSpare     fault.Sub = "bank.layout_answer_spare"   // {number}: an answer without a question
	SubAnswerPlain     fault.Sub = "bank.layout_answer_plain"   // what follows a question mark was taken for the reference answer
	SubSplitAnswer     fault.Sub = "bank.layout_answer_unsplit" // the parts' answers could not be told apart
)
