import { describe, expect, it } from 'vitest'
import { FakeClock } from '@/call-engine/testing/fake-clock'
import { browsing, IdleWatch, waiting, type IdleState } from './idleWatch'

function watch() {
  const clock = new FakeClock()
  const states: IdleState[] = []
  const idle = new IdleWatch(clock, (state) => states.push(state))
  return { clock, states, idle }
}

describe('IdleWatch', () => {
  it('counts down after a minute and wipes fifteen seconds later', async () => {
    const { clock, states, idle } = watch()
    idle.limit(browsing)
    await clock.advance(59_999)
    expect(states).toEqual([])
    await clock.advance(1)
    expect(states.at(-1)).toEqual({ kind: 'warning', secondsLeft: 15 })
    await clock.advance(14_000)
    expect(states.at(-1)).toEqual({ kind: 'warning', secondsLeft: 1 })
    await clock.advance(1_000)
    expect(states.at(-1)).toEqual({ kind: 'wiped' })
    expect(clock.pendingTimers).toBe(0)
  })

  it('starts afresh at a touch, also during the countdown', async () => {
    const { clock, states, idle } = watch()
    idle.limit(browsing)
    await clock.advance(70_000)
    idle.touched()
    expect(states.at(-1)).toEqual({ kind: 'active' })
    await clock.advance(59_999)
    expect(states.at(-1)).toEqual({ kind: 'active' })
  })

  it('gives who waits three minutes, and never hurries a call', async () => {
    const { clock, states, idle } = watch()
    idle.limit(waiting)
    await clock.advance(120_000)
    expect(states).toEqual([])
    idle.limit(null)
    await clock.advance(3_600_000)
    expect(states).toEqual([])
  })

  it('does not come back to life after the wipe', async () => {
    const { clock, states, idle } = watch()
    idle.limit(browsing)
    await clock.advance(75_000)
    idle.touched()
    expect(states.at(-1)).toEqual({ kind: 'wiped' })
  })
})
