import { expect, it } from 'vitest'
import { fileNameOf } from './download'

it.each([
  [`attachment; filename*=utf-8''%E5%90%8D%E5%86%8C.xlsx`, '名册.xlsx'],
  ['attachment; filename="a b.xlsx"', 'a b.xlsx'],
  ['attachment; filename=roster.xlsx', 'roster.xlsx'],
  [`attachment; filename*=utf-8''%E5%9`, undefined],
  ['inline', undefined],
  [null, undefined],
])('%s names %s', (header, name) => expect(fileNameOf(header)).toBe(name))
