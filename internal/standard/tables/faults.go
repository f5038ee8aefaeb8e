package tables

import "jiangxun/internal/fault"

// What can be wrong with a file or a place in it.
const (
	SubUnknown    fault.Sub = "standard.table_unknown"     // no table anywhere
	SubRows       fault.Sub = "standard.table_rows"        // {limit}
	SubSheet      fault.Sub = "standard.table_sheet"       // warning: this sheet holds none
	SubEmpty      fault.Sub = "standard.table_empty"       // headings, nothing below
	SubPart       fault.Sub = "standard.table_part"        // theory or skill?
	SubNumber     fault.Sub = "standard.table_number"      // {text}
	SubWhole      fault.Sub = "standard.table_whole"       // {text}
	SubZero       fault.Sub = "standard.table_zero"        // warning: 0 read as absent
	SubSum        fault.Sub = "standard.table_sum"         // {column, sum}
	SubTotal      fault.Sub = "standard.table_total"       // warning: {printed, sum}
	SubRowTwice   fault.Sub = "standard.table_row_twice"   // {name, first}
	SubManyRows   fault.Sub = "standard.table_many_rows"   // {limit}
	SubName       fault.Sub = "standard.table_name"        // no name
	SubNameLong   fault.Sub = "standard.table_name_long"   // {limit}
	SubSkillTable fault.Sub = "standard.table_skill"       // an element table of the skill part
	SubLevels     fault.Sub = "standard.table_levels"      // headings without any range
	SubCode       fault.Sub = "standard.table_code"        // {code}
	SubCodeNone   fault.Sub = "standard.table_code_none"   // {name}
	SubCodeMixed  fault.Sub = "standard.table_code_mixed"  // {code}: digits without a divider
	SubCodePath   fault.Sub = "standard.table_code_path"   // {code, path}
	SubCodeTwice  fault.Sub = "standard.table_code_twice"  // {path, first}
	SubCodesMade  fault.Sub = "standard.table_codes_made"  // warning: no codes in the file
	SubRangeName  fault.Sub = "standard.table_range_name"  // {path, name, first}
	SubGap        fault.Sub = "standard.table_gap"         // a range above is missing
	SubImportance fault.Sub = "standard.table_importance"  // {text}
	SubNoGrades   fault.Sub = "standard.table_no_grades"   // no column for the importance
	SubPoints     fault.Sub = "standard.table_points"      // {limit}
	SubNameTwice  fault.Sub = "standard.table_name_twice"  // warning: {name, first}
	SubRatio      fault.Sub = "standard.table_ratio"       // warning: {path, printed, counted}
	SubWeights    fault.Sub = "standard.table_weights"     // warning: {path, printed, sum}
	SubCount      fault.Sub = "standard.table_count"       // warning: {printed, counted}
	SubRow        fault.Sub = "standard.table_row"         // {name}: no row of the weight table
	SubNoWeights  fault.Sub = "standard.table_no_weights"  // no weight table to hang elements on
	SubDerived    fault.Sub = "standard.table_derived"     // warning: weight table made from the element table
	SubRowWeight  fault.Sub = "standard.table_row_weight"  // warning: {name, percent, sum}
	SubPathTaken  fault.Sub = "standard.table_path_taken"  // {path, name}: kept and new under one code
	SubRowUsed    fault.Sub = "standard.table_row_used"    // {name}: a row goes that elements stay on
	SubTwice      fault.Sub = "standard.table_twice"       // two tables for one level and part
	SubNotOffered fault.Sub = "standard.table_not_offered" // warning: {level}: the edition has no such level
	SubGone       fault.Sub = "standard.table_gone"        // {path, name, count}: it carries questions
	SubCrossing   fault.Sub = "standard.table_crossing"    // {path, name, count, row}: questions keep their row for life
)
