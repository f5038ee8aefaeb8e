import { describe, expect, it } from 'vitest'
import { openJournal } from './journal'

describe('journal without storage', () => {
  it('F08: keeps nothing, says so, and never fails', async () => {
    const journal = await openJournal('a') // this environment has no IndexedDB
    expect(journal.durable).toBe(false)
    await journal.put({ epoch: 1, seq: 1, q: 1, value: 'A', at: 0 })
    await journal.adopt(2, [], [])
    await journal.intend({ epoch: 1, holder: 'h' })
    await journal.note(3, [1])
    await journal.remove([])
    await journal.wipe()
    expect(await journal.load()).toEqual({ epoch: 0, pending: [], position: 1, marks: [] })
  })
})
