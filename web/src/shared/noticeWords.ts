// What notices are about and what became of them, in words.
import type { components } from '@/api/gen/notify'

type Kind = components['schemas']['NoticeKind']
type Channel = components['schemas']['Channel']
type State = components['schemas']['DeliveryState']

export const noticeKinds: Record<Kind, string> = {
  application_approved: '报名审核通过',
  application_returned: '报名材料需要修改',
  application_rejected: '报名审核未通过',
  class_published: '分班通知',
  exam_scheduled: '考试安排',
  score_released: '成绩发布',
  certificate_issued: '证书颁发',
  mock_published: '模拟考试',
  errata_resolved: '试题纠错答复',
}

export const channels: Record<Channel, string> = { app: '站内消息', wechat: '微信', sms: '短信' }

export const deliveryStates: Record<State, string> = {
  waiting: '等待重发',
  sent: '已发送',
  unbound: '没有联系方式',
  not_following: '未关注服务号',
  refused: '学员拒收',
  parked: '次日再发',
  uncertain: '结果不明',
  stopped: '模板有误',
  off: '渠道未开通',
  failed: '发送失败',
}

/** What the staff should know or do about a delivery that did not simply go out. */
export function deliveryHint(channel: Channel, state: State): string {
  if (state === 'unbound') return channel === 'wechat' ? '学员还没有绑定微信' : '学员账号停用或没有手机号'
  if (state === 'stopped') return '请系统管理员核对公众平台的模板与配置'
  if (state === 'off') return '请系统管理员开通短信服务'
  if (state === 'uncertain') return '没有收到应答，可能已送达'
  if (state === 'parked') return '当日发送额度已用完'
  if (state === 'refused' || state === 'not_following') return '站内可看，重要事项另发短信'
  if (state === 'failed') return channel === 'sms' ? '多次没有发出，可电话联系学员' : '多次没有发出，重要事项另发短信'
  return ''
}

/** How good or bad a state is, as the table colours it. */
export function deliveryTone(state: State): 'success' | 'info' | 'warning' | 'danger' {
  if (state === 'sent') return 'success'
  if (state === 'stopped' || state === 'failed') return 'danger'
  if (state === 'waiting' || state === 'parked' || state === 'uncertain' || state === 'off') return 'warning'
  return 'info'
}
