import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeDevice, FakeServer, attemptId } from './fakeServer'
import { Sitting } from './sitting'

let server: FakeServer
let device: FakeDevice
const pages: Sitting[] = []

function page(on: FakeDevice = device, more: { online?: () => boolean } = {}): Sitting {
  const p = new Sitting({ attemptId, transport: server.transport(), journal: on, random: () => 0.5, changed: () => undefined, ...more })
  pages.push(p)
  return p
}

/** Lets `ms` pass, with everything that happens in it. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function opened(on?: FakeDevice): Promise<Sitting> {
  const p = page(on)
  void p.load()
  await pass(200)
  return p
}

/** The page is gone without a word. */
function kill(p: Sitting): void {
  p.stop()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
  server = new FakeServer()
  device = new FakeDevice()
})

afterEach(() => {
  for (const p of pages.splice(0)) p.stop()
  vi.useRealTimers()
})

describe('saving', () => {
  it('acknowledges an answer and forgets it on the device', async () => {
    const p = await opened()
    expect(p.phase).toBe('open')
    expect(p.answer(3, 'B')).toBe(true)
    expect(p.stateOf(3)).toBe('saving')
    await pass(100)
    expect(p.stateOf(3)).toBe('saved')
    expect(server.script()).toEqual({ 3: 'B' })
    expect(device.kept.pending).toEqual([])
  })

  it('clears an answer on purpose', async () => {
    const p = await opened()
    p.answer(3, 'B')
    p.answer(3, '')
    await pass(100)
    expect(server.script()).toEqual({})
    expect(p.stateOf(3)).toBe('blank')
  })

  it('F02: works on through a dead network and hands in everything when it is back', async () => {
    const p = await opened()
    server.trouble = 'offline'
    for (let q = 1; q <= 20; q++) {
      p.answer(q, 'A')
      await pass(20_000)
    }
    for (let q = 1; q <= 10; q++) p.answer(q, 'C')
    await pass(600_000 - 400_000)
    expect(p.outbox.unsaved).toBe(20)
    expect(p.link).toBe('offline')
    expect(p.stateOf(4)).toBe('waiting')
    server.trouble = 'none'
    await pass(30_000)
    expect(p.outbox.unsaved).toBe(0)
    expect(Object.values(server.script())).toEqual([...Array(10).fill('C'), ...Array(10).fill('A')])
    expect(p.link).toBe('idle')
  })

  it('does not burn tries while the browser knows that it is offline, and wakes at once', async () => {
    let online = false
    const p = page(device, { online: () => online })
    void p.load()
    await pass(200)
    p.answer(1, 'A')
    server.trouble = 'offline'
    await pass(60_000)
    expect(server.saves).toBe(0)
    expect(p.link).toBe('offline')
    server.trouble = 'none'
    online = true
    p.wake()
    await pass(100)
    expect(server.script()).toEqual({ 1: 'A' })
  })

  it('tries now and then although the browser says offline, for the browser may be wrong', async () => {
    const p = page(device, { online: () => false })
    void p.load()
    await pass(200)
    p.answer(1, 'A')
    await pass(11_000)
    expect(server.script()).toEqual({ 1: 'A' })
  })

  it('F25: a lost reply makes one event', async () => {
    const p = await opened()
    server.trouble = 'lostReply'
    p.answer(1, 'A')
    await pass(3_000)
    server.trouble = 'none'
    await pass(20_000)
    expect(server.saves).toBeGreaterThan(1)
    expect(server.events).toHaveLength(1)
    expect(p.stateOf(1)).toBe('saved')
  })

  it('F27: a captive portal that says 200 is no acknowledgement', async () => {
    const p = await opened()
    server.trouble = 'captive'
    p.answer(1, 'A')
    await pass(5_000)
    expect(p.outbox.unsaved).toBe(1)
    expect(p.link).toBe('offline')
    expect(device.kept.pending).toHaveLength(1)
    server.trouble = 'none'
    await pass(20_000)
    expect(p.outbox.unsaved).toBe(0)
  })

  it('a busy server is waited for, a session that ended too', async () => {
    const p = await opened()
    server.trouble = 'busy'
    p.answer(1, 'A')
    await pass(3_000)
    expect(p.link).toBe('busy')
    server.trouble = 'signedOut'
    await pass(20_000)
    expect(p.link).toBe('signedOut')
    server.trouble = 'none'
    await pass(20_000)
    expect(p.stateOf(1)).toBe('saved')
  })

  it('an answer that the server will not take does not hold up the others', async () => {
    const p = await opened()
    server.poison = 2
    server.trouble = 'offline'
    for (let q = 1; q <= 4; q++) p.answer(q, 'A')
    await pass(1_000)
    server.trouble = 'none'
    await pass(30_000)
    expect(server.script()).toEqual({ 1: 'A', 3: 'A', 4: 'A' })
    expect(p.stateOf(2)).toBe('refused')
    expect(p.link).toBe('refused')
    expect(device.kept.pending.map((e) => e.q)).toEqual([2])
    server.poison = 0
    p.answer(2, 'D')
    await pass(1_000)
    expect(p.stateOf(2)).toBe('saved')
    expect(p.link).toBe('idle')
  })

  it('numbers that stand for something else are given anew', async () => {
    const p = await opened()
    server.events.push({ epoch: 1, seq: 1, q: 9, value: 'D' }, { epoch: 1, seq: 2, q: 9, value: 'C' })
    p.answer(1, 'A')
    p.answer(2, 'B')
    await pass(1_000)
    expect(server.script()).toMatchObject({ 1: 'A', 2: 'B' })
    expect(p.outbox.unsaved).toBe(0)
  })
})

