import { expect, test } from 'vitest'
import { cut, size } from './picture'

test('a portrait stays whole, other shapes are cut to three by four', () => {
  expect(cut(300, 400, 0.75)).toEqual({ x: 0, y: 0, width: 300, height: 400 })
  expect(cut(295, 413, 0.75)).toEqual({ x: 0, y: 0, width: 295, height: 413 })
  expect(cut(1600, 1200, 0.75)).toEqual({ x: 350, y: 0, width: 900, height: 1200 })
  expect(cut(1080, 2400, 0.75)).toEqual({ x: 0, y: 240, width: 1080, height: 1440 })
  expect(cut(1600, 1200)).toEqual({ x: 0, y: 0, width: 1600, height: 1200 })
})

test('large pictures are drawn smaller, small ones never larger', () => {
  expect(size({ x: 0, y: 0, width: 8000, height: 6000 }, 4096)).toEqual({ width: 4096, height: 3072 })
  expect(size({ x: 0, y: 0, width: 80, height: 60 }, 4096)).toEqual({ width: 80, height: 60 })
})
