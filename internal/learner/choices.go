package learner

import (
	"strings"

	"jiangxun/internal/cnid"
)

// Choices of the registration form as code → printed name. Ethnic groups have
// no code: their name is stored.
var (
	idTypeNames = map[IDType]string{
		cnid.ResidentID: "居民身份证", cnid.ResidencePermit: "港澳台居民居住证", cnid.HongKongMacau: "港澳居民来往内地通行证",
		cnid.Taiwan: "台湾居民来往大陆通行证", cnid.ForeignPermanent: "外国人永久居留身份证", cnid.Passport: "护照", cnid.Officer: "军官证",
	}
	sexNames       = map[string]string{string(cnid.Male): "男", string(cnid.Female): "女"}
	educationNames = map[string]string{
		"postgraduate": "研究生", "bachelor": "大学本科", "college": "大学专科", "vocational_secondary": "中专", "technical_school": "技工学校",
		"senior_secondary": "高中", "junior_secondary": "初中", "primary": "小学", "below_primary": "文盲或半文盲",
	}
	sourceNames = map[string]string{
		"enterprise": "企业", "government": "机关", "society": "社会", "school": "学校（在校生）", "army": "军队", "other": "其他",
	}
	ethnicNames = strings.Fields(`汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族
		傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族
		普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 其他`)
)

// IDTypeName prints a document type, "居民身份证"; "" for an unknown code.
func IDTypeName(t IDType) string { return idTypeNames[t] }

// SexName prints a sex, "男".
func SexName(code string) string { return sexNames[code] }

// EducationName prints an education, "技工学校".
func EducationName(code string) string { return educationNames[code] }

// SourceName prints a candidate source, "企业".
func SourceName(code string) string { return sourceNames[code] }