describe('coming back', () => {
  it('F01: everything is there after a reload', async () => {
    let p = await opened()
    for (let q = 1; q <= 5; q++) {
      p.answer(q, 'B')
      p.goTo(q)
      await pass(100)
      kill(p)
      p = await opened()
      expect(p.phase).toBe('open')
      expect([...p.values.keys()]).toHaveLength(q)
      expect(p.position).toBe(q)
    }
  })

  it('F03: what was unsaved is sent after a reload without any click', async () => {
    let p = await opened()
    server.trouble = 'busy'
    p.answer(1, 'A')
    p.answer(2, 'B')
    await pass(500)
    kill(p)
    server.trouble = 'offline'
    p = page()
    void p.load()
    await pass(500)
    expect(p.phase).toBe('failed')
    server.trouble = 'none'
    p.wake()
    await pass(500)
    expect(p.phase).toBe('open')
    expect(p.values.get(2)).toBe('B')
    expect(server.script()).toEqual({ 1: 'A', 2: 'B' })
    expect(device.kept.pending).toEqual([])
  })

  it.each([0, 50, 300, 2000])('F05: a page killed %i ms after a tick loses nothing', async (ms) => {
    let p = await opened()
    p.answer(1, 'A')
    await pass(ms)
    kill(p)
    p = await opened()
    await pass(500)
    expect(server.script()).toEqual({ 1: 'A' })
    expect(p.stateOf(1)).toBe('saved')
  })

  it('an answer whose acknowledgement was lost is not sent again as a new one', async () => {
    let p = await opened()
    server.trouble = 'lostReply'
    p.answer(1, 'A')
    await pass(100)
    kill(p)
    server.trouble = 'none'
    p = await opened()
    await pass(500)
    expect(server.events).toHaveLength(1)
    expect(p.stateOf(1)).toBe('saved')
    expect(device.kept.pending).toEqual([])
  })

  it('a page that dies between lease and journal still knows the lease for its own', async () => {
    let p = await opened()
    server.trouble = 'busy'
    p.answer(1, 'A')
    await pass(100)
    kill(p)
    // The next page gets its lease but dies before it can write that down.
    server.trouble = 'none'
    device.kept.intent = { epoch: 1, holder: 'h' }
    await Promise.all([server.transport().lease(1, 'h'), pass(50)])
    p = await opened()
    await pass(500)
    expect(p.phase).toBe('open')
    expect(server.epoch).toBe(3)
    expect(server.script()).toEqual({ 1: 'A' })
    expect(server.late).toEqual([])
  })

  it('F08: without storage the exam goes on', async () => {
    device.durable = false
    const p = await opened()
    p.answer(1, 'A')
    await pass(100)
    expect(server.script()).toEqual({ 1: 'A' })
    kill(p)
    const again = await opened()
    expect(again.phase).toBe('elsewhere') // this device cannot know
    void again.load(true)
    await pass(200)
    expect(again.phase).toBe('open')
    expect(again.values.get(1)).toBe('A')
  })
})

