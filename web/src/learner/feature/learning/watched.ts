// What of a video was really played, in whole seconds, out of the player's
// times. A jump is no watching.

export interface Interval {
  from: number
  to: number
}

/** Players tell the time about four times a second; in the background less often. */
const longest = 2.5

export class Watched {
  private pieces: Interval[] = []
  private start: number | undefined
  private last = 0

  /** The player stands at this second and is playing. */
  tick(time: number): void {
    if (this.start === undefined) {
      this.start = Math.floor(time)
    } else if (time < this.last || time - this.last > longest) {
      this.cut()
      this.start = Math.floor(time)
    }
    this.last = time
  }

  /** The player stopped: paused, jumps, or has ended. */
  cut(): void {
    if (this.start !== undefined) this.keep(this.start, Math.floor(this.last))
    this.start = undefined
  }

  /** It played to the end, whose length the server counts in whole seconds. */
  end(length: number): void {
    if (this.start !== undefined && length - this.last <= longest) this.last = length
    this.cut()
  }

  /** What was watched since the last time; the running piece goes on behind it. */
  take(): Interval[] {
    const to = Math.floor(this.last)
    if (this.start !== undefined && to > this.start) {
      this.keep(this.start, to)
      this.start = to
    }
    const taken = this.pieces.slice(0, 50)
    this.pieces = this.pieces.slice(50)
    return taken
  }

  /** Gives back what could not be told. */
  giveBack(pieces: Interval[]): void {
    this.pieces = [...pieces, ...this.pieces]
  }

  get waiting(): boolean {
    return this.pieces.length > 0 || (this.start !== undefined && Math.floor(this.last) > this.start)
  }

  private keep(from: number, to: number): void {
    if (to <= from) return
    const before = this.pieces.at(-1)
    if (before && before.to === from) before.to = to
    else this.pieces.push({ from, to })
  }
}
