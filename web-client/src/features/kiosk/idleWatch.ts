import type { Cancel, Clock } from '@/call-engine/clock'

export type IdleState = { kind: 'active' } | { kind: 'warning'; secondsLeft: number } | { kind: 'wiped' }

export interface IdleLimits {
  readonly idleMilliseconds: number
  readonly warningSeconds: number
}

/** A kiosk left alone forgets its visitor: after the idle time it counts down aloud, then it wipes. */
export const browsing: IdleLimits = { idleMilliseconds: 60_000, warningSeconds: 15 }
/** Who waits for a call sits still and must not be thrown out for it; but who has walked away must not be called. */
export const waiting: IdleLimits = { idleMilliseconds: 180_000, warningSeconds: 30 }

/** Watches for the absence of touches. With limits of null (in a call) nobody is hurried. */
export class IdleWatch {
  private state: IdleState = { kind: 'active' }
  private timer: Cancel = () => {}
  private limits: IdleLimits | null = null

  constructor(private readonly clock: Clock, private readonly changed: (state: IdleState) => void) {}

  /** Sets what counts as idle on the page now shown; time starts afresh when that changes. */
  limit(limits: IdleLimits | null): void {
    if (limits === this.limits) return
    this.limits = limits
    this.restart()
  }

  /** Somebody touched the glass or a key. */
  touched(): void {
    if (this.state.kind !== 'wiped') this.restart()
  }

  close(): void {
    this.timer()
  }

  private restart(): void {
    this.timer()
    this.move({ kind: 'active' })
    const { limits } = this
    if (limits !== null) this.timer = this.clock.after(limits.idleMilliseconds, () => this.warn(limits.warningSeconds))
  }

  private warn(secondsLeft: number): void {
    if (secondsLeft === 0) return this.move({ kind: 'wiped' })
    this.move({ kind: 'warning', secondsLeft })
    this.timer = this.clock.after(1_000, () => this.warn(secondsLeft - 1))
  }

  private move(next: IdleState): void {
    if (next.kind === 'active' && this.state.kind === 'active') return
    this.state = next
    this.changed(next)
  }
}