describe('two pages', () => {
  it('F10: the stale tab learns it, keeps its text on screen, and the server keeps it as evidence', async () => {
    const one = await opened()
    one.answer(1, 'A')
    await pass(100)
    const two = await opened() // the same browser: goes on by itself
    expect(two.phase).toBe('open')
    two.answer(1, 'B')
    await pass(100)
    one.answer(1, 'C')
    await pass(100)
    expect(one.phase).toBe('moved')
    expect(one.values.get(1)).toBe('C')
    expect(server.script()).toEqual({ 1: 'B' })
    expect(server.late).toEqual([{ epoch: 1, seq: 2, q: 1, value: 'C' }])
    expect(device.kept.pending).toEqual([])
    expect(one.answer(2, 'A')).toBe(false)
    void one.load(true)
    await pass(200)
    expect(one.phase).toBe('open')
    expect(one.values.get(1)).toBe('B')
    await pass(15_000)
    expect(two.phase).toBe('moved') // by its pulse, without typing
  })

  it('F09: a dead phone comes back with answers of a lost lease: late store, script unchanged', async () => {
    const phoneA = await opened()
    server.trouble = 'offline'
    for (let q = 1; q <= 5; q++) phoneA.answer(q, 'A')
    await pass(500)
    kill(phoneA)
    server.trouble = 'none'
    const deviceB = new FakeDevice()
    const phoneB = await opened(deviceB)
    expect(phoneB.phase).toBe('elsewhere')
    void phoneB.load(true)
    await pass(200)
    phoneB.answer(1, 'D')
    await pass(100)
    const back = await opened(device)
    expect(back.phase).toBe('elsewhere')
    await pass(500)
    expect(server.late).toHaveLength(5)
    expect(server.script()).toEqual({ 1: 'D' })
    void back.load(true)
    await pass(500)
    expect(back.phase).toBe('open')
    expect(back.values.get(1)).toBe('D')
    expect(server.script()).toEqual({ 1: 'D' })
    expect(device.kept.pending).toEqual([])
  })

  it('two pages that open at once: one gets the lease, the other asks', async () => {
    const a = page(new FakeDevice())
    const b = page(new FakeDevice())
    void a.load()
    void b.load()
    await pass(500)
    expect([a.phase, b.phase].sort()).toEqual(['elsewhere', 'open'])
  })
})

