package certificate

import "jiangxun/internal/fault"

const (
	subPrefixMissing fault.Sub = "certificate.prefix_missing"
	subNothing       fault.Sub = "certificate.nothing_to_issue"
	subTooMany       fault.Sub = "certificate.too_many_at_once"
	subSerialFull    fault.Sub = "certificate.serial_full"
	subNoProfile     fault.Sub = "certificate.profile_incomplete"
	subNoPhoto       fault.Sub = "certificate.photo_missing"
	subGlyphs        fault.Sub = "certificate.glyph_missing"
	subNotEligible   fault.Sub = "certificate.not_eligible"
	subIssued        fault.Sub = "certificate.issued_already"
	subRevoked       fault.Sub = "certificate.revoked_already"
	subReasonShort   fault.Sub = "certificate.reason_short"
	subTooOften      fault.Sub = "certificate.too_often"
)
