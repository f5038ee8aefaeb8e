package identity

import "jiangxun/internal/fault"

const (
	subSignIn         fault.Sub = "identity.sign_in"
	subWrongPassword  fault.Sub = "identity.wrong_password"
	subLocked         fault.Sub = "identity.locked"
	subWeakPassword   fault.Sub = "identity.weak_password"
	subPhoneForm      fault.Sub = "identity.phone_form"
	subCodeWrong      fault.Sub = "identity.code_wrong"
	subCodeTooSoon    fault.Sub = "identity.code_too_soon"
	subCodeTooMany    fault.Sub = "identity.code_too_many"
	subUnknownRole    fault.Sub = "identity.unknown_role"
	subUsernameTaken  fault.Sub = "identity.username_taken"
	subInactive       fault.Sub = "identity.inactive"
	subLastAdmin      fault.Sub = "identity.last_administrator"
	subOwnRoles       fault.Sub = "identity.own_roles"
	subWeChatTaken    fault.Sub = "identity.wechat_taken"
	subPasswordSame   fault.Sub = "identity.password_same"
	subCurrentInvalid fault.Sub = "identity.current_wrong"
)
