import { expect, it } from 'vitest'
import { clerkWords, etaWords, positionWords } from './waitWords'

it('gives a band, an upper bound, or nothing', () => {
  expect(etaWords({ fromMinutes: 5, toMinutes: 10 })).toEqual({ key: 'eta.band', values: { from: 5, to: 10 } })
  expect(etaWords({ fromMinutes: 0, toMinutes: 5 })).toEqual({ key: 'eta.under', values: { to: 5 } })
  expect(etaWords({ fromMinutes: 5, toMinutes: 5 })).toEqual({ key: 'eta.under', values: { to: 5 } })
  expect(etaWords({ fromMinutes: 9, toMinutes: 3 })).toBeNull()
  expect(etaWords(null)).toBeNull()
})

it('counts the people ahead, not the place', () => {
  expect(positionWords(1)?.key).toBe('position.next')
  expect(positionWords(4)).toEqual({ key: 'position.ahead', values: { count: 3 } })
  expect(positionWords(null)).toBeNull()
})

it('says so when nobody is there to serve', () => {
  expect(clerkWords({ clerksOnDuty: 0 }).key).toBe('clerks.none')
  expect(clerkWords({ clerksOnDuty: 2 })).toEqual({ key: 'clerks.some', values: { count: 2 } })
})
