// Kinds of training and the states of programmes, applications and their items.
import type { components } from '@/api/gen/enrolment'

type Schemas = components['schemas']

export const kinds: Record<Schemas['Kind'], string> = {
  employment: '就业技能培训',
  upgrade: '技能提升培训',
  transfer: '转岗转业培训',
  senior: '高技能人才培训',
  startup: '创业培训',
  pre_job: '企业岗前培训',
  apprenticeship: '新型学徒制培训',
}

export const programmeStates: Record<Schemas['ProgrammeState'], string> = { draft: '未开放', open: '开放报名', closed: '已关闭' }

export const phases: Record<Schemas['Phase'], string> = { not_yet: '即将开始', open: '正在报名', full: '名额已满', over: '报名结束' }

export const applicationStates: Record<Schemas['State'], string> = {
  draft: '填写中',
  submitted: '待审核',
  returned: '需修改',
  approved: '审核通过',
  rejected: '未通过',
  withdrawn: '已撤回',
}

export const actions: Record<Schemas['Action'], string> = {
  submit: '提交报名',
  approve: '审核通过',
  return: '退回修改',
  reject: '审核不通过',
  withdraw: '撤回报名',
}

export const itemStates: Record<Schemas['ItemState'], string> = { pending: '待审核', passed: '合格', returned: '退回' }

const itemNames: Record<string, string> = {
  identity: '身份信息',
  background: '学历与工作',
  contact: '联系方式',
  clause: '申报条件',
  photo: '照片',
}

/** Name of an item; a material brings its own. */
export function itemName(item: { key: string; name?: string }): string {
  return item.name || itemNames[item.key] || '材料'
}
