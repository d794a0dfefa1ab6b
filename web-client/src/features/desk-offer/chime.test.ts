import { describe, expect, it } from 'vitest'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import { Chime } from './chime'

describe('Chime', () => {
  it('rings at once and again until stopped', async () => {
    const clock = new FakeClock()
    let strikes = 0
    const chime = new Chime(async () => ++strikes > 0, clock)
    await chime.start()
    await clock.advance(5_000)
    expect(strikes).toBe(3)
    chime.stop()
    await clock.advance(10_000)
    expect([strikes, clock.pendingTimers]).toEqual([3, 0])
  })

  it('says when the browser keeps silent', async () => {
    const chime = new Chime(async () => false, new FakeClock())
    expect(await chime.start()).toBe(false)
    chime.stop()
  })
})
