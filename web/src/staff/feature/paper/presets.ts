// Sections as papers of the field have them. The designs of the levels come
// from the server; the short paper, for trying things out, is here.
import { score } from '@/shared/format'
import type { Preset, Section } from './usePaper'
import { typeWord } from './words'

export type Design = Pick<Preset, 'name' | 'sections'> & { source: string; minutes?: number }

export const shortPaper: Design = {
  name: '单选 16 题 × 5 分 + 判断 4 题 × 5 分',
  source: '短卷',
  sections: [
    { type: 'single', title: '', count: 16, scoreHundredths: 500 },
    { type: 'judge', title: '', count: 4, scoreHundredths: 500 },
  ],
}

const levels: Record<string, string> = { 5: '五级', 4: '四级', 3: '三级', 2: '二级', 1: '一级' }

export interface Offer {
  title: string
  designs: Design[]
}

/** What the level is used to, the short paper, then the other levels from 5 to 1. */
export function offers(list: Preset[], levelCode: string | undefined): Offer[] {
  const of = (code: string) => list.filter((p) => p.levelCode === code)
  const others = ['5', '4', '3', '2', '1'].filter((code) => code !== levelCode)
  return [
    { title: '本级别常用', designs: levelCode ? of(levelCode) : [] },
    { title: '各级通用', designs: [shortPaper] },
    ...others.map((code) => ({ title: `${levels[code]}常用`, designs: of(code) })),
  ].filter((o) => o.designs.length)
}

/** "单选题 80 × 1，判断题 20 × 1". */
export const sectionWords = (sections: Section[]) => sections.map((s) => `${typeWord(s.type)} ${s.count} × ${score(s.scoreHundredths)}`).join('，')
