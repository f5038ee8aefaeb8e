package standard

import "jiangxun/internal/fault"

const (
	subOccupationExists fault.Sub = "standard.occupation_exists"
	subEditionExists    fault.Sub = "standard.edition_exists"
	subLevelExists      fault.Sub = "standard.level_exists"
	subCodeForm         fault.Sub = "standard.code_form"
	subWeightSum        fault.Sub = "standard.weight_sum"
	subWeightName       fault.Sub = "standard.weight_name"
	subWeightRowUsed    fault.Sub = "standard.weight_row_used"
	subWeightPercent    fault.Sub = "standard.weight_percent"
	subElementExists    fault.Sub = "standard.element_exists"
	subElementParent    fault.Sub = "standard.element_parent"
	subElementDepth     fault.Sub = "standard.element_depth"
	subElementCode      fault.Sub = "standard.element_code"
	subElementRow       fault.Sub = "standard.element_row"
	subImportance       fault.Sub = "standard.importance"
	subElementUsed      fault.Sub = "standard.element_used"
	subNameMissing      fault.Sub = "standard.name_missing"
	subMinutes          fault.Sub = "standard.minutes"
	subLevelCode        fault.Sub = "standard.level_code"
)
