import { describe, expect, it } from 'vitest'
import { offsetOf, secondsUntil, spoken } from './countdown'

const pageNow = Date.parse('2026-11-23T09:00:00Z')

describe('secondsUntil', () => {
  it('counts by the server clock although the page clock is five minutes slow', () => {
    const offset = offsetOf('2026-11-23T09:05:00+00:00', pageNow)
    expect(secondsUntil('2026-11-23T09:05:40+00:00', pageNow, offset)).toBe(40)
  })

  it('rounds up, so that it says 1 until the very end, and never goes below nothing', () => {
    expect(secondsUntil('2026-11-23T09:00:00.200Z', pageNow, 0)).toBe(1)
    expect(secondsUntil('2026-11-23T08:00:00Z', pageNow, 0)).toBe(0)
  })
})

describe('spoken', () => {
  it('says seconds, minutes, or both', () => {
    expect(spoken(45)).toMatchObject({ key: 'time.seconds', values: { seconds: 45 } })
    expect(spoken(60)).toMatchObject({ key: 'time.minutes', values: { minutes: 1 } })
    expect(spoken(75)).toMatchObject({ key: 'time.minutesAndSeconds', values: { minutes: 1, seconds: 15 } })
  })
})
