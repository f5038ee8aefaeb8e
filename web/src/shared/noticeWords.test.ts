import { expect, it } from 'vitest'
import { channels, deliveryHint, deliveryStates, deliveryTone, noticeKinds } from './noticeWords'

it('has words without codes for everything', () => {
  for (const words of [...Object.values(noticeKinds), ...Object.values(channels), ...Object.values(deliveryStates)]) {
    expect(words).toMatch(/^[\u4e00-\u9fff]+$/)
  }
})

it('says what to do about what did not arrive', () => {
  expect(deliveryHint('wechat', 'unbound')).toContain('微信')
  expect(deliveryHint('sms', 'unbound')).toContain('手机号')
  expect(deliveryHint('sms', 'failed')).toContain('电话')
  expect(deliveryHint('app', 'sent')).toBe('')
  expect(deliveryTone('sent')).toBe('success')
  expect(deliveryTone('failed')).toBe('danger')
})
