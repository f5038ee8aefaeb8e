// One sitting for the page: makes it, keeps the page looking at it, and tells it
// what happens to the browser.
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { messageOf } from '@/api/problem'
import { Announcer } from './sync/announcer'
import { openJournal } from './sync/journal'
import { Sitting } from './sync/sitting'
import { newTransport } from './sync/transport'
import type { Paper } from './sync/types'

/** The clock's beat; finer than a second, so that no second is skipped. */
const beat = 500
/** A beat that took so long means that the device slept. */
const slept = 5_000

export function useSitting(attemptId: string) {
  const transport = newTransport(attemptId)
  const announcer = new Announcer(transport, () => turn.value++)
  const sitting = shallowRef<Sitting>()
  const paper = shallowRef<Paper>()
  const paperFailure = ref('')
  const turn = ref(0) // read by every computed below: the sitting itself is not reactive
  const durable = ref(true)
  const look = <T>(get: (s: Sitting) => T, before: T) =>
    computed(() => {
      void turn.value
      return sitting.value ? get(sitting.value) : before
    })

  async function start(): Promise<void> {
    const journal = await openJournal(attemptId, () => (durable.value = false))
    durable.value = journal.durable
    sitting.value = new Sitting({ attemptId, transport, journal, online: () => navigator.onLine, changed: () => turn.value++, pulsed: (p) => announcer.beat(p.announcements) })
    await open()
  }

  async function open(confirmed = false): Promise<void> {
    await sitting.value?.load(confirmed)
    if (sitting.value?.failure?.status === 401) return login()
    if (sitting.value?.phase === 'open' && !paper.value) await readPaper()
  }

  async function readPaper(): Promise<void> {
    paperFailure.value = ''
    try {
      paper.value = await transport.paper()
      document.title = `${paper.value.title} · 匠训考试`
    } catch (error) {
      paperFailure.value = messageOf(error)
    }
  }

  function login(): void {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`)
  }

  let last = Date.now()
  const timer = setInterval(() => {
    const now = Date.now()
    if (Math.abs(now - last - beat) > slept) sitting.value?.wake(true)
    last = now
    turn.value++
  }, beat)

  const listeners: [EventTarget, string, (e: Event) => void][] = [
    [window, 'online', () => sitting.value?.wake()],
    [document, 'visibilitychange', () => sitting.value?.wake(document.visibilityState === 'visible')],
    // A page from the back/forward cache is old: begin again from the server.
    [window, 'pageshow', (e) => (e as PageTransitionEvent).persisted && void open()],
    [window, 'beforeunload', (e) => sitting.value && sitting.value.outbox.unsaved > 0 && !durable.value && e.preventDefault()],
    [window, 'popstate', () => sitting.value?.phase === 'open' && holdBack()],
  ]
  for (const [target, name, listen] of listeners) target.addEventListener(name, listen)
  // A back swipe must not leave the exam by accident: one entry in front of it.
  const heldBack = ref(0)
  function holdBack(): void {
    history.pushState(history.state, '')
    heldBack.value++
  }
  history.pushState(history.state, '')

  onScopeDispose(() => {
    clearInterval(timer)
    for (const [target, name, listen] of listeners) target.removeEventListener(name, listen)
    sitting.value?.stop()
  })
  void start()

  return reactive({
    paper,
    paperFailure,
    durable,
    heldBack,
    phase: look((s) => s.phase, 'loading' as const),
    failure: look((s) => (s.failure ? messageOf(s.failure) : ''), ''),
    attempt: look((s) => s.attempt, undefined),
    receipt: look((s) => s.receipt, undefined),
    link: look((s) => s.link, 'idle' as const),
    unsaved: look((s) => s.outbox.unsaved, 0),
    refused: look((s) => s.outbox.refused.size, 0),
    late: look((s) => s.outbox.late, 0),
    remaining: look((s) => s.remaining, undefined),
    wait: look((s) => s.wait, 0),
    position: look((s) => s.position, 1),
    /** What the invigilators have said: all of it, the oldest that is not read, how many are not. */
    told: look(() => announcer.items, []),
    unread: look(() => announcer.unread, undefined),
    unreadCount: look(() => announcer.left, 0),
    /** What the page shows of each question, by number. */
    cells: look(
      (s) =>
        (paper.value?.questions ?? []).map((q) => ({
          q: q.q, section: q.section, value: s.values.get(q.q) ?? '', state: s.stateOf(q.q), marked: s.marks.has(q.q),
        })),
      [],
    ),
    open,
    readPaper,
    login,
    answer: (q: number, value: string) => sitting.value?.answer(q, value) ?? false,
    goTo: (q: number) => sitting.value?.goTo(q),
    mark: (q: number) => sitting.value?.mark(q),
    read: (id: string) => announcer.read(id),
    retry: () => sitting.value?.wake(),
    submit: () => sitting.value!.submit(),
    pictureURL: transport.pictureURL,
  })
}

export type SittingView = ReturnType<typeof useSitting>
export type Cell = SittingView['cells'][number]
