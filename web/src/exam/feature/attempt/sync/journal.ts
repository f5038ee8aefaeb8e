// Answers on this device, in IndexedDB, until the server has acknowledged them.
// An answer is keyed by (attempt, epoch, question): the latest of a question
// replaces the one before, and a stale tab of the same browser writes beside,
// never over, what the tab that took over has written.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Entry, Journal, Kept } from './types'

interface Meta {
  attempt: string
  epoch: number
  intent?: { epoch: number; holder: string }
  position: number
  marks: number[]
}

interface Schema extends DBSchema {
  meta: { key: string; value: Meta }
  pending: { key: [string, number, number]; value: Entry & { attempt: string }; indexes: { attempt: string } }
}

const limit = 2000 // a browser whose storage hangs must not hang the exam

function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('storage does not answer')), limit)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

const nothing = (): Kept => ({ epoch: 0, pending: [], position: 1, marks: [] })

/** Opens the journal of one sitting; where there is no storage it keeps nothing and says so. */
export async function openJournal(attempt: string, lost: () => void = () => undefined): Promise<Journal> {
  let db: IDBPDatabase<Schema> | undefined
  try {
    db = await within(
      openDB<Schema>('jiangxun-exam', 1, {
        upgrade(made) {
          made.createObjectStore('meta', { keyPath: 'attempt' })
          made.createObjectStore('pending', { keyPath: ['attempt', 'epoch', 'q'] }).createIndex('attempt', 'attempt')
        },
        terminated: () => fail(),
      }),
    )
  } catch {
    db = undefined
  }

  function fail(): void {
    if (!db) return
    db = undefined
    lost()
  }

  async function attemptTo<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>, otherwise: T): Promise<T> {
    if (!db) return otherwise
    try {
      return await within(work(db))
    } catch {
      fail()
      return otherwise
    }
  }

  /** Changes what is remembered beside the answers. */
  async function update(change: Partial<Meta>): Promise<void> {
    await attemptTo(async (db) => {
      const tx = db.transaction('meta', 'readwrite')
      await tx.store.put({ ...blank(attempt), ...(await tx.store.get(attempt)), ...change })
      await tx.done
    }, undefined)
  }

  return {
    get durable() {
      return db !== undefined
    },
    load: () =>
      attemptTo(async (db) => {
        const tx = db.transaction(['meta', 'pending'])
        const meta = (await tx.objectStore('meta').get(attempt)) ?? blank(attempt)
        const rows = await tx.objectStore('pending').index('attempt').getAll(attempt)
        await tx.done
        const pending = rows.map(({ epoch, seq, q, value, at }) => ({ epoch, seq, q, value, at }))
        return { epoch: meta.epoch, intent: meta.intent, position: meta.position, marks: meta.marks, pending }
      }, nothing()),
    put: (entry) =>
      attemptTo(async (db) => {
        await db.put('pending', { ...entry, attempt })
      }, undefined),
    remove: (entries) =>
      attemptTo(async (db) => {
        const tx = db.transaction('pending', 'readwrite')
        for (const e of entries) {
          const held = await tx.store.get([attempt, e.epoch, e.q])
          if (held?.seq === e.seq) await tx.store.delete([attempt, e.epoch, e.q])
        }
        await tx.done
      }, undefined),
    adopt: (epoch, drop, add) =>
      attemptTo(async (db) => {
        const tx = db.transaction(['meta', 'pending'], 'readwrite')
        const meta = { ...blank(attempt), ...(await tx.objectStore('meta').get(attempt)), epoch }
        delete meta.intent
        await tx.objectStore('meta').put(meta)
        for (const e of drop) await tx.objectStore('pending').delete([attempt, e.epoch, e.q])
        for (const e of add) await tx.objectStore('pending').put({ ...e, attempt })
        await tx.done
      }, undefined),
    intend: (intent) => update({ intent }),
    note: (position, marks) => update({ position, marks }),
    wipe: () =>
      attemptTo(async (db) => {
        const tx = db.transaction(['meta', 'pending'], 'readwrite')
        await tx.objectStore('meta').delete(attempt)
        for (const key of await tx.objectStore('pending').index('attempt').getAllKeys(attempt)) await tx.objectStore('pending').delete(key)
        await tx.done
      }, undefined),
  }
}

function blank(attempt: string): Meta {
  return { attempt, epoch: 0, position: 1, marks: [] }
}
