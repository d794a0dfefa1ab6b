import { expect, it } from 'vitest'
import { calendarDay, hallClock, hallDay, hallHour, hallTime } from './hall-time'

// 00:06 of the 24th in the halls, still the 23rd in London and on machines without a zone.
const justAfterMidnight = '2026-11-23T16:06:00Z'

it('shows the day and the hour of the halls, wherever the page is read', () => {
  expect(hallTime(justAfterMidnight, 'zh-CN', { dateStyle: 'long', timeStyle: 'short' })).toBe('2026年11月24日 00:06')
  expect(hallTime(justAfterMidnight, 'en', { dateStyle: 'long' })).toBe('24 November 2026')
  expect(hallClock(justAfterMidnight)).toBe('00:06')
  expect(hallHour(justAfterMidnight)).toBe(0)
})

it('tells days apart at midnight of the halls', () => {
  expect(hallDay('2026-11-23T15:59:59Z')).not.toBe(hallDay(justAfterMidnight))
  expect(hallDay('2026-11-24T15:59:59Z')).toBe(hallDay(justAfterMidnight))
})

it('leaves a day of the calendar as it is', () => {
  expect(calendarDay('2026-11-23', 'zh-CN')).toBe('2026年11月23日')
  expect(calendarDay('2026-11-23', 'en')).toBe('23 November 2026')
})
