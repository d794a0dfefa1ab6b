import { calendarDay, hallTime } from '@/i18n'

/** 2026年11月23日 / 23 November 2026. @param date A day ("2026-11-23") or an instant. */
export function longDate(date: string, language: string): string {
  return date.length === 10 ? calendarDay(date, language) : hallTime(date, language, { dateStyle: 'long' })
}

/** The same with hours and minutes. */
export function dateAndTime(instant: string, language: string): string {
  return hallTime(instant, language, { dateStyle: 'long', timeStyle: 'short' })
}
