package enrolment

import (
	"crypto/sha256"
	"strings"

	"jiangxun/internal/fault"
)

// Document is a text to which an applicant agrees. A changed text gets a new
// version; each agreement keeps the version and a hash of the words.
type Document struct {
	Key        string // "pledge", "privacy"
	Version    string
	Title      string
	Paragraphs []string
}

func (d Document) hash() []byte {
	sum := sha256.Sum256([]byte(d.Title + "\n" + strings.Join(d.Paragraphs, "\n")))
	return sum[:]
}

// Terms are the documents in force. Identity documents are sensitive personal
// data, for which the law asks a consent of its own.
func Terms() []Document {
	return []Document{
		{
			Key: "pledge", Version: "2026-11", Title: "诚信承诺书",
			Paragraphs: []string{
				"我已阅读并了解本职业技能等级的申报条件和报名要求。",
				"我保证所填写的信息和上传的材料真实、准确、完整，与本人实际情况一致。",
				"如有弄虚作假，我自愿承担取消报名资格、考试成绩和证书等后果。",
				"我将遵守培训和考试纪律，服从考务安排。",
			},
		},
		{
			Key: "privacy", Version: "2026-11", Title: "个人信息处理同意书",
			Paragraphs: []string{
				"为办理培训报名、资格审核、考试组织和证书颁发，学院需要处理您的姓名、证件号码、联系方式、学历和工作经历，以及照片、证件和证明材料的影像。其中证件号码和证件影像属于敏感个人信息。",
				"这些信息仅用于上述目的，加密保存，只有负责审核和考务的工作人员可以查看，每次查看完整证件号码都有记录。",
				"信息按职业技能等级认定档案的要求保存，期满后删除。您可以查阅、更正自己的信息；报名未通过审核之前可以随时撤回报名。",
				"不同意将无法办理报名。",
			},
		},
	}
}

// checkTerms holds what somebody agreed to against the documents in force.
func checkTerms(agreed map[string]string) error {
	for _, d := range Terms() {
		switch agreed[d.Key] {
		case d.Version:
		case "":
			return fault.InvalidFields(fault.Field{Name: d.Key, Sub: subTermsMissing})
		default:
			return fault.New(fault.Conflict, subTermsChanged)
		}
	}
	return nil
}
