package bank

import "jiangxun/internal/fault"

const (
	subDifficulty     fault.Sub = "bank.difficulty"
	subElementMissing fault.Sub = "bank.element_missing"
	subElementUnknown fault.Sub = "bank.element_unknown"
	subElementRange   fault.Sub = "bank.element_not_point"
	subPictures       fault.Sub = "bank.too_many_pictures"
	subPictureUnknown fault.Sub = "bank.picture_unknown"
	subPictureForm    fault.Sub = "bank.picture_form"
	subPictureSize    fault.Sub = "bank.picture_size"
	subDuplicate      fault.Sub = "bank.duplicate"
	subStateChange    fault.Sub = "bank.state_change"
	subVersionBehind  fault.Sub = "bank.version_behind"
	subNothingChanged fault.Sub = "bank.nothing_changed"
	subReasonMissing  fault.Sub = "bank.reason_missing"
	subExternalTaken  fault.Sub = "bank.external_taken"
	subReviewOnly     fault.Sub = "bank.review_only"
	subOwnQuestion    fault.Sub = "bank.own_question"
	subEnemyLevel     fault.Sub = "bank.enemy_level"
	subEnemyCount     fault.Sub = "bank.enemy_count" // {limit}
	subPoolMove       fault.Sub = "bank.pool_move"
	subPoolSame       fault.Sub = "bank.pool_same"
	subPoolRetired    fault.Sub = "bank.pool_retired"
	subTags           fault.Sub = "bank.too_many_tags" // {limit}
	subBulkMany       fault.Sub = "bank.bulk_many"
)
