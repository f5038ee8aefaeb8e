package errata

import "jiangxun/internal/fault"

const (
	subDaily        fault.Sub = "errata.daily_limit"
	subResolved     fault.Sub = "errata.resolved"
	subReplyMissing fault.Sub = "errata.reply_missing"
)
