/** Whole seconds until a moment of the server, never negative. The page's clock may be wrong, so the server's offset is added. */
export function secondsUntil(instant: string, pageNow: number, serverOffset: number): number {
  return Math.max(0, Math.ceil((Date.parse(instant) - (pageNow + serverOffset)) / 1000))
}

/** How far the server's clock is ahead of the page's, in milliseconds. */
export const offsetOf = (serverTime: string, pageNow: number): number => Date.parse(serverTime) - pageNow

export interface SpokenTime {
  readonly key: 'time.seconds' | 'time.minutes' | 'time.minutesAndSeconds'
  readonly values: { readonly minutes: number; readonly seconds: number }
}

/** A duration as one says it: seconds below a minute, else minutes and the rest. */
export function spoken(totalSeconds: number): SpokenTime {
  const minutes = Math.floor(totalSeconds / 60)
  const seconds = totalSeconds % 60
  const key = minutes === 0 ? 'time.seconds' : seconds === 0 ? 'time.minutes' : 'time.minutesAndSeconds'
  return { key, values: { minutes, seconds } }
}
