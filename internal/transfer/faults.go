package transfer

import "jiangxun/internal/fault"

const (
	subRowsOpen       fault.Sub = "transfer.rows_open"        // {rejected}, {changed}, {conflict}
	subNothingGood    fault.Sub = "transfer.nothing_to_take"  // no row is accepted
	subBankChanged    fault.Sub = "transfer.bank_changed"     // the bank moved since the preview
	subState          fault.Sub = "transfer.state"            // the import's state does not allow it
	subRowRepeated    fault.Sub = "transfer.row_repeated"     // {at}
	subRefRepeated    fault.Sub = "transfer.ref_repeated"     // {at}
	subKeyOther       fault.Sub = "transfer.key_other"        // {answer}, {other}: the bank has another answer
	subKeyOtherRow    fault.Sub = "transfer.key_other_row"    // {at}, {answer}, {other}
	subPoolOther      fault.Sub = "transfer.pool_other"       // {pool}
	subTextOther      fault.Sub = "transfer.text_other"       // the reference is known with another text
	subStemRepeated   fault.Sub = "transfer.stem_repeated"    // a like stem in the bank
	subRetired        fault.Sub = "transfer.retired"          // its question was retired
	subElementUnknown fault.Sub = "transfer.element_unknown"  // {element}
	subElementMany    fault.Sub = "transfer.element_several"  // {element}
	subElementRange   fault.Sub = "transfer.element_range"    // {element}
	subPicturesMany   fault.Sub = "transfer.pictures_many"    // {limit}
	subPixelsMany     fault.Sub = "transfer.pixels_many"      // pictures of the file together
	subReasonMissing  fault.Sub = "transfer.reason_missing"   //
	subNoRows         fault.Sub = "transfer.no_rows"          // no row was meant
	subBroken         fault.Sub = "transfer.broken"           // reading stopped for a fault of ours
	subFreeUpdate     fault.Sub = "transfer.update_not_meant" // neither changed nor in conflict with the bank
	subNoQuestions    fault.Sub = "transfer.no_questions"     // nothing to export
)
