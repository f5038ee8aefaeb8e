// Choices of the registration form, in words: for trainee and staff pages alike.
import type { components } from '@/api/gen/learner'

type Schemas = components['schemas']

/** Without "" (nothing chosen yet). */
type Chosen<T extends string> = Exclude<T, ''>

export const idTypes: Record<Chosen<Schemas['IDType']>, string> = {
  resident_id: '居民身份证',
  residence_permit: '港澳台居民居住证',
  hk_macau_permit: '港澳居民来往内地通行证',
  taiwan_permit: '台湾居民来往大陆通行证',
  foreign_permanent: '外国人永久居留身份证',
  passport: '护照',
  officer: '军官证',
}

export const sexes: Record<Chosen<Schemas['Sex']>, string> = { male: '男', female: '女' }

export const educations: Record<Chosen<Schemas['Education']>, string> = {
  postgraduate: '研究生',
  bachelor: '大学本科',
  college: '大学专科',
  vocational_secondary: '中专',
  technical_school: '技工学校',
  senior_secondary: '高中',
  junior_secondary: '初中',
  primary: '小学',
  below_primary: '文盲或半文盲',
}

export const sources: Record<Chosen<Schemas['Source']>, string> = {
  enterprise: '企业',
  government: '机关',
  society: '社会',
  school: '学校（在校生）',
  army: '军队',
  other: '其他',
}

export const ethnics =
  `汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 其他`.split(' ')

/** Labels of the fields, by JSON name. */
export const fieldNames: Record<string, string> = {
  name: '姓名',
  idType: '证件类型',
  idNumber: '证件号码',
  sex: '性别',
  birthDate: '出生日期',
  ethnic: '民族',
  education: '文化程度',
  source: '考生来源',
  employer: '工作单位',
  workYears: '从业年限',
  priorOccupation: '原职业',
  priorCertificate: '原证书编号',
  phone: '联系电话',
  address: '通讯地址',
  email: '电子邮箱',
  photo: '照片',
  clause: '申报条件',
}

const choices: Record<string, Record<string, string>> = { idType: idTypes, sex: sexes, education: educations, source: sources }

/** A field's value as people read it. */
export function valueWords(field: string, value: string): string {
  if (value === '') return '—'
  if (field === 'workYears') return value === '0' ? '—' : `${value} 年`
  const known = choices[field]
  return known ? (known[value] ?? '—') : value
}
