import { expect, it } from 'vitest'
import { longestDelayMilliseconds, reconnectDelay } from './backoff'

it('spreads attempts over the whole interval and never waits longer than the ceiling', () => {
  expect(reconnectDelay(0, 0)).toBe(0)
  expect(reconnectDelay(0, 0.999)).toBe(400)
  expect(reconnectDelay(3, 0.5)).toBe(1600)
  expect(reconnectDelay(1000, 0.9999)).toBeLessThanOrEqual(longestDelayMilliseconds)
})
