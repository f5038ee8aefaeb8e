package wechat

import (
	"errors"
	"fmt"

	"jiangxun/internal/fault"
)

const subUnavailable fault.Sub = "wechat.unavailable"

// Answers of WeChat's servers that the code tells apart.
const (
	codeBusy           = -1
	codeBadCredential  = 40001
	codeOpenIDNotOurs  = 40003
	codeMalformedToken = 40014
	codeUnknownCode    = 40029
	codeUsedCode       = 40163
	codeDuplicate      = 40241
	codeExpiredToken   = 42001
	codeExpiredCode    = 42003
	codeNotFollowing   = 43004
	codeRefused        = 43101
	codeTooOften       = 43117
	codeDailyQuota     = 45009
	codeMinuteLimit    = 45011
)

// APIError is an answer of WeChat's servers that says no. It holds neither the
// answer's text nor the address, both may carry secrets.
type APIError struct {
	Path string
	Code int
}

// Error is for the log.
func (e *APIError) Error() string { return fmt.Sprintf("wechat %s answered %d", e.Path, e.Code) }

// CallError is a call without a usable answer. When Sent is false the request
// never left; otherwise nobody knows whether its work was done.
type CallError struct {
	Path   string
	Sent   bool
	Reason string
}

// Error is for the log.
func (e *CallError) Error() string { return fmt.Sprintf("wechat %s: %s", e.Path, e.Reason) }

// codeOf gives the answer's code, or 0 when err is no answer.
func codeOf(err error) int {
	var answer *APIError
	if errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}

func deadToken(code int) bool {
	return code == codeBadCredential || code == codeMalformedToken || code == codeExpiredToken
}

func spentCode(code int) bool {
	return code == codeUnknownCode || code == codeUsedCode || code == codeExpiredCode
}
