// Roles and permissions in Chinese. A test holds the permissions against the
// table in internal/identity/roles.go.

export const roles: { code: string; name: string; about: string }[] = [
  { code: 'registrar', name: '报名审核员', about: '发布培训项目，审核报名与材料，分班' },
  { code: 'teacher', name: '教师/班主任', about: '管理班级、课表与学习资源' },
  { code: 'bank_editor', name: '题库编辑', about: '维护标准、试题与组卷方案' },
  { code: 'exam_officer', name: '考务人员', about: '安排认定计划、场次与座位，发布成绩' },
  { code: 'invigilator', name: '监考员', about: '核验考生入场，监控考试现场' },
  { code: 'examiner', name: '考评员', about: '录入技能成绩，阅卷' },
  { code: 'certifier', name: '证书管理员', about: '核对合格名单，制发证书' },
  { code: 'administrator', name: '系统管理员', about: '管理员工账号、机构设置与审计记录' },
]

export function roleName(code: string): string {
  return roles.find((r) => r.code === code)?.name ?? '其他角色'
}

/** Permission → what it allows, by area, in the order of the college's year. */
export const permissionAreas: { area: string; permissions: Record<string, string> }[] = [
  { area: '学员', permissions: { 'learner.read': '查看学员资料' } },
  { area: '报名', permissions: { 'enrolment.read': '查看培训项目与报名', 'enrolment.write': '编辑培训项目与海报', 'enrolment.review': '审核报名' } },
  { area: '培训班', permissions: { 'cohort.read': '查看班级与名单', 'cohort.write': '分班与排课' } },
  { area: '学习', permissions: { 'learning.read': '查看学习进度', 'learning.write': '上传学习资源' } },
  { area: '标准', permissions: { 'standard.read': '查看职业与标准', 'standard.write': '编辑权重表与鉴定点' } },
  { area: '题库', permissions: { 'bank.read': '查看试题', 'bank.write': '编辑与导入试题', 'bank.review': '审核试题' } },
  { area: '纠错', permissions: { 'errata.read': '查看试题纠错', 'errata.write': '回复试题纠错' } },
  { area: '试卷', permissions: { 'paper.read': '查看组卷方案与试卷', 'paper.write': '组卷', 'paper.approve': '审批试卷' } },
  { area: '练习', permissions: { 'practice.read': '查看模拟考试', 'practice.write': '安排模拟考试' } },
  { area: '考试', permissions: { 'exam.read': '查看认定计划与场次', 'exam.write': '安排计划、场次与座位', 'exam.check_in': '核验考生入场' } },
  { area: '监考', permissions: { 'invigilation.read': '查看考场实况', 'invigilation.write': '处理考场事项', 'invigilation.announce': '向考生发通知', 'invigilation.late': '处理迟到答案' } },
  { area: '成绩', permissions: { 'result.read': '查看成绩', 'result.mark': '录入技能成绩与阅卷', 'result.check': '复核成绩', 'result.release': '发布成绩' } },
  { area: '证书', permissions: { 'certificate.read': '查看证书', 'certificate.issue': '制发与撤销证书' } },
  { area: '统计', permissions: { 'report.read': '查看统计报表' } },
  { area: '消息', permissions: { 'notify.read': '查看消息发送记录' } },
  { area: '机构', permissions: { 'body.read': '查看机构设置', 'body.write': '修改机构设置' } },
  { area: '账号', permissions: { 'identity.self': '管理自己的账号', 'identity.read': '查看员工账号与角色', 'identity.write': '管理员工账号' } },
  { area: '审计', permissions: { 'audit.read': '查看审计记录' } },
]
