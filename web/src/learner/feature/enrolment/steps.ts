// The steps of an application and where each thing is entered.
import { itemName } from '@/shared/enrolmentWords'
import { fieldNames } from '@/shared/personWords'
import type { MyApplication } from './useApplication'

export const steps = ['基本信息', '照片', '材料', '确认提交'] as const

/** The step (from 0) on which a refused field is entered. */
export function stepOf(field: string): number {
  if (field === 'photo') return 1
  if (field.startsWith('materials.')) return 2
  if (field === 'pledge' || field === 'privacy') return 3
  return 0
}

/** What a refused field is called. */
export function fieldName(field: string, a: MyApplication): string {
  if (field === 'clauseKey') return '申报条件'
  if (field.startsWith('materials.')) {
    const item = a.items.find((i) => i.key === `material.${field.slice('materials.'.length)}`)
    return item ? itemName(item) : '材料'
  }
  return fieldNames[field] ?? '报名内容'
}
