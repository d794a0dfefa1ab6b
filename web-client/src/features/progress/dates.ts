/** 2026年11月23日 / 23 November 2026. */
export function longDate(date: string, language: string): string {
  const instant = date.length === 10 ? new Date(`${date}T00:00:00`) : new Date(date)
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long' }).format(instant)
}

/** The same with hours and minutes. */
export function dateAndTime(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant))
}
