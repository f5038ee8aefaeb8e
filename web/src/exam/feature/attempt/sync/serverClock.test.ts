import { describe, expect, it } from 'vitest'
import { ServerClock } from './serverClock'

describe('ServerClock', () => {
  it('runs on the monotonic timer from the fastest sample', () => {
    let mono = 1000
    const clock = new ServerClock(() => mono)
    expect(clock.known).toBe(false)
    mono = 1400
    clock.sample('2026-11-25T02:00:00.000Z', 1000) // took 400 ms
    expect(clock.now()).toBe(Date.parse('2026-11-25T02:00:00.200Z'))
    mono = 2400
    clock.sample('2026-11-25T02:00:01.150Z', 2390) // took 10 ms: believed
    expect(clock.now()).toBe(Date.parse('2026-11-25T02:00:01.155Z'))
    mono = 5400
    clock.sample('2026-11-25T02:00:09.000Z', 3400) // took 2 s: not
    expect(clock.now()).toBe(Date.parse('2026-11-25T02:00:04.155Z'))
    clock.sample('nonsense', 5399)
    expect(clock.now()).toBe(Date.parse('2026-11-25T02:00:04.155Z'))
  })

  it('forgets its samples after a sleep, and lets old ones fade', () => {
    let mono = 0
    const clock = new ServerClock(() => mono)
    clock.sample('2026-11-25T02:00:00.000Z', 0)
    clock.doubt()
    mono = 500
    clock.sample('2026-11-25T03:00:00.000Z', 0)
    expect(clock.now()).toBe(Date.parse('2026-11-25T03:00:00.250Z'))
    mono += 121_000
    clock.sample('2026-11-25T03:10:00.000Z', mono - 4000)
    expect(clock.now()).toBe(Date.parse('2026-11-25T03:10:02.000Z'))
  })
})
