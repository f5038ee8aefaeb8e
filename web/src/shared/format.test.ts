import { describe, expect, it } from 'vitest'
import { clock, dateTime, day, duration, fileSize, friendly, fromChina, hundredths, maskId, maskPhone, percent, score, toChina } from './format'

describe('times are China time on any device', () => {
  it.each([
    ['2026-11-25T16:30:00Z', '2026-11-26 00:30'],
    ['2026-12-31T15:59:59Z', '2026-12-31 23:59'],
    ['2026-12-31T16:00:00Z', '2027-01-01 00:00'],
  ])('%s → %s', (at, printed) => expect(dateTime(at)).toBe(printed))

  it('leaves days alone and shows a dash for nothing', () => {
    expect(day('2026-02-28')).toBe('2026-02-28')
    expect(dateTime(undefined)).toBe('—')
    expect(clock('')).toBe('—')
    expect(dateTime('0001-01-01T00:00:00Z')).toBe('—')
  })

  it('names the weekday', () => expect(friendly('2026-11-25T06:05:00Z')).toBe('11月25日（周三）14:05'))

  it('goes there and back', () => {
    expect(fromChina('2026-11-25 00:30')).toBe('2026-11-24T16:30:00.000Z')
    expect(toChina(fromChina('2026-11-25 08:09:10'))).toBe('2026-11-25 08:09:10')
  })
})

describe('scores are hundredths', () => {
  it.each([[6000, '60'], [6050, '60.5'], [5999, '59.99'], [0, '0'], [10000, '100']])('%d → %s', (n, text) => {
    expect(score(n)).toBe(text)
    expect(hundredths(text)).toBe(n)
  })
  it.each(['', 'a', '-1', '1.234', '1e3', '60分'])('refuses %s', (text) => expect(hundredths(text)).toBeUndefined())
})

it('prints sizes, durations, shares, masks', () => {
  expect([fileSize(900), fileSize(1536), fileSize(2 << 20), fileSize(150 * 1024)]).toEqual(['900 字节', '1.5 KB', '2 MB', '150 KB'])
  expect([duration(65), duration(3909), duration(-5)]).toEqual(['01:05', '1:05:09', '00:00'])
  expect(percent(0.2564)).toBe('25.6%')
  expect(maskPhone('13812345678')).toBe('138****5678')
  expect(maskId('110101199003074514')).toBe('110101********4514')
})
