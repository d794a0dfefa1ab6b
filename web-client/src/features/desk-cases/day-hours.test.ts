import { describe, expect, it } from 'vitest'
import { dayHours } from './day-hours'

const at = (hour: number, day = 23): string => new Date(2026, 10, day, hour, 30).toISOString()
const now = new Date(2026, 10, 23, 15).getTime()

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
