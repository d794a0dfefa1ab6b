/**
 * The halls' time. The server counts days, numbers and promised dates in it (Domain/Calendar), so a page shows it too, whatever zone the
 * machine is set to: a case GS-20261124-0001 was not handled on the 23rd.
 */
const hallZone = 'Asia/Shanghai'

const localeOf = (language: string): string => (language === 'en' ? 'en-GB' : 'zh-CN')

export function hallTime(instant: string | number, language: string, shape: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(localeOf(language), { hourCycle: 'h23', timeZone: hallZone, ...shape }).format(new Date(instant))
}

/** "14:05" */
export const hallClock = (instant: string | number): string => hallTime(instant, 'en', { hour: '2-digit', minute: '2-digit' })

/** 0 to 23. */
export const hallHour = (instant: string | number): number => Number(hallTime(instant, 'en', { hour: '2-digit' }))

/** The same for two instants of one day in the halls. */
export const hallDay = (instant: string | number): string => hallTime(instant, 'en', { year: 'numeric', month: '2-digit', day: '2-digit' })

/** 2026年11月23日 / 23 November 2026. @param day "2026-11-23": a day of the calendar, in no zone. */
export const calendarDay = (day: string, language: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
