package invigilation

import "jiangxun/internal/fault"

const (
	subNobody      fault.Sub = "invigilation.nobody_chosen"
	subNobodyOpen  fault.Sub = "invigilation.nobody_writing"
	subMinutes     fault.Sub = "invigilation.minutes"
	subReason      fault.Sub = "invigilation.reason"
	subSettled     fault.Sub = "invigilation.results_settled"
	subText        fault.Sub = "invigilation.announcement_text"
	subWhom        fault.Sub = "invigilation.announcement_whom"
	subNobodyThere fault.Sub = "invigilation.announcement_nobody"
)
