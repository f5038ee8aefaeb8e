import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Announcer } from './announcer'
import { FakeServer } from './fakeServer'

let server: FakeServer
let announcer: Announcer
const settle = () => vi.advanceTimersByTimeAsync(200)
const pulse = async () => {
  await server.transport().pulse().then((p) => announcer.beat(p.announcements), () => undefined)
}
async function beat() {
  void pulse()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  announcer = new Announcer(server.transport(), () => undefined)
})

describe('announcements', () => {
  it('shows what was said, oldest first, and keeps it after reading', async () => {
    await beat()
    expect(announcer.unread).toBeUndefined()
    expect(server.asked, 'nothing to ask for').toBe(0)
    server.announce('a', '第 12 题以毫米计')
    server.announce('b', '请勿交谈')
    await beat()
    expect(announcer.unread?.text).toBe('第 12 题以毫米计')
    expect(announcer.left).toBe(2)
    announcer.read('a')
    expect(announcer.unread?.id, 'at once').toBe('b')
    await settle()
    expect(server.announced.map((a) => Boolean(a.acknowledgedAt))).toEqual([true, false])
    expect(announcer.items).toHaveLength(2)
    await beat()
    expect(server.asked, 'asked for once, not with every pulse').toBe(1)
  })

  it('comes when the line is back, and the tap is not lost', async () => {
    server.announce('a', '延长五分钟')
    server.trouble = 'offline'
    await beat()
    expect(announcer.unread).toBeUndefined()
    server.trouble = 'none'
    await beat()
    expect(announcer.unread?.id).toBe('a')
    server.trouble = 'offline'
    announcer.read('a')
    await settle()
    expect(announcer.unread, 'read is read').toBeUndefined()
    expect(server.announced[0]?.acknowledgedAt).toBeUndefined()
    server.trouble = 'none'
    await beat()
    expect(server.announced[0]?.acknowledgedAt).toBeDefined()
    expect(server.acknowledged).toEqual(['a'])
  })

  it('tells a lost reply again and a refused tap once', async () => {
    server.announce('a', '延长五分钟')
    await beat()
    server.trouble = 'lostReply'
    announcer.read('a')
    await settle()
    server.trouble = 'none'
    await beat()
    expect(server.acknowledged).toEqual(['a', 'a'])
    server.announce('b', '已被撤走')
    await beat()
    server.announced = server.announced.filter((a) => a.id !== 'b')
    announcer.read('b')
    await settle()
    await beat()
    await beat()
    expect(server.acknowledged, 'not found is not asked again').toEqual(['a', 'a', 'b'])
    expect(announcer.unread).toBeUndefined()
  })

  it('a double tap is one tap, and a strange id none', async () => {
    server.announce('a', '延长五分钟')
    await beat()
    announcer.read('a')
    announcer.read('a')
    announcer.read('nothing')
    await settle()
    expect(server.acknowledged).toEqual(['a'])
  })

  it('what another page has acknowledged is not asked for again', async () => {
    server.announce('a', '延长五分钟')
    server.announced[0]!.acknowledgedAt = '2026-11-25T02:00:00Z'
    await beat()
    expect(announcer.unread).toBeUndefined()
    expect(announcer.items).toHaveLength(1)
  })
})
