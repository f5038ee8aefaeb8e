package learner

import "jiangxun/internal/fault"

const (
	subIDTaken      fault.Sub = "learner.id_taken"
	subIDKind       fault.Sub = "learner.id_kind"
	subIDLength     fault.Sub = "learner.id_length"
	subIDForm       fault.Sub = "learner.id_form"
	subIDChecksum   fault.Sub = "learner.id_checksum"
	subIDBirthDate  fault.Sub = "learner.id_birth_date"
	subIDArea       fault.Sub = "learner.id_area"
	subNameForm     fault.Sub = "learner.name_form"
	subNameRare     fault.Sub = "learner.name_rare"
	subSexMismatch  fault.Sub = "learner.sex_mismatch"
	subBirthDate    fault.Sub = "learner.birth_date"
	subBirthDiffers fault.Sub = "learner.birth_date_mismatch"
	subChoice       fault.Sub = "learner.choice"
	subEmailForm    fault.Sub = "learner.email_form"
	subHeld         fault.Sub = "learner.held"
	subNoPhoto      fault.Sub = "learner.no_photo"
	subPhotoForm    fault.Sub = "learner.photo_form"
	subPhotoSize    fault.Sub = "learner.photo_size"
	subPhotoPixels  fault.Sub = "learner.photo_pixels"
	subPhotoSmall   fault.Sub = "learner.photo_small"
	subPhotoAspect  fault.Sub = "learner.photo_aspect"
	subPhotoKB      fault.Sub = "learner.photo_kb"
)
