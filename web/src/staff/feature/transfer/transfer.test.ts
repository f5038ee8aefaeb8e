import { describe, expect, it, vi } from 'vitest'
import { nextRow } from './nextRow'
import { outlook } from './outlook'
import { fileOfText } from './pasted'
import { rowQuery } from './useTransfer'
import { countWords, noteWords, placeWord, sortedNotes } from './words'

const counts = { accepted: 3, rejected: 1, changed: 2, conflict: 1, unchanged: 0 }
const none = { changed: 0, conflict: 0 }

describe('what a commit would do', () => {
  it('takes everything or nothing, and says which rows are open', () => {
    const o = outlook(counts, none, { goodRowsOnly: false, updateChanged: false })
    expect(o.open).toBe(4)
    expect(o.reason).toContain('还有 1 行有错误、1 行答案冲突、2 行内容有变')
  })
  it('leaves open rows out by choice', () => {
    expect(outlook(counts, none, { goodRowsOnly: true, updateChanged: false })).toEqual({ count: 3, open: 4, reason: '' })
  })
  it('counts rows that replace what the bank holds', () => {
    const o = outlook({ ...counts, rejected: 0 }, { changed: 1, conflict: 1 }, { goodRowsOnly: false, updateChanged: true })
    expect(o).toEqual({ count: 6, open: 0, reason: '' })
  })
  it('does not start with nothing to take in', () => {
    expect(outlook({ ...counts, accepted: 0, changed: 0, conflict: 0 }, none, { goodRowsOnly: true, updateChanged: false }).reason).toContain('请先改正')
    expect(outlook({ accepted: 0, rejected: 0, changed: 0, conflict: 0, unchanged: 5 }, none, { goodRowsOnly: false, updateChanged: false }).reason).toContain('都已经有了')
  })
})

describe('the next row with an error', () => {
  const pages = (positions: number[], size: number) => vi.fn((page: number) => Promise.resolve({ items: positions.slice((page - 1) * size, page * size).map((position) => ({ position })), total: positions.length }))
  it('comes after this one, else is the first of all', async () => {
    expect(await nextRow(pages([2, 5, 9], 100), 5)).toBe(9)
    expect(await nextRow(pages([2, 5, 9], 100), 4)).toBe(5)
    expect(await nextRow(pages([2, 5, 9], 100), 9)).toBe(2)
  })
  it('is none when only this one is left', async () => {
    expect(await nextRow(pages([7], 100), 7)).toBeUndefined()
    expect(await nextRow(pages([], 100), 7)).toBeUndefined()
  })
  it('is found among many pages with few questions to the server', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => i * 3 + 1)
    for (const [position, want] of [[1, 4], [2999, 3001], [3001, 3004], [5998, 1]] as const) {
      const fetch = pages(many, 10)
      expect(await nextRow(fetch, position, 10)).toBe(want)
      expect(fetch.mock.calls.length).toBeLessThan(12)
    }
  })
})

describe('words', () => {
  it('calls a cell by its sheet and row', () => {
    expect(placeWord('单选题!A7')).toBe('单选题 第 7 行')
    expect(placeWord('第 12 行')).toBe('第 12 行')
  })
  it('names every kind of row that a file has', () => {
    const no = { accepted: 0, rejected: 0, conflict: 0, changed: 0, unchanged: 0, excluded: 0 }
    expect(countWords({ ...no, conflict: 3 })).toBe('3 题答案冲突')
    expect(countWords({ accepted: 9, rejected: 2, conflict: 1, changed: 4, unchanged: 5, excluded: 6 })).toBe('9 题可导入，2 题有错误，1 题答案冲突，4 题内容有变，5 题题库中已有，6 题不导入')
    expect(countWords(no)).toBe('0 题可导入')
  })
  it('makes a sentence of a remark, errors first', () => {
    const warning = { sub: 'transfer.row_repeated', warning: true, column: '', params: { at: 'Sheet1!A3' } }
    const error = { sub: 'no.such', warning: false, column: '答案', params: {} }
    expect(noteWords(warning)).toContain('Sheet1 第 3 行')
    expect(noteWords(error)).toMatch(/^【答案】.+。$/)
    expect(sortedNotes([warning, error])[0]).toBe(error)
  })
  it('asks for the rows that a button names', () => {
    expect(rowQuery('rejected')).toEqual({ verdict: 'rejected', excluded: false })
    expect(rowQuery('excluded')).toEqual({ excluded: true })
    expect(rowQuery('')).toEqual({})
  })
})

it('pasted text goes as a text file', async () => {
  const file = fileOfText('1. 题', '2026-11-25')
  expect(file.name).toBe('粘贴的文本 2026-11-25.txt')
  expect(await file.text()).toBe('1. 题')
})
