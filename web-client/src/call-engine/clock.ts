/** Ends a timer or a subscription; safe to call twice. */
export type Cancel = () => void

/** Time as an argument, so that every rule that waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  after(milliseconds: number, action: () => void): Cancel
  every(milliseconds: number, action: () => void): Cancel
}

export const browserClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, action) {
    const id = setTimeout(action, milliseconds)
    return () => clearTimeout(id)
  },
  every(milliseconds, action) {
    const id = setInterval(action, milliseconds)
    return () => clearInterval(id)
  },
}
