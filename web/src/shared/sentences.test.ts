// Every sub-code declared in Go has a sentence, and no sentence is a stray.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { declared, nounOf, sentence } from './sentences'

function goFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name)
    if (e.isDirectory()) return goFiles(path)
    return e.name.endsWith('.go') && !e.name.endsWith('_test.go') && !e.name.endsWith('.gen.go') ? [path] : []
  })
}

const sources = goFiles(join(__dirname, '../../../internal')).map((f) => readFileSync(f, 'utf8')).join('\n')
const inGo = new Set([...sources.matchAll(/\bSub\s*=\s*"([a-z0-9_.]+)"/g), ...sources.matchAll(/fault\.Sub\("([a-z0-9_.]+)"\)/g)].map((m) => m[1]!))
const nounsInGo = new Set([...sources.matchAll(/NotFoundf\("([^"]+)"\)/g)].map((m) => m[1]!))
// Said by the page, not by the server.
const own = new Set(['network', 'unknown'])

describe('sentences', () => {
  it('finds the Go sources', () => {
    expect(inGo.size).toBeGreaterThan(50)
  })

  it('has one for every sub-code', () => {
    expect([...inGo].filter((sub) => sentence(sub, {}) === undefined)).toEqual([])
  })

  it('has none for a sub-code that does not exist', () => {
    expect(declared.subs.filter((sub) => !inGo.has(sub) && !own.has(sub))).toEqual([])
  })

  it('has a Chinese noun for everything that may be missing', () => {
    expect([...nounsInGo].filter((noun) => !declared.nouns.includes(noun))).toEqual([])
  })

  it('ends every sentence and shows no code', () => {
    for (const sub of declared.subs) {
      const text = sentence(sub, { min: 1, max: 9, limit: 9, name: '名', noun: nounOf('file'), sum: 99, seconds: 3, minutes: 5, answer: 'A' })!
      expect(text, sub).toMatch(/。$/)
      expect(text, sub).not.toMatch(/[a-z]+_[a-z]+|undefined/)
    }
  })

  it('fills placeholders', () => {
    expect(sentence('identity.locked', { minutes: 15 })).toContain(' 15 分钟')
    expect(nounOf('never heard of')).toBe('项内容')
  })
})
