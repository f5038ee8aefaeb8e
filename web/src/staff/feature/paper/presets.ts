// Sections as papers of the field have them, level 5 (初级工) to level 1 (高级技师).
import type { SectionType } from './usePaper'

export interface Preset {
  name: string
  levels: number[]
  sections: [SectionType, number, string][]
}

export const presets: Preset[] = [
  { name: '单选 80 题 × 1 分 + 判断 20 题 × 1 分', levels: [5, 4], sections: [['single', 80, '1'], ['judge', 20, '1']] },
  { name: '单选 160 题 × 0.5 分 + 判断 40 题 × 0.5 分', levels: [4], sections: [['single', 160, '0.5'], ['judge', 40, '0.5']] },
  { name: '单选 150 题 × 0.5 分 + 判断 50 题 × 0.5 分', levels: [4], sections: [['single', 150, '0.5'], ['judge', 50, '0.5']] },
  { name: '判断 40 题 × 0.5 分 + 单选 140 题 × 0.5 分 + 多选 10 题 × 1 分', levels: [3], sections: [['judge', 40, '0.5'], ['single', 140, '0.5'], ['multiple', 10, '1']] },
  { name: '单选 60 题 × 0.5 分 + 多选 20 题 × 1 分 + 判断 20 题 × 0.5 分 + 简答 4 题 × 5 分 + 论述 2 题 × 10 分', levels: [2, 1], sections: [['single', 60, '0.5'], ['multiple', 20, '1'], ['judge', 20, '0.5'], ['short', 4, '5'], ['essay', 2, '10']] },
  { name: '单选 60 题 × 0.5 分 + 多选 20 题 × 1 分 + 判断 20 题 × 0.5 分 + 计算 2 题 × 10 分 + 案例 1 题 × 20 分', levels: [2, 1], sections: [['single', 60, '0.5'], ['multiple', 20, '1'], ['judge', 20, '0.5'], ['calculation', 2, '10'], ['case', 1, '20']] },
  { name: '单选 16 题 × 5 分 + 判断 4 题 × 5 分（短卷）', levels: [5, 4, 3, 2, 1], sections: [['single', 16, '5'], ['judge', 4, '5']] },
]

/** Those of a level first. */
export function presetsFor(level: number | undefined): { fits: boolean; preset: Preset }[] {
  const list = presets.map((preset) => ({ fits: level !== undefined && preset.levels.includes(level), preset }))
  return [...list.filter((x) => x.fits), ...list.filter((x) => !x.fits)]
}
