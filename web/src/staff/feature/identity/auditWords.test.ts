import { expect, it } from 'vitest'
import { actionName } from './auditWords'

it.each([
  ['identity.login', '登录'],
  ['bank.create_question', '新建试题'],
  ['standard.save_weights', '保存权重表'],
  ['enrolment.approve', '通过报名'],
  ['exam.frobnicate', '考试操作'],
  ['nowhere.at_all', '系统操作'],
])('%s is %s', (action, words) => expect(actionName(action)).toBe(words))
