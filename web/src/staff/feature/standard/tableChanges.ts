// What an upload or a version changes, in words. Pure.
import { sentence } from '@/shared/sentences'
import type { TableChange, TableFault, TableVersion } from './useTables'

type Kind = TableChange['kind']
type Subject = TableChange['subject']

const kindWords: Record<Kind, string> = {
  added: '新增', removed: '删除', renamed: '改名', moved: '改代码', regrouped: '改归类', reweighed: '改权重', regraded: '改重要程度', page: '改页码',
}
const subjectWords: Record<Subject, string> = { theory: '理论权重表', skill: '技能权重表', range: '鉴定范围', point: '鉴定点' }
const subjects: Subject[] = ['theory', 'skill', 'range', 'point']
const kinds: Kind[] = ['removed', 'added', 'renamed', 'moved', 'regrouped', 'reweighed', 'regraded', 'page']

/** A row of a weight table has no code: what moves there is the order. */
export function kindWord(change: Pick<TableChange, 'kind' | 'subject'>): string {
  if (change.kind === 'moved' && (change.subject === 'theory' || change.subject === 'skill')) return '改顺序'
  return kindWords[change.kind]
}

export const kindTag = (kind: Kind) => (kind === 'added' ? 'success' : kind === 'removed' ? 'danger' : 'warning')

export interface ChangeGroup {
  subject: Subject
  title: string
  /** "新增 3 项，删除 1 项". */
  summary: string
  changes: TableChange[]
}

/** By what changes; what goes away stands first, since it must be seen. */
export function groupChanges(changes: TableChange[]): ChangeGroup[] {
  return subjects.flatMap((subject) => {
    const own = changes.filter((c) => c.subject === subject)
    if (!own.length) return []
    const sorted = [...own].sort((a, b) => Number(b.kind === 'removed') - Number(a.kind === 'removed'))
    return [{ subject, title: subjectWords[subject], summary: summary(own), changes: sorted }]
  })
}

function summary(changes: TableChange[]): string {
  return kinds
    .map((kind) => changes.filter((c) => c.kind === kind))
    .filter((same) => same.length)
    .map((same) => `${kindWord(same[0]!)} ${same.length} 项`)
    .join('，')
}

/** "第 3 行 B 列"; the sheet's name in front where there is one. Some faults lie in what stands there already. */
export function placeOf(fault: Pick<TableFault, 'sub' | 'sheet' | 'row' | 'column'>): string {
  if (fault.sub === 'standard.table_gone' || fault.sub === 'standard.table_crossing') return '现有的表'
  const cell = [fault.row ? `第 ${fault.row} 行` : '', fault.column ? `${fault.column} 列` : ''].filter(Boolean).join(' ')
  return [fault.sheet ? `“${fault.sheet}”` : '', cell].filter(Boolean).join(' ') || '整个文件'
}

export const faultSentence = (fault: Pick<TableFault, 'sub' | 'params'>): string =>
  sentence(fault.sub, fault.params) ?? sentence('field.format', {}) ?? ''

/** Errors first, each in the file's order. */
export function sortFaults(faults: TableFault[]): TableFault[] {
  return [...faults.filter((f) => !f.warning), ...faults.filter((f) => f.warning)]
}

export function versionWord(v: Pick<TableVersion, 'kind' | 'fileName' | 'reason'>): string {
  switch (v.kind) {
    case 'import':
      return `导入 ${v.fileName}`
    case 'edit':
      return '页面修改'
    case 'load':
      return '平台自带数据'
    default:
      return '启用版本记录前的内容'
  }
}
