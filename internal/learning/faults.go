package learning

import "jiangxun/internal/fault"

const (
	subTitleMissing   fault.Sub = "learning.title_missing"
	subClassCompleted fault.Sub = "learning.class_completed"
	subManyResources  fault.Sub = "learning.many_resources"
	subFileKind       fault.Sub = "learning.file_kind"
	subTooLarge       fault.Sub = "learning.too_large"
	subDamaged        fault.Sub = "learning.damaged"
	subCodec          fault.Sub = "learning.codec"
	subNoLength       fault.Sub = "learning.no_length"
	subTooLong        fault.Sub = "learning.too_long"
	subEncrypted      fault.Sub = "learning.encrypted"
	subPicture        fault.Sub = "learning.picture"
	subOrder          fault.Sub = "learning.order"
)
