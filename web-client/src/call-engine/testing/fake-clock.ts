import type { Cancel, Clock } from '../clock'

interface Timer {
  at: number
  period: number | null
  action: () => void
}

/** A clock for tests: time passes only when told, and promises settle between timers. */
export class FakeClock implements Clock {
  private time: number
  private readonly timers = new Set<Timer>()

  constructor(start = Date.UTC(2026, 10, 23, 9, 0, 0)) {
    this.time = start
  }

  now(): number {
    return this.time
  }

  after(milliseconds: number, action: () => void): Cancel {
    return this.add({ at: this.time + milliseconds, period: null, action })
  }

  every(milliseconds: number, action: () => void): Cancel {
    return this.add({ at: this.time + milliseconds, period: milliseconds, action })
  }

  get pendingTimers(): number {
    return this.timers.size
  }

  /** Lets time pass, running each due timer in order and letting promises settle after each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    await settle()
    for (let next = this.firstDue(end); next !== undefined; next = this.firstDue(end)) {
      this.fire(next)
      await settle()
    }
    this.time = end
    await settle()
  }

  private add(timer: Timer): Cancel {
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  private firstDue(end: number): Timer | undefined {
    return [...this.timers].filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0]
  }

  private fire(timer: Timer): void {
    this.time = Math.max(this.time, timer.at)
    if (timer.period === null) this.timers.delete(timer)
    else timer.at += timer.period
    timer.action()
  }
}

/** Runs all promise reactions that are ready: a macrotask comes after every microtask. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
