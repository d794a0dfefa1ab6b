import { describe, expect, it } from 'vitest'
import { ringOf } from './offer-ring'

const offer = { offeredAt: '2026-11-23T09:00:00Z', expiresAt: '2026-11-23T09:00:20Z' }
const at = (seconds: number): number => Date.parse(offer.offeredAt) + seconds * 1000

describe('ringOf', () => {
  it('shrinks from full to nothing', () => {
    expect(ringOf(offer, at(0))).toEqual({ fraction: 1, seconds: 20, urgent: false })
    expect(ringOf(offer, at(10))).toEqual({ fraction: 0.5, seconds: 10, urgent: false })
    expect(ringOf(offer, at(20))).toEqual({ fraction: 0, seconds: 0, urgent: true })
  })

  it('never leaves its bounds when the clocks differ', () => {
    expect(ringOf(offer, at(-5)).fraction).toBe(1)
    expect(ringOf(offer, at(90)).fraction).toBe(0)
  })

  it('is urgent in the last five seconds', () => {
    expect([ringOf(offer, at(14.9)).urgent, ringOf(offer, at(15)).urgent]).toEqual([false, true])
  })

  it('survives an offer without duration', () => {
    expect(ringOf({ offeredAt: offer.offeredAt, expiresAt: offer.offeredAt }, at(0)).fraction).toBe(0)
  })
})
