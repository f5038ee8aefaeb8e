import { describe, expect, it } from 'vitest'
import { aboutMany, acts, fits, mayTake, type Act } from './acts'

const act = (label: string): Act => acts.find((a) => a.label === label)!
const q = (state: Parameters<typeof fits>[1]['state'], own = false) => ({ state, own })

describe('steps of questions', () => {
  it('leave the approval of one\'s own to others', () => {
    expect(fits(act('审核通过并启用'), q('review'))).toBe(true)
    expect(fits(act('审核通过并启用'), q('review', true))).toBe(false)
    expect(fits(act('退回修改'), q('review', true))).toBe(true)
  })

  it('ask the permission of reviewers or of writers', () => {
    const writer = (permission: string) => permission === 'bank.write'
    expect(acts.filter((a) => mayTake(a, writer)).map((a) => a.action)).toEqual(['submit', 'withdraw', 'suspend', 'retire', 'restore'])
  })

  it('say how many of the chosen they fit, and why not the others', () => {
    expect(aboutMany(act('提交审核'), [q('draft'), q('draft')])).toBe('选中 2 道试题。提交后由另一位老师审核。')
    expect(aboutMany(act('通过，先试用'), [q('review'), q('review', true), q('live', true), q('draft')])).toBe(
      '选中的 4 道试题中，1 道可以这样操作。1 道是您编写或修改的，须由另一位老师审核。2 道的状态不适合这一步。不能处理的保持原样，会逐一列出。试用期间练习和模拟会用到，正式考试不会。',
    )
  })
})
