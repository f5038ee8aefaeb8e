import { expect, it } from 'vitest'
import { Watched } from './watched'

function play(w: Watched, from: number, to: number, step = 0.25) {
  for (let t = from; t <= to + 1e-9; t += step) w.tick(t)
}

it('tells whole seconds, and the rest next time', () => {
  const w = new Watched()
  play(w, 0, 10.5)
  expect(w.take()).toEqual([{ from: 0, to: 10 }])
  expect(w.take()).toEqual([])
  play(w, 10.75, 16)
  w.end(16)
  expect(w.take()).toEqual([{ from: 10, to: 16 }])
  expect(w.waiting).toBe(false)
})

it('takes a jump for no watching', () => {
  const w = new Watched()
  play(w, 0, 5)
  w.tick(90)
  play(w, 90.25, 95)
  play(w, 2, 4)
  w.cut()
  expect(w.take()).toEqual([{ from: 0, to: 5 }, { from: 90, to: 95 }, { from: 2, to: 4 }])
})

it('rounds the end up to the length that the server knows', () => {
  const w = new Watched()
  play(w, 0, 15.5)
  w.end(16)
  expect(w.take()).toEqual([{ from: 0, to: 16 }])
})

it('keeps what could not be sent', () => {
  const w = new Watched()
  play(w, 0, 4)
  const taken = w.take()
  play(w, 4.25, 8)
  w.giveBack(taken)
  expect(w.take().reduce((n, i) => n + i.to - i.from, 0)).toBe(8)
})

it('sends no more pieces at once than the contract allows', () => {
  const w = new Watched()
  for (let i = 0; i < 60; i++) {
    play(w, i * 10, i * 10 + 2)
    w.cut()
  }
  expect(w.take()).toHaveLength(50)
  expect(w.take()).toHaveLength(10)
})
