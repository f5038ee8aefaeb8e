package practice

import "jiangxun/internal/fault"

const (
	subNotRegistered fault.Sub = "practice.not_registered"
	subNothing       fault.Sub = "practice.nothing_to_drill"
	subRowMissing    fault.Sub = "practice.row_missing"
	subBlank         fault.Sub = "practice.answer_missing"
	subOption        fault.Sub = "practice.answer_option"
	subNotAnswered   fault.Sub = "practice.not_marked_yet"
	subWindow        fault.Sub = "practice.window"
	subBlueprint     fault.Sub = "practice.blueprint"
	subClass         fault.Sub = "practice.class"
	subMockState     fault.Sub = "practice.mock_state"
	subMockClosed    fault.Sub = "practice.mock_closed"
	subMockEarly     fault.Sub = "practice.mock_early"
	subMockShort     fault.Sub = "practice.mock_short"
	subNoTries       fault.Sub = "practice.mock_no_tries"
)
