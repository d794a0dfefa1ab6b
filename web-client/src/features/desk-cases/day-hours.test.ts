import { describe, expect, it } from 'vitest'
import { dayHours } from './day-hours'

const at = (hour: number, day = 23): string => `2026-11-${day}T${String(hour).padStart(2, '0')}:30:00+08:00`
const now = Date.parse('2026-11-23T15:00:00+08:00')

describe('dayHours', () => {
  it('shows the opening hours of an empty day', () => {
    expect(dayHours([], now).map(one => [one.hour, one.count])).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17].map(hour => [hour, 0]))
  })

  it('counts the day only, and shows who worked before opening', () => {
    const hours = dayHours([at(8), at(10), at(10), at(10, 22)], now)
    expect(hours[0]).toEqual({ hour: 8, count: 1 })
    expect(hours.find(one => one.hour === 10)?.count).toBe(2)
    expect(hours.reduce((sum, one) => sum + one.count, 0)).toBe(3)
  })
})
