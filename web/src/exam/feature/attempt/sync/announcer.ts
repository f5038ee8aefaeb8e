// What the invigilators tell the candidate during the sitting. The pulse says
// how many there are; when that has risen they are asked for. A tap on "read" is
// kept and sent until the server has it: offline costs nothing but time. Nothing
// here touches answers or the lease.
import { ApiError } from '@/api/problem'
import type { Announcement } from './types'

export interface AnnouncementTransport {
  announcements(): Promise<Announcement[]>
  acknowledge(id: string): Promise<void>
}

export class Announcer {
  /** Oldest first. */
  items: Announcement[] = []

  private count = 0
  private wanted = 0
  private busy = false
  private again = false
  /** Tapped here, not yet acknowledged there. */
  private readonly tapped = new Set<string>()
  /** Tapped here and answered for, one way or the other. */
  private readonly settled = new Set<string>()

  constructor(
    private readonly transport: AnnouncementTransport,
    private readonly changed: () => void,
  ) {}

  /** The oldest that the candidate has not read yet. */
  get unread(): Announcement | undefined {
    return this.waiting[0]
  }

  /** How many have not been read yet. */
  get left(): number {
    return this.waiting.length
  }

  private get waiting(): Announcement[] {
    return this.items.filter((a) => !a.acknowledgedAt && !this.tapped.has(a.id) && !this.settled.has(a.id))
  }

  /** A pulse has come, with how many announcements there are by now. */
  beat(count: number): void {
    this.wanted = count
    if (this.count < count || this.tapped.size > 0) void this.sync()
  }

  /** The candidate has read it. Shown at once; told to the server as soon as it can be reached. */
  read(id: string): void {
    if (!this.items.some((a) => a.id === id && !a.acknowledgedAt)) return
    this.tapped.add(id)
    this.changed()
    void this.sync()
  }

  private async sync(): Promise<void> {
    if (this.busy) {
      this.again = true
      return
    }
    this.busy = true
    this.again = false
    try {
      if (this.count < this.wanted) {
        const count = this.wanted
        this.items = await this.transport.announcements()
        this.count = count
        this.changed()
      }
      for (const id of this.tapped) await this.tell(id)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // the next pulse tries again
    } finally {
      this.busy = false
    }
    if (this.again) await this.sync()
  }

  private async tell(id: string): Promise<void> {
    try {
      await this.transport.acknowledge(id)
    } catch (error) {
      const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401 && error.status !== 429
      if (!refused) throw error
    }
    this.tapped.delete(id)
    this.settled.add(id)
  }
}
