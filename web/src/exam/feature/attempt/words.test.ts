import { describe, expect, it } from 'vitest'
import { cellLabel, shortDigest, toggled } from './words'

describe('words', () => {
  it('toggles letters in order', () => {
    expect(toggled('', 'C')).toBe('C')
    expect(toggled('C', 'A')).toBe('AC')
    expect(toggled('AC', 'C')).toBe('A')
    expect(toggled('A', 'A')).toBe('')
  })

  it('says what a cell shows', () => {
    expect(cellLabel({ q: 3, section: 0, value: 'A', state: 'waiting', marked: true })).toBe('第 3 题，已答，已标记，未上传')
    expect(cellLabel({ q: 4, section: 0, value: '', state: 'blank', marked: false })).toBe('第 4 题，未答')
    expect(shortDigest('9f86d081884c7d659a')).toBe('9F86D081 884C7D65')
  })
})
