import { expect, test } from 'vitest'
import { fieldName, stepOf } from './steps'
import type { MyApplication } from './useApplication'

const application = { items: [{ key: 'material.id_front', name: '身份证正面' }] } as unknown as MyApplication

test('every refused field leads to its step and has a name', () => {
  expect(['name', 'clauseKey', 'photo', 'materials.id_front', 'privacy'].map(stepOf)).toEqual([0, 0, 1, 2, 3])
  expect(['idNumber', 'clauseKey', 'photo', 'materials.id_front', 'x'].map((f) => fieldName(f, application))).toEqual([
    '证件号码', '申报条件', '照片', '身份证正面', '报名内容',
  ])
})
