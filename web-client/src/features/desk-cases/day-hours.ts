import { hallDay, hallHour } from '@/i18n'

/** Sittings ended in one hour of the day. */
export interface DayHour {
  readonly hour: number
  readonly count: number
}

const opens = 9, closes = 17

/** The hours of `now`'s day from opening to closing, wider when somebody worked earlier or later. */
export function dayHours(endedAt: readonly string[], now: number): DayHour[] {
  const today = hallDay(now)
  const hours = endedAt.filter(instant => hallDay(instant) === today).map(hallHour)
  const first = Math.min(opens, ...hours)
  const last = Math.max(closes, ...hours)
  return Array.from({ length: last - first + 1 }, (_, at) => ({ hour: first + at, count: hours.filter(hour => hour === first + at).length }))
}
