// Audit actions ("room.verb_object") in Chinese. The common ones stand here in
// full; the rest is put together from the pieces below.

export const rooms: Record<string, string> = {
  attempt: '答题',
  bank: '题库',
  body: '机构设置',
  certificate: '证书',
  cohort: '培训班',
  enrolment: '报名',
  errata: '试题纠错',
  exam: '考试',
  identity: '账号与登录',
  invigilation: '监考',
  learner: '学员资料',
  learning: '学习',
  notify: '消息',
  paper: '试卷',
  practice: '练习',
  ranking: '排行榜',
  report: '统计',
  result: '成绩',
  standard: '标准',
}

const whole: Record<string, string> = {
  'body.save': '修改机构设置',
  'body.save_seal': '更换印章图片',
  'errata.resolve': '回复试题纠错',
  'identity.bind_wechat': '绑定微信',
  'identity.change_password': '修改密码',
  'identity.create_staff': '新建员工账号',
  'identity.login': '登录',
  'identity.login_refused': '登录失败',
  'identity.login_wechat': '微信登录',
  'identity.reset_password': '重置密码',
  'identity.update_staff': '修改员工账号',
  'cohort.complete': '班级结业',
  'cohort.full_roster': '下载完整名册',
  'cohort.move_member': '调班',
  'enrolment.close_programme': '关闭报名',
  'enrolment.open_programme': '开放报名',
  'enrolment.view_identity': '查看完整证件号码',
  'learning.create_resource': '上传学习资料',
  'learning.order_resources': '调整学习资料顺序',
  'learner.save': '保存学员资料',
  'learner.save_photo': '更换证件照',
  'practice.close_mock': '关闭模拟考试',
  'ranking.save_visibility': '设置是否参加排行',
  'standard.load': '载入标准',
}

const verbs: Record<string, string> = {
  accept: '接受', add: '添加', adjust: '调整', approve: '通过', archive: '归档', assemble: '组成', assign: '分配', auto: '自动', cancel: '取消',
  change: '修改', check: '核验', clear: '清除', close: '结束', complete: '完成', confirm: '确认', correct: '更正', create: '新建', decide: '处理',
  delete: '删除', draw: '抽取', edit: '修改', enter: '录入', erase: '删除', export: '导出', extend: '延长', fill: '自动分配', freeze: '冻结', grant: '给予',
  import: '导入', issue: '制发', join: '加入', load: '载入', make: '生成', mark: '标记', move: '调整', open: '开始', place: '安排', print: '打印',
  publish: '发布', read: '查看', recover: '恢复', reissue: '补发', reject: '不通过', release: '发布', remove: '移除', rename: '改名', replace: '更换',
  reset: '重置', restore: '恢复', retire: '停用', return: '退回', reveal: '查看', review: '审核', revoke: '撤销', save: '保存', seat: '安排', send: '发送',
  set: '设置', settle: '处理', start: '开始', submit: '提交', swap: '调换', undo: '撤回', update: '修改', upload: '上传', void: '作废', withdraw: '撤回', write: '填写',
}

const objects: Record<string, string> = {
  absence: '缺考', account: '账号', announcement: '通知', answer: '答案', application: '报名', attempt: '答卷', batch: '批次', blueprint: '组卷方案',
  candidate: '考生', candidates: '考生', certificate: '证书', class: '班级', cohort: '培训班', document: '材料', drill: '练习', edition: '标准版本', element: '鉴定要素',
  event: '事件', file: '文件', form: '试卷', forms: '试卷', grant: '延时', group: '班级群', identity: '身份', import: '导入', in: '入场', incident: '情况', late: '迟到答案', lesson: '课程', level: '等级',
  lessons: '课表', mark: '分数', marks: '分数', material: '材料', materials: '材料', member: '学员', members: '学员', minutes: '时间', mock: '模拟考试', notice: '消息', number: '编号', occupation: '职业',
  outcome: '结论', paper: '试卷', photo: '照片', picture: '图片', plan: '认定计划', policy: '规则', poster: '海报', profile: '资料', programme: '培训项目', question: '试题',
  questions: '试题', release: '发布', resource: '学习资源', result: '成绩', results: '成绩', roster: '名单', room: '考场', row: '行', rules: '规则', score: '成绩', scores: '成绩',
  session: '场次', sitting: '考试', skill: '技能成绩', staff: '员工', state: '状态', table: '表', ticket: '准考证', tickets: '准考证', time: '时间', timetable: '课表', topic: '主题', qr: '二维码',
  version: '新版本', weights: '权重表', exam: '考试', seats: '座位', seat: '座位', progress: '学习进度', absent: '缺考', key: '答案', wrong: '错题',
}

/** An action in words; never its code. */
export function actionName(action: string): string {
  if (whole[action]) return whole[action]
  const [room = '', rest = ''] = action.split('.')
  const [verb = '', ...tail] = rest.split('_')
  const object = tail.map((t) => objects[t] ?? '').join('')
  if (verbs[verb]) return `${verbs[verb]}${object || (rooms[room] ?? '')}`
  return `${rooms[room] ?? '系统'}操作`
}

export const actorKinds: Record<string, string> = { staff: '员工', trainee: '学员', system: '系统', nobody: '未登录' }
