import type { MenuEntry } from '../../menu'

export const menu: MenuEntry[] = [
  { group: '题库与试卷', title: '组卷', path: '/staff/blueprints', permission: 'paper.read', order: 30, about: '组卷蓝图，按权重表生成试卷' },
  { group: '题库与试卷', title: '试卷', path: '/staff/papers', permission: 'paper.read', order: 31, about: '已生成的试卷、打印与双向细目' },
]
