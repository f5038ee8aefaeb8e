// What a reviewer marks on the desk, before it is sent.
import { computed, reactive, ref, watch, type Ref } from 'vue'
import type { Application, Judgement, ReviewItem } from './useReviews'

/** Reasons that are given often, by kind of item. */
export function presetsFor(key: string): string[] {
  switch (key) {
    case 'identity':
      return ['姓名与身份证不一致', '证件号码与身份证不一致', '民族与身份证不一致']
    case 'background':
      return ['文化程度与证书不一致', '请填写工作单位全称', '从业年限与证明不一致']
    case 'contact':
      return ['请填写详细的通讯地址']
    case 'clause':
      return ['所选条件与材料不符，请重新选择', '从业年限不满足所选条件', '缺少所选条件需要的证书']
    case 'photo':
      return ['背景不是白色', '不是本人近期证件照', '照片模糊', '面部有遮挡']
    default:
      return ['照片模糊，请重新拍摄', '四角不完整', '证件已过期', '材料内容与要求不符', '缺少单位盖章']
  }
}

export interface Mark {
  state: 'pending' | 'passed' | 'returned'
  reason: string
}

export function useMarks(application: Ref<Application | undefined>) {
  const marks = reactive<Record<string, Mark>>({})
  const tried = ref(false)

  watch(() => (application.value ? `${application.value.summary.id} ${application.value.version}` : ''), () => {
    for (const key of Object.keys(marks)) delete marks[key]
    tried.value = false
    for (const i of application.value?.items ?? []) marks[i.key] = { state: i.state === 'passed' ? 'passed' : 'pending', reason: '' }
  }, { immediate: true })

  const markOf = (i: ReviewItem): Mark => marks[i.key] ?? { state: 'pending', reason: '' }
  const returned = computed(() => Object.values(marks).filter((m) => m.state === 'returned'))

  return {
    marks,
    markOf,
    returned,
    /** Set when a return was tried, so that missing reasons show. */
    tried,
    missingReason: computed(() => returned.value.some((m) => !m.reason.trim())),
    judgements: (): Judgement[] => Object.entries(marks).map(([key, m]) => ({ key, state: m.state, reason: m.state === 'returned' ? m.reason.trim() : '' })),
  }
}

export type Marks = ReturnType<typeof useMarks>

/** The letter of a key, unless somebody is typing or a dialog is open. */
export function deskKey(e: KeyboardEvent): string {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat) return ''
  const at = e.target as HTMLElement | null
  if (at?.closest?.('textarea, select, [contenteditable], [role="dialog"], .el-overlay')) return ''
  // A marked radio keeps the focus: letters go on meaning the desk, arrows the radio.
  if (at instanceof HTMLInputElement && (!['radio', 'checkbox'].includes(at.type) || e.key.startsWith('Arrow'))) return ''
  if (document.querySelector('.el-overlay:not([style*="display: none"]) [role="dialog"]')) return ''
  return e.key.length === 1 ? e.key.toLowerCase() : e.key
}
