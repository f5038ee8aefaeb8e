import { expect, test } from 'vitest'
import { blank, formOf, freeKey, inputOf, presets } from './programmeForm'
import type { Programme } from './useProgrammes'

test('times go to the server and back as the person picked them', () => {
  const form = { ...blank(new Date('2026-11-24T18:00:00Z')), title: ' 车工 ' }
  expect(form.opensAt).toBe('2026-11-25 00:00:00')
  const input = inputOf(form)
  expect(input.opensAt).toBe('2026-11-24T16:00:00.000Z')
  expect(input.title).toBe('车工')
  expect(formOf(input as unknown as Programme).closesAt).toBe(form.closesAt)
})

test('a new material gets a key of its own', () => {
  expect(freeKey(presets)).toBe('material_8')
  expect(freeKey([{ key: 'material_2', name: '', hint: '', required: false }])).toBe('material_3')
})
