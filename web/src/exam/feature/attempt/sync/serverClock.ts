// The server's clock as seen from here. It runs on the browser's monotonic
// timer, so changing the device's clock moves nothing. The sample that travelled
// fastest is believed; after a sleep, in which that timer may stand still, all
// samples are forgotten.
export class ServerClock {
  private offset = 0
  private best = Infinity
  private sampled = -Infinity

  constructor(private readonly mono: () => number = () => performance.now()) {}

  get known(): boolean {
    return this.best !== Infinity
  }

  /** A reply that left at `sent` (mono) and said that it was `serverTime`. */
  sample(serverTime: string, sent: number): void {
    const now = this.mono()
    const took = now - sent
    const at = Date.parse(serverTime)
    // An old sample loses worth: quartz drifts, and samples are cheap.
    if (Number.isNaN(at) || (took > this.best && now - this.sampled < 120_000)) return
    this.best = took
    this.sampled = now
    this.offset = at + took / 2 - now
  }

  /** Milliseconds since 1970 on the server. */
  now(): number {
    return this.offset + this.mono()
  }

  get monotonic(): number {
    return this.mono()
  }

  /** The page slept: the next sample counts, whatever it took. */
  doubt(): void {
    this.best = Infinity
    this.sampled = -Infinity
  }
}