describe('time and hand-in', () => {
  it('F30: turning the device clock changes nothing', async () => {
    const p = await opened()
    const before = p.remaining!
    for (const at of ['2026-11-26T02:00:00Z', '2020-01-01T00:00:00Z']) {
      vi.setSystemTime(new Date(at))
      await pass(1000)
      expect(Math.abs(p.remaining! - (before - 1000))).toBeLessThan(3_000)
      expect(p.phase).toBe('open')
    }
  })

  it('F33: typing ends at the deadline, what is unsaved still counts within the allowance', async () => {
    server.deadline = server.now + 60_000
    const p = await opened()
    await pass(50_000)
    server.trouble = 'offline'
    p.answer(1, 'A')
    await pass(12_000)
    expect(p.phase).toBe('over')
    expect(p.answer(2, 'B')).toBe(false)
    server.trouble = 'none'
    p.wake()
    await pass(500)
    expect(server.script()).toEqual({ 1: 'A' })
    server.state = 'closed'
    await pass(10_000)
    expect(p.phase).toBe('ended')
    expect(p.receipt?.answered).toBe(1)
    await pass(1_000)
    expect(device.kept.epoch).toBe(0) // N131: nothing stays on the device
  })

  it('F33: what arrives after the allowance goes to the late store, and the page says how much', async () => {
    server.deadline = server.now + 10_000
    const p = await opened()
    server.trouble = 'offline'
    p.answer(1, 'A')
    p.answer(2, 'A')
    await pass(40_000)
    expect(p.phase).toBe('over')
    server.state = 'closed'
    server.trouble = 'none'
    p.wake()
    await pass(20_000)
    expect(p.phase).toBe('ended')
    expect(server.script()).toEqual({})
    expect(server.late).toHaveLength(2)
    expect(p.outbox.late).toBe(2)
    expect(device.kept.pending).toEqual([])
  })

  it('F35: a grant is shown within fifteen seconds, even after the deadline', async () => {
    server.deadline = server.now + 30_000
    const p = await opened()
    server.deadline += 600_000
    await pass(15_000)
    expect(p.remaining).toBeGreaterThan(600_000)
    server.deadline = server.now + 20_000
    await pass(15_000)
    expect(p.phase).toBe('over')
    server.deadline += 600_000
    await pass(5_000)
    expect(p.phase).toBe('open')
    expect(p.answer(1, 'A')).toBe(true)
  })

  it('hands in after sending what waits, gives the receipt, wipes the device', async () => {
    const p = await opened()
    p.answer(1, 'A')
    p.answer(2, 'B')
    const done = p.submit()
    await pass(500)
    expect((await done).answered).toBe(2)
    expect(p.phase).toBe('ended')
    expect(device.kept).toEqual({ epoch: 0, pending: [], position: 1, marks: [] })
  })

  it('does not hand in while answers are on the way and the network is dead', async () => {
    const p = await opened()
    server.trouble = 'offline'
    p.answer(1, 'A')
    const done = p.submit().catch((e: unknown) => e)
    await pass(25_000)
    expect(await done).toMatchObject({ status: 0 })
    expect(p.phase).toBe('open')
    server.trouble = 'none'
    const again = p.submit()
    await pass(20_000)
    expect((await again).answered).toBe(1)
  })

  it('sends again what the server says it lacks', async () => {
    const p = await opened()
    p.answer(1, 'A')
    p.answer(2, 'B')
    await pass(200)
    server.events = server.events.filter((e) => e.q !== 2) // a disaster
    const done = p.submit()
    await pass(1_000)
    expect((await done).answered).toBe(2)
    expect(server.script()).toEqual({ 1: 'A', 2: 'B' })
  })

  it('F15: a hand-in whose reply is lost gets the same receipt', async () => {
    const p = await opened()
    p.answer(1, 'A')
    await pass(200)
    server.trouble = 'lostReply'
    const lost = p.submit().catch((e: unknown) => e)
    await pass(500)
    expect(await lost).toMatchObject({ status: 0 })
    server.trouble = 'none'
    const done = p.submit()
    await pass(500)
    expect((await done).answered).toBe(1)
  })

  it('shows the receipt when it is opened after the end', async () => {
    server.state = 'submitted'
    const p = await opened()
    await pass(3_000)
    expect(p.phase).toBe('ended')
    expect(p.receipt?.state).toBe('submitted')
  })
})

describe('any history', () => {
  it('loses nothing that was acknowledged and saves everything in the end', async () => {
    for (let round = 1; round <= 40; round++) {
      let x = round * 2654435761
      const random = () => ((x = (x * 1664525 + 1013904223) >>> 0) / 2 ** 32)
      const troubles = ['none', 'none', 'offline', 'lostReply', 'captive', 'busy', 'signedOut'] as const
      server = new FakeServer()
      device = new FakeDevice()
      let p = await opened()
      const typed = new Map<number, string>()
      for (let step = 0; step < 60; step++) {
        server.trouble = troubles[Math.floor(random() * troubles.length)]!
        const q = 1 + Math.floor(random() * 20)
        const value = random() < 0.1 ? '' : 'ABCD'[Math.floor(random() * 4)]!
        if (p.answer(q, value)) typed.set(q, value)
        await pass(Math.floor(random() * 3000))
        if (random() < 0.12) {
          kill(p)
          server.trouble = 'none'
          p = await opened()
        }
      }
      server.trouble = 'none'
      await pass(40_000)
      const want = Object.fromEntries([...typed].filter(([, v]) => v).sort(([a], [b]) => a - b))
      expect(server.script(), `round ${round}`).toEqual(want)
      expect(p.outbox.unsaved).toBe(0)
      kill(p)
    }
  })
})
