import type { MeEntry } from '../../meEntries'

export const meEntries: MeEntry[] = [{ title: '我的考试', path: '/exams', icon: 'todo-list-o', order: 30 }]
