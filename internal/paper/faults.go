package paper

import "jiangxun/internal/fault"

const (
	subNameMissing   fault.Sub = "paper.name_missing"
	subNameTaken     fault.Sub = "paper.name_taken"
	subSections      fault.Sub = "paper.sections"
	subSectionType   fault.Sub = "paper.section_type"
	subSectionCount  fault.Sub = "paper.section_count"
	subSectionScore  fault.Sub = "paper.section_score"
	subMinutes       fault.Sub = "paper.minutes"
	subNotReady      fault.Sub = "paper.not_ready"
	subFormCount     fault.Sub = "paper.form_count"
	subTwins         fault.Sub = "paper.variants" // {max}
	subNoWeights     fault.Sub = "paper.no_weights"
	subShortfall     fault.Sub = "paper.shortfall"      // {cells, list}: how many lack questions, the first of them in words
	subTotalDiffers  fault.Sub = "paper.total_differs"  // {want, got}, points
	subRowDivisible  fault.Sub = "paper.row_divisible"  // {row, want}, points
	subNoExactSplit  fault.Sub = "paper.no_exact_split" //
	subTooComplex    fault.Sub = "paper.too_complex"
	subDemands       fault.Sub = "paper.demands" // {demands}: how many contradict each other
	subDemandRange   fault.Sub = "paper.demand_range"
	subOwnForm       fault.Sub = "paper.own_form"
	subDecided       fault.Sub = "paper.decided"
	subReason        fault.Sub = "paper.reason"
	subBlueprintUsed fault.Sub = "paper.blueprint_used"
)
