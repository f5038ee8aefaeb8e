package body

import "jiangxun/internal/fault"

const (
	subPrefixForm fault.Sub = "body.prefix_form"
	subPhotoRange fault.Sub = "body.photo_range"
	subNoSeal     fault.Sub = "body.no_seal"
	subSealForm   fault.Sub = "body.seal_form"
)
