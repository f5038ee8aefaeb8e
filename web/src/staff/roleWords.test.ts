import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { permissionAreas, roles } from './roleWords'

const source = readFileSync(join(__dirname, '../../../internal/identity/roles.go'), 'utf8')
const table = source.slice(source.indexOf('rolePermissions = '))

it('names every permission of staff', () => {
  const granted = new Set([...table.matchAll(/"([a-z]+\.[a-z_]+)"/g)].map((m) => m[1]!).filter((p) => !p.endsWith('.own')))
  const named = new Set(permissionAreas.flatMap((a) => Object.keys(a.permissions)))
  expect([...granted].filter((p) => !named.has(p))).toEqual([])
})

it('names every role', () => {
  const codes = [...source.matchAll(/Role = "([a-z_]+)"/g)].map((m) => m[1]!).filter((r) => r !== 'trainee')
  expect(codes.sort()).toEqual(roles.map((r) => r.code).sort())
})
